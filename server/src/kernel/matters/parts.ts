import type { MatterKind } from "@baton/contract/matters";
import { type RawBuilder, sql } from "kysely";
import type { Actor, Tx } from "#platform/database";
import { eventBy } from "./hand.ts";
import { openMatter, type MatterOpening } from "./opening.ts";
import { loadMatter, record } from "./record.ts";

/** Assisting parts (协办) of a matter that are still being done, in SQL; approvals beneath it are no parts. */
export function openPartsOf(matterId: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(select count(*)::int from kernel_matter part join kernel_matter_state doing on doing.matter_id = part.matter_id
    where part.parent_id = ${matterId} and part.kind not like 'approval-%' and doing.superseded_at = 'infinity' and doing.status in ('open', 'in_hand'))`;
}

/** What an assisting part is called beside its lead. */
function partTitle(title: string): string {
  return `协办·${title}`.slice(0, 80);
}

/** Opens the assisting parts of a lead inside the caller's act: the same deadline, each in the hands of its own post. */
export async function openParts(
  tx: Tx,
  lead: MatterOpening & { matterId: string; kind: MatterKind },
  assistants: readonly { holderPostId: number; ask: string }[],
): Promise<void> {
  const { matterId, ...opening } = lead;
  for (const { holderPostId, ask } of assistants) {
    await openMatter(tx, { ...opening, title: partTitle(lead.title), ask, holderPostId, parentId: matterId, sourceKind: "part", sourceId: matterId });
  }
}

/** Withdraws what is still being done beneath a matter (assisting parts, a pending extension), in the act under way. */
export async function withdrawBeneath(
  tx: Tx,
  actor: Actor,
  parent: { matterId: string; now: Temporal.Instant; reason: string; isPartsToo: boolean },
): Promise<void> {
  const { rows } = await sql<{ matter_id: string }>`select m.matter_id from kernel_matter m
    join kernel_matter_state s on s.matter_id = m.matter_id and s.superseded_at = 'infinity' and s.status in ('open', 'in_hand')
    where m.parent_id = ${parent.matterId} and (m.kind = 'approval-extension' or (${parent.isPartsToo} and m.kind not like 'approval-%'))
    order by m.matter_id`.execute(tx);
  for (const { matter_id: matterId } of rows) {
    await withdrawBeneath(tx, actor, { ...parent, matterId });
    await record(tx, await loadMatter(tx, matterId), [eventBy(actor, parent.now, { kind: "withdrawn", reason: parent.reason })]);
  }
}

/**
 * Matters of a subject go along with its baton, inside the caller's act: what the former holder has in hand passes to
 * the new post, which signs for it; clocks run on. Approvals belong to the office and stay. Answers how many went.
 */
export async function passMatters(
  tx: Tx,
  actor: Actor,
  passing: { subjectId: string; fromPostId: number; toPostId: number; note: string; now: Temporal.Instant },
): Promise<number> {
  const { rows } = await sql<{ matter_id: string }>`select m.matter_id from kernel_matter m
    join kernel_matter_state s on s.matter_id = m.matter_id and s.superseded_at = 'infinity'
    where s.subject_id = ${passing.subjectId} and s.holder_post_id = ${passing.fromPostId} and s.status in ('open', 'in_hand', 'to_verify')
      and m.kind not like 'approval-%' order by m.matter_id`.execute(tx);
  for (const { matter_id: matterId } of rows) {
    const event = eventBy(actor, passing.now, { kind: "handed_over", toPostId: passing.toPostId, reason: passing.note });
    await record(tx, await loadMatter(tx, matterId), [event]);
  }
  return rows.length;
}
