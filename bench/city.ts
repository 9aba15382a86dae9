import { randomUUID } from "node:crypto";
import type { Actor, Pool } from "../server/src/platform/database/index.ts";
import type { SeededCity } from "../server/src/testing/database.ts";

export type Size = { projects: number; years: number };

/**
 * Fills a seeded city with made-up projects spread over its three towns: five lists each, twelve months of every year.
 * Set-based, as the owner, with a stated known time; enough to see a plan change before a city feels it.
 */
export async function fillCity(owner: Pool, seeded: SeededCity, { projects, years }: Size): Promise<void> {
  const client = await owner.raw.connect();
  const towns = [seeded.scope.townA1, seeded.scope.townA2, seeded.scope.townB1];
  const orgs = [seeded.org.townA1, seeded.org.townA2, seeded.org.townB1];
  const areas = [seeded.area.townA1, seeded.area.townA2, seeded.area.townB1];
  try {
    await client.query("begin");
    await client.query("select kernel_begin_history_act('load-history', '2023-07-01T00:00:00+08')");
    await client.query(
      `create temp table made on commit drop as select gen_random_uuid() as id, n, 1 + n % 3 as town, ($1::int[])[1 + n % 3] as scope_id,
        ($2::uuid[])[1 + n % 3] as org_id, ($3::uuid[])[1 + n % 3] as area_id, (1000 + n * 7919 % 90000)::bigint * 1000000 as plan
       from generate_series(1, $4::int) n`,
      [towns, orgs, areas, projects],
    );
    await client.query(
      "insert into kernel_subject (subject_id, kind, scope_id, name, search_text) select id, 'project', scope_id, '压测项目' || n, '压测项目' || n || ' ycxm' from made",
    );
    await client.query(
      "insert into kernel_subject_version (subject_id, scope_id, name, account_org_id, account_area_id) select id, scope_id, '压测项目' || n, org_id, area_id from made",
    );
    await client.query(
      "insert into projects_profile (subject_id, scope_id, total_investment_fen, normal_name) select id, scope_id, plan * 4, '压测' || n from made",
    );
    await client.query(
      `insert into projects_listing (listing_id, subject_id, scope_id, year, level, class, plan_fen, valid_from)
       select gen_random_uuid(), id, scope_id, 2024 - y, (array['province', 'city', 'county'])[1 + n % 3], case when n % 5 = 0 then 'reserve' else 'implementation' end, plan, make_date(2024 - y, 1, 1)
       from made, generate_series(1, $1::int) y`,
      [years],
    );
    await client.query(
      `insert into kernel_stage (stage_id, subject_id, scope_id, stage, stage_rank, entered_on, verdict)
       select gen_random_uuid(), id, scope_id, (array['signed', 'landed', 'started', 'in_production'])[1 + n % 4], 4 + n % 4, date '2022-01-01' + n % 400, 'unproven' from made`,
    );
    await client.query(
      `insert into kernel_observation (observation_id, subject_id, scope_id, metric, period_from, period_to, value)
       select gen_random_uuid(), id, scope_id, 'investment_done', make_date(2024 - y, 1, 1), (make_date(2024 - y, m, 1) + interval '1 month - 1 day')::date, plan / 12 * m
       from made, generate_series(1, $1::int) y, generate_series(1, 12) m where 2024 - y < 2023 or m < 6`,
      [years],
    );
    await client.query(
      "insert into kernel_period (rhythm, name, span_from, span_to, due_at) values ('month', '2023-06', '2023-06-01', '2023-06-30', '2033-07-05T18:00:00+08')",
    );
    await client.query("insert into kernel_period_event (period_id, sequence, kind) select period_id, 1, 'open' from kernel_period");
    await client.query("commit");
    await client.query("vacuum analyze");
  } finally {
    client.release();
  }
}

export function asker(actor: Actor): Actor {
  return { ...actor, requestId: randomUUID() };
}
