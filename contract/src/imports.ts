import { z } from "zod";
import { importKinds } from "./import-columns.ts";

export const importKind = z.enum(importKinds);
export const importMode = z.enum(["check", "commit"]);

/** What is wrong with one cell. `row` is the row of the sheet (the header is usually 1); `column` is the heading, empty where the whole row is meant. */
export const importError = z.strictObject({
  row: z.number().int(),
  column: z.string(),
  code: z.string(),
  message: z.string(),
  remedy: z.string(),
});
export type ImportError = z.infer<typeof importError>;

/**
 * `rows` data rows were read. In `check`, `accepted` rows could be written and `changed` of them would change something.
 * In `commit`, all rows are written or none: with any faulty row `accepted` and `changed` are 0 and nothing is written.
 * `rejected` counts faulty rows in both. `errors` also names unknown columns (row of the header, code
 * `unknown-column`), which reject no row. Errors beyond 1,000 are counted in `errorsLeftOut`.
 */
export const importAnswer = z.strictObject({
  importId: z.string().nullable(),
  kind: importKind,
  mode: importMode,
  rows: z.number().int(),
  accepted: z.number().int(),
  rejected: z.number().int(),
  changed: z.number().int(),
  isWritten: z.boolean(),
  errors: z.array(importError),
  errorsLeftOut: z.number().int(),
  /** The same shape as errors; rows with warnings only are accepted. */
  warnings: z.array(importError),
  unknownColumns: z.array(z.string()),
  /** One-time passwords of accounts that this import made: shown once, kept nowhere. */
  accounts: z.array(z.strictObject({ username: z.string(), password: z.string() })),
});
export type ImportAnswer = z.infer<typeof importAnswer>;

/**
 * The parts of the multipart body besides `file`. `mapping` is a JSON object from our heading to the workbook's.
 * `wait`: `yes` answers when the work is done; `no` answers 202 at once with the job, to be asked for and cancelled by its id.
 */
export const importFields = z.strictObject({
  kind: importKind,
  mode: importMode.default("check"),
  wait: z.enum(["yes", "no"]).default("yes"),
  sheet: z.string().max(100).optional(),
  headerRow: z.coerce.number().int().min(1).max(100).optional(),
  mapping: z.record(z.string().max(100), z.string().max(200)).optional(),
});
export type ImportFields = z.infer<typeof importFields>;

export const previewAnswer = z.strictObject({
  format: z.enum(["xlsx", "csv"]),
  sheets: z.array(
    z.strictObject({
      name: z.string(),
      rowCount: z.number().int(),
      /** The first twenty rows as text. */
      firstRows: z.array(z.array(z.string())),
      headerRow: z.number().int(),
      headings: z.array(z.string()),
      /** Our heading → the workbook's, as remembered by the organisation or guessed. */
      mapping: z.record(z.string(), z.string()),
      isRemembered: z.boolean(),
      /** Required columns that nothing matched. */
      missing: z.array(z.string()),
    }),
  ),
  columns: z.array(z.strictObject({ name: z.string(), isRequired: z.boolean() })),
});
export type PreviewAnswer = z.infer<typeof previewAnswer>;

/**
 * `waiting` for its turn, `running`, `committing` (too late to cancel); then once and for good: `done`, `refused` (faulty
 * rows, nothing written), `failed`, `cancelled`, or `interrupted` (the server stopped meanwhile, nothing written).
 */
export const importState = z.enum(["waiting", "running", "committing", "done", "refused", "failed", "cancelled", "interrupted"]);
export type ImportState = z.infer<typeof importState>;

/** How far it is: rows of the file read, rows checked of `rowCount` (null until the file is read), records written. */
export const importProgress = z.strictObject({
  rowsRead: z.number().int(),
  rowCount: z.number().int().nullable(),
  rowsChecked: z.number().int(),
  recordsWritten: z.number().int(),
});
export type ImportProgress = z.infer<typeof importProgress>;

/** One import on its way or ended. `ahead` counts those that come first while it waits; `problem` says why it failed. */
export const importJob = z.strictObject({
  importId: z.string(),
  kind: importKind,
  mode: importMode,
  fileName: z.string(),
  state: importState,
  ahead: z.number().int(),
  progress: importProgress,
  answer: importAnswer.nullable(),
  problem: z.strictObject({ code: z.string(), title: z.string(), detail: z.string() }).nullable(),
});
export type ImportJob = z.infer<typeof importJob>;

export const receipt = z.strictObject({
  importId: z.string(),
  kind: importKind,
  fileName: z.string(),
  state: importState,
  rows: z.number().int(),
  accepted: z.number().int(),
  rejected: z.number().int(),
  changed: z.number().int(),
  recordedAt: z.string(),
  isUndone: z.boolean(),
  canUndo: z.boolean(),
});
export const receiptPage = z.strictObject({ items: z.array(receipt), next: z.string().nullable() });
export const undoAnswer = z.strictObject({ importId: z.string(), reverted: z.number().int() });
