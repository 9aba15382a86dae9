import { createHash, randomUUID } from "node:crypto";
import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import { importKindNames, type ImportKind } from "@baton/contract/import-columns";
import type { ImportAnswer, ImportFields } from "@baton/contract/imports";
import { problem } from "@baton/contract/problems";
import { type Actor, announce, beginAct, readAs, type Tx } from "#platform/database";
import { actorOf, answerOnce, type Context } from "#platform/http";
import type { Workbook } from "#platform/sheets";
import { collectFaults, type Faults } from "./faults.ts";
import { enterpriseImporter } from "./enterprises.ts";
import type { Importer, Prepared } from "./importer.ts";
import { leadImporter } from "./leads.ts";
import { readRemembered, remember } from "./mappings.ts";
import { monthlyReportImporter } from "./monthly-reports.ts";
import { organisationImporter } from "./organisations.ts";
import { projectImporter } from "./projects.ts";
import { readTable, reportTable, type Table } from "./table.ts";

const importers: Record<ImportKind, Importer> = {
  organisations: organisationImporter,
  projects: projectImporter,
  "monthly-reports": monthlyReportImporter,
  leads: leadImporter,
  enterprises: enterpriseImporter,
};

export type Upload = { fields: ImportFields; fileName: string; bytes: Buffer };

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

/** Reads the table and finds every fault; writes nothing. */
export async function check(tx: Tx, asked: { actor: Actor; context: Context; upload: Upload; workbook: Workbook }): Promise<Checked> {
  const { actor, context, upload, workbook } = asked;
  const { kind, sheet, headerRow, mapping } = upload.fields;
  const importer = importerFor(actor, kind);
  const table = readTable(kind, workbook, { layout: { sheet, headerRow, mapping }, remembered: await readRemembered(tx, actor, kind) });
  await planFor(tx, table.rows.length);
  const faults = collectFaults();
  reportTable(table, faults);
  if (table.missing.length > 0) return { table, faults, prepared: null, rejected: table.rows.length };
  const prepared = await importer.prepare(tx, { actor, clock: context.clock, table, faults });
  return { table, faults, prepared, rejected: faults.rejected };
}

function answerOf({ table, faults, prepared, rejected }: Checked, fields: ImportFields): ImportAnswer {
  const isWhole = rejected === 0 && prepared !== null;
  const isCommit = fields.mode === "commit";
  return {
    importId: null,
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

const sha256 = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");

/** Checks a table, or writes all of it or nothing. One transaction, one act, one receipt. */
export async function runImport(context: Context, request: FastifyRequest, asked: { upload: Upload; workbook: Workbook }): Promise<ImportAnswer> {
  const actor = actorOf(request);
  const { upload } = asked;
  const { fields } = upload;
  if (fields.mode === "check") return readAs(context.db, actor, async (tx) => answerOf(await check(tx, { actor, context, ...asked }), fields));
  const digest = sha256(upload.bytes);
  const fingerprint = sha256(Buffer.from(JSON.stringify([digest, fields])));
  // One-time passwords are told to this request alone and never kept with its answer.
  let accounts: ImportAnswer["accounts"] = [];
  const work = async (tx: Tx): Promise<ImportAnswer> => {
    const checked = await check(tx, { actor, context, ...asked });
    const answer = answerOf(checked, fields);
    if (checked.rejected > 0 || checked.prepared === null) return answer;
    if (fields.mapping !== undefined) await remember(tx, actor, { kind: fields.kind, headings: checked.table.headings, mapping: fields.mapping });
    const written = await commit(tx, { actor, upload, digest, prepared: checked.prepared, answer });
    accounts = written.accounts;
    return written.answer;
  };
  const answer = await answerOnce(context.db, request, { fingerprint, work });
  return { ...answer, accounts };
}

type Committing = { actor: Actor; upload: Upload; digest: string; prepared: Prepared; answer: ImportAnswer };

async function commit(tx: Tx, { actor, upload, digest, prepared, answer }: Committing): Promise<Pick<ImportAnswer, "accounts"> & { answer: ImportAnswer }> {
  const importId = randomUUID();
  let actId: string | null = null;
  let accounts: ImportAnswer["accounts"] = [];
  if (prepared.changed > 0) {
    const act = await beginAct(tx, { kind: `import-${answer.kind}`, subjects: prepared.subjects, reason: upload.fileName.slice(0, 200) });
    accounts = (await prepared.write(tx, act)) ?? [];
    actId = act.actId;
    await announce(tx, "import", { payload: { kind: answer.kind, changed: answer.changed } });
  }
  await sql`insert into projects_import (import_id, account_id, org_id, kind, file_name, file_sha256, row_count, accepted_count, rejected_count, changed_count, act_id)
    values (${importId}, ${actor.accountId}, ${actor.orgId}, ${answer.kind}, ${upload.fileName.slice(0, 200)}, ${digest}, ${answer.rows}, ${answer.accepted}, 0, ${answer.changed}, ${actId})`.execute(
    tx,
  );
  return { answer: { ...answer, importId, isWritten: true }, accounts };
}
