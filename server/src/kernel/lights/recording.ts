import { createHash } from "node:crypto";
import { sql, type RawBuilder } from "kysely";
import type { Judgement, LightDimension, Verdict } from "@baton/contract/light-rules";
import { ask, later, type Tx } from "#platform/database";

/** One subject's lights ready to be kept. */
export type Judged = { subjectId: string; scopeId: number; judgements: readonly Judgement[] };

/** What a set of lights was judged on. */
export type Judging = { validOn: string; knownAt: string; ruleSetVersionId: string };

/** Rows of one statement: large enough to be one round trip, small enough for the driver's buffers. */
const chunk = 24_000;

/** SHA-256 over the dimension and its inputs, names in order: equal facts give equal digests, whenever they were asked. */
export function digestOf(dimension: LightDimension, inputs: Judgement["inputs"]): string {
  const named = Object.keys(inputs)
    .toSorted()
    .map((name) => [name, inputs[name]]);
  return createHash("sha256")
    .update(JSON.stringify([dimension, named]))
    .digest("base64url");
}

type Line = { subjectId: string; scopeId: number; judgement: Judgement };

function linesOf(judged: readonly Judged[]): Line[] {
  return judged.flatMap(({ subjectId, scopeId, judgements }) => judgements.map((judgement) => ({ subjectId, scopeId, judgement })));
}

function unnested(lines: readonly Line[]): RawBuilder<unknown> {
  const of = <T>(pick: (line: Line) => T): T[] => lines.map(pick);
  return sql`unnest(${of((l) => l.subjectId)}::uuid[], ${of((l) => l.scopeId)}::int[], ${of((l) => l.judgement.dimension)}::text[],
      ${of((l) => l.judgement.verdict)}::text[], ${of((l) => l.judgement.blockingParty)}::text[], ${of((l) => l.judgement.sentence)}::text[],
      ${of((l) => l.judgement.clearing)}::text[], ${of((l) => JSON.stringify(l.judgement.inputs))}::text[], ${of((l) => digestOf(l.judgement.dimension, l.judgement.inputs))}::text[])
    as n(subject_id, scope_id, dimension, verdict, blocking_party, sentence, clearing, inputs, input_digest)`;
}

function chunks(lines: readonly Line[]): Line[][] {
  const parts: Line[][] = [];
  for (let from = 0; from < lines.length; from += chunk) parts.push(lines.slice(from, from + chunk));
  return parts;
}

/** Live lights as they stand, told apart by what they were judged on and say: subject and dimension → that. */
export type StandingLights = ReadonlyMap<string, string>;

const placeOf = (subjectId: string, dimension: string): string => `${subjectId} ${dimension}`;
const saidBy = (said: readonly string[]): string => JSON.stringify(said);

/** The live lights of these subjects now; what `recordLive` compares with. */
export async function readStandingLights(tx: Tx, subjects: readonly string[]): Promise<StandingLights> {
  const rows = await ask(
    tx,
    sql<{ subject_id: string; dimension: string; input_digest: string; verdict: string; sentence: string; rule_set_version_id: string }>`
      select subject_id, dimension, input_digest, verdict, sentence, rule_set_version_id from kernel_light
      where subject_id = any(${subjects}::uuid[]) and not is_fixed and superseded_at = 'infinity'`,
  );
  return new Map(rows.map((row) => [placeOf(row.subject_id, row.dimension), saidBy([row.input_digest, row.verdict, row.sentence, row.rule_set_version_id])]));
}

type LiveJudging = Judging & { runId?: string | null };
type Changing = { judged: readonly Judged[]; standing: StandingLights };

/** What closes the former and writes the new version of each live light that says something else than it said. */
function changesOf(judging: LiveJudging, { judged, standing }: Changing): RawBuilder<unknown>[] {
  const isSame = ({ subjectId, judgement: { dimension, inputs, verdict, sentence } }: Line): boolean =>
    standing.get(placeOf(subjectId, dimension)) === saidBy([digestOf(dimension, inputs), verdict, sentence, judging.ruleSetVersionId]);
  const changed = linesOf(judged).filter((line) => !isSame(line));
  return chunks(changed).flatMap((lines) => {
    const former = lines.filter((line) => standing.has(placeOf(line.subjectId, line.judgement.dimension)));
    const closed = sql`update kernel_light k set superseded_at = now()
      from unnest(${former.map((line) => line.subjectId)}::uuid[], ${former.map((line) => line.judgement.dimension)}::text[]) as n(subject_id, dimension)
      where k.subject_id = n.subject_id and k.dimension = n.dimension and not k.is_fixed and k.superseded_at = 'infinity'`;
    const written = lightsInserted({ ...judging, isFixed: false, periodId: null, runId: judging.runId ?? null }, unnested(lines));
    return former.length > 0 ? [closed, written] : [written];
  });
}

/**
 * The same as `recordLive` for a few subjects whose lights were just read, without asking the database again, and nobody
 * waits for the answers.
 */
export async function recordChangedLive(tx: Tx, judging: LiveJudging, changing: Changing): Promise<void> {
  for (const statement of changesOf(judging, changing)) await later(tx, statement);
}

/**
 * Replaces the live lights of these subjects where anything changed, inside the caller's act; what is unchanged stays
 * as it was written. Once an act and subject, after its other versions. Live lights are provisional and open nothing.
 */
export async function recordLive(tx: Tx, judging: LiveJudging, judged: readonly Judged[]): Promise<void> {
  const standing = await readStandingLights(
    tx,
    judged.map((one) => one.subjectId),
  );
  for (const statement of changesOf(judging, { judged, standing })) await statement.execute(tx);
}

type Kept = Judging & { isFixed: boolean; periodId: string | null; runId: string | null };

async function insertLights(tx: Tx, kept: Kept, source: RawBuilder<unknown>): Promise<void> {
  await lightsInserted(kept, source).execute(tx);
}

function lightsInserted(kept: Kept, source: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`insert into kernel_light (scope_id, subject_id, dimension, verdict, is_fixed, blocking_party, sentence, clearing, valid_on, known_at,
      rule_set_version_id, run_id, period_id, inputs, input_digest)
    select n.scope_id, n.subject_id, n.dimension, n.verdict, ${kept.isFixed}, n.blocking_party, n.sentence, n.clearing, ${kept.validOn}::date, ${kept.knownAt}::timestamptz,
      ${kept.ruleSetVersionId}::uuid, ${kept.runId}::uuid, ${kept.periodId}::uuid, n.inputs::jsonb, n.input_digest
    from ${source}`;
}

/** Fixes the lights of a period for every subject, changed or not: the freeze's own rows, inside the caller's act. */
export async function recordFixed(tx: Tx, judging: Judging & { periodId: string; runId: string }, judged: readonly Judged[]): Promise<void> {
  for (const lines of chunks(linesOf(judged))) await insertLights(tx, { ...judging, isFixed: true }, unnested(lines));
}

/** Takes the fixed lights of a period back (a freeze withdrawn); they stay in the history. */
export async function supersedeFixed(tx: Tx, periodId: string): Promise<void> {
  await sql`update kernel_light set superseded_at = now() where period_id = ${periodId} and is_fixed and superseded_at = 'infinity'`.execute(tx);
}

/** One row a run: without it "unchanged" looks like "not evaluated" (KERNEL K16). Answers its id. */
export async function recordRun(tx: Tx, run: Judging & { kind: "live" | "freeze"; periodId: string | null }, judged: readonly Judged[]): Promise<string> {
  const overall = judged.map((one) => one.judgements.find((light) => light.dimension === "overall")?.verdict ?? "none");
  const count = (verdict: Verdict): number => overall.filter((one) => one === verdict).length;
  const { rows } = await sql<{ run_id: string }>`insert into kernel_light_run (run_id, period_id, kind, valid_on, known_at, rule_set_version_id, subject_count,
      merit_count, none_count, remind_count, warn_count)
    values (uuidv7(), ${run.periodId}::uuid, ${run.kind}, ${run.validOn}::date, ${run.knownAt}::timestamptz, ${run.ruleSetVersionId}::uuid, ${judged.length},
      ${count("merit")}, ${count("none")}, ${count("remind")}, ${count("warn")}) returning run_id`.execute(tx);
  return rows[0]?.run_id ?? "";
}
