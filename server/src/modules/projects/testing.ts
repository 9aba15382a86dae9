import { pino } from "pino";
import { randomUUID } from "node:crypto";
import { inject } from "vitest";
import { fixedClock } from "#platform/clock";
import type { Actor } from "#platform/database";
import { type App, type Context, createServer } from "#platform/http";
import { type City, cloneCity, type SeededCity, seedCity } from "#app/testing/database";

// oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers that the routes' own schemas have checked
export type Sent = { status: number; body: any };

/** A seeded city with some routes mounted: requests say by a header from which post they come. */
export type Bench = {
  city: City;
  seeded: SeededCity;
  app: App;
  send(who: string, request: `${"GET" | "POST" | "PUT"} ${string}`, body?: object): Promise<Sent>;
  /** Rows as the owner, who sees everything: for asserting what was recorded. */
  rows(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  /** Another post to ask from, by a name of its own. */
  seat(name: string, actor: Actor): void;
  close(): Promise<void>;
};

export async function openBench(
  mount: (app: App, context: Context, seeded: SeededCity) => void,
  options: { today?: string; filesDir?: string } = {},
): Promise<Bench> {
  const city = await cloneCity(inject("cluster"));
  const seeded = await seedCity(city);
  const actors: Record<string, Actor> = { ...seeded.actor, district2: seeded.stranger.district, town2: seeded.stranger.town, townA2: seeded.stranger.town2 };
  const app = await createServer({
    hosts: [],
    log: pino({ level: "silent" }),
    resolveActor: async (request) => actors[String(request.headers["x-as"])] ?? null,
    constraints: {
      kernel_baton_one_holder: { slug: "baton-already-held", detail: "该责任在这段时间已有承担者，请先办理交接。" },
      projects_profile_current_code: { slug: "duplicate-subject", detail: "该项目代码已被另一个项目使用。" },
    },
  });
  const context: Context = {
    db: city.web.db,
    clock: fixedClock(`${options.today ?? "2023-07-05"}T10:00:00+08:00`),
    dataDir: "",
    filesDir: options.filesDir ?? "",
    isDemo: false,
  };
  mount(app, context, seeded);
  await app.ready();
  return {
    city,
    seeded,
    app,
    send: async (who, request, body) => {
      const [method, url = ""] = request.split(" ");
      const answer = await app.inject({
        method: method as "GET",
        url,
        headers: { "x-as": who, host: "localhost" },
        ...(body === undefined ? {} : { payload: body }),
      });
      return { status: answer.statusCode, body: answer.json() };
    },
    seat: (name, actor) => {
      actors[name] = actor;
    },
    rows: async (text, values = []) => (await city.owner.raw.query(text, values)).rows,
    close: async () => {
      await app.close();
      await city.drop();
    },
  };
}

export type ToldProject = {
  knownAt: string;
  scopeId: number;
  orgId: string;
  areaId?: string | null;
  name: string;
  code?: string | null;
  totalInvestmentFen?: number;
  listings?: readonly { year: number; level?: string; class?: string; planFen: number; byMonthFen?: readonly number[] | null; validFrom?: string }[];
  stages?: readonly { stage: string; rank: number; on: string; precision?: string }[];
  months?: readonly { month: string; cumulativeFen: number }[];
  batons?: readonly { role: string; postId: number; from: string }[];
};

/** A project of history, every row known at the same instant. */
export async function tellProject(bench: Bench, told: ToldProject): Promise<string> {
  const id = randomUUID();
  await inHistory(bench, told.knownAt, async (query) => {
    const { scopeId } = told;
    await query("insert into kernel_subject (subject_id, kind, scope_id, code, name, search_text) values ($1, 'project', $2, $3, $4, $4)", [
      id,
      scopeId,
      told.code ?? null,
      told.name,
    ]);
    await query("insert into kernel_subject_version (subject_id, scope_id, name, code, account_org_id, account_area_id) values ($1, $2, $3, $4, $5, $6)", [
      id,
      scopeId,
      told.name,
      told.code ?? null,
      told.orgId,
      told.areaId ?? null,
    ]);
    await query("insert into projects_profile (subject_id, scope_id, project_code, total_investment_fen, normal_name) values ($1, $2, $3, $4, $5)", [
      id,
      scopeId,
      told.code ?? null,
      told.totalInvestmentFen ?? 100_000_000_000,
      told.name,
    ]);
    for (const one of told.listings ?? []) {
      await query(
        "insert into projects_listing (listing_id, scope_id, subject_id, year, level, class, plan_fen, plan_by_month_fen, valid_from) values (uuidv7(), $1, $2, $3, $4, $5, $6, $7, $8)",
        [scopeId, id, one.year, one.level ?? "city", one.class ?? "implementation", one.planFen, one.byMonthFen ?? null, one.validFrom ?? `${one.year}-01-01`],
      );
    }
    for (const one of told.stages ?? []) {
      await query(
        "insert into kernel_stage (stage_id, scope_id, subject_id, stage, stage_rank, entered_on, precision, verdict) values (uuidv7(), $1, $2, $3, $4, $5, $6, 'unproven')",
        [scopeId, id, one.stage, one.rank, one.on, one.precision ?? "day"],
      );
    }
    for (const one of told.months ?? []) await tellMonth(query, { scopeId, id, ...one });
    for (const one of told.batons ?? []) {
      await query("insert into kernel_baton (baton_id, scope_id, subject_id, role, holder_post_id, valid_from) values (uuidv7(), $1, $2, $3, $4, $5)", [
        scopeId,
        id,
        one.role,
        one.postId,
        one.from,
      ]);
    }
    await query("select kernel_refresh_grants(array[$1]::uuid[])", [id]);
  });
  return id;
}

export type Query = (text: string, values?: unknown[]) => Promise<unknown>;

export async function tellMonth(query: Query, told: { scopeId: number; id: string; month: string; cumulativeFen: number }): Promise<void> {
  const end = Temporal.PlainYearMonth.from(told.month).toPlainDate({ day: 31 }).toString();
  await query(
    "insert into kernel_observation (observation_id, scope_id, subject_id, metric, period_from, period_to, value) values (uuidv7(), $1, $2, 'investment_done', $3, $4, $5)",
    [told.scopeId, told.id, `${told.month.slice(0, 4)}-01-01`, end, told.cumulativeFen],
  );
  await query(
    "insert into projects_report (report_id, scope_id, subject_id, month_end, status, cumulative_fen) values (uuidv7(), $1, $2, $3, 'accepted', $4)",
    [told.scopeId, told.id, end, told.cumulativeFen],
  );
}

/** One act of history with its own known instant (KERNEL K3). */
export async function inHistory(bench: Bench, knownAt: string, work: (query: Query) => Promise<void>): Promise<void> {
  const client = await bench.city.owner.raw.connect();
  try {
    await client.query("begin");
    await client.query("select kernel_begin_history_act('load-history', $1)", [knownAt]);
    await work((text, values) => client.query(text, values));
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw error;
  } finally {
    client.release();
  }
}
