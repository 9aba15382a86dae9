/**
 * The city that is measured: the demonstration with its organisations, posts and accounts, and beside its own projects as
 * many made-up ones as asked, with five years of lists and months, matters, lights and cards. Made once by set-based SQL
 * and kept between runs; every run works on a copy, so that what it writes is gone afterwards.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { fixDemoMonths } from "../server/src/modules/projects/lights.ts";
import { turnYear } from "../server/src/modules/projects/cards.ts";
import { openPool, type Pool, readMigrations } from "../server/src/platform/database/index.ts";
import { startPostgres } from "../server/src/platform/postgres/index.ts";
import { startServer } from "./server.ts";
import { copyKeptDemo } from "../server/src/testing/kept-demo.ts";

export type BenchCity = {
  dataDir: string;
  projects: number;
  /** Where its database listens while the server runs; passwords stand in the data directory. */
  database: { host: string; port: number; user: string; password: string };
  /** Null where a kept one was copied. */
  builtInSeconds: number | null;
};

const schema = "city";
const today = "2023-07-05";
const silent = { info: () => undefined, warn: () => undefined, error: (line: string) => console.error(line) };
const migrations = join(import.meta.dirname, "../server/migrations");

/** Where cities are kept between runs; may be emptied at any time. */
function benchFolder(): string {
  const folder = process.env["BATON_BENCH_DATA"] ?? join(tmpdir(), "baton-bench");
  // The database runs as an ordinary user where we are root, and has to pass through.
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  return folder;
}

/** A fresh copy of the city of this size, made first where there is none of this generator and these migrations. */
export async function prepareCity(projects: number): Promise<BenchCity> {
  const shape = createHash("sha1").update(readFileSync(import.meta.filename));
  for (const migration of readMigrations(migrations)) shape.update(migration.checksum);
  const dataDir = join(benchFolder(), `city-${projects}-${shape.digest("hex").slice(0, 8)}`);
  const mark = join(dataDir, "built.json");
  const began = performance.now();
  const isNew = !existsSync(mark);
  if (isNew) {
    forgetOthers(projects);
    mkdirSync(dataDir, { recursive: true });
    copyKeptDemo(dataDir);
    const server = await startServer({ dataDir });
    await server.stop();
  }
  const postgres = await startPostgres({ dataDir: join(dataDir, "postgres"), log: silent, ballastMb: 0 });
  try {
    const admin = { host: postgres.socketDir, port: postgres.port, ...postgres.superuser };
    if (isNew) {
      await fill(admin, projects);
      await rename(admin);
      writeFileSync(mark, JSON.stringify({ projects }));
    }
    await copyMaster(admin);
    // It remembers seals of the run before, which are not in this copy.
    rmSync(join(dataDir, "audit.head"), { force: true });
    return { dataDir, projects, database: admin, builtInSeconds: isNew ? (performance.now() - began) / 1000 : null };
  } finally {
    await postgres.stop();
  }
}

/** Cities of this size from former generators or migrations, unless somebody runs one right now. */
function forgetOthers(projects: number): void {
  for (const name of readdirSync(benchFolder())) {
    const folder = join(benchFolder(), name);
    const isRunning = existsSync(join(folder, "postgres", "cluster", "postmaster.pid"));
    if (name.startsWith(`city-${projects}-`) && !isRunning) rmSync(folder, { recursive: true, force: true });
  }
}

type Admin = { host: string; port: number; user: string; password: string };

async function withClient<T>(admin: Admin, database: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ ...admin, database, options: `-c search_path=${schema},baton_ext -c TimeZone=Asia/Shanghai` });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function rename(admin: Admin): Promise<void> {
  await withClient(admin, "postgres", (client) => client.query("alter database baton rename to baton_master"));
}

/** The run's own database; the demonstration's clock begins anew, on the morning of its own today. */
async function copyMaster(admin: Admin): Promise<void> {
  await withClient(admin, "postgres", async (client) => {
    await client.query("drop database if exists baton with (force)");
    await client.query("create database baton template baton_master strategy file_copy owner baton_owner");
  });
  await withClient(admin, "baton", (client) => client.query("update platform_mark set value = $1 where name = 'demo'", [new Date().toISOString()]));
}

/** Statement by statement; triggers and foreign keys rest, because what is written here is right by construction. */
async function fill(admin: Admin, projects: number): Promise<void> {
  await withClient(admin, "postgres", (client) => client.query("alter database baton set session_replication_role = replica"));
  try {
    await withClient(admin, "baton", async (client) => {
      await client.query("begin");
      await client.query("set local work_mem = '256MB'");
      await client.query("set local maintenance_work_mem = '512MB'");
      await client.query("create temp table act on commit drop as select act_id from kernel_begin_history_act('load-history', '2018-12-01T08:00:00+08')");
      await client.query(made, [projects]);
      await client.query("analyze made");
      for (const statement of statements) await client.query(statement);
      await client.query("select kernel_refresh_grants(array(select id from made))");
      await client.query("commit");
      await client.query("vacuum analyze");
    });
    const pool = openPool({ ...admin, database: "baton", schema }, { name: "bench", max: 2, isMaintenance: true });
    await light(pool);
    await pool.close();
    await withClient(admin, "baton", (client) => client.query("vacuum analyze"));
  } finally {
    await withClient(admin, "postgres", (client) => client.query("alter database baton reset session_replication_role"));
  }
}

/** Lights of two frozen months and the live ones, by the program's own rules; then the cards. */
async function light(pool: Pool): Promise<void> {
  await pool.raw.query("delete from kernel_light");
  await pool.raw.query("delete from kernel_light_run");
  const months = [
    { month: "2023-04", frozenAt: "2023-05-06T09:00:00+08:00" },
    { month: "2023-05", frozenAt: "2023-06-06T09:00:00+08:00" },
  ];
  await fixDemoMonths(pool, { months, live: { validOn: today, statedAt: "2023-07-05T08:30:00+08:00" } });
  await pool.db.transaction().execute(async (tx) => {
    for (const year of [2023, 2022, 2021, 2020, 2019]) await turnYear(tx, { year, today });
  });
}

/** The interface takes only identities of a version, which an md5 is not. One line a project: where it stands, how large it is and how well it goes, spread without chance over all of them. */
const made = `create temp table made on commit drop as
  select overlay(overlay(md5('bench-project-' || n) placing '4' from 13) placing '8' from 17)::uuid as id, n, o.org_id, o.area_id, s.scope_id, p.post_id,
    (1000 + (n::bigint * 7919) % 90000) * 1000000 as plan, 50 + (n * 31) % 70 as pace, n % 8 as stage_at,
    (array['新材料', '锂电', '装备', '食品', '数据', '光电', '纺织', '化工'])[1 + n % 8] || (array['一期', '产业园', '生产线', '研发中心', '扩能'])[1 + n % 5] || '项目' || n as name
  from generate_series(1, $1::int) n
  join lateral (select towns.* from (select org_id, area_id, row_number() over (order by org_id) - 1 as at, count(*) over () as towns
    from kernel_org where kind = 'town' and superseded_at = 'infinity') towns where towns.at = n % towns.towns) o on true
  join kernel_scope s on s.org_id = o.org_id
  left join lateral (select min(post_id) as post_id from kernel_post where org_id = o.org_id and role = 'town' and not is_closed) p on true`;

const act = "(select act_id from act)";
const told = "timestamptz '2018-12-20 08:00+08'";

const identity = [
  `insert into kernel_subject (subject_id, kind, scope_id, name, search_text) select id, 'project', scope_id, name, name || ' xm' || n from made`,
  // One in seven was renamed since.
  `insert into kernel_subject_version (subject_id, scope_id, name, account_org_id, account_area_id, recorded_at, superseded_at, act_id)
   select id, scope_id, case when v = 1 and n % 7 = 0 then '原' || name else name end, org_id, area_id,
     case v when 1 then ${told} else timestamptz '2022-03-01 09:00+08' end, case when v = 1 and n % 7 = 0 then timestamptz '2022-03-01 09:00+08' else 'infinity' end, ${act}
   from made, generate_series(1, 2) v where v = 1 or n % 7 = 0`,
  `insert into projects_profile (subject_id, scope_id, total_investment_fen, normal_name, builder_name, build_kind, is_sample, recorded_at, superseded_at, act_id)
   select id, scope_id, plan * (3 + n % 5), 'bench' || n, '示例建设单位' || n, 'new', true, case v when 1 then ${told} else timestamptz '2022-06-01 09:00+08' end,
     case when v = 1 and n % 10 = 0 then timestamptz '2022-06-01 09:00+08' else 'infinity' end, ${act}
   from made, generate_series(1, 2) v where v = 1 or n % 10 = 0`,
  `insert into kernel_relation (relation_id, subject_id, scope_id, to_subject_id, kind, valid_from, recorded_at, act_id)
   select md5('bench-chain-' || n)::uuid, id, scope_id, c.chains[1 + n % cardinality(c.chains)], 'chain', '2019-01-01', ${told}, ${act}
   from made, (select array_agg(subject_id order by subject_id) as chains from kernel_subject where kind = 'chain') c where n % 10 < 7`,
  `insert into kernel_baton (baton_id, subject_id, scope_id, role, holder_post_id, valid_from, recorded_at, act_id)
   select md5('bench-baton-' || n)::uuid, id, scope_id, 'locality', post_id, '2019-01-01', ${told}, ${act} from made where post_id is not null`,
];

const lifecycle = [
  `insert into kernel_stage (stage_id, subject_id, scope_id, stage, stage_rank, entered_on, verdict, recorded_at, act_id)
   select md5('bench-stage-' || n || s.stage)::uuid, id, scope_id, s.stage, s.rank, s.since + (n % 300)::int, 'met', ${told} + (s.since - date '2018-12-01') * interval '1 day', ${act}
   from made, (values ('signed', 4, date '2018-12-01', 0), ('landed', 5, date '2019-10-01', 1), ('started', 6, date '2020-10-01', 3), ('in_production', 7, date '2022-05-01', 6), ('shelved', 100, date '2022-01-01', 9))
     as s (stage, rank, since, least) where stage_at >= s.least or s.stage = 'shelved' and n % 97 = 0`,
  `insert into kernel_node (node_id, subject_id, scope_id, kind, name, enters_stage, planned_on, due_on, baseline_on, precision, recorded_at, act_id)
   select md5('bench-node-' || n || k.kind)::uuid, id, scope_id, k.kind, k.name, k.enters, k.due + n % 400, k.due + n % 400, k.due + n % 400, 'month', ${told}, ${act}
   from made, (values ('start', '开工', 'started', date '2020-10-01'), ('completion', '竣工', null, date '2022-12-01'), ('production', '投产', 'in_production', date '2023-03-01')) as k (kind, name, enters, due)`,
];

const lists = [
  `insert into projects_listing (listing_id, subject_id, scope_id, year, level, class, plan_fen, valid_from, recorded_at, act_id)
   select md5('bench-listing-' || n || '-' || y || l.level)::uuid, id, scope_id, y, l.level, case when n % 6 = 0 then 'reserve' else 'implementation' end, plan + (y - 2019) * 1000000,
     make_date(y, 1, 1), make_timestamptz(y - 1, 12, 20, 9, 0, 0, 'Asia/Shanghai'), ${act}
   from made, generate_series(2019, 2023) y, (values ('province'), ('city'), ('county')) as l (level)
   where l.level = case when n % 10 = 0 then 'province' when n % 10 < 4 then 'city' else 'county' end
     -- some of this year's stand on a second list
     or y = 2023 and (l.level = 'city' and n % 10 = 0 or l.level = 'county' and n % 10 = 1)`,
  // Every month as reported four days after its end; one in ten was put right three weeks later.
  `insert into kernel_observation (observation_id, subject_id, scope_id, metric, period_from, period_to, value, is_correction, recorded_at, superseded_at, act_id)
   select md5('bench-done-' || n || '-' || month_end)::uuid, id, scope_id, 'investment_done', date_trunc('year', month_end)::date, month_end,
     plan / 1200 * extract(month from month_end)::int * pace + (v - 1) * 1000000, v = 2, month_end + interval '4 days' + (v - 1) * interval '21 days' + (n % 1440) * interval '1 minute',
     case when v = 1 and (n + m) % 10 = 0 then month_end + interval '25 days' + (n % 1440) * interval '1 minute' else 'infinity' end, ${act}
   from made, generate_series(0, 53) m, lateral (select (date '2019-02-01' + m * interval '1 month')::date - 1 as month_end) e, generate_series(1, 2) v
   where (v = 1 or (n + m) % 10 = 0 and m < 52) and (n % 25 > 0 or m < 52) and m < 53`,
  `insert into projects_report (report_id, subject_id, scope_id, month_end, status, month_fen, cumulative_fen, recorded_at, act_id)
   select md5('bench-report-' || n || '-' || o.period_to)::uuid, id, made.scope_id, o.period_to, 'accepted', null, o.value, o.recorded_at, ${act}
   from made join kernel_observation o on o.subject_id = id and o.metric = 'investment_done' and o.period_to >= '2022-11-30' and o.superseded_at = 'infinity'`,
];

/** Ten a project; two in a hundred are still in somebody's hands. */
const matters = [
  `create temp table asked on commit drop as
   select md5('bench-matter-' || n || '-' || k)::uuid as matter_id, id, scope_id, post_id, n, k, (n * 10 + k) % 50 = 0 as is_open, case k % 3 when 0 then 'problem' when 1 then 'instruction' else 'supervision' end as kind,
     case when (n * 10 + k) % 50 = 0 then timestamptz '2023-06-20 09:00+08' else timestamptz '2020-01-06 09:00+08' + (n % 1100) * interval '1 day' end as at
   from made, generate_series(1, 10) k where post_id is not null`,
  `insert into kernel_matter (matter_id, scope_id, subject_id, kind, title, ask, blocking_party, recorded_at, act_id)
   select matter_id, scope_id, id, kind, '用地手续办理' || n || '-' || k, '请于时限内办结并报送佐证', 'department', at, ${act} from asked`,
  `insert into kernel_matter_event (matter_id, scope_id, subject_id, sequence, kind, at, by_post_id, to_post_id, working_days, recorded_at, act_id)
   select matter_id, scope_id, id, e.sequence, e.kind, at + e.sequence * interval '2 days', post_id, case e.sequence when 1 then post_id end, case e.sequence when 1 then 10 end, at + e.sequence * interval '2 days', ${act}
   from asked, (values (1, 'opened'), (2, 'done'), (3, 'closed')) as e (sequence, kind) where e.sequence = 1 or not is_open`,
  `insert into kernel_matter_state (matter_id, scope_id, subject_id, status, holder_post_id, opened_by_post_id, due_at, done_at, closed_at, calendar_version, rule_version, last_sequence, recorded_at, superseded_at, act_id)
   select matter_id, scope_id, id, case v when 1 then 'open' else 'closed' end, post_id, post_id, at + interval '14 days', case v when 2 then at + interval '4 days' end, case v when 2 then at + interval '6 days' end,
     (select version from kernel_calendar where superseded_at = 'infinity'), 1, case v when 1 then 1 else 3 end, at + case v when 1 then interval '2 days' else interval '6 days' end,
     case when v = 1 and not is_open then at + interval '6 days' else 'infinity' end, ${act}
   from asked, generate_series(1, 2) v where v = 1 or not is_open`,
];

const statements = [...identity, ...lifecycle, ...lists, ...matters];
