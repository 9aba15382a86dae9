import type { Actor } from "#platform/database";
import type { NewEvent } from "./record.ts";

/** An event by the hand that acts now: the account and the post it acts from. */
export function eventBy(actor: Actor, now: Temporal.Instant, more: Omit<NewEvent, "at">): NewEvent {
  return { at: now.toString(), byAccountId: actor.accountId, byPostId: actor.postId, ...more };
}
