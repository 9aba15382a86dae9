import type { HandoverPlan } from "@baton/contract/batons";
import { listHeldMatters } from "#kernel/matters";
import type { Actor, Tx } from "#platform/database";
import { distinctHands, refusalOf } from "./rules.ts";
import { getPost, listBatonsById } from "./views.ts";

/** What handing these batons over would take along, and what stands in the way; writes nothing. */
export async function planHandovers(
  tx: Tx,
  actor: Actor,
  asked: { batonIds: readonly string[]; toPostId?: number | undefined; on?: string | undefined; now: Temporal.Instant; today: string },
): Promise<HandoverPlan> {
  const batons = await listBatonsById(tx, asked.batonIds);
  const refusals = batons.flatMap((baton) => {
    const detail = refusalOf(baton, asked);
    return detail === null ? [] : [{ batonId: baton.id, detail }];
  });
  const post = asked.toPostId === undefined ? undefined : await getPost(tx, asked.toPostId);
  const [first] = batons;
  if (post?.isClosed && first !== undefined) refusals.push({ batonId: first.id, detail: "接手的岗位已经撤销，请另选岗位。" });
  const matters = await listHeldMatters(tx, actor, { hands: distinctHands(batons), now: asked.now });
  return { matters, mattersGoAlong: asked.on === undefined || asked.on <= asked.today, refusals };
}
