import type { ApprovalEffects } from "@baton/contract/matter-approvals";
import { isApproval, type MatterKind } from "@baton/contract/matters";
import { stateOf } from "@baton/contract/matter-state";
import { problem } from "@baton/contract/problems";
import { getCalendar } from "#kernel/calendar";
import { type Actor, type Database, readAs, type Tx } from "#platform/database";
import type { Context } from "#platform/http";
import { loadMatter } from "./record.ts";
import { dueText } from "./views.ts";

/**
 * What granting an approval of this kind would change, told by the slice that owns what is approved. It opens its own
 * transaction, because some effects are best told by trying them and taking everything back.
 */
export type EffectSource = {
  kind: MatterKind;
  read(db: Database, actor: Actor, asked: { matterId: string; today: string }): Promise<ApprovalEffects>;
};

/** The deadline that an extension gives: the events as they are, and the grant as it was asked for. */
async function extensionEffects(tx: Tx, approvalId: string): Promise<ApprovalEffects> {
  const approval = await loadMatter(tx, approvalId);
  const { parent_id: parentId } = approval.matter;
  if (parentId === null) return { items: [], obstacle: null };
  const { events, rule, state, matter } = await loadMatter(tx, parentId);
  const asked = events.findLast((one) => one.kind === "extension_asked");
  const last = events.at(-1);
  if (!state.isExtensionPending || asked === undefined || last === undefined) return { items: [], obstacle: "事项已不需要延期。" };
  const granted = { ...asked, kind: "extension_granted" as const, sequence: last.sequence + 1 };
  const after = stateOf({ events: [...events, granted], calendar: await getCalendar(tx), rule });
  return {
    items: [
      { label: `“${matter.title}”的办结时限`, before: state.dueAt && dueText(state.dueAt), after: after.dueAt && dueText(after.dueAt) },
      { label: "延期次数（以1次为限）", before: state.isExtended ? "1" : "0", after: "1" },
    ],
    obstacle: null,
  };
}

/** What 同意 would change. Throws `not-found` out of reach, `matter-state` for a matter that is no approval or was decided. */
export async function readEffects(
  { db, clock }: Context,
  actor: Actor,
  asked: { matterId: string; sources: readonly EffectSource[] },
): Promise<ApprovalEffects> {
  const { matterId } = asked;
  const kind = await readAs(db, actor, async (tx) => {
    const { matter, state } = await loadMatter(tx, matterId);
    if (!isApproval(matter.kind)) throw problem("matter-state", { detail: "这不是审批事项。" });
    if (state.status !== "open" && state.status !== "in_hand") throw problem("matter-state", { detail: "审批已经办结。" });
    return matter.kind;
  });
  if (kind === "approval-extension") return readAs(db, actor, (tx) => extensionEffects(tx, matterId));
  const source = asked.sources.find((one) => one.kind === kind);
  return source === undefined ? { items: [], obstacle: null } : source.read(db, actor, { matterId, today: clock.today().toString() });
}
