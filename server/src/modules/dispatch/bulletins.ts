import { sql } from "kysely";
import type { z } from "zod";
import { documentFaults } from "@baton/contract/bulletin-rules";
import {
  type BulletinDetail,
  bulletinDocument,
  bulletinFacts,
  type BulletinDocument,
  type BulletinFacts,
  type BulletinLine,
  type BulletinState,
  type bulletinBody,
  type bulletinChange,
} from "@baton/contract/bulletins";
import { problem } from "@baton/contract/problems";
import { monthEnd } from "@baton/contract/time";
import type { Figures } from "#kernel/figures";
import { type Actor, announce, beginAct, type Tx } from "#platform/database";

export type BulletinEvent = BulletinDetail["events"][number] & { accountId: string | null; dueOn: string | null; knownAt: string | null };

/** A bulletin as it stands: its text, its way, who did what. */
export type ReadBulletin = {
  line: BulletinLine;
  version: string;
  document: BulletinDocument;
  audience: string[] | null;
  writtenBy: BulletinDetail["writtenBy"];
  writerId: string | null;
  events: BulletinEvent[];
};

type Row = {
  bulletin_id: string;
  version_id: string;
  kind: BulletinLine["kind"];
  month_end: string;
  title: string;
  document: unknown;
  audience: string[] | null;
  is_sample: boolean;
  recorded_at: string;
  written_by: string | null;
  post: string | null;
  events: {
    kind: BulletinEvent["kind"];
    post: string | null;
    at: string;
    note: string | null;
    accountId: string | null;
    dueOn: string | null;
    knownAt: string | null;
    documentNo: string | null;
    issuedOn: string | null;
  }[];
};

const states: Record<BulletinEvent["kind"], BulletinState> = {
  check: "checked",
  return: "draft",
  ask: "asking",
  freeze: "frozen",
  withdraw: "checked",
  issue: "issued",
};

function readBulletin(row: Row): ReadBulletin {
  const last = row.events.at(-1);
  const issue = row.events.find(({ kind }) => kind === "issue");
  return {
    line: {
      id: row.bulletin_id,
      kind: row.kind,
      month: row.month_end.slice(0, 7),
      title: row.title,
      state: last === undefined ? "draft" : states[last.kind],
      documentNo: issue?.documentNo ?? null,
      issuedOn: issue?.issuedOn ?? null,
      changedAt: last === undefined || last.at < row.recorded_at ? row.recorded_at : last.at,
      isSample: row.is_sample,
    },
    version: row.version_id,
    document: bulletinDocument.parse(row.document),
    audience: row.audience,
    writtenBy: { post: row.post, at: row.recorded_at, note: null },
    writerId: row.written_by,
    events: row.events.map(({ documentNo: _documentNo, issuedOn: _issuedOn, ...event }) => event),
  };
}

async function read(tx: Tx, id: string | null): Promise<ReadBulletin[]> {
  const { rows } = await sql<Row>`
    select b.bulletin_id, b.version_id, b.kind, b.month_end, b.title, b.document, b.audience, b.is_sample, b.recorded_at, b.written_by, p.title as post,
      coalesce((select jsonb_agg(jsonb_build_object('kind', e.kind, 'post', ep.title, 'at', e.recorded_at, 'note', e.note, 'accountId', e.done_by, 'dueOn', e.due_on,
          'knownAt', e.known_at, 'documentNo', e.document_no, 'issuedOn', e.issued_on) order by e.sequence)
        from dispatch_bulletin_event e left join kernel_act ea on ea.act_id = e.act_id left join kernel_post ep on ep.post_id = ea.post_id
        where e.bulletin_id = b.bulletin_id), '[]') as events
    from dispatch_bulletin b left join kernel_act a on a.act_id = b.act_id left join kernel_post p on p.post_id = a.post_id
    where b.superseded_at = 'infinity' and (${id}::uuid is null or b.bulletin_id = ${id}::uuid)
    order by b.month_end desc, b.title, b.bulletin_id limit 500`.execute(tx);
  return rows.map(readBulletin);
}

/** The reader's bulletins, the newest month first. */
export async function listBulletins(tx: Tx): Promise<BulletinLine[]> {
  return (await read(tx, null)).map(({ line }) => line);
}

/** Throws `not-found` for a bulletin that does not exist or is not the reader's. */
export async function getBulletin(tx: Tx, id: string): Promise<ReadBulletin> {
  const [found] = await read(tx, id);
  if (found === undefined) throw problem("not-found", { detail: "没有这份通报，或者您无权查看。" });
  return found;
}

/** What the freeze kept, or undefined before it. */
export async function readKeptFacts(tx: Tx, id: string): Promise<BulletinFacts | undefined> {
  const { rows } = await sql<{ facts: unknown }>`select facts from dispatch_bulletin_facts where bulletin_id = ${id} and superseded_at = 'infinity'`.execute(
    tx,
  );
  return rows[0] === undefined ? undefined : bulletinFacts.parse(rows[0].facts);
}

export function requireDispatch(actor: Actor): void {
  if (actor.role !== "dispatch") throw problem("not-allowed", { detail: "通报由调度机构起草和办理。" });
}

type Body = z.infer<typeof bulletinBody>;

async function insertVersion(tx: Tx, id: string | null, body: Body): Promise<{ id: string; version: string }> {
  const { rows } = await sql<{
    bulletin_id: string;
    version_id: string;
  }>`insert into dispatch_bulletin (bulletin_id, kind, month_end, title, document, audience)
    values (coalesce(${id}::uuid, uuidv7()), ${body.kind}, ${monthEnd(body.month)}::date, ${body.title}, ${JSON.stringify(body.document)}::jsonb, ${body.audience}::uuid[])
    returning bulletin_id, version_id`.execute(tx);
  await announce(tx, "bulletin", {});
  return { id: rows[0]?.bulletin_id ?? "", version: rows[0]?.version_id ?? "" };
}

export async function addBulletin(tx: Tx, actor: Actor, body: Body): Promise<{ id: string; version: string }> {
  requireDispatch(actor);
  await beginAct(tx, { kind: "write-bulletin", subjects: [actor.orgId] });
  return insertVersion(tx, null, body);
}

/** A change of a draft. Throws `conflict` where somebody else has changed it meanwhile, `rule-refused` once it is checked. */
export async function changeBulletin(
  tx: Tx,
  actor: Actor,
  { id, body }: { id: string; body: z.infer<typeof bulletinChange> },
): Promise<{ id: string; version: string }> {
  requireDispatch(actor);
  await beginAct(tx, { kind: "write-bulletin", subjects: [actor.orgId] });
  const { line, version, writtenBy } = await getBulletin(tx, id);
  if (line.state !== "draft") throw problem("rule-refused", { detail: "通报已经核稿，先退回才能修改。" });
  if (version !== body.seen) throw problem("conflict", { detail: `${writtenBy.post ?? "他人"}刚刚修改过这份通报，请刷新后再改；您的文字仍在本页。` });
  await sql`update dispatch_bulletin set superseded_at = now() where bulletin_id = ${id} and superseded_at = 'infinity'`.execute(tx);
  return insertVersion(tx, id, body);
}

/** What must be mended before the text may be checked. */
export function faultsOf(document: BulletinDocument, figures: Figures): string[] {
  return documentFaults(document, new Set(figures.keys()));
}
