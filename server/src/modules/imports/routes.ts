import { z } from "zod";
import { importAnswer, importKind, previewAnswer, receiptPage, undoAnswer } from "@baton/contract/imports";
import { problem } from "@baton/contract/problems";
import { readAs } from "#platform/database";
import { type App, actorOf, answerOnce, type Context, turns } from "#platform/http";
import { readWorkbook, writeWorkbook } from "#platform/sheets";
import { check, importerFor, runImport } from "./job.ts";
import { templateOf } from "./templates.ts";
import { undoImport } from "./undo.ts";
import { acceptUploads, readUpload } from "./upload.ts";
import { listReceipts, preview, withErrors } from "./views.ts";

const workbookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** Imports at one time: each may hold a core and a few hundred megabytes (SECURITY R7). */
const importsMax = 2;

export function routes(app: App, context: Context): void {
  // In a scope of its own: only these addresses take multipart bodies of this size.
  app.register(async (scope) => {
    acceptUploads(scope as App);
    uploadRoutes(scope as App, context);
  });
  receiptRoutes(app, context);
}

function receiptRoutes(app: App, context: Context): void {
  app.get(
    "/api/imports/templates/:file",
    {
      schema: {
        summary: "导入模板：{kind}.xlsx，含下拉和示例行",
        tags: ["imports"],
        params: z.strictObject({ file: z.string().max(60) }),
        produces: [workbookType],
      },
    },
    async (request, reply) => {
      actorOf(request);
      const kind = importKind.safeParse(request.params.file.replace(/\.xlsx$/, ""));
      if (!kind.success || !request.params.file.endsWith(".xlsx"))
        throw problem("not-found", { detail: "没有这个模板，可用的有 organisations、projects、monthly-reports、leads、enterprises。" });
      return reply.header("content-disposition", `attachment; filename="${kind.data}.xlsx"`).type(workbookType).send(templateOf(kind.data));
    },
  );

  app.get(
    "/api/imports",
    {
      schema: {
        summary: "本人的导入记录",
        tags: ["imports"],
        response: { 200: receiptPage },
        querystring: z.strictObject({ limit: z.coerce.number().int().min(1).max(100).default(30), before: z.iso.datetime({ offset: true }).optional() }),
      },
    },
    async (request) => {
      const { limit, before } = request.query;
      const items = await readAs(context.db, actorOf(request), (tx) => listReceipts(tx, { limit, before: before ?? null }));
      const last = items.length === limit ? items.at(-1) : undefined;
      return { items, next: last === undefined ? null : `/api/imports?limit=${limit}&before=${encodeURIComponent(last.recordedAt)}` };
    },
  );

  app.post(
    "/api/imports/:id/undo",
    { schema: { summary: "撤销一次导入（之后没有新记录时）", tags: ["imports"], params: z.strictObject({ id: z.uuid() }), response: { 200: undoAnswer } } },
    async (request) => answerOnce(context.db, request, (tx) => undoImport(tx, request.params.id)),
  );
}

function uploadRoutes(app: App, context: Context): void {
  const inTurn = turns(importsMax, { detail: "正在处理其他导入，请稍后再试。", retryAfter: 5 });
  app.post(
    "/api/imports",
    {
      schema: {
        summary: "导入表格：mode=check 只检查，mode=commit 全部写入或者全部不写",
        description:
          "multipart/form-data：kind、mode、file；可选 sheet（工作表）、headerRow（表头行号）、mapping（JSON：我方列名→文件列名）。有任何一行有误时 commit 一行也不写：accepted 为 0，rejected 为有误的行数。同样内容再次导入不改变任何数据（changed 为 0）。",
        tags: ["imports"],
        consumes: ["multipart/form-data"],
        response: { 200: importAnswer },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      return inTurn(async () => {
        const upload = await readUpload(request);
        importerFor(actor, upload.fields.kind);
        const workbook = await readWorkbook(upload.bytes, upload.fileName);
        return runImport(context, request, { upload, workbook });
      });
    },
  );

  app.post(
    "/api/import-previews",
    {
      schema: {
        summary: "看一看表格：工作表、前20行、表头和列的对应",
        description: "multipart/form-data：kind、file。",
        tags: ["imports"],
        consumes: ["multipart/form-data"],
        response: { 200: previewAnswer },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      return inTurn(async () => {
        const { fields, bytes, fileName } = await readUpload(request);
        importerFor(actor, fields.kind);
        const { sheets, format } = await readWorkbook(bytes, fileName);
        return readAs(context.db, actor, (tx) => preview(tx, actor, { kind: fields.kind, sheets, format }));
      });
    },
  );

  app.post(
    "/api/imports/errors.xlsx",
    {
      schema: {
        summary: "检查并把原表加上“错误说明”一列返回",
        description: "multipart/form-data，字段与 POST /api/imports 相同；不写入任何数据。",
        tags: ["imports"],
        consumes: ["multipart/form-data"],
        produces: [workbookType],
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const marked = await inTurn(async () => {
        const upload = await readUpload(request);
        importerFor(actor, upload.fields.kind);
        const workbook = await readWorkbook(upload.bytes, upload.fileName);
        const { table, faults } = await readAs(context.db, actor, (tx) => check(tx, { actor, context, upload, workbook }));
        return withErrors(table, faults.errors);
      });
      const book = writeWorkbook([{ name: "错误说明", columns: marked.headings.map((header) => ({ header })), rows: marked.rows }]);
      return reply.header("content-disposition", 'attachment; filename="errors.xlsx"').type(workbookType).send(book);
    },
  );
}
