import { type Calendar, standingOf } from "@baton/contract/calendar";
import { allowedActs } from "@baton/contract/matter-acts";
import {
  type MatterEventKind,
  matterKinds,
  type MatterKind,
  type MatterLine,
  matterRule,
  type MatterStatus,
  matterStatuses,
  type Rating,
} from "@baton/contract/matters";
import type { MatterState } from "@baton/contract/matter-state";
import { type RawBuilder, sql } from "kysely";
import type { Actor } from "#platform/database";
import { openPartsOf } from "./parts.ts";
import { viewerFrom } from "./viewer.ts";

/** One current state with its matter, subject and hands, as `lineColumns` selects it. */
export type LineRow = {
  matter_id: string;
  kind: MatterKind;
  title: string;
  ask: string;
  document_no: string | null;
  parent_id: string | null;
  blocking_party: MatterLine["blockingParty"];
  subject_id: string;
  subject_name: string;
  status: MatterStatus;
  holder_post_id: number | null;
  holder_title: string | null;
  holder_org_id: string | null;
  holder_org_name: string | null;
  opener_org_id: string | null;
  is_in_reach: boolean;
  assignee_account_id: string | null;
  opened_by_post_id: number | null;
  opened_by_account_id: string | null;
  due_at: string | null;
  is_paused: boolean;
  hand_on_count: number;
  is_extended: boolean;
  is_extension_pending: boolean;
  done_by_account_id: string | null;
  done_at: string | null;
  closed_at: string | null;
  rating: Rating | null;
  escalation_level: number;
  escalated_to_post_id: number | null;
  calendar_version: number;
  rule_version: number;
  last_sequence: number;
  last_kind: MatterEventKind | null;
  last_by_account_id: string | null;
  open_parts: number;
};

export const lineColumns = sql`m.matter_id, m.kind, m.title, m.ask, m.document_no, m.parent_id, m.blocking_party, m.subject_id, subject.name as subject_name,
  s.status, s.holder_post_id, holder.title as holder_title, holder.org_id as holder_org_id, holder_org.name as holder_org_name,
  opener.org_id as opener_org_id, (s.scope_id = any((select kernel_actor_scopes())::int[])) as is_in_reach,
  s.assignee_account_id, s.opened_by_post_id, s.opened_by_account_id, s.due_at, s.is_paused, s.hand_on_count, s.is_extended,
  s.is_extension_pending, s.done_by_account_id, s.done_at, s.closed_at, s.rating, s.escalation_level, s.escalated_to_post_id,
  s.calendar_version, s.rule_version, s.last_sequence, last.kind as last_kind, last.by_account_id as last_by_account_id,
  case when s.status = 'to_verify' then ${openPartsOf(sql`m.matter_id`)} else 0 end as open_parts`;

export const lineTables = sql`kernel_matter_state s
  join kernel_matter m on m.matter_id = s.matter_id
  join kernel_subject subject on subject.subject_id = s.subject_id
  left join kernel_post holder on holder.post_id = s.holder_post_id
  left join kernel_org holder_org on holder_org.org_id = holder.org_id and holder_org.superseded_at = 'infinity'
  left join kernel_post opener on opener.post_id = s.opened_by_post_id
  left join kernel_matter_event last on last.matter_id = s.matter_id and last.sequence = s.last_sequence`;

/** What was never sent out exists for the dispatch office alone. */
export function visibleTo(actor: Actor): RawBuilder<unknown> {
  if (actor.role === "dispatch") return sql`true`;
  return sql`(s.status not in ('prepared', 'held_back') and not (s.status = 'withdrawn' and s.due_at is null))`;
}

const beingDone = sql`s.status in ('open', 'in_hand')`;

/** Worded as the partial index is, so that an inbox reads the few live matters and not all there ever were. */
export const live = sql`s.superseded_at = 'infinity' and s.status in ('open', 'in_hand', 'to_verify')`;

/** Whose hand a matter is in, in SQL: the same words for the list, the counts and the inbox. */
export function boxCondition(box: "mine" | "unit" | "unassigned" | "waiting" | "all", actor: Actor): RawBuilder<unknown> {
  const overseer = actor.role === "district" || actor.role === "dispatch";
  // A verifier's hand: the opener's post; where a rule opened it, or a unit for itself, the office above.
  const toVerify = sql`(s.status = 'to_verify' and s.done_by_account_id is distinct from ${actor.accountId} and (
    (s.opened_by_post_id = ${actor.postId} and opener.org_id is distinct from holder.org_id)
    or (${overseer} and (s.opened_by_post_id is null or opener.org_id = holder.org_id) and holder.org_id is distinct from ${actor.orgId}
      and s.scope_id = any((select kernel_actor_scopes())::int[]))))`;
  const mine = sql`((${beingDone} and (s.assignee_account_id = ${actor.accountId} or (s.assignee_account_id is null and s.holder_post_id = ${actor.postId}))) or ${toVerify})`;
  switch (box) {
    case "mine":
      return mine;
    case "unit":
      return sql`(${beingDone} and holder.org_id = ${actor.orgId})`;
    case "unassigned":
      return sql`(s.status = 'open' and holder.org_id = ${actor.orgId} and s.assignee_account_id is null)`;
    case "waiting":
      // "is not true", because a matter without an assignee makes the comparison unknown, not false.
      return sql`((${mine}) is not true
        and (s.opened_by_post_id = ${actor.postId} or s.escalated_to_post_id = ${actor.postId}
          or (s.status = 'to_verify' and s.holder_post_id = ${actor.postId})))`;
    case "all":
      return sql`true`;
  }
}

function stateOfRow(row: LineRow): MatterState {
  return {
    status: row.status,
    holderPostId: row.holder_post_id,
    assigneeAccountId: row.assignee_account_id,
    openedByPostId: row.opened_by_post_id,
    openedByAccountId: row.opened_by_account_id,
    dueAt: row.due_at,
    isPaused: row.is_paused,
    handOnCount: row.hand_on_count,
    isExtended: row.is_extended,
    isExtensionPending: row.is_extension_pending,
    doneByAccountId: row.done_by_account_id,
    doneAt: row.done_at,
    closedAt: row.closed_at,
    rating: row.rating,
    escalationLevel: row.escalation_level,
    escalatedToPostId: row.escalated_to_post_id,
    lastSequence: row.last_sequence,
    remainingDays: 0,
    isProvisional: false,
    arithmetic: [],
  };
}

/** What the shared rule of acts is asked with, for one line and reader. */
export function actQuestion(row: LineRow, reader: { actor: Actor; now: string }) {
  return {
    kind: row.kind,
    rule: matterRule(row.kind, row.rule_version),
    state: stateOfRow(row),
    viewer: viewerFrom(reader.actor, { holderOrgId: row.holder_org_id, openerOrgId: row.opener_org_id, isInReach: row.is_in_reach }),
    now: reader.now,
    lastEvent: row.last_kind === null ? null : { kind: row.last_kind, byAccountId: row.last_by_account_id },
    openParts: row.open_parts,
  };
}

/** The instant against which a matter is late: now while it is being done, the moment it was done after. */
function measuredAt(row: LineRow, now: string): string {
  return row.done_at ?? row.closed_at ?? now;
}

export function lineOf(row: LineRow, reader: { actor: Actor; now: string; calendar: Calendar }): MatterLine {
  const { actor, now, calendar } = reader;
  const standing = row.due_at === null ? null : standingOf(row.due_at, measuredAt(row, now), calendar);
  const { holder_post_id: postId, holder_title: title, holder_org_id: orgId, holder_org_name: orgName } = row;
  return {
    id: row.matter_id,
    kind: row.kind,
    kindLabel: matterKinds[row.kind],
    title: row.title,
    status: row.status,
    statusLabel: matterStatuses[row.status],
    subjectId: row.subject_id,
    subjectName: row.subject_name,
    parentId: row.parent_id,
    holder: postId === null || title === null || orgId === null ? null : { postId, title, orgId, orgName: orgName ?? "" },
    assigneeAccountId: row.assignee_account_id,
    isMine: row.assignee_account_id === null ? postId === actor.postId : row.assignee_account_id === actor.accountId,
    dueAt: row.due_at,
    isPaused: row.is_paused,
    isOverdue: standing?.isOverdue ?? false,
    workingDays: standing?.workingDays ?? null,
    escalationLevel: row.escalation_level,
    blockingParty: row.blocking_party,
    lastSequence: row.last_sequence,
    allowedActs: allowedActs(actQuestion(row, { actor, now })),
  };
}
