import { openingRoles } from "@baton/contract/matter-opening";
import type { MatterAct, MatterAnswer, PauseReason, Rating } from "@baton/contract/matters";
import type { MatterState } from "@baton/contract/matter-state";
import { problem } from "@baton/contract/problems";
import { sql } from "kysely";
import { type Actor, beginAct, type Tx } from "#platform/database";
import { eventBy } from "./hand.ts";
import { askMaterials, type HandedIn, handInMaterials } from "./materials.ts";
import { openMatter, type MatterOpening, requireHoldingPost } from "./opening.ts";
import { openParts, withdrawBeneath } from "./parts.ts";
import { beginOnMatter, loadMatter, type NewEvent, record, type Recorded } from "./record.ts";
import { requireAct } from "./viewer.ts";

/** What every act on a matter names: which, when (business time), and the last event the writer has seen. */
export type Asked = { matterId: string; now: Temporal.Instant; lastSequence?: number | undefined };

export function answerOf(matterId: string, state: MatterState, approvalId: string | null = null): MatterAnswer {
  return { id: matterId, status: state.status, dueAt: state.dueAt, lastSequence: state.lastSequence, approvalId };
}

/** Where a matter stands now, for a slice that opened or decided it in its own act. */
export async function answerOfMatter(tx: Tx, matterId: string): Promise<MatterAnswer> {
  return answerOf(matterId, (await loadMatter(tx, matterId)).state);
}

/** Begins the act on a matter and makes sure that the actor may do it. */
export async function beginAsked(tx: Tx, actor: Actor, asked: Asked & { act: MatterAct; reason?: string | null }): Promise<Recorded> {
  const recorded = await beginOnMatter(tx, {
    matterId: asked.matterId,
    kind: `matter-${asked.act}`,
    reason: asked.reason ?? null,
    lastSequence: asked.lastSequence,
  });
  await requireAct(tx, actor, { act: asked.act, recorded, now: asked.now.toString() });
  return recorded;
}

async function recordOne(tx: Tx, actor: Actor, done: { asked: Asked; recorded: Recorded; event: Omit<NewEvent, "at"> }): Promise<MatterAnswer> {
  const { asked, recorded, event } = done;
  return answerOf(asked.matterId, await record(tx, recorded, [eventBy(actor, asked.now, event)]));
}

export type OpeningByHand = Omit<MatterOpening, "by" | "at"> & {
  now: Temporal.Instant;
  assistants?: readonly { holderPostId: number; ask: string }[];
  materials?: readonly string[];
};

/**
 * A person's own matter (批示, 督办, 存在问题, 诉求): begins the act, opens the lead with the clock running, and beneath it
 * one part for each that assists. Throws `not-allowed`, `not-found`, `rule-refused` for a closed post or a post named twice.
 */
export async function openByHand(tx: Tx, actor: Actor, input: OpeningByHand): Promise<MatterAnswer> {
  const { now, assistants = [], materials = [], ...asked } = input;
  if (!openingRoles.includes(actor.role)) throw problem("not-allowed", { detail: "事项由领导、调度部门、区县和镇街交办。" });
  const hands = [asked.holderPostId, ...assistants.map(({ holderPostId }) => holderPostId)];
  if (new Set(hands).size < hands.length) throw problem("rule-refused", { detail: "主办和协办、协办之间不能是同一个岗位，请重新选择。" });
  await beginAct(tx, { kind: "matter-open", subjects: [asked.subjectId], reason: asked.ask, documentNo: asked.documentNo ?? null });
  const opening: MatterOpening = { ...asked, by: { accountId: actor.accountId, postId: actor.postId }, at: now.toString() };
  const id = await openMatter(tx, opening);
  await askMaterials(tx, { matter_id: id, subject_id: asked.subjectId }, materials);
  await openParts(tx, { ...opening, matterId: id }, assistants);
  const { state } = await loadMatter(tx, id);
  return answerOf(id, state);
}

export async function signFor(tx: Tx, actor: Actor, asked: Asked): Promise<MatterAnswer> {
  const recorded = await beginAsked(tx, actor, { ...asked, act: "sign" });
  return recordOne(tx, actor, { asked, recorded, event: { kind: "signed_for" } });
}

/** 分办: to a person who holds a post of the holding organisation today; no hand-on, the clock runs on. */
export async function assign(tx: Tx, actor: Actor, asked: Asked & { accountId: string; note?: string | null }): Promise<MatterAnswer> {
  const recorded = await beginAsked(tx, actor, { ...asked, act: "assign" });
  const { rows } = await sql<{ is_inside: boolean }>`select exists (
      select from kernel_appointment a join kernel_post p on p.post_id = a.post_id
      where a.account_id = ${asked.accountId} and p.org_id = ${actor.orgId} and not p.is_closed
        and a.valid_from <= current_date and a.valid_to > current_date) as is_inside`.execute(tx);
  if (!rows[0]?.is_inside) throw problem("rule-refused", { detail: "只能分办给本单位在岗的人员；交给别的单位请用转办。" });
  return recordOne(tx, actor, { asked, recorded, event: { kind: "assigned", toAccountId: asked.accountId, body: asked.note ?? null } });
}

/** 撤销: of one's own 签收 or 分办, while nothing else has happened; the matter stands as it stood before. */
export async function undo(tx: Tx, actor: Actor, asked: Asked): Promise<MatterAnswer> {
  const recorded = await beginAsked(tx, actor, { ...asked, act: "undo" });
  return recordOne(tx, actor, { asked, recorded, event: { kind: "undone", reason: recorded.events.at(-1)?.kind ?? null } });
}

/** 转办: to a post of another organisation, as often as the rule allows; the clock is not restarted. */
export async function handOn(tx: Tx, actor: Actor, asked: Asked & { toPostId: number; reason: string }): Promise<MatterAnswer> {
  const recorded = await beginAsked(tx, actor, { ...asked, act: "hand_on" });
  const target = await requireHoldingPost(tx, asked.toPostId);
  if (target.orgId === actor.orgId) throw problem("rule-refused", { detail: "转办须转给别的单位；交给本单位人员请用分办。" });
  return recordOne(tx, actor, { asked, recorded, event: { kind: "handed_on", toPostId: asked.toPostId, reason: asked.reason } });
}

/** An answer that leaves the matter in hand: what has been done so far. */
export async function reply(tx: Tx, actor: Actor, asked: Asked & { body: string }): Promise<MatterAnswer> {
  const recorded = await beginAsked(tx, actor, { ...asked, act: "reply" });
  return recordOne(tx, actor, { asked, recorded, event: { kind: "replied", body: asked.body } });
}

/** 办结: the holder says it is done, with every material asked for; kinds without verification are struck off at once. */
export async function markDone(tx: Tx, actor: Actor, asked: Asked & { body: string; materials?: readonly HandedIn[] }): Promise<MatterAnswer> {
  const recorded = await beginAsked(tx, actor, { ...asked, act: "done" });
  await handInMaterials(tx, recorded.matter, asked.materials ?? []);
  await withdrawBeneath(tx, actor, { ...asked, reason: "事项已办结，不再需要延期。", isPartsToo: false });
  return recordOne(tx, actor, { asked, recorded, event: { kind: recorded.rule.isVerified ? "done" : "closed", body: asked.body } });
}

/** 核验: another person than the doer, of the opener's side or an office above, strikes it off. */
export async function verify(tx: Tx, actor: Actor, asked: Asked & { body?: string | null }): Promise<MatterAnswer> {
  const recorded = await beginAsked(tx, actor, { ...asked, act: "verify" });
  return recordOne(tx, actor, { asked, recorded, event: { kind: "verified", body: asked.body ?? null } });
}

export async function returnToHolder(tx: Tx, actor: Actor, asked: Asked & { reason: string }): Promise<MatterAnswer> {
  const recorded = await beginAsked(tx, actor, { ...asked, act: "return", reason: asked.reason });
  return recordOne(tx, actor, { asked, recorded, event: { kind: "returned", reason: asked.reason } });
}

export async function pause(tx: Tx, actor: Actor, asked: Asked & { reason: PauseReason; body?: string | null }): Promise<MatterAnswer> {
  const recorded = await beginAsked(tx, actor, { ...asked, act: "pause" });
  return recordOne(tx, actor, { asked, recorded, event: { kind: "paused", reason: asked.reason, body: asked.body ?? null } });
}

export async function resume(tx: Tx, actor: Actor, asked: Asked): Promise<MatterAnswer> {
  const recorded = await beginAsked(tx, actor, { ...asked, act: "resume" });
  return recordOne(tx, actor, { asked, recorded, event: { kind: "resumed" } });
}

/** Opens a closed matter again with a new clock; it counts against whoever verified it, whose event stays in the row. */
export async function reopen(tx: Tx, actor: Actor, asked: Asked & { reason: string; workingDays?: number | null }): Promise<MatterAnswer> {
  const recorded = await beginAsked(tx, actor, { ...asked, act: "reopen", reason: asked.reason });
  return recordOne(tx, actor, { asked, recorded, event: { kind: "reopened", reason: asked.reason, workingDays: asked.workingDays ?? null } });
}

export async function rate(tx: Tx, actor: Actor, asked: Asked & { rating: Rating; body?: string | null }): Promise<MatterAnswer> {
  const recorded = await beginAsked(tx, actor, { ...asked, act: "rate" });
  return recordOne(tx, actor, { asked, recorded, event: { kind: "rated", reason: asked.rating, body: asked.body ?? null } });
}

export async function withdraw(tx: Tx, actor: Actor, asked: Asked & { reason: string }): Promise<MatterAnswer> {
  const recorded = await beginAsked(tx, actor, { ...asked, act: "withdraw", reason: asked.reason });
  await withdrawBeneath(tx, actor, { ...asked, reason: `所属事项已撤回：${asked.reason}`.slice(0, 300), isPartsToo: true });
  return recordOne(tx, actor, { asked, recorded, event: { kind: "withdrawn", reason: asked.reason } });
}
