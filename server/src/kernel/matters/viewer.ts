import { type MatterActQuestion, type MatterViewer, refusalOf } from "@baton/contract/matter-acts";
import type { MatterAct } from "@baton/contract/matters";
import { problem } from "@baton/contract/problems";
import { sql } from "kysely";
import type { Actor, Tx } from "#platform/database";
import { openPartsOf } from "./parts.ts";
import type { Recorded } from "./record.ts";

const overseeingRoles = new Set(["dispatch", "district"]);

/** How an actor stands to a matter, from the organisations of its hands. */
export function viewerFrom(actor: Actor, hands: { holderOrgId: string | null; openerOrgId: string | null; isInReach: boolean }): MatterViewer {
  return {
    accountId: actor.accountId,
    postId: actor.postId,
    role: actor.role,
    isOfHolder: hands.holderOrgId === actor.orgId,
    isOfOpener: hands.openerOrgId === actor.orgId,
    isOverseer: hands.isInReach && overseeingRoles.has(actor.role),
  };
}

async function viewerOf(tx: Tx, actor: Actor, { state, matter }: Recorded): Promise<MatterViewer> {
  const { rows } = await sql<{ holder_org_id: string | null; opener_org_id: string | null; is_in_reach: boolean }>`
    select (select org_id from kernel_post where post_id = ${state.holderPostId}::int) as holder_org_id,
      (select org_id from kernel_post where post_id = ${state.openedByPostId}::int) as opener_org_id,
      ${matter.scope_id}::int = any(kernel_actor_scopes()) as is_in_reach`.execute(tx);
  const [row] = rows;
  return viewerFrom(actor, { holderOrgId: row?.holder_org_id ?? null, openerOrgId: row?.opener_org_id ?? null, isInReach: row?.is_in_reach ?? false });
}

async function countOpenParts(tx: Tx, matterId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select ${openPartsOf(sql`${matterId}::uuid`)} as n`.execute(tx);
  return rows[0]?.n ?? 0;
}

/** Throws the refusal of the shared rule when the actor may not do this to the matter now. */
export async function requireAct(tx: Tx, actor: Actor, asked: { act: MatterAct; recorded: Recorded; now: string }): Promise<void> {
  const { act, recorded, now } = asked;
  const question: MatterActQuestion = {
    act,
    kind: recorded.matter.kind,
    rule: recorded.rule,
    state: recorded.state,
    viewer: await viewerOf(tx, actor, recorded),
    now,
    lastEvent: recorded.events.at(-1) ?? null,
    openParts: recorded.state.status === "to_verify" ? await countOpenParts(tx, recorded.matter.matter_id) : 0,
  };
  const refusal = refusalOf(question);
  if (refusal !== null) throw problem(refusal.slug, { detail: refusal.detail });
}
