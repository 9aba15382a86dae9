import { sql } from "kysely";
import type { z } from "zod";
import type { BulletinAnswer, BulletinFacts, bulletinDrift, Erratum, erratumBody } from "@baton/contract/bulletins";
import { problem } from "@baton/contract/problems";
import { sayNumber } from "@baton/contract/wording";
import type { Figures } from "#kernel/figures";
import { type Actor, announce, beginAct, type Tx } from "#platform/database";
import { getBulletin, readKeptFacts, requireDispatch } from "./bulletins.ts";
import { gatherFacts } from "./facts.ts";

type Drift = z.infer<typeof bulletinDrift>;
type Cell = { questionKey: string; groupKey: string | null; label: string; said: string };

function cellsOf(answer: BulletinAnswer): Cell[] {
  const { key, unit } = answer;
  const whole = { questionKey: key, groupKey: null, label: answer.labelZh, said: sayNumber(answer) };
  const groups = answer.groups.map((group) => ({
    questionKey: key,
    groupKey: group.key ?? "",
    label: `${group.label} · ${answer.labelZh}`,
    said: sayNumber({ value: group.value, unit, comparator: group.comparator }),
  }));
  return [whole, ...groups];
}

/** Errata of a bulletin, in the order of their numbers. */
export async function listErrata(tx: Tx, bulletinId: string): Promise<Erratum[]> {
  const { rows } = await sql<Erratum>`select number, question_key as "questionKey", group_key as "groupKey", label, was, now, reason, issued_on as "issuedOn"
    from dispatch_erratum where bulletin_id = ${bulletinId} and superseded_at = 'infinity' order by number`.execute(tx);
  return rows;
}

async function requireKept(tx: Tx, id: string): Promise<BulletinFacts> {
  const kept = await readKeptFacts(tx, id);
  if (kept === undefined) throw problem("rule-refused", { detail: "通报还没有定稿，没有可以对照的数。" });
  return kept;
}

/** Whether the kept answers come out again to the digit when asked at the kept instant. */
function isSame(kept: BulletinFacts, again: BulletinFacts): boolean {
  return JSON.stringify(kept.answers) === JSON.stringify(again.answers);
}

/** Which printed numbers later corrections have moved, and whether the paper still comes out as it was printed. */
export async function readDrift(tx: Tx, actor: Actor, { id, now, figures }: { id: string; now: string; figures: Figures }): Promise<Drift> {
  if (actor.role !== "dispatch" && actor.role !== "leader") throw problem("not-allowed", { detail: "由调度机构对照通报与现在的数。" });
  const { document, line } = await getBulletin(tx, id);
  const kept = await requireKept(tx, id);
  const asking = { document, month: line.month, scope: "全市", figures };
  const current = await gatherFacts(tx, { ...asking, knownAt: now });
  const again = await gatherFacts(tx, { ...asking, knownAt: kept.knownAt });
  const today = new Map(current.answers.flatMap((answer) => cellsOf(answer).map((cell) => [`${cell.questionKey} ${cell.groupKey ?? ""}`, cell.said])));
  const errata = await listErrata(tx, id);
  const items = kept.answers.flatMap(cellsOf).flatMap(({ questionKey, groupKey, label, said }) => {
    const told = today.get(`${questionKey} ${groupKey ?? ""}`);
    if (told === undefined || told === said) return [];
    const isCorrected = errata.some((one) => one.questionKey === questionKey && one.groupKey === groupKey && one.now === told);
    return [{ questionKey, groupKey, label, was: said, now: told, isCorrected }];
  });
  return { items, isReproduced: isSame(kept, again) };
}

type Correction = { id: string; body: z.infer<typeof erratumBody>; now: string; today: string; figures: Figures };

/** 勘误: a numbered line beside an issued bulletin. What it says is what the question answers now; nobody types a number. */
export async function addErratum(tx: Tx, actor: Actor, { id, body, now, today, figures }: Correction): Promise<Erratum> {
  requireDispatch(actor);
  await beginAct(tx, { kind: "issue-erratum", subjects: [actor.orgId], reason: body.reason });
  const { line } = await getBulletin(tx, id);
  if (line.state !== "issued") throw problem("rule-refused", { detail: "签发以后才有勘误；签发以前请退回修改。" });
  const moved = (await readDrift(tx, actor, { id, now, figures })).items.find((one) => one.questionKey === body.questionKey && one.groupKey === body.groupKey);
  if (moved === undefined) throw problem("rule-refused", { detail: "这个数与签发时相同，没有需要勘误的；请先办理数据更正。" });
  if (moved.isCorrected) throw problem("rule-refused", { detail: "这个数已经勘误。" });
  const errata = await listErrata(tx, id);
  const { label, was, now: told } = moved;
  const number = errata.length + 1;
  await sql`insert into dispatch_erratum (bulletin_id, number, question_key, group_key, label, was, now, reason, issued_on)
    values (${id}, ${number}, ${body.questionKey}, ${body.groupKey}, ${label}, ${was}, ${told}, ${body.reason}, ${today}::date)`.execute(tx);
  await announce(tx, "bulletin", {});
  return { number, ...body, label, was, now: told, issuedOn: today };
}
