import { createHash, randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { z } from "zod";
import type { ImportAnswer, ImportJob, receipt } from "@baton/contract/imports";
import type { ImportKind } from "@baton/contract/import-columns";
import { type Problem, problem } from "@baton/contract/problems";
import { type Actor, type Database, readAs, type Tx, writeAs } from "#platform/database";

/** What a record keeps of a long answer; the whole list is in the marked workbook. */
const errorsKept = 200;

type Begun = { actor: Actor; key: string | null; kind: ImportKind; fileName: string; digest: string };

function importIdOf(accountId: string, key: string): string {
  const hex = createHash("sha256").update(`import ${accountId} ${key}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/**
 * The record of an import that begins now; it stands before anything is read. The same request sent again after the
 * server had stopped takes up its own record; `isNew` is false where it has ended and its stored answer is all there is.
 */
export async function beginRecord(db: Database, begun: Begun): Promise<{ importId: string; isNew: boolean }> {
  const { actor, key } = begun;
  return writeAs(db, actor, async (tx) => {
    const importId = key === null ? randomUUID() : importIdOf(actor.accountId, key);
    if (await insertRecord(tx, importId, begun)) return { importId, isNew: true };
    const { rows } = await sql<{ state: string }>`select state from projects_import where import_id = ${importId}`.execute(tx);
    const state = rows[0]?.state;
    if (state !== "failed" && state !== "cancelled") return { importId, isNew: state === "running" };
    const again = randomUUID();
    await insertRecord(tx, again, begun);
    return { importId: again, isNew: true };
  });
}

async function insertRecord(tx: Tx, importId: string, { actor, kind, fileName, digest }: Begun): Promise<boolean> {
  const { rows } =
    await sql`insert into projects_import (import_id, account_id, org_id, kind, file_name, file_sha256, row_count, accepted_count, rejected_count, changed_count, state, ended_at)
    values (${importId}, ${actor.accountId}, ${actor.orgId}, ${kind}, ${fileName.slice(0, 200)}, ${digest}, 0, 0, 0, 0, 'running', null)
    on conflict on constraint projects_import_pkey do nothing returning import_id`.execute(tx);
  return rows.length > 0;
}

/** What an import of organisations made besides versions, to be taken back by an undo. */
export type Made = { posts: readonly number[]; accounts: readonly string[] };

/** Ends the record in the transaction that wrote the rows, or found them faulty. */
export async function settleRecord(tx: Tx, answer: ImportAnswer, written: { actId: string | null; made: Made | null }): Promise<void> {
  const kept = { ...answer, errors: answer.errors.slice(0, errorsKept), warnings: answer.warnings.slice(0, errorsKept), accounts: [] };
  const leftOut = answer.errorsLeftOut + answer.errors.length - kept.errors.length;
  await sql`update projects_import set state = ${answer.isWritten ? "done" : "refused"}, row_count = ${answer.rows}, accepted_count = ${answer.accepted},
      rejected_count = ${answer.rejected}, changed_count = ${answer.changed}, act_id = ${written.actId},
      answer = ${JSON.stringify({ ...kept, errorsLeftOut: leftOut })}::jsonb, made = ${written.made === null ? null : JSON.stringify(written.made)}::jsonb
    where import_id = ${answer.importId}`.execute(tx);
}

/** Ends the record of an import that wrote nothing. */
export async function endRecord(db: Database, actor: Actor, ended: { importId: string; state: "failed" | "cancelled"; problem: Problem }): Promise<void> {
  const { slug, title, message } = ended.problem;
  const fault = ended.state === "failed" ? JSON.stringify({ code: slug, title, detail: message }) : null;
  await writeAs(db, actor, (tx) =>
    sql`update projects_import set state = ${ended.state}, fault = ${fault}::jsonb where import_id = ${ended.importId} and state = 'running'`.execute(tx),
  );
}

type Receipt = z.infer<typeof receipt>;

/** The actor's own imports, newest first. What the database takes for running is so only while `isRunning` says so. */
export async function listReceipts(
  tx: Tx,
  page: { limit: number; before: string | null },
  isRunning: (importId: string) => Receipt["state"] | undefined,
): Promise<Receipt[]> {
  const { rows } = await sql<Receipt>`
    select import_id as "importId", kind, file_name as "fileName", state, row_count as rows, accepted_count as accepted, rejected_count as rejected, changed_count as changed,
      recorded_at as "recordedAt", undone_act_id is not null as "isUndone", act_id is not null and undone_act_id is null as "canUndo"
    from projects_import where ${page.before}::timestamptz is null or recorded_at < ${page.before}::timestamptz
    order by recorded_at desc limit ${page.limit}`.execute(tx);
  return rows.map((row) => ({ ...row, state: row.state === "running" ? (isRunning(row.importId) ?? "interrupted") : row.state }));
}

type Stored = {
  kind: ImportKind;
  file_name: string;
  state: "running" | "done" | "refused" | "failed" | "cancelled";
  row_count: number;
  answer: ImportAnswer | null;
  fault: ImportJob["problem"];
};

/** An import that is not under way any more, as its record tells it; throws `not-found`. */
export async function readRecord(db: Database, actor: Actor, importId: string): Promise<ImportJob> {
  const { rows } = await readAs(db, actor, (tx) =>
    sql<Stored>`select kind, file_name, state, row_count, answer, fault from projects_import where import_id = ${importId}`.execute(tx),
  );
  const [row] = rows;
  if (row === undefined) throw problem("not-found", { detail: "没有找到这次导入；只检查过的文件不留记录，请重新检查。" });
  return {
    importId,
    kind: row.kind,
    mode: "commit",
    fileName: row.file_name,
    state: row.state === "running" ? "interrupted" : row.state,
    ahead: 0,
    progress: { rowsRead: row.row_count, rowCount: row.row_count, rowsChecked: row.row_count, recordsWritten: 0 },
    answer: row.answer,
    problem: row.fault,
  };
}
