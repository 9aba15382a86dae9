import { Buffer } from "node:buffer";
import { sql } from "kysely";
import { type BatonHistory, type HeldBaton, heldRoleName, type HoldersOfSubject } from "@baton/contract/batons";
import { problem } from "@baton/contract/problems";
import type { Actor, Tx } from "#platform/database";
import type { Baton as CurrentBaton } from "./rules.ts";

export type Baton = { id: string; role: string; holder: string; holderOrg: string; validFrom: string; validTo: string | null; note: string | null };

type Row = { baton_id: string; role: string; title: string; org_name: string | null; valid_from: string; valid_to: string; note: string | null };

const openEnd = (validTo: string): string | null => (validTo === "infinity" ? null : validTo);

/** Who holds and held which role on a subject, as known at an instant, newest first within a role. */
export async function listBatons(tx: Tx, knownAt: string, subjectId: string): Promise<Baton[]> {
  const { rows } = await sql<Row>`
    select b.baton_id, b.role, p.title, o.name as org_name, b.valid_from, b.valid_to, b.note
    from kernel_baton b join kernel_post p on p.post_id = b.holder_post_id
    left join kernel_org o on o.org_id = p.org_id and o.recorded_at <= ${knownAt}::timestamptz and o.superseded_at > ${knownAt}::timestamptz
    where b.subject_id = ${subjectId} and b.recorded_at <= ${knownAt}::timestamptz and b.superseded_at > ${knownAt}::timestamptz
    order by b.role, b.seat, b.valid_from desc`.execute(tx);
  return rows.map((row) => ({
    id: row.baton_id,
    role: row.role,
    holder: row.title,
    holderOrg: row.org_name ?? "",
    validFrom: row.valid_from,
    validTo: openEnd(row.valid_to),
    note: row.note,
  }));
}

export type Post = { postId: number; title: string; orgId: string; orgName: string; role: string; isClosed: boolean };

/** A post by its number, whoever holds it; posts are common knowledge. */
export async function getPost(tx: Tx, postId: number): Promise<Post | undefined> {
  const { rows } = await sql<{ post_id: number; title: string; org_id: string; org_name: string | null; role: string; is_closed: boolean }>`
    select p.post_id, p.title, p.org_id, o.name as org_name, p.role, p.is_closed from kernel_post p
    left join kernel_org o on o.org_id = p.org_id and o.superseded_at = 'infinity' where p.post_id = ${postId}`.execute(tx);
  const [row] = rows;
  if (row === undefined) return undefined;
  return { postId: row.post_id, title: row.title, orgId: row.org_id, orgName: row.org_name ?? "", role: row.role, isClosed: row.is_closed };
}

export type OwnPost = Post & { isActing: boolean };

/** Posts that the account holds by an appointment in force, the post acted from first. */
export async function listOwnPosts(tx: Tx, actor: Actor): Promise<OwnPost[]> {
  const { rows } = await sql<{ post_id: number; is_acting: boolean }>`select a.post_id, bool_and(a.is_acting) as is_acting
    from kernel_appointment a join kernel_post p on p.post_id = a.post_id and not p.is_closed
    where a.account_id = ${actor.accountId} and a.valid_from <= current_date and a.valid_to > current_date
    group by a.post_id order by a.post_id <> ${actor.postId}, a.post_id`.execute(tx);
  const posts: OwnPost[] = [];
  for (const row of rows) {
    const post = await getPost(tx, row.post_id);
    if (post !== undefined) posts.push({ ...post, isActing: row.is_acting });
  }
  return posts;
}

/** Batons of a post that have not ended by `today`, within the reader's reach. */
const heldNow = (postId: number, today: string) =>
  sql`b.holder_post_id = ${postId} and b.superseded_at = 'infinity' and b.valid_to > ${today}::date and s.merged_into_id is null`;

export async function countHeld(tx: Tx, held: { postId: number; today: string }): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from kernel_baton b join kernel_subject s on s.subject_id = b.subject_id
    where ${heldNow(held.postId, held.today)}`.execute(tx);
  return rows[0]?.n ?? 0;
}

type HeldRow = {
  baton_id: string;
  subject_id: string;
  name: string;
  kind: string;
  role: string;
  valid_from: string;
  valid_to: string;
  note: string | null;
  post_title: string | null;
  org_name: string | null;
  open_matters: number;
};

type Cursor = { name: string; id: string };

function readCursor(cursor: string | undefined): Cursor | null {
  if (cursor === undefined) return null;
  const text = Buffer.from(cursor, "base64url").toString("utf8");
  const id = text.slice(0, 36);
  if (!/^[0-9a-f-]{36}$/.test(id)) throw problem("bad-request", { detail: "翻页位置无法识别，请从第一页重新查询。" });
  return { id, name: text.slice(36) };
}

export type HeldQuery = { postId: number; today: string; q?: string | undefined; role?: string | undefined; limit: number; cursor?: string | undefined };

/** What a post holds, by the subject's name, a page at a time by keyset; with how many matters of it the post has in hand. */
export async function listHeld(tx: Tx, query: HeldQuery): Promise<{ items: HeldBaton[]; total: number; next: string | null }> {
  const after = readCursor(query.cursor);
  const part = query.q === undefined || query.q === "" ? null : `%${query.q.toLowerCase().replaceAll(/[\\%_]/g, (one) => `\\${one}`)}%`;
  const where = sql`${heldNow(query.postId, query.today)} and (${query.role ?? null}::text is null or b.role = ${query.role ?? null}::text)
    and (${part}::text is null or s.search_text like ${part}::text)`;
  const { rows } = await sql<HeldRow>`
    with page as (
      select b.baton_id, b.subject_id, s.name, s.kind, b.role, b.valid_from, b.valid_to, b.note, b.act_id,
        (select count(*)::int from kernel_matter_state m where m.subject_id = b.subject_id and m.holder_post_id = b.holder_post_id
          and m.superseded_at = 'infinity' and m.status in ('open', 'in_hand', 'to_verify')) as open_matters
      from kernel_baton b join kernel_subject s on s.subject_id = b.subject_id
      where ${where} and (${after?.name ?? null}::text is null or (s.name, b.baton_id) > (${after?.name ?? null}::text, ${after?.id ?? null}::uuid))
      order by s.name, b.baton_id limit ${query.limit + 1})
    select page.*, signed.post_title, signed.org_name from page
    left join kernel_act_signatures(array(select act_id from page)) signed on signed.act_id = page.act_id
    order by page.name, page.baton_id`.execute(tx);
  const counted = await sql<{
    n: number;
  }>`select count(*)::int as n from kernel_baton b join kernel_subject s on s.subject_id = b.subject_id where ${where}`.execute(tx);
  const items = rows.slice(0, query.limit).map((row) => heldBatonOf(row, query.today));
  const last = rows.length > query.limit ? items.at(-1) : undefined;
  const next = last === undefined ? null : Buffer.from(`${last.id}${last.subjectName}`, "utf8").toString("base64url");
  return { items, total: counted.rows[0]?.n ?? 0, next };
}

function heldBatonOf(row: HeldRow, today: string): HeldBaton {
  return {
    id: row.baton_id,
    subjectId: row.subject_id,
    subjectName: row.name,
    subjectKind: row.kind,
    role: row.role,
    roleName: heldRoleName(row.role),
    validFrom: row.valid_from,
    validTo: openEnd(row.valid_to),
    isAhead: row.valid_from > today,
    note: row.note,
    handedOverBy: row.post_title === null ? null : { title: row.post_title, orgName: row.org_name ?? "" },
    openMatters: row.open_matters,
  };
}

/** Current versions of these batons; throws `not-found` when one is missing or out of reach. */
export async function listBatonsById(tx: Tx, ids: readonly string[]): Promise<CurrentBaton[]> {
  const wanted = [...new Set(ids)];
  const { rows } = await sql<CurrentBaton>`
    select b.baton_id as id, b.version_id as "versionId", b.scope_id as "scopeId", b.subject_id as "subjectId", s.name as "subjectName",
      s.merged_into_id is not null as "isMerged", b.role, b.seat, b.holder_post_id as "holderPostId", b.valid_from as "validFrom",
      b.valid_to::text as "validTo", b.note
    from kernel_baton b join kernel_subject s on s.subject_id = b.subject_id
    where b.baton_id = any(${wanted}::uuid[]) and b.superseded_at = 'infinity' order by s.name, b.baton_id`.execute(tx);
  if (rows.length < wanted.length) throw problem("not-found", { detail: "有的责任不存在、已经移交，或者不在您的范围内，请刷新后重选。" });
  return rows;
}

/** Who holds which role on a subject today. Throws `not-found` out of reach. */
export async function readHolders(tx: Tx, asked: { subjectId: string; today: string }): Promise<HoldersOfSubject> {
  const { rows: subjects } = await sql<{ name: string }>`select name from kernel_subject where subject_id = ${asked.subjectId}`.execute(tx);
  const [subject] = subjects;
  if (subject === undefined) throw problem("not-found");
  const { rows } = await sql<{ role: string; post_id: number; title: string; org_id: string; org_name: string | null }>`
    select b.role, p.post_id, p.title, p.org_id, o.name as org_name from kernel_baton b
    join kernel_post p on p.post_id = b.holder_post_id and not p.is_closed
    left join kernel_org o on o.org_id = p.org_id and o.superseded_at = 'infinity'
    where b.subject_id = ${asked.subjectId} and b.superseded_at = 'infinity' and b.valid_from <= ${asked.today}::date and b.valid_to > ${asked.today}::date
    order by b.role, b.seat, p.post_id`.execute(tx);
  const items = rows.map((row) => ({
    role: row.role,
    roleName: heldRoleName(row.role),
    postId: row.post_id,
    title: row.title,
    orgId: row.org_id,
    orgName: row.org_name ?? "",
  }));
  return { subjectId: asked.subjectId, subjectName: subject.name, items };
}

type SpanRow = Row & { recorded_at: string; by_title: string | null; by_org: string | null };

/** Every hand that a baton's role on its subject went through, newest first, as known now. `not-found` out of reach. */
export async function readHistory(tx: Tx, batonId: string): Promise<BatonHistory> {
  const { rows: about } = await sql<{ subject_id: string; name: string; role: string; seat: number }>`select b.subject_id, s.name, b.role, b.seat
    from kernel_baton b join kernel_subject s on s.subject_id = b.subject_id where b.baton_id = ${batonId} order by b.recorded_at desc limit 1`.execute(tx);
  const [one] = about;
  if (one === undefined) throw problem("not-found", { detail: "没有找到这项责任，或者您无权查看。" });
  // The act that began a baton gave it; a later version of the same baton only ended it.
  const { rows } = await sql<SpanRow>`
    with span as (
      select b.*, (select first.act_id from kernel_baton first where first.baton_id = b.baton_id order by first.recorded_at limit 1) as given_by,
        (select min(first.recorded_at) from kernel_baton first where first.baton_id = b.baton_id) as given_at
      from kernel_baton b where b.subject_id = ${one.subject_id} and b.role = ${one.role} and b.seat = ${one.seat} and b.superseded_at = 'infinity')
    select span.baton_id, span.role, p.title, o.name as org_name, span.valid_from, span.valid_to, span.note, span.given_at as recorded_at,
      signed.post_title as by_title, signed.org_name as by_org
    from span join kernel_post p on p.post_id = span.holder_post_id
    left join kernel_org o on o.org_id = p.org_id and o.superseded_at = 'infinity'
    left join kernel_act_signatures(array(select given_by from span)) signed on signed.act_id = span.given_by
    order by span.valid_from desc, span.baton_id limit 200`.execute(tx);
  return {
    subjectName: one.name,
    roleName: heldRoleName(one.role),
    items: rows.map((row) => ({
      id: row.baton_id,
      holder: row.title,
      holderOrg: row.org_name ?? "",
      validFrom: row.valid_from,
      validTo: openEnd(row.valid_to),
      note: row.note,
      handedOverBy: row.by_title === null ? null : { title: row.by_title, orgName: row.by_org ?? "" },
      recordedAt: row.recorded_at,
    })),
  };
}
