import { sql } from "kysely";
import { problem } from "@baton/contract/problems";
import type { RunDetail, ScoringRun, SchemeDocument, UnitScoreAnswer } from "@baton/contract/scoring";
import { shiftWorkingDay } from "@baton/contract/calendar";
import { monthEnd } from "@baton/contract/time";
import { getCalendar } from "#kernel/calendar";
import type { Figures } from "#kernel/figures";
import { getPeriod } from "#kernel/periods";
import { type Actor, announce, beginAct, type Tx } from "#platform/database";
import { listAppeals } from "./appeals.ts";
import { getAdopted, getVersion } from "./schemes.ts";
import { scoreClass, withMovement } from "./scoring.ts";

/** 示例: how long after publication a unit may appeal, in working days. */
const appealWorkingDays = 5;

type Row = {
  run_id: string;
  scheme_id: string;
  scheme_number: number;
  name: string;
  unit_class: string;
  rhythm: ScoringRun["rhythm"];
  kind: ScoringRun["kind"];
  month_end: string;
  known_at: string;
  is_published: boolean;
  made_at: string;
  published_on: string | null;
};

async function read(tx: Tx, narrowed: { runId?: string; schemeId?: string }): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select r.run_id, r.scheme_id, r.scheme_number, s.name, s.unit_class, s.rhythm, r.kind, r.month_end, r.known_at, r.is_published,
      (select min(f.recorded_at) from scoring_run f where f.run_id = r.run_id) as made_at,
      r.published_on
    from scoring_run r join scoring_scheme s on s.scheme_id = r.scheme_id and s.number = r.scheme_number and s.superseded_at = 'infinity'
    where r.superseded_at = 'infinity' and (${narrowed.runId ?? null}::uuid is null or r.run_id = ${narrowed.runId ?? null}::uuid)
      and (${narrowed.schemeId ?? null}::uuid is null or r.scheme_id = ${narrowed.schemeId ?? null}::uuid)
    order by r.month_end desc, s.name, r.recorded_at desc limit 400`.execute(tx);
  return rows;
}

async function toRun(tx: Tx, row: Row): Promise<ScoringRun> {
  const calendar = await getCalendar(tx);
  return {
    id: row.run_id,
    schemeId: row.scheme_id,
    schemeNumber: row.scheme_number,
    schemeName: row.name,
    unitClass: row.unit_class,
    rhythm: row.rhythm,
    kind: row.kind,
    month: row.month_end.slice(0, 7),
    knownAt: row.known_at,
    isPublished: row.is_published,
    recordedAt: row.made_at,
    publishedOn: row.published_on,
    appealUntil: row.published_on === null ? null : shiftWorkingDay(row.published_on, appealWorkingDays, calendar),
  };
}

/** Runs, the newest month first. */
export async function listRuns(tx: Tx): Promise<ScoringRun[]> {
  const runs: ScoringRun[] = [];
  for (const row of await read(tx, {})) runs.push(await toRun(tx, row));
  return runs;
}

export async function getRun(tx: Tx, runId: string): Promise<ScoringRun> {
  const [row] = await read(tx, { runId });
  if (row === undefined) throw problem("not-found", { detail: "没有这次评分，或者您无权查看。" });
  return toRun(tx, row);
}

async function readScores(tx: Tx, runId: string): Promise<UnitScoreAnswer[]> {
  const { rows } = await sql<UnitScoreAnswer>`
    select unit_key as key, unit_label as label, total, rank, unranked_because as "unrankedBecause", null as movement, marks
    from scoring_score where run_id = ${runId} and superseded_at = 'infinity' order by rank nulls last, total desc, place`.execute(tx);
  return rows;
}

/** The table of the run before this one, by the same scheme and of the same kind; empty where there is none. */
async function readFormer(tx: Tx, run: ScoringRun): Promise<UnitScoreAnswer[]> {
  const before = (await read(tx, { schemeId: run.schemeId })).find(({ kind, month_end }) => kind === run.kind && month_end < monthEnd(run.month));
  return before === undefined ? [] : readScores(tx, before.run_id);
}

/** One run as its reader may see it: the whole table after publication, before it only the reader's own line. */
export async function getRunDetail(tx: Tx, actor: Actor, { runId, today, figures }: { runId: string; today: string; figures: Figures }): Promise<RunDetail> {
  const run = await getRun(tx, runId);
  const { document } = await getVersion(tx, { id: run.schemeId, number: run.schemeNumber }, figures);
  const units = withMovement(await readScores(tx, runId), await readFormer(tx, run));
  const isOpen = run.isPublished && run.kind === "official" && run.appealUntil !== null && today <= run.appealUntil;
  const { rows: own } = await sql<{ unit_key: string }>`select unit_key from scoring_score
    where run_id = ${runId} and superseded_at = 'infinity' and subject_id = ${actor.orgId}`.execute(tx);
  return { run, document, units, appeals: await listAppeals(tx, { runId, today }), mayAppeal: isOpen ? own.map(({ unit_key }) => unit_key) : [] };
}

type Unit = { key: string; orgId: string; scopeId: number };

/** The organisation behind each unit: the one that governs the division, or the organisation itself. */
export async function readUnits(tx: Tx, document: SchemeDocument): Promise<Map<string, Unit>> {
  const { rows } = await sql<{ key: string; org_id: string; scope_id: number }>`
    select distinct on (k.key) k.key, o.org_id, s.scope_id
    from unnest(${document.units.map(({ key }) => key)}::text[]) k (key)
    left join kernel_area a on a.code = k.key and a.superseded_at = 'infinity'
    join kernel_org o on o.superseded_at = 'infinity' and (o.area_id = a.area_id and o.kind in ('county', 'town', 'park') or o.org_id::text = k.key)
    join kernel_subject s on s.subject_id = o.org_id
    order by k.key, o.kind, o.org_id`.execute(tx);
  return new Map(rows.map((row) => [row.key, { key: row.key, orgId: row.org_id, scopeId: row.scope_id }]));
}

function requireDispatch(actor: Actor): void {
  if (actor.role !== "dispatch") throw problem("not-allowed", { detail: "评分由调度机构计算和发布。" });
}

type RunAsked = { schemeId: string; month: string; kind: ScoringRun["kind"]; figures: Figures };

/** 计分: the scheme in force, at a frozen month, as known at its freeze. Throws `period-not-frozen` where it is not. */
export async function makeRun(tx: Tx, actor: Actor, { schemeId, month, kind, figures }: RunAsked): Promise<{ runId: string }> {
  requireDispatch(actor);
  const scheme = await getAdopted(tx, schemeId, figures);
  const period = await getPeriod(tx, month);
  if (period.frozenAt === null) throw problem("period-not-frozen", { detail: `${period.name}尚未冻结，数据还会变动；请先冻结再评分，也可以先试算。` });
  const at = { validOn: period.spanTo, knownAt: period.frozenAt };
  const units = await scoreClass(tx, { document: scheme.document, at, figures });
  const orgs = await readUnits(tx, scheme.document);
  const homeless = units.filter(({ key }) => !orgs.has(key)).map(({ label }) => label);
  if (homeless.length > 0) throw problem("rule-refused", { detail: `没有找到${homeless.join("、")}对应的组织，请先在组织岗位中登记。` });
  await beginAct(tx, { kind: "scoring-run", subjects: [actor.orgId] });
  const existing = (await read(tx, { schemeId })).find((row) => row.kind === "official" && row.month_end === period.spanTo);
  if (kind === "official" && existing !== undefined) throw problem("rule-refused", { detail: `${period.name}已经按这个办法正式评分。` });
  const { rows } = await sql<{ run_id: string }>`insert into scoring_run (scheme_id, scheme_number, kind, month_end, known_at)
    values (${schemeId}, ${scheme.number}, ${kind}, ${period.spanTo}::date, ${at.knownAt}::timestamptz) returning run_id`.execute(tx);
  const runId = rows[0]?.run_id ?? "";
  await writeScores(tx, runId, { units, orgs });
  await announce(tx, "scoring", {});
  return { runId };
}

/** The lines of one run, inside its act. */
export async function writeScores(
  tx: Tx,
  runId: string,
  { units, orgs }: { units: readonly UnitScoreAnswer[]; orgs: ReadonlyMap<string, Unit> },
): Promise<void> {
  const scores = units.map((unit, place) => ({ ...unit, place, orgId: orgs.get(unit.key)?.orgId, scopeId: orgs.get(unit.key)?.scopeId }));
  await sql`insert into scoring_score (run_id, scope_id, subject_id, unit_key, unit_label, place, total, rank, unranked_because, marks)
    select ${runId}::uuid, u."scopeId", u."orgId", u.key, u.label, u.place, u.total, u.rank, u."unrankedBecause", u.marks
    from jsonb_to_recordset(${JSON.stringify(scores)}::jsonb)
      u ("scopeId" int, "orgId" uuid, key text, label text, place int, total int, rank int, "unrankedBecause" text, marks jsonb)`.execute(tx);
}

/** 发布: by another than who ran it; from now on every unit reads the table, and the window for appeals runs. */
export async function publishRun(tx: Tx, actor: Actor, { runId, today }: { runId: string; today: string }): Promise<ScoringRun> {
  requireDispatch(actor);
  const run = await getRun(tx, runId);
  if (run.isPublished) throw problem("rule-refused", { detail: "这次评分已经发布。" });
  await beginAct(tx, { kind: "scoring-publication", subjects: [actor.orgId] });
  await sql`update scoring_run set superseded_at = now() where run_id = ${runId} and superseded_at = 'infinity'`.execute(tx);
  await sql`insert into scoring_run (run_id, scheme_id, scheme_number, kind, month_end, known_at, is_published, published_on)
    values (${runId}, ${run.schemeId}, ${run.schemeNumber}, ${run.kind}, ${monthEnd(run.month)}::date, ${run.knownAt}::timestamptz, true, ${today}::date)`.execute(
    tx,
  );
  await announce(tx, "scoring", {});
  return getRun(tx, runId);
}
