import { sql, type RawBuilder } from "kysely";
import { actWord } from "@baton/contract/act-words";
import { type Judgement, severityOf } from "@baton/contract/light-rules";
import type { KeptFigures } from "@baton/contract/periods";
import { problem } from "@baton/contract/problems";
import { evaluate, type Figure, type Figures, getFigure, type Question } from "#kernel/figures";
import { listExemptions } from "#kernel/lights";
import { allRowsBehind, digestRows, type FrozenFigure, getPeriod, readFrozenFigures, type ReadPeriod } from "#kernel/periods";
import type { Actor, Tx } from "#platform/database";
import { readLightInputs } from "./light-inputs.ts";
import { isExempt, type PlannedLight } from "./run-plan.ts";

type KeptLight = Judgement & { subjectId: string; matterStatus: string | null };

/** The lights that the standing freeze fixed, with the matter that each prepared; as they were written, not judged again. */
async function readFixedLights(tx: Tx, periodId: string, subjects: readonly string[]): Promise<Map<string, KeptLight[]>> {
  const { rows } = await sql<KeptLight>`
    select k.subject_id as "subjectId", k.dimension, k.verdict, k.sentence, k.clearing, k.blocking_party as "blockingParty", k.inputs, s.status as "matterStatus"
    from kernel_light k
    left join kernel_matter m on m.source_kind = 'light' and m.source_id = k.version_id and k.dimension = 'overall'
    left join kernel_matter_state s on s.matter_id = m.matter_id and s.superseded_at = 'infinity'
    where k.subject_id = any(${subjects}::uuid[]) and k.period_id = ${periodId} and k.is_fixed and k.superseded_at = 'infinity'`.execute(tx);
  return Map.groupBy(rows, (row) => row.subjectId);
}

/** A frozen month as its freeze left it: what `planRun` told then, read from what was kept. */
export async function readKeptRun(tx: Tx, period: ReadPeriod & { frozenAt: string }): Promise<{ validOn: string; knownAt: string; lights: PlannedLight[] }> {
  const at = { validOn: period.spanTo, knownAt: period.frozenAt };
  const subjects = await readLightInputs(tx, { ...at, isFixed: true, isPooled: false });
  const ids = subjects.map((subject) => subject.subjectId);
  const fixed = await readFixedLights(tx, period.id, ids);
  const frozenOn = Temporal.Instant.from(period.frozenAt).toZonedDateTimeISO("Asia/Shanghai").toPlainDate().toString();
  const exemptions = Map.groupBy(await listExemptions(tx, { validOn: frozenOn, knownAt: period.frozenAt }), (one) => one.subjectId);
  const lights = subjects.flatMap((subject): PlannedLight[] => {
    const judgements = fixed.get(subject.subjectId) ?? [];
    const overall = judgements.find((one) => one.dimension === "overall");
    if (overall === undefined) return [];
    const exempted = new Set(exemptions.get(subject.subjectId)?.map((one) => one.dimension));
    const isHeldBack = overall.matterStatus === "held_back";
    return [
      {
        subject,
        judgements,
        overall,
        isExempt: severityOf(overall.verdict) >= severityOf("remind") && isExempt(judgements, exempted),
        opensMatter: overall.matterStatus !== null,
        isHeldBack,
        heldBackReason: isHeldBack ? "本期暂缓" : null,
      },
    ];
  });
  return { ...at, lights };
}

/** Figures whose rows tell by themselves why a headline moved; the other headlines are made of these. */
const tellingFigures: Readonly<Record<string, { table: "observation" | "listing" | "stage"; part: "value" | "numerator" }>> = {
  "projects.count": { table: "listing", part: "value" },
  "projects.annual_plan": { table: "listing", part: "value" },
  "projects.completed_this_year": { table: "observation", part: "value" },
  "projects.start_rate": { table: "stage", part: "numerator" },
};

/** A page shows so many changed rows; how many more there are is said. */
const changesMax = 200;

type Asking = { tx: Tx; period: ReadPeriod & { frozenAt: string }; figures: Figures; now: string | null };
type Compared = { told: KeptFigures["figures"][number]; changes: KeptFigures["changes"] };

function questionAt(period: ReadPeriod, knownAt: string): Question {
  return { validFrom: `${period.spanTo.slice(0, 4)}-01-01`, validOn: period.spanTo, knownAt, where: [], by: [] };
}

async function compare({ tx, period, figures, now }: Asking, kept: FrozenFigure): Promise<Compared> {
  const figure = getFigure(figures, kept.name);
  const areas = kept.groupsBy.get("area") ?? [];
  const answer = now === null ? null : await evaluate(tx, figure, { question: { ...questionAt(period, now), by: ["area"] }, scope: kept.scope });
  const today = new Map(answer?.groups.map((group) => [group.key, group.value]));
  const changes = now === null ? [] : await changedRows({ tx, period, figures, now }, { figure, kept });
  const groups = areas.map(({ key, label, value }) => ({ key, label, kept: value, now: answer === null ? null : (today.get(key) ?? null) }));
  const isMoved = answer !== null && (answer.value !== kept.value || changes.length > 0 || groups.some((group) => group.kept !== group.now));
  const { name, labelZh, labelEn, unit } = figure;
  return {
    told: { name, labelZh, labelEn, unit, comparator: kept.comparator, scope: kept.scope, kept: kept.value, now: answer?.value ?? null, isMoved, groups },
    changes,
  };
}

/** Rows that are counted otherwise now than at the freeze; the kept digest spares the search where none is. */
async function changedRows({ tx, period, now }: Asking, { figure, kept }: { figure: Figure; kept: FrozenFigure }): Promise<KeptFigures["changes"]> {
  const telling = tellingFigures[kept.name];
  if (telling === undefined || now === null) return [];
  const after = await allRowsBehind(tx, figure, questionAt(period, now));
  if (digestRows(after) === kept.rowDigest) return [];
  const before = new Map((await allRowsBehind(tx, figure, questionAt(period, period.frozenAt))).map((row) => [row.id, row]));
  const rows = [...new Map([...before, ...after.map((row) => [row.id, row] as const)]).values()];
  const then = new Map(after.map((row) => [row.id, row]));
  const moved = rows
    .map(({ id, subjectId, label }) => ({
      subjectId,
      name: label,
      before: before.get(id)?.[telling.part] ?? null,
      after: then.get(id)?.[telling.part] ?? null,
    }))
    .filter((row) => row.before !== row.after);
  const acts = await readActs(tx, { table: telling.table, since: period.frozenAt, subjects: moved.map((row) => row.subjectId) });
  const { labelZh, labelEn, unit } = figure;
  return moved.map((row) => ({
    figure: kept.name,
    labelZh,
    labelEn,
    unit: telling.part === "numerator" ? "count" : unit,
    ...row,
    act: acts.get(row.subjectId) ?? null,
  }));
}

type ActRow = { subject_id: string; kind: string; at: string; by: string | null; reason: string | null; document_no: string | null };

const written: Readonly<Record<"observation" | "listing" | "stage", RawBuilder<unknown>>> = {
  observation: sql`select subject_id, act_id, recorded_at from kernel_observation where metric = 'investment_done' and ledger = 'management'`,
  listing: sql`select subject_id, act_id, recorded_at from projects_listing`,
  stage: sql`select subject_id, act_id, recorded_at from kernel_stage`,
};

/** The newest act that wrote such a row of each subject after the freeze: who corrected, when, and why. */
async function readActs(
  tx: Tx,
  asked: { table: keyof typeof written; since: string; subjects: readonly string[] },
): Promise<Map<string, KeptFigures["changes"][number]["act"]>> {
  if (asked.subjects.length === 0) return new Map();
  const { rows } = await sql<ActRow>`
    select distinct on (w.subject_id) w.subject_id, a.kind, w.recorded_at as at, p.title as by, a.reason, a.document_no
    from (${written[asked.table]}) w join kernel_act a on a.act_id = w.act_id left join kernel_post p on p.post_id = a.post_id
    where w.subject_id = any(${asked.subjects}::uuid[]) and w.recorded_at > ${asked.since}::timestamptz
    order by w.subject_id, w.recorded_at desc`.execute(tx);
  return new Map(
    rows.map((row) => [
      row.subject_id,
      { word: actWord(row.kind), at: row.at, by: row.by ?? "本单位以外的岗位", reason: row.reason, documentNo: row.document_no },
    ]),
  );
}

/**
 * 发布数 beside 现数: the headline figures as the freeze kept them and, for who sees the whole city, as they would be
 * counted now, with the rows and corrections in between. Nothing leaves the office before the publication. Throws
 * `period-not-frozen`, `not-allowed`.
 */
export async function readKeptFigures(tx: Tx, actor: Actor, asked: { month: string; figures: Figures }): Promise<KeptFigures> {
  const period = await getPeriod(tx, asked.month);
  const { frozenAt } = period;
  if (frozenAt === null) throw problem("period-not-frozen", { detail: `${period.name}尚未冻结，没有发布数。` });
  const isOffice = actor.role === "dispatch" || actor.role === "leader";
  if (period.state !== "published" && !isOffice) throw problem("not-allowed", { detail: `${period.name}尚未发布，发布后可以查看。` });
  const { rows } = await sql<{ now: string }>`select clock_timestamp() as now`.execute(tx);
  const now = actor.isWide ? (rows[0]?.now ?? null) : null;
  const told: KeptFigures["figures"] = [];
  const changes: KeptFigures["changes"] = [];
  for (const kept of await readFrozenFigures(tx, period.id)) {
    const compared = await compare({ tx, period: { ...period, frozenAt }, figures: asked.figures, now }, kept);
    told.push(compared.told);
    changes.push(...compared.changes);
  }
  const changesLeftOff = Math.max(0, changes.length - changesMax);
  return { month: asked.month, frozenAt, askedAt: now, figures: told, changes: changes.slice(0, changesMax), changesLeftOff };
}
