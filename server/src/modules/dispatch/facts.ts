import { createHash } from "node:crypto";
import { sql } from "kysely";
import { questionKey, questionsOf, type BulletinQuestion } from "@baton/contract/bulletin-rules";
import type { BulletinAnswer, BulletinDocument, BulletinFacts, BulletinLight } from "@baton/contract/bulletins";
import { evaluate, type Figures, getFigure, known, type Question } from "#kernel/figures";
import { allRowsBehind, digestRows } from "#kernel/periods";
import type { Tx } from "#platform/database";

/** Rows are kept beside a number up to so many; beyond it their digest proves them, and the as-of query shows them. */
const keptRowsMax = 1000;

type Asking = { document: BulletinDocument; month: string; knownAt: string; scope: string; figures: Figures };

function toQuestion(asked: BulletinQuestion, knownAt: string): Question {
  return {
    validFrom: asked.validFrom,
    validOn: asked.validOn,
    knownAt,
    where: Object.entries(asked.where).map(([dimension, values]) => ({ dimension, values, isAll: false })),
    by: asked.by === null ? [] : [asked.by],
  };
}

async function answerOne(tx: Tx, asked: BulletinQuestion, { figures, knownAt, scope }: Asking): Promise<BulletinAnswer> {
  const answer = await evaluate(tx, getFigure(figures, asked.figure), { question: toQuestion(asked, knownAt), scope });
  return {
    key: questionKey(asked),
    figure: asked.figure,
    labelZh: answer.labelZh,
    unit: answer.unit,
    where: asked.where,
    by: asked.by,
    validFrom: asked.validFrom,
    validOn: asked.validOn,
    value: answer.value,
    comparator: answer.comparator,
    groups: answer.groups.map(({ key, label, value, comparator }) => ({ key, label, value, comparator })),
    unreported: answer.unreported,
  };
}

/**
 * Projects of one light by name, with the sentence of the light, who blocks and which post holds them. A freeze writes its
 * lights after its own known instant, so the day's lights are taken as they stand, the fixed before the live.
 */
async function namedLights(tx: Tx, { verdict, validOn, knownAt }: { verdict: string; validOn: string; knownAt: string }): Promise<BulletinLight[]> {
  const { rows } = await sql<BulletinLight>`
    with judged as (
      select distinct on (k.subject_id) k.subject_id, k.verdict, k.sentence, k.blocking_party from kernel_light k
      where k.dimension = 'overall' and k.valid_on = ${validOn}::date and k.superseded_at = 'infinity' order by k.subject_id, k.is_fixed desc)
    select j.subject_id as "projectId", v.name, coalesce(o.name, '') as "orgName", j.sentence, j.blocking_party as "blockingParty",
      (select p.title from kernel_baton b join kernel_post p on p.post_id = b.holder_post_id
        where b.subject_id = j.subject_id and b.role in ('locality', 'leader_in_charge') and ${known("b", knownAt)}
          and b.valid_from <= ${validOn}::date and b.valid_to > ${validOn}::date order by b.role = 'locality' desc, b.seat limit 1) as holder
    from judged j join kernel_subject_version v on v.subject_id = j.subject_id and ${known("v", knownAt)}
    left join kernel_org o on o.org_id = v.account_org_id and ${known("o", knownAt)}
    where j.verdict = ${verdict} order by o.name, v.name, j.subject_id limit 500`.execute(tx);
  return rows;
}

type Rankings = BulletinFacts["rankings"][string];

async function rankingOf(tx: Tx, schemeId: string, validOn: string): Promise<Rankings> {
  const { rows } = await sql<Rankings[number]>`
    select s.unit_key as key, s.unit_label as label, s.total, s.rank, s.unranked_because as "unrankedBecause", null as movement
    from scoring_run r join scoring_score s on s.run_id = r.run_id and s.superseded_at = 'infinity'
    where r.scheme_id = ${schemeId} and r.month_end = ${validOn}::date and r.kind = 'official' and r.superseded_at = 'infinity'
    order by s.rank nulls last, s.total desc, s.place`.execute(tx);
  return rows;
}

/** Asks everything a document asks, each question once, as known; writes nothing. */
export async function gatherFacts(tx: Tx, asking: Asking): Promise<BulletinFacts> {
  const { document, month, knownAt, figures } = asking;
  const questions = questionsOf(document, month).filter(({ figure }) => figures.has(figure));
  const answers: BulletinAnswer[] = [];
  for (const question of questions) answers.push(await answerOne(tx, question, asking));
  const facts: BulletinFacts = { knownAt, answers, lights: {}, rankings: {} };
  const validOn = Temporal.PlainYearMonth.from(month).toPlainDate({ day: 31 }).toString();
  for (const block of document.blocks) {
    if (block.kind === "lights") facts.lights[block.id] = await namedLights(tx, { verdict: block.verdict, validOn, knownAt });
    if (block.kind === "ranking") facts.rankings[block.id] = await rankingOf(tx, block.schemeId, validOn);
  }
  return facts;
}

type KeptRows = {
  count: number;
  digest: string;
  rows: { id: string; label: string; value: number | null; numerator: number | null; denominator: number | null }[];
};

/** The rows behind every number: counted, digested, and kept where they are few. The same rows serve every grouping. */
export async function gatherRows(tx: Tx, asking: Asking): Promise<Record<string, KeptRows>> {
  const kept = new Map<string, KeptRows>();
  for (const question of questionsOf(asking.document, asking.month)) {
    const key = questionKey({ ...question, by: null });
    if (kept.has(key)) continue;
    const rows = await allRowsBehind(tx, getFigure(asking.figures, question.figure), toQuestion({ ...question, by: null }, asking.knownAt));
    const few = rows.length > keptRowsMax ? [] : rows.map(({ id, label, value, numerator, denominator }) => ({ id, label, value, numerator, denominator }));
    kept.set(key, { count: rows.length, digest: digestRows(rows), rows: few });
  }
  return Object.fromEntries(kept);
}

/** SHA-256 over everything a bulletin stands on, with its text. */
export function digestOf(document: BulletinDocument, facts: BulletinFacts): string {
  return createHash("sha256")
    .update(JSON.stringify([document, facts]))
    .digest("base64url");
}
