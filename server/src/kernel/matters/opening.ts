import { dayOf, workingDaysBetween } from "@baton/contract/calendar";
import { currentRuleVersion, matterRule, type MatterKind } from "@baton/contract/matters";
import type { MatterState } from "@baton/contract/matter-state";
import { problem } from "@baton/contract/problems";
import { sql } from "kysely";
import { getCalendar } from "#kernel/calendar";
import type { Tx } from "#platform/database";
import { loadMatter, loadMatters, type MatterRow, type NewEvent, record, recordAll, type Recorded } from "./record.ts";

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

async function readSubjectScopes(tx: Tx, subjectIds: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{
    subject_id: string;
    scope_id: number;
  }>`select subject_id, scope_id from kernel_subject where subject_id = any(${subjectIds}::uuid[])`.execute(tx);
  return new Map(rows.map((row) => [row.subject_id, row.scope_id]));
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

/** The first events of a matter, as it is opened. */
async function openingEvents(tx: Tx, opening: MatterOpening): Promise<NewEvent[]> {
  const hand = { at: opening.at, byAccountId: opening.by?.accountId ?? null, byPostId: opening.by?.postId ?? null };
  const isPrepared = opening.isPrepared === true || opening.isHeldBack === true;
  const opened: NewEvent = {
    ...hand,
    kind: "opened",
    toPostId: opening.holderPostId,
    workingDays: await givenDays(tx, opening),
    reason: isPrepared ? "prepared" : null,
    body: opening.ask,
  };
  return opening.isHeldBack === true ? [opened, { ...hand, kind: "held_back" }] : [opened];
}

/**
 * Opens matters inside the caller's act, whose `subjects` name their subjects, and returns their ids in order; a handful
 * of statements whatever their number. The clock starts at `at` unless one is only prepared. Throws `not-found` for a
 * subject out of reach, `rule-refused` for a closed post.
 */
export async function openMatters(tx: Tx, openings: readonly MatterOpening[]): Promise<string[]> {
  if (openings.length === 0) return [];
  const scopes = await readSubjectScopes(tx, [...new Set(openings.map((one) => one.subjectId))]);
  const posts = new Set(openings.map((one) => one.holderPostId));
  for (const post of posts) if (post !== null) await requireHoldingPost(tx, post);
  const { rows: ids } = await sql<{ matter_id: string }>`select uuidv7() as matter_id from generate_series(1, ${openings.length}::int)`.execute(tx);
  const rows = openings.map((opening, at) => {
    const scopeId = scopes.get(opening.subjectId);
    const matterId = ids[at]?.matter_id;
    if (scopeId === undefined) throw problem("not-found", { detail: "没有找到这个对象，或者您无权查看。" });
    if (matterId === undefined) throw new Error("a matter was given no id");
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
    return { opening, matter };
  });
  await insertMatters(tx, rows);
  const all: { recorded: Recorded; added: NewEvent[] }[] = [];
  for (const { opening, matter } of rows) {
    const rule = matterRule(opening.kind, currentRuleVersion);
    // A matter that begins here has no events yet, so the state before it is never read.
    const recorded = { matter, events: [], state: undefined as unknown as MatterState, ruleVersion: currentRuleVersion, rule };
    all.push({ recorded, added: await openingEvents(tx, opening) });
  }
  await recordAll(tx, all);
  return rows.map(({ matter }) => matter.matter_id);
}

async function insertMatters(tx: Tx, rows: readonly { opening: MatterOpening; matter: MatterRow }[]): Promise<void> {
  const told = rows.map(({ opening, matter }) => ({
    ...matter,
    source_kind: opening.sourceKind ?? null,
    source_id: opening.sourceId ?? null,
    document_no: opening.documentNo ?? null,
    is_held_back: opening.isHeldBack === true,
  }));
  await sql`insert into kernel_matter (matter_id, scope_id, subject_id, kind, parent_id, title, ask, blocking_party, source_kind, source_id, document_no, is_held_back)
    select matter_id, scope_id, subject_id, kind, parent_id, title, ask, blocking_party, source_kind, source_id, document_no, is_held_back
    from jsonb_to_recordset(${JSON.stringify(told)}::jsonb) as m (matter_id uuid, scope_id int, subject_id uuid, kind text, parent_id uuid, title text, ask text,
      blocking_party text, source_kind text, source_id uuid, document_no text, is_held_back boolean)`.execute(tx);
}

/** The same for one matter; returns its id. */
export async function openMatter(tx: Tx, opening: MatterOpening): Promise<string> {
  const [matterId] = await openMatters(tx, [opening]);
  if (matterId === undefined) throw new Error("a matter was not opened");
  return matterId;
}

/** Appends one event to each of these matters whose state is among the given; answers how many. */
async function recordWhere(
  tx: Tx,
  matterIds: readonly string[],
  { statuses, event }: { statuses: readonly MatterState["status"][]; event: NewEvent },
): Promise<number> {
  const found = await loadMatters(tx, matterIds);
  const due = [...found.values()].filter(({ state }) => statuses.includes(state.status));
  await recordAll(
    tx,
    due.map((recorded) => ({ recorded, added: [event] })),
  );
  return due.length;
}

/** Sends out what was prepared, inside the caller's act: clocks start at `at`. What is held back stays. Answers how many went out. */
export function releaseMatters(tx: Tx, release: { matterIds: readonly string[]; by: Hand | null; at: string }): Promise<number> {
  const event = { kind: "released", at: release.at, byAccountId: release.by?.accountId ?? null, byPostId: release.by?.postId ?? null } as const;
  return recordWhere(tx, release.matterIds, { statuses: ["prepared"], event });
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
export function withdrawPrepared(tx: Tx, withdrawal: { matterIds: readonly string[]; by: Hand | null; at: string; reason: string }): Promise<number> {
  const { by, at, reason } = withdrawal;
  const event = { kind: "withdrawn", at, reason, byAccountId: by?.accountId ?? null, byPostId: by?.postId ?? null } as const;
  return recordWhere(tx, withdrawal.matterIds, { statuses: ["prepared", "held_back"], event });
}
