import { z } from "zod";
import { importJob, importKind, receiptPage, undoAnswer } from "@baton/contract/imports";
import { problem } from "@baton/contract/problems";
import { readAs } from "#platform/database";
import { type App, actorOf, answerOnce, type Context } from "#platform/http";
import { listReceipts, readRecord } from "./records.ts";
import { templateOf } from "./templates.ts";
import { type Desk, openDesk } from "./under-way.ts";
import { undoImport } from "./undo.ts";
import { acceptUploads } from "./upload.ts";
import { uploadRoutes, workbookType } from "./upload-routes.ts";

export function routes(app: App, context: Context): void {
  const desk = openDesk((error) => {
    const told = app.problemOf(error);
    if (told === undefined) app.log.error({ err: error }, "an import failed");
    return told ?? problem("internal", { detail: "服务出错，没有写入任何数据，请稍后再试。" });
  });
  // In a scope of its own: only these addresses take multipart bodies of this size.
  app.register(async (scope) => {
    acceptUploads(scope as App);
    uploadRoutes(scope as App, context, desk);
  });
  templateRoute(app);
  receiptRoutes(app, context, desk);
}

function templateRoute(app: App): void {
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
}

const oneImport = z.strictObject({ id: z.uuid() });

function receiptRoutes(app: App, context: Context, desk: Desk): void {
  app.get(
    "/api/imports",
    {
      schema: {
        summary: "本人的导入记录，进行中的也在内",
        tags: ["imports"],
        response: { 200: receiptPage },
        querystring: z.strictObject({ limit: z.coerce.number().int().min(1).max(100).default(30), before: z.iso.datetime({ offset: true }).optional() }),
      },
    },
    async (request) => {
      const { limit, before } = request.query;
      const actor = actorOf(request);
      const open = new Map(desk.open(actor.accountId).map((job) => [job.importId, job.state]));
      const items = await readAs(context.db, actor, (tx) => listReceipts(tx, { limit, before: before ?? null }, (id) => open.get(id)));
      const last = items.length === limit ? items.at(-1) : undefined;
      return { items, next: last === undefined ? null : `/api/imports?limit=${limit}&before=${encodeURIComponent(last.recordedAt)}` };
    },
  );

  app.get(
    "/api/imports/:id",
    {
      schema: {
        summary: "一次导入或检查的进度和结果",
        description: "进行中的每半秒问一次即可。一次性密码只在结束后第一次答复中给出。",
        tags: ["imports"],
        params: oneImport,
        response: { 200: importJob },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      return desk.find(actor.accountId, request.params.id)?.job() ?? readRecord(context.db, actor, request.params.id);
    },
  );

  app.post(
    "/api/imports/:id/cancel",
    {
      schema: { summary: "取消一次进行中的导入或检查，提交之前随时可以，取消后一行也不写", tags: ["imports"], params: oneImport, response: { 200: importJob } },
    },
    async (request) => desk.cancel(actorOf(request).accountId, request.params.id),
  );

  app.post(
    "/api/imports/:id/undo",
    { schema: { summary: "撤销一次导入（之后没有新记录时）", tags: ["imports"], params: oneImport, response: { 200: undoAnswer } } },
    async (request) => answerOnce(context.db, request, (tx) => undoImport(tx, context, request.params.id)),
  );
}
