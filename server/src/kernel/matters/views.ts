import { calendarTimeZone } from "@baton/contract/calendar";
import { refusalOf } from "@baton/contract/matter-acts";
import {
  chaseText,
  type MatterAct,
  matterActs,
  type MatterBox,
  type MatterEvent,
  type MatterEventKind,
  matterEventKinds,
  type MatterLine,
  matterRule,
  type MatterStatus,
  pauseReasons,
  ratings,
} from "@baton/contract/matters";
import { stateOf } from "@baton/contract/matter-state";
import { problem } from "@baton/contract/problems";
import { sql } from "kysely";
import { getCalendar } from "#kernel/calendar";
import type { Actor, Tx } from "#platform/database";
import { actQuestion, boxCondition, lineColumns, lineOf, type LineRow, lineTables, live, visibleTo } from "./lines.ts";
import { listMaterials } from "./materials.ts";
import { listEvents } from "./record.ts";

export type MatterQuery = {
  box: MatterBox;
  status?: MatterStatus | undefined;
  subject?: string | undefined;
  limit: number;
  cursor?: string | undefined;
};

function readCursor(cursor: string | undefined): { due: string; id: string } | null {
  if (cursor === undefined) return null;
  const [due, id] = Buffer.from(cursor, "base64url").toString("utf8").split("|");
  if (due === undefined || id === undefined || !/^[0-9a-f-]{36}$/.test(id) || !/^(infinity|\d{4}-[\dT:.+-]+)$/.test(due)) {
    throw problem("bad-request", { detail: "翻页位置无法识别，请从第一页重新查询。" });
  }
  return { due, id };
}

/** Matters of a box in order of their deadlines, those without one last; a page at a time by keyset. */
export async function listMatters(
  tx: Tx,
  actor: Actor,
  query: MatterQuery & { now: Temporal.Instant },
): Promise<{ items: MatterLine[]; total: number; next: string | null }> {
  const after = readCursor(query.cursor);
  const scope = query.box === "all" ? sql`s.superseded_at = 'infinity'` : live;
  const where = sql`${scope} and ${visibleTo(actor)} and ${boxCondition(query.box, actor)}
    and (${query.status ?? null}::text is null or s.status = ${query.status ?? null}::text)
    and (${query.subject ?? null}::uuid is null or s.subject_id = ${query.subject ?? null}::uuid)`;
  const page = await sql<LineRow>`select ${lineColumns} from ${lineTables} where ${where}
    and ${after === null ? sql`true` : sql`(coalesce(s.due_at, 'infinity'::timestamptz), s.matter_id) > (${after.due}::timestamptz, ${after.id}::uuid)`}
    order by coalesce(s.due_at, 'infinity'::timestamptz), s.matter_id limit ${query.limit + 1}`.execute(tx);
  // Only the boxes look at the hands' organisations; counting everything reads the states alone.
  const counted = await sql<{ total: number }>`select count(*)::int as total
    from ${query.box === "all" ? sql`kernel_matter_state s` : lineTables} where ${where}`.execute(tx);
  const reader = { actor, now: query.now.toString(), calendar: await getCalendar(tx) };
  const rows = page.rows.slice(0, query.limit);
  const last = rows.at(-1);
  const next =
    page.rows.length > query.limit && last !== undefined ? Buffer.from(`${last.due_at ?? "infinity"}|${last.matter_id}`).toString("base64url") : null;
  return { items: rows.map((row) => lineOf(row, reader)), total: counted.rows[0]?.total ?? 0, next };
}

type PostName = { postId: number; title: string; orgId: string; orgName: string };

async function namePosts(tx: Tx, postIds: readonly number[]): Promise<Map<number, PostName>> {
  const { rows } = await sql<{ post_id: number; title: string; org_id: string; org_name: string | null }>`
    select p.post_id, p.title, p.org_id, o.name as org_name from kernel_post p
    left join kernel_org o on o.org_id = p.org_id and o.superseded_at = 'infinity'
    where p.post_id = any(${postIds}::int[])`.execute(tx);
  return new Map(rows.map((row) => [row.post_id, { postId: row.post_id, title: row.title, orgId: row.org_id, orgName: row.org_name ?? "" }]));
}

/** Which of these events were done by a person acting for the post's proper holder (代行) on that day. */
async function listActing(tx: Tx, matterId: string): Promise<Set<number>> {
  const { rows } = await sql<{ sequence: number }>`select distinct e.sequence from kernel_matter_event e
    join kernel_appointment a on a.account_id = e.by_account_id and a.post_id = e.by_post_id and a.is_acting
      and a.valid_from <= (e.at at time zone 'Asia/Shanghai')::date and a.valid_to > (e.at at time zone 'Asia/Shanghai')::date
    where e.matter_id = ${matterId}`.execute(tx);
  return new Set(rows.map((row) => row.sequence));
}

const decisions: Record<string, string> = { granted: "同意", refused: "不同意", prepared: "待统一发出", lifted: "恢复为待发" };

function reasonLabel(event: MatterEvent): string | null {
  if (event.reason === null) return null;
  const words: Partial<Record<MatterEventKind, Record<string, string>>> = { paused: pauseReasons, rated: ratings, undone: matterEventKinds };
  return (words[event.kind] ?? decisions)[event.reason] ?? null;
}

function eventView(event: MatterEvent, names: { posts: Map<number, PostName>; acting: Set<number> }) {
  return {
    sequence: event.sequence,
    kind: event.kind,
    label: matterEventKinds[event.kind],
    at: event.at,
    by: event.byPostId === null ? null : (names.posts.get(event.byPostId) ?? null),
    isActing: names.acting.has(event.sequence),
    to: event.toPostId === null ? null : (names.posts.get(event.toPostId) ?? null),
    toAccountId: event.toAccountId,
    workingDays: event.workingDays,
    reason: event.reason,
    reasonLabel: reasonLabel(event),
    body: event.body,
  };
}

/** 6月30日18:00 */
export function dueText(dueAt: string): string {
  const due = Temporal.Instant.from(dueAt).toZonedDateTimeISO(calendarTimeZone);
  return `${due.month}月${due.day}日${String(due.hour).padStart(2, "0")}:${String(due.minute).padStart(2, "0")}`;
}

function chaseTextOf(line: MatterLine): string | null {
  const isOwed = (line.status === "open" || line.status === "in_hand") && line.dueAt !== null && line.holder !== null && line.workingDays !== null;
  if (!isOwed || line.dueAt === null || line.holder === null || line.workingDays === null) return null;
  return chaseText({
    orgName: line.holder.orgName,
    title: line.title,
    subjectName: line.subjectName,
    dueText: dueText(line.dueAt),
    isOverdue: line.isOverdue,
    workingDays: line.workingDays,
  });
}

/** Who may be assigned a matter: everybody with a post of the holding organisation in force; by post, never by name. Throws `not-found`. */
export async function listAssignees(
  tx: Tx,
  asked: { matterId: string; today: string },
): Promise<{ accountId: string; postId: number; title: string; isActing: boolean }[]> {
  const { rows: found } = await sql`select from kernel_matter where matter_id = ${asked.matterId}`.execute(tx);
  if (found.length === 0) throw problem("not-found", { detail: "没有找到这件事项，或者您无权查看。" });
  const { rows } = await sql<{ account_id: string; post_id: number; title: string; is_acting: boolean }>`
    select a.account_id, p.post_id, p.title, a.is_acting
    from kernel_matter_state s
    join kernel_post holder on holder.post_id = s.holder_post_id
    join kernel_post p on p.org_id = holder.org_id and not p.is_closed and p.role not in ('sysadmin', 'secadmin', 'auditor')
    join kernel_appointment a on a.post_id = p.post_id and a.valid_from <= ${asked.today}::date and a.valid_to > ${asked.today}::date
    where s.matter_id = ${asked.matterId} and s.superseded_at = 'infinity' and s.status in ('open', 'in_hand')
    order by p.title, a.account_id limit 200`.execute(tx);
  return rows.map((row) => ({ accountId: row.account_id, postId: row.post_id, title: row.title, isActing: row.is_acting }));
}

/** One matter with every hand it went through and the arithmetic of its deadline; `not-found` out of reach. */
export async function getMatter(tx: Tx, actor: Actor, asked: { matterId: string; now: Temporal.Instant }) {
  const { rows } = await sql<LineRow>`select ${lineColumns} from ${lineTables}
    where s.superseded_at = 'infinity' and ${visibleTo(actor)} and (m.matter_id = ${asked.matterId} or m.parent_id = ${asked.matterId})
    order by m.recorded_at`.execute(tx);
  const row = rows.find((one) => one.matter_id === asked.matterId);
  if (row === undefined) throw problem("not-found", { detail: "没有找到这件事项，或者您无权查看。" });
  const now = asked.now.toString();
  const reader = { actor, now, calendar: await getCalendar(tx) };
  const events = (await listEvents(tx, [asked.matterId])).get(asked.matterId) ?? [];
  const rule = matterRule(row.kind, row.rule_version);
  const state = stateOf({ events, calendar: await getCalendar(tx, row.calendar_version), rule });
  const postIds = events.flatMap((one) => [one.byPostId, one.toPostId]).concat(state.escalatedToPostId);
  const posts = await namePosts(
    tx,
    postIds.filter((id) => id !== null),
  );
  const acting = await listActing(tx, asked.matterId);
  const line = lineOf(row, reader);
  const question = actQuestion(row, reader);
  return {
    ...line,
    ask: row.ask,
    documentNo: row.document_no,
    materials: await listMaterials(tx, asked.matterId),
    openedBy: state.openedByPostId === null ? null : (posts.get(state.openedByPostId) ?? null),
    openedAt: events[0]?.at ?? now,
    handOnCount: state.handOnCount,
    handOnLimit: rule.handOnLimit,
    isExtended: state.isExtended,
    isExtensionPending: state.isExtensionPending,
    doneAt: state.doneAt,
    closedAt: state.closedAt,
    escalatedTo: state.escalatedToPostId === null ? null : (posts.get(state.escalatedToPostId) ?? null),
    calendarVersion: row.calendar_version,
    ruleVersion: row.rule_version,
    remainingDays: state.remainingDays,
    isProvisional: state.isProvisional,
    arithmetic: state.arithmetic,
    events: events.map((one) => eventView(one, { posts, acting })),
    children: rows.filter((one) => one !== row).map((one) => lineOf(one, reader)),
    refusals: (Object.keys(matterActs) as MatterAct[]).flatMap((act) => {
      const refusal = refusalOf({ ...question, act });
      return refusal === null ? [] : [{ act, detail: refusal.detail }];
    }),
    chaseText: chaseTextOf(line),
  };
}

/** What these posts have in hand of these subjects, the soonest due first; approvals belong to the office. At most 500. */
export async function listHeldMatters(
  tx: Tx,
  actor: Actor,
  asked: { hands: readonly { subjectId: string; postId: number }[]; now: Temporal.Instant },
): Promise<MatterLine[]> {
  const hands = JSON.stringify(asked.hands.map(({ subjectId, postId }) => ({ subject_id: subjectId, post_id: postId })));
  const { rows } = await sql<LineRow>`select ${lineColumns} from ${lineTables}
    join jsonb_to_recordset(${hands}::jsonb) as hand(subject_id uuid, post_id int) on hand.subject_id = s.subject_id and hand.post_id = s.holder_post_id
    where ${live} and m.kind not like 'approval-%' order by coalesce(s.due_at, 'infinity'::timestamptz), s.matter_id limit 500`.execute(tx);
  const reader = { actor, now: asked.now.toString(), calendar: await getCalendar(tx) };
  return rows.map((row) => lineOf(row, reader));
}
