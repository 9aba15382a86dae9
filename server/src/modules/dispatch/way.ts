import { sql } from "kysely";
import type { BulletinDetail, BulletinState } from "@baton/contract/bulletins";
import { problem } from "@baton/contract/problems";
import type { Figures } from "#kernel/figures";
import { getPeriod } from "#kernel/periods";
import { type Actor, announce, beginAct, type Tx } from "#platform/database";
import { type BulletinEvent, faultsOf, getBulletin, type ReadBulletin, requireDispatch } from "./bulletins.ts";
import { askUnits, listOfBulletin } from "./confirmations.ts";
import { digestOf, gatherFacts, gatherRows } from "./facts.ts";

type Act = BulletinDetail["may"][number];

/** From which states each act is possible. */
const ways: Record<Exclude<Act, "correct">, readonly BulletinState[]> = {
  edit: ["draft"],
  check: ["draft"],
  return: ["checked", "asking"],
  ask: ["checked"],
  freeze: ["checked", "asking"],
  withdraw: ["frozen"],
  issue: ["frozen"],
};

/** Who checked it since it was last a draft. */
function checkerOf({ events }: ReadBulletin): string | null {
  const returned = events.findLastIndex(({ kind }) => kind === "return");
  return events.findLast(({ kind }, at) => kind === "check" && at > returned)?.accountId ?? null;
}

/** What the reader may do with a bulletin now; the database refuses the rest too. */
export function actsOf(bulletin: ReadBulletin, actor: Actor): Act[] {
  const { state } = bulletin.line;
  const isWriter = bulletin.writerId === actor.accountId;
  const isDispatch = actor.role === "dispatch";
  const may: Record<Exclude<Act, "correct">, boolean> = {
    edit: isDispatch,
    check: isDispatch && !isWriter,
    return: isDispatch,
    ask: isDispatch,
    freeze: isDispatch,
    withdraw: isDispatch,
    issue: (isDispatch || actor.role === "leader") && !isWriter && checkerOf(bulletin) !== actor.accountId,
  };
  const acts = (Object.keys(ways) as (keyof typeof ways)[]).filter((act) => may[act] && ways[act].includes(state));
  return isDispatch && state === "issued" ? [...acts, "correct"] : acts;
}

function assertState(bulletin: ReadBulletin, act: keyof typeof ways): void {
  if (ways[act].includes(bulletin.line.state)) return;
  const words = { draft: "还在起草", checked: "已经核稿", asking: "正在征求意见", frozen: "已经定稿", issued: "已经签发" } as const;
  throw problem("period-state", { detail: `这份通报${words[bulletin.line.state]}，现在不能这样做。` });
}

type NewEvent = { kind: BulletinEvent["kind"]; note?: string | null; dueOn?: string; knownAt?: string; documentNo?: string; issuedOn?: string };

async function recordEvent(tx: Tx, bulletin: ReadBulletin, event: NewEvent): Promise<void> {
  await sql`insert into dispatch_bulletin_event (bulletin_id, sequence, kind, note, due_on, known_at, document_no, issued_on)
    values (${bulletin.line.id}, ${bulletin.events.length + 1}, ${event.kind}, ${event.note ?? null}, ${event.dueOn ?? null}::date, ${event.knownAt ?? null}::timestamptz,
      ${event.documentNo ?? null}, ${event.issuedOn ?? null}::date)`.execute(tx);
  await announce(tx, "bulletin", {});
}

async function begin(tx: Tx, actor: Actor, { id, act }: { id: string; act: keyof typeof ways }): Promise<ReadBulletin> {
  await beginAct(tx, { kind: `${act}-bulletin`, subjects: [actor.orgId] });
  const bulletin = await getBulletin(tx, id);
  assertState(bulletin, act);
  return bulletin;
}

/** 核稿: by another than the writer. Throws `rule-refused` with what must be mended first. */
export async function checkBulletin(tx: Tx, actor: Actor, { id, note, figures }: { id: string; note: string | null; figures: Figures }): Promise<void> {
  requireDispatch(actor);
  const bulletin = await begin(tx, actor, { id, act: "check" });
  const faults = faultsOf(bulletin.document, figures);
  if (faults.length > 0) throw problem("rule-refused", { detail: faults.join("") });
  await recordEvent(tx, bulletin, { kind: "check", note });
}

/** 退回: a draft again; what units were asked is dropped. */
export async function returnBulletin(tx: Tx, actor: Actor, { id, note }: { id: string; note: string }): Promise<void> {
  requireDispatch(actor);
  const bulletin = await begin(tx, actor, { id, act: "return" });
  await dropQuestions(tx, id);
  await recordEvent(tx, bulletin, { kind: "return", note });
}

async function dropQuestions(tx: Tx, id: string): Promise<void> {
  const { rows } = await sql<{ confirmation_id: string }>`update dispatch_confirmation set superseded_at = now()
    where bulletin_id = ${id} and superseded_at = 'infinity' and state = 'asked' returning confirmation_id`.execute(tx);
  await sql`insert into dispatch_confirmation (confirmation_id, bulletin_id, scope_id, subject_id, unit_key, unit_label, numbers, due_on, state)
    select distinct on (confirmation_id) confirmation_id, bulletin_id, scope_id, subject_id, unit_key, unit_label, numbers, due_on, 'dropped' from dispatch_confirmation
    where confirmation_id = any(${rows.map((row) => row.confirmation_id)}::uuid[]) order by confirmation_id, recorded_at desc`.execute(tx);
}

type Asking = { id: string; dueOn: string; today: string; knownAt: string; figures: Figures };

/** 征求意见: each unit with numbers of its own is asked to confirm them by a day; silence is shown, never taken for consent. */
export async function askConfirmation(tx: Tx, actor: Actor, { id, dueOn, today, knownAt, figures }: Asking): Promise<void> {
  requireDispatch(actor);
  if (dueOn < today) throw problem("rule-refused", { detail: "反馈时限不能早于今天。" });
  const bulletin = await begin(tx, actor, { id, act: "ask" });
  const { document, line } = bulletin;
  const facts = await gatherFacts(tx, { document, month: line.month, knownAt, scope: "全市", figures });
  const asked = await askUnits(tx, { bulletin, facts, dueOn });
  if (asked === 0) throw problem("rule-refused", { detail: "通报中没有按单位分列的数，不需要征求意见，可以直接定稿。" });
  await recordEvent(tx, bulletin, { kind: "ask", dueOn });
}

/**
 * 定稿: every number is fixed as known at the month's own freeze, with its groups, its named projects and its rows.
 * Throws `period-not-frozen` before that freeze, `rule-refused` while objections wait for an answer.
 */
export async function freezeBulletin(tx: Tx, actor: Actor, { id, today, figures }: { id: string; today: string; figures: Figures }): Promise<void> {
  requireDispatch(actor);
  const bulletin = await begin(tx, actor, { id, act: "freeze" });
  const period = await getPeriod(tx, bulletin.line.month);
  if (period.frozenAt === null) throw problem("period-not-frozen", { detail: `${period.name}尚未冻结，数据还会变动，通报不能定稿。` });
  const open = (await listOfBulletin(tx, id, today)).filter(({ state }) => state === "objected");
  if (open.length > 0) throw problem("rule-refused", { detail: `${open.map(({ unitLabel }) => unitLabel).join("、")}有异议尚未答复，请先答复再定稿。` });
  const waiting = (await listOfBulletin(tx, id, today)).filter(({ state }) => state === "asked");
  if (waiting.length > 0)
    throw problem("rule-refused", { detail: `${waiting.map(({ unitLabel }) => unitLabel).join("、")}的反馈时限未到，请等其反馈或时限过后再定稿。` });
  const asking = { document: bulletin.document, month: bulletin.line.month, knownAt: period.frozenAt, scope: "全市", figures };
  const facts = await gatherFacts(tx, asking);
  const rows = await gatherRows(tx, asking);
  await sql`insert into dispatch_bulletin_facts (bulletin_id, facts, rows, digest)
    values (${id}, ${JSON.stringify(facts)}::jsonb, ${JSON.stringify(rows)}::jsonb, ${digestOf(bulletin.document, facts)})`.execute(tx);
  await recordEvent(tx, bulletin, { kind: "freeze", knownAt: period.frozenAt });
}

/** Takes a freeze back before the issue; what it kept stays in the history. */
export async function withdrawBulletin(tx: Tx, actor: Actor, { id, note }: { id: string; note: string }): Promise<void> {
  requireDispatch(actor);
  const bulletin = await begin(tx, actor, { id, act: "withdraw" });
  await sql`update dispatch_bulletin_facts set superseded_at = now() where bulletin_id = ${id} and superseded_at = 'infinity'`.execute(tx);
  await recordEvent(tx, bulletin, { kind: "withdraw", note });
}

/** 签发, once: by a third person. `today` is the date of the paper. */
export async function issueBulletin(tx: Tx, actor: Actor, { id, documentNo, today }: { id: string; documentNo: string; today: string }): Promise<void> {
  if (actor.role !== "dispatch" && actor.role !== "leader") throw problem("not-allowed", { detail: "通报由调度机构或市领导签发。" });
  const bulletin = await begin(tx, actor, { id, act: "issue" });
  await recordEvent(tx, bulletin, { kind: "issue", documentNo, issuedOn: today });
}
