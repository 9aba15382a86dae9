import { dayOf, workingDaysBetween } from "@baton/contract/calendar";
import { currentRuleVersion, matterRule, type MatterKind } from "@baton/contract/matters";
import type { MatterState } from "@baton/contract/matter-state";
import { problem } from "@baton/contract/problems";
import { sql } from "kysely";
import { getCalendar } from "#kernel/calendar";
import type { Tx } from "#platform/database";
import { loadMatter, type MatterRow, type NewEvent, record } from "./record.ts";

/** Who opens or releases, or null when a rule of the system does. */
export type Hand = { accountId: string; postId: number };

export type MatterOpening = {
  kind: MatterKind;
  subjectId: string;
  title: string;
  /** What is asked of the holder, in words. */
  ask: string;
  /** Null for an open call, which the first that signs for it takes. */
  holderPostId: number | null;
  by: Hand | null;
  /** The business instant, ISO text. */
  at: string;
  parentId?: string | null;
  /** Number of the document it rests on (督办件). */
  documentNo?: string | null;
  blockingParty?: "locality" | "department" | "enterprise" | null;
  /** What it came from (`light`, `report`, `exemption`…) and that thing's id, to find it again. */
  sourceKind?: string | null;
  sourceId?: string | null;
  workingDays?: number | null;
  /** By when, as a day; becomes the working days until then, at least one. Ignored when `workingDays` is given. */
  dueOn?: string | null;
  /** Waits for `releaseMatters`: nobody but the dispatch office sees it and no clock runs. */
  isPrepared?: boolean;
  /** Prepared, but not to be released with the others. */
  isHeldBack?: boolean;
};

async function requireSubjectScope(tx: Tx, subjectId: string): Promise<number> {
  const { rows } = await sql<{ scope_id: number }>`select scope_id from kernel_subject where subject_id = ${subjectId}`.execute(tx);
  const [row] = rows;
  if (row === undefined) throw problem("not-found", { detail: "没有找到这个对象，或者您无权查看。" });
  return row.scope_id;
}

/** A post that can hold a matter: open, and not one of the three administrators, who have no business rights. */
export async function requireHoldingPost(tx: Tx, postId: number): Promise<{ orgId: string; role: string }> {
  const { rows } = await sql<{ org_id: string; role: string }>`select org_id, role from kernel_post
    where post_id = ${postId} and not is_closed and role not in ('sysadmin', 'secadmin', 'auditor')`.execute(tx);
  const [row] = rows;
  if (row === undefined) throw problem("rule-refused", { detail: "承办岗位不存在或已停用，请重新选择。" });
  return { orgId: row.org_id, role: row.role };
}

async function givenDays(tx: Tx, opening: MatterOpening): Promise<number | null> {
  if (opening.workingDays != null) return opening.workingDays;
  if (opening.dueOn == null) return null;
  const from = dayOf(opening.at);
  if (opening.dueOn <= from) throw problem("rule-refused", { detail: `办结时限${opening.dueOn}不在今天以后，请重新填写。` });
  return Math.min(Math.max(workingDaysBetween(from, opening.dueOn, await getCalendar(tx)), 1), 250);
}

/**
 * Opens a matter inside the caller's act, whose `subjects` name this subject, and returns its id. The clock starts at
 * `at` unless it is only prepared. Throws `not-found` for a subject out of reach, `rule-refused` for a closed post.
 */
export async function openMatter(tx: Tx, opening: MatterOpening): Promise<string> {
  const scopeId = await requireSubjectScope(tx, opening.subjectId);
  if (opening.holderPostId !== null) await requireHoldingPost(tx, opening.holderPostId);
  const isPrepared = opening.isPrepared === true || opening.isHeldBack === true;
  const { rows } = await sql<{ matter_id: string }>`select uuidv7() as matter_id`.execute(tx);
  const matterId = rows[0]?.matter_id ?? "";
  await sql`insert into kernel_matter (matter_id, scope_id, subject_id, kind, parent_id, title, ask, blocking_party, source_kind, source_id, document_no, is_held_back)
    values (${matterId}, ${scopeId}, ${opening.subjectId}, ${opening.kind}, ${opening.parentId ?? null}, ${opening.title}, ${opening.ask},
      ${opening.blockingParty ?? null}, ${opening.sourceKind ?? null}, ${opening.sourceId ?? null}, ${opening.documentNo ?? null},
      ${opening.isHeldBack === true})`.execute(tx);
  const matter: MatterRow = {
    matter_id: matterId,
    scope_id: scopeId,
    subject_id: opening.subjectId,
    kind: opening.kind,
    parent_id: opening.parentId ?? null,
    title: opening.title,
    ask: opening.ask,
    blocking_party: opening.blockingParty ?? null,
  };
  const hand = { at: opening.at, byAccountId: opening.by?.accountId ?? null, byPostId: opening.by?.postId ?? null };
  const events: NewEvent[] = [
    {
      ...hand,
      kind: "opened",
      toPostId: opening.holderPostId,
      workingDays: await givenDays(tx, opening),
      reason: isPrepared ? "prepared" : null,
      body: opening.ask,
    },
  ];
  if (opening.isHeldBack === true) events.push({ ...hand, kind: "held_back" });
  const rule = matterRule(opening.kind, currentRuleVersion);
  // A matter that begins here has no events yet, so the state before it is never read.
  await record(tx, { matter, events: [], state: undefined as unknown as MatterState, ruleVersion: currentRuleVersion, rule }, events);
  return matterId;
}

/** Sends out what was prepared, inside the caller's act: clocks start at `at`. What is held back stays. Answers how many went out. */
export async function releaseMatters(tx: Tx, release: { matterIds: readonly string[]; by: Hand | null; at: string }): Promise<number> {
  let released = 0;
  for (const matterId of release.matterIds) {
    const recorded = await loadMatter(tx, matterId);
    if (recorded.state.status !== "prepared") continue;
    await record(tx, recorded, [{ kind: "released", at: release.at, byAccountId: release.by?.accountId ?? null, byPostId: release.by?.postId ?? null }]);
    released += 1;
  }
  return released;
}

/** Holds a prepared matter back from the release, or lifts that, inside the caller's act. Throws `matter-state` once it went out. */
export async function holdBack(tx: Tx, hold: { matterId: string; isHeldBack: boolean; by: Hand | null; at: string }): Promise<void> {
  const recorded = await loadMatter(tx, hold.matterId);
  const { status } = recorded.state;
  if (status !== "prepared" && status !== "held_back") throw problem("matter-state", { detail: "事项已经发出，不能再改为本期不发。" });
  if ((status === "held_back") === hold.isHeldBack) return;
  await sql`update kernel_matter set is_held_back = ${hold.isHeldBack} where matter_id = ${hold.matterId}`.execute(tx);
  await record(tx, recorded, [
    { kind: "held_back", at: hold.at, reason: hold.isHeldBack ? null : "lifted", byAccountId: hold.by?.accountId ?? null, byPostId: hold.by?.postId ?? null },
  ]);
}

/** Takes back what was prepared and never sent (a freeze withdrawn), inside the caller's act. Answers how many. */
export async function withdrawPrepared(tx: Tx, withdrawal: { matterIds: readonly string[]; by: Hand | null; at: string; reason: string }): Promise<number> {
  let withdrawn = 0;
  for (const matterId of withdrawal.matterIds) {
    const recorded = await loadMatter(tx, matterId);
    if (recorded.state.status !== "prepared" && recorded.state.status !== "held_back") continue;
    await record(tx, recorded, [
      {
        kind: "withdrawn",
        at: withdrawal.at,
        reason: withdrawal.reason,
        byAccountId: withdrawal.by?.accountId ?? null,
        byPostId: withdrawal.by?.postId ?? null,
      },
    ]);
    withdrawn += 1;
  }
  return withdrawn;
}
