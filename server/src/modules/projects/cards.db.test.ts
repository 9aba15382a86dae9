import { afterAll, beforeAll, expect, test } from "vitest";
import type { ProjectQuery, ProjectRow } from "@baton/contract/projects";
import { beginAct, readAs, writeAs } from "#platform/database";
import { listCards, readStanding } from "./card-list.ts";
import { turnCards, turnYear } from "./cards.ts";
import { libraryRoutes } from "./library-routes.ts";
import { readLightInputs } from "./light-inputs.ts";
import { listProjects, questionOf } from "./list.ts";
import { sweepLiveLights } from "./lights.ts";
import { ensureSampleRuleSet } from "#kernel/lights";
import { routes } from "./routes.ts";
import { type Bench, inHistory, openBench, tellProject } from "./testing.ts";

const yi = 10_000_000_000;
const today = "2023-07-05";
let bench: Bench;
let ids: string[];

/** Made-up but always the same: a small linear generator. */
function draws(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

const levels = ["province", "city", "county"] as const;
const stages = [
  ["signed", 4],
  ["landed", 5],
  ["started", 6],
  ["in_production", 7],
  ["shelved", 100],
] as const;

async function tellRandom(draw: (below: number) => number, n: number): Promise<string> {
  const town = (["townA1", "townA2", "townB1"] as const)[draw(3)] ?? "townA1";
  const stage = stages[draw(stages.length)] ?? stages[0];
  const { seeded } = bench;
  return tellProject(bench, {
    knownAt: "2023-01-10T00:00:00+08",
    scopeId: seeded.scope[town],
    orgId: seeded.org[town],
    areaId: draw(8) === 0 ? null : seeded.area[town],
    name: `项目${draw(5)}号${n}`,
    code: draw(3) === 0 ? null : `2301-370402-04-01-${String(n).padStart(6, "0")}`,
    totalInvestmentFen: (1 + draw(12)) * yi,
    listings: levels
      .filter((_, at) => at === n % 3 || draw(3) === 0)
      .map((level) => ({
        year: 2023,
        level,
        class: draw(4) === 0 ? "reserve" : "implementation",
        planFen: draw(6) * yi,
        ...(draw(6) === 0 ? { validFrom: `2023-0${5 + draw(4)}-01` } : {}),
      })),
    stages: [{ stage: stage[0], rank: stage[1], on: `2023-0${1 + draw(8)}-15` }],
    months: draw(3) === 0 ? [] : [{ month: "2023-05", cumulativeFen: draw(4) * yi }],
    batons: [{ role: "locality", postId: seeded.actor.town.postId, from: "2023-01-01" }],
  });
}

beforeAll(async () => {
  bench = await openBench(
    (app, context) => {
      libraryRoutes(app, context);
      routes(app, context);
    },
    { today },
  );
  await ensureSampleRuleSet(bench.city.owner.db);
  const draw = draws(7);
  ids = [];
  for (let n = 1; n <= 40; n += 1) ids.push(await tellRandom(draw, n));
  await inHistory(bench, "2023-01-11T00:00:00+08", async (query) => {
    await query("insert into kernel_subject (kind, scope_id, code, name) values ('chain', $1, 'lithium', '锂电'), ('chain', $1, 'film', '隔膜')", [
      bench.seeded.scope.city,
    ]);
    for (const [at, id] of ids.entries()) {
      if (at % 3 === 0) continue;
      await query(
        `insert into kernel_relation (relation_id, scope_id, subject_id, to_subject_id, kind, valid_from, valid_to)
         select uuidv7(), s.scope_id, s.subject_id, c.subject_id, 'chain', $2::date, $3::date from kernel_subject s, kernel_subject c where s.subject_id = $1 and c.kind = 'chain' and ($4 or c.code = 'film')`,
        [id, at % 5 === 0 ? "2023-09-01" : "2022-01-01", at % 5 !== 0 && at % 7 === 0 ? "2023-07-01" : "infinity", at % 2 === 0],
      );
    }
  });
}, 60_000);
afterAll(() => bench.close());

const clerk = () => ({ db: bench.city.web.db, actor: bench.seeded.actor.dispatch });

const filters: Partial<ProjectQuery>[] = [
  {},
  { year: 2023 },
  { level: "市重点" },
  { level: ["省重点", "区重点"] },
  { class: "实施类" },
  { class: "储备类" },
  { level: "市重点", class: "实施类", stage: "开工" },
  { level: ["市重点", "区重点"], class: "储备类" },
  { stage: ["签约", "搁置"] },
  { chain: "锂电" },
  { light: "红牌" },
  { light: ["黄牌", "无牌"] },
  { blocking_party: "属地" },
  { size: ">=10亿" },
  { area: "370402" },
  { area: "乙区", class: "实施类" },
  { town: "甲一镇" },
  { q: "项目1" },
  { year: 2022 },
];
const sorts = ["-completion_rate", "completion_rate", "name", "-annual_plan", "completed", "area", "-area", "stage", "-light", "-code", "-total_investment"];

type Paged = { rows: ProjectRow[]; totals: Set<number> };

/** All pages of one list, read from the cards or from the as-of query. */
async function readAll(who: "town" | "district" | "leader" | "chief", query: ProjectQuery, isCard: boolean): Promise<Paged> {
  const actor = bench.seeded.actor[who];
  return readAs(bench.city.web.db, actor, async (tx) => {
    const { validOn } = questionOf(query, { today, knownAt: "" });
    const year = query.year ?? Number(validOn.slice(0, 4));
    const standing = await readStanding(tx, { year, validOn, today, knownAt: undefined });
    if (isCard) expect(standing.isCard, `cards of ${year}`).toBe(true);
    const question = questionOf(query, { today, knownAt: standing.now });
    const all: Paged = { rows: [], totals: new Set() };
    let cursor: string | undefined;
    do {
      const page = isCard
        ? await listCards(tx, query, { question, year, limit: 7, cursor, isWide: actor.isWide })
        : await listProjects(tx, query, { question, limit: 7, cursor });
      all.rows.push(...page.items);
      all.totals.add(page.total);
      cursor = page.cursor ?? undefined;
    } while (cursor !== undefined);
    return all;
  });
}

async function expectCardsEqual(): Promise<void> {
  for (const [at, filter] of filters.entries()) {
    for (const who of ["town", "district", "leader"] as const) {
      const query = { sort: sorts[at % sorts.length] ?? "name", ...filter } as ProjectQuery;
      const asOf = await readAll(who, query, false);
      expect(await readAll(who, query, true), JSON.stringify({ who, query })).toEqual(asOf);
      expect(asOf.totals).toEqual(new Set([asOf.rows.length]));
    }
  }
}

test("a list without cards of its day is answered by the as-of query", async () => {
  const { status, body } = await bench.send("leader", "GET /api/projects?limit=200");
  expect(status).toBe(200);
  expect(body.total).toBeGreaterThan(20);
  const isCard = (year: number, validOn: string) =>
    readAs(bench.city.web.db, bench.seeded.actor.leader, (tx) => readStanding(tx, { year, validOn, today, knownAt: undefined })).then((one) => one.isCard);
  expect(await isCard(2023, today)).toBe(false);
  await turnCards(clerk(), today);
  expect(await isCard(2023, today)).toBe(true);
  expect(await isCard(2023, "2023-06-30")).toBe(false);
  expect((await bench.send("leader", "GET /api/projects?limit=200")).body).toMatchObject({ total: body.total, items: body.items });
});

test("every list of cards is the list of the as-of query: filters, sorts, pages, readers", async () => {
  await inHistory(bench, "2022-02-01T00:00:00+08", async (query) => {
    for (const id of ids.slice(0, 12)) {
      await query(
        "insert into projects_listing (listing_id, scope_id, subject_id, year, level, class, plan_fen, valid_from) select uuidv7(), scope_id, subject_id, 2022, 'city', 'implementation', 5, '2022-01-01' from kernel_subject where subject_id = $1",
        [id],
      );
    }
  });
  await turnCards(clerk(), today);
  await writeAs(bench.city.web.db, bench.seeded.actor.dispatch, async (tx) => {
    const act = await beginAct(tx, { kind: "sweep-lights", subjects: [] });
    expect(await sweepLiveLights(tx, { validOn: today, act })).toBeGreaterThan(20);
  });
  await expectCardsEqual();
}, 60_000);

test("facts of lights gathered for the whole city are those of its projects one by one, fixed and live", async () => {
  await inHistory(bench, "2023-05-20T00:00:00+08", async (query) => {
    for (const [at, id] of ids.entries()) {
      await query(
        `insert into kernel_node (node_id, subject_id, scope_id, kind, name, enters_stage, planned_on, due_on, baseline_on, precision)
         select uuidv7(), s.subject_id, s.scope_id, n.kind, n.name, n.enters, n.due, n.due, n.due, n.precision from kernel_subject s,
           (values ('start', '开工', 'started', $2::date, 'month'), ('completion', '竣工', null, $2::date + 40, 'day'), ('production', '投产', 'in_production', $2::date + 20, 'quarter')) as n (kind, name, enters, due, precision)
         where s.subject_id = $1`,
        [id, `2023-0${1 + (at % 6)}-10`],
      );
      if (at % 4 !== 0) continue;
      await query(
        `with m as (insert into kernel_matter (matter_id, scope_id, subject_id, kind, title, ask, blocking_party)
           select uuidv7(), scope_id, subject_id, 'problem', '用地未批', '请办理', 'department' from kernel_subject where subject_id = $1 returning *)
         insert into kernel_matter_state (matter_id, scope_id, subject_id, status, holder_post_id, due_at, calendar_version, rule_version, last_sequence)
         select matter_id, scope_id, subject_id, 'open', $2, '2023-06-20T18:00:00+08', 1, 1, 1 from m`,
        [id, bench.seeded.actor.department.postId],
      );
    }
  });
  await inHistory(bench, "2023-06-06T09:00:00+08", (query) => judgeFixed(query, "2023-05-31"));
  const clerkTx = <T>(work: Parameters<typeof readAs<T>>[2]) => readAs(bench.city.web.db, { ...bench.seeded.actor.dispatch, isWide: false }, work);
  for (const question of [
    { validOn: "2023-06-30", knownAt: "2023-07-02T00:00:00+08:00", isFixed: true },
    { validOn: "2023-05-31", knownAt: "2023-05-25T00:00:00+08:00", isFixed: true },
    { validOn: "2023-02-28", knownAt: "2023-07-02T00:00:00+08:00", isFixed: true },
    { validOn: today, knownAt: "2023-07-05T09:00:00+08:00", isFixed: false },
  ]) {
    const whole = await clerkTx((tx) => readLightInputs(tx, { ...question, isPooled: true }));
    const each = await clerkTx((tx) => readLightInputs(tx, { ...question, isPooled: true }, ids));
    expect(whole.length).toBeGreaterThan(20);
    expect(whole, JSON.stringify(question)).toEqual(each);
  }
});

/** Fixed overall lights of a month, as a freeze leaves them. */
async function judgeFixed(query: (text: string, values?: unknown[]) => Promise<unknown>, monthEnd: string): Promise<void> {
  await query(
    `insert into kernel_light (scope_id, subject_id, dimension, verdict, is_fixed, sentence, valid_on, known_at, rule_set_version_id, inputs, input_digest)
     select s.scope_id, s.subject_id, 'overall', 'remind', true, '示例', $1::date, '2023-06-06T09:00:00+08', r.version_id, '{"worst": "remind", "remindRuns": 1}', 'x'
     from kernel_subject s, kernel_rule_set r where s.subject_id = any($2::uuid[])`,
    [monthEnd, ids.filter((_, at) => at % 3 > 0)],
  );
}

test("acts keep them equal, one after the other", async () => {
  const draw = draws(11);
  const outcomes: number[] = [];
  for (const id of ids.slice(0, 24)) {
    const listed = await bench.rows(
      "select level from projects_listing where subject_id = $1 and year = 2023 and superseded_at = 'infinity' and valid_to = 'infinity'",
      [id],
    );
    const on = { year: 2023, effectiveOn: draw(2) === 0 ? today : "2023-08-01", reason: "年中调整", documentNo: "鲁发〔2023〕1号" };
    const absent = levels.find((level) => !listed.some((one) => one["level"] === level)) ?? "city";
    const acts: [string, object][] = [
      ["stages", { stage: "in_production", enteredOn: "2023-07-01", reason: "后补" }],
      ["adjustments", { ...on, kind: "left", level: listed[0]?.["level"] }],
      ["adjustments", { ...on, kind: "added", level: absent, class: "reserve", planFen: yi }],
      ["merges", { intoId: ids[30], reason: "同一项目" }],
    ];
    const [path, body] = acts[draw(acts.length)] ?? ["", {}];
    outcomes.push((await bench.send("dispatch", `POST /api/projects/${id}/${path}`, body)).status);
  }
  expect(outcomes.filter((one) => one === 200).length, outcomes.join(" ")).toBeGreaterThan(8);
  await expectCardsEqual();
}, 60_000);

test("a dated change takes effect when the day turns, and only the turn moves the cards' day", async () => {
  const tomorrow = "2023-08-02";
  const isCard = (validOn: string) =>
    readAs(bench.city.web.db, bench.seeded.actor.leader, (tx) => readStanding(tx, { year: 2023, validOn, today: validOn, knownAt: undefined })).then(
      (one) => one.isCard,
    );
  expect(await isCard(tomorrow)).toBe(false);
  const before = await bench.rows("select subject_id, level, class, plan_fen, stage from projects_card where year = 2023 order by 1, 2");
  await writeAs(bench.city.web.db, bench.seeded.actor.dispatch, async (tx) => {
    await beginAct(tx, { kind: "turn-cards", subjects: [] });
    await turnYear(tx, { year: 2023, today: tomorrow });
  });
  expect(await isCard(tomorrow)).toBe(true);
  expect(await bench.rows("select subject_id, level, class, plan_fen, stage from projects_card where year = 2023 order by 1, 2")).not.toEqual(before);
  await turnCards(clerk(), today);
  expect(await bench.rows("select subject_id, level, class, plan_fen, stage from projects_card where year = 2023 order by 1, 2")).toEqual(before);
});

test("a later page is of the instant of the first, from cards while nothing was written since", async () => {
  const first = await bench.send("leader", "GET /api/projects?limit=5&sort=name");
  const knownAt = new URL(first.body.next, "http://localhost").searchParams.get("knownAt") ?? "";
  const standing = () =>
    readAs(bench.city.web.db, bench.seeded.actor.leader, (tx) => readStanding(tx, { year: 2023, validOn: today, today, knownAt })).then((one) => one.isCard);
  expect(await standing()).toBe(true);
  const second = await bench.send("leader", `GET ${first.body.next}`);
  const renamed = second.body.items[1];
  const page = (await bench.send("dispatch", `GET /api/projects/${renamed.id}`)).body;
  const { accountOrgId, totalInvestmentFen } = (
    await bench.rows(
      "select v.account_org_id as \"accountOrgId\", p.total_investment_fen as \"totalInvestmentFen\" from kernel_subject_version v join projects_profile p using (subject_id) where v.subject_id = $1 and v.superseded_at = 'infinity' and p.superseded_at = 'infinity'",
      [renamed.id],
    )
  )[0] as { accountOrgId: string; totalInvestmentFen: number };
  const put = await bench.send("dispatch", `PUT /api/projects/${renamed.id}`, {
    version: page.version,
    project: { name: "一号改名", accountOrgId, totalInvestmentFen },
  });
  expect(put, JSON.stringify(put.body)).toMatchObject({ status: 200 });
  expect(await standing()).toBe(false);
  expect((await bench.send("leader", `GET ${first.body.next}`)).body.items).toEqual(second.body.items);
});
