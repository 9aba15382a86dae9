import { createHash } from "node:crypto";
import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import { importKindNames, type ImportKind } from "@baton/contract/import-columns";
import type { ImportAnswer, ImportFields } from "@baton/contract/imports";
import { problem } from "@baton/contract/problems";
import { type Actor, announce, beginAct, readAs, type Tx } from "#platform/database";
import { actorOf, answerOnce, type Context } from "#platform/http";
import { readWorkbook, type Workbook } from "#platform/sheets";
import { collectFaults, type Faults } from "./faults.ts";
import { enterpriseImporter } from "./enterprises.ts";
import type { Importer, Prepared } from "./importer.ts";
import { leadImporter } from "./leads.ts";
import { readRemembered, remember } from "./mappings.ts";
import { monthlyReportImporter } from "./monthly-reports.ts";
import { organisationImporter } from "./organisations.ts";
import { projectImporter } from "./projects.ts";
import { beginRecord, endRecord, settleRecord } from "./records.ts";
import { readTable, reportTable, type Table } from "./table.ts";
import type { Work } from "./under-way.ts";
import { type Watch, watched } from "./watch.ts";

const importers: Record<ImportKind, Importer> = {
  organisations: organisationImporter,
  projects: projectImporter,
  "monthly-reports": monthlyReportImporter,
  leads: leadImporter,
  enterprises: enterpriseImporter,
};

/** `digest` is the SHA-256 of the bytes. */
export type Upload = { fields: ImportFields; fileName: string; bytes: Buffer; digest: string };

/** Throws `not-allowed` unless the actor's role may bring in this kind at all; its reach is asked row by row. */
export function importerFor(actor: Actor, kind: ImportKind): Importer {
  const importer = importers[kind];
  if (importer.roles.includes(actor.role)) return importer;
  throw problem("not-allowed", { detail: `您的岗位不能导入${importKindNames[kind]}，请联系市级调度机构或者系统管理员。` });
}

type Checked = { table: Table; faults: Faults; prepared: Prepared | null; rejected: number };

/** From here on, whole tables are joined by hash; below, each row looks itself up. */
const bulkRows = 500;

/**
 * An import fills tables faster than their statistics follow: the planner then takes them for small and compares every
 * row with every other (10,000 rows took minutes). Within this transaction it is told which way to join.
 */
async function planFor(tx: Tx, rowCount: number): Promise<void> {
  const setting = rowCount > bulkRows ? "enable_nestloop" : "enable_seqscan";
  await sql`select set_config(${setting}, 'off', true), set_config('jit', 'off', true)`.execute(tx);
}

/** Reads the table and finds every fault; writes nothing. `errorsMax` is how many are named. */
export async function check(
  tx: Tx,
  asked: { actor: Actor; context: Context; upload: Upload; workbook: Workbook; watch: Watch; errorsMax?: number },
): Promise<Checked> {
  const { actor, context, upload, workbook, watch } = asked;
  const { kind, sheet, headerRow, mapping } = upload.fields;
  const importer = importerFor(actor, kind);
  const table = readTable(kind, workbook, { layout: { sheet, headerRow, mapping }, remembered: await readRemembered(tx, actor, kind) });
  await planFor(tx, table.rows.length);
  const faults = collectFaults(asked.errorsMax);
  reportTable(table, faults);
  if (table.missing.length > 0) return { table, faults, prepared: null, rejected: table.rows.length };
  const prepared = await importer.prepare(tx, { actor, clock: context.clock, table, faults, watch });
  return { table, faults, prepared, rejected: faults.rejected };
}

function answerOf({ table, faults, prepared, rejected }: Checked, { fields, importId }: { fields: ImportFields; importId: string | null }): ImportAnswer {
  const isWhole = rejected === 0 && prepared !== null;
  const isCommit = fields.mode === "commit";
  return {
    importId,
    kind: fields.kind,
    mode: fields.mode,
    rows: table.rows.length,
    accepted: isCommit && !isWhole ? 0 : table.rows.length - rejected,
    rejected,
    changed: isWhole ? prepared.changed : 0,
    isWritten: false,
    errors: faults.errors.toSorted((a, b) => a.row - b.row),
    errorsLeftOut: faults.leftOut,
    warnings: faults.warnings.toSorted((a, b) => a.row - b.row),
    unknownColumns: table.unknown,
    accounts: [],
  };
}

export type Order = { context: Context; request: FastifyRequest; upload: Upload };

/** Checks a table and writes nothing. */
export function checking({ context, request, upload }: Order): Work {
  const actor = actorOf(request);
  return async (watch) => {
    const workbook = await readUploaded(upload, watch);
    return readAs(context.db, actor, async (tx) =>
      answerOf(await check(watched(tx, watch), { actor, context, upload, workbook, watch }), { fields: upload.fields, importId: null }),
    );
  };
}

/**
 * Writes all of a table or nothing: one transaction, one act, one record, which stands before the file is read and ends
 * with the transaction. Cancelled before its commit it leaves nothing but the record that says so.
 */
export async function committing(order: Order): Promise<{ importId: string; work: Work }> {
  const { context, request, upload } = order;
  const actor = actorOf(request);
  const { importId, isNew } = await beginRecord(context.db, {
    actor,
    key: keyOf(request),
    kind: upload.fields.kind,
    fileName: upload.fileName,
    digest: upload.digest,
  });
  const work: Work = async (watch) => {
    try {
      watch.signal.throwIfAborted();
      return await writeOnce(order, { importId, watch });
    } catch (error) {
      const state = watch.signal.aborted ? "cancelled" : "failed";
      const told = request.server.problemOf(error) ?? problem("internal");
      // Where even that cannot be written, the record that nobody works on tells that it was interrupted.
      if (isNew)
        await endRecord(context.db, actor, { importId, state, problem: told }).catch((why: unknown) => request.log.warn({ err: why }, "import not ended"));
      throw error;
    }
  };
  return { importId, work };
}

export function keyOf(request: FastifyRequest): string | null {
  const key = request.headers["idempotency-key"];
  return typeof key === "string" && key !== "" ? key : null;
}

/** What an Idempotency-Key stands for: the file and how it is to be read, however the answer is waited for. */
export function fingerprintOf(upload: Upload): string {
  const { wait: _, ...fields } = upload.fields;
  return createHash("sha256")
    .update(JSON.stringify([upload.digest, fields]))
    .digest("hex");
}

function readUploaded(upload: Upload, { signal, progress }: Watch): Promise<Workbook> {
  return readWorkbook(upload.bytes, upload.fileName, { signal, onRows: (count) => (progress.rowsRead = count) });
}

type Writing = { importId: string; watch: Watch };

async function writeOnce({ context, request, upload }: Order, { importId, watch }: Writing): Promise<ImportAnswer> {
  const actor = actorOf(request);
  const { fields } = upload;
  const workbook = await readUploaded(upload, watch);
  // One-time passwords are told to this request alone and never kept with its answer.
  let accounts: ImportAnswer["accounts"] = [];
  const work = async (tx: Tx): Promise<ImportAnswer> => {
    watch.begin();
    const own = watched(tx, watch);
    const checked = await check(own, { actor, context, upload, workbook, watch });
    const answer = answerOf(checked, { fields: upload.fields, importId });
    if (checked.rejected > 0 || checked.prepared === null) {
      await settleRecord(tx, answer, { actId: null, made: null });
    } else {
      if (fields.mapping !== undefined) await remember(own, actor, { kind: fields.kind, headings: checked.table.headings, mapping: fields.mapping });
      accounts = await write(own, { upload, prepared: checked.prepared, answer });
    }
    watch.commit();
    return answer;
  };
  const answer = await answerOnce(context.db, request, { fingerprint: fingerprintOf(upload), work });
  return { ...answer, accounts };
}

/** Writes what was prepared and ends the record with it; returns the accounts made. */
async function write(tx: Tx, { upload, prepared, answer }: { upload: Upload; prepared: Prepared; answer: ImportAnswer }): Promise<ImportAnswer["accounts"]> {
  answer.isWritten = true;
  if (prepared.changed === 0) {
    await settleRecord(tx, answer, { actId: null, made: null });
    return [];
  }
  const act = await beginAct(tx, { kind: `import-${answer.kind}`, subjects: prepared.subjects, reason: upload.fileName.slice(0, 200) });
  const written = await prepared.write(tx, act);
  await announce(tx, "import", { payload: { kind: answer.kind, changed: answer.changed } });
  await settleRecord(tx, answer, { actId: act.actId, made: written?.made ?? null });
  return written?.accounts ?? [];
}
