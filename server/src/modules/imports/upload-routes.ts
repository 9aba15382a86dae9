import { randomUUID } from "node:crypto";
import type { FastifyRequest } from "fastify";
import { importAnswer, importJob, previewAnswer } from "@baton/contract/imports";
import { readAs } from "#platform/database";
import { type App, actorOf, type Context, turns } from "#platform/http";
import { readWorkbook } from "#platform/sheets";
import { checking, committing, fingerprintOf, importerFor, keyOf } from "./job.ts";
import { markedFile } from "./marking.ts";
import type { Desk, Followed } from "./under-way.ts";
import { readUpload } from "./upload.ts";
import { preview } from "./views.ts";

export const workbookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** Files taken in or looked through at one time: each is held in memory, up to 20 MB (SECURITY R7). */
const uploadsMax = 4;

type InTurn = ReturnType<typeof turns>;

export function uploadRoutes(app: App, context: Context, desk: Desk): void {
  const inTurn = turns(uploadsMax, { detail: "正在接收其他文件，请稍后再试。", retryAfter: 5 });
  importRoute(app, (request) => inTurn(() => submit(request, context, desk)));
  previewRoute(app, context, inTurn);
  markingRoute(app, context, inTurn);
}

type Submitted = { followed: Followed; mayWait: boolean };

async function submit(request: FastifyRequest, context: Context, desk: Desk): Promise<Submitted> {
  const actor = actorOf(request);
  const { accountId } = actor;
  desk.assertRoom();
  const upload = await readUpload(request);
  const { fields, fileName } = upload;
  importerFor(actor, fields.kind);
  const mayWait = fields.wait === "yes";
  const [key, fingerprint] = [keyOf(request), fingerprintOf(upload)];
  const joined = desk.joined(accountId, key, fingerprint);
  if (joined !== undefined) return { followed: joined, mayWait };
  desk.assertFree(accountId, fields.wait);
  const order = { context, request, upload };
  const { importId, work } = fields.mode === "check" ? { importId: randomUUID(), work: checking(order) } : await committing(order);
  return { followed: desk.submit({ importId, accountId, fileName, fields, key, fingerprint }, work), mayWait };
}

function importRoute(app: App, submitted: (request: FastifyRequest) => Promise<Submitted>): void {
  app.post(
    "/api/imports",
    {
      schema: {
        summary: "导入表格：mode=check 只检查，mode=commit 全部写入或者全部不写",
        description:
          "multipart/form-data：kind、mode、file；可选 sheet（工作表）、headerRow（表头行号）、mapping（JSON：我方列名→文件列名）、wait。有任何一行有误时 commit 一行也不写：accepted 为 0，rejected 为有误的行数。同样内容再次导入不改变任何数据（changed 为 0）。wait=no 时立即以 202 答复，进度和结果见 GET /api/imports/{id}；同一账号同时只办一个。",
        tags: ["imports"],
        consumes: ["multipart/form-data"],
        response: { 200: importAnswer, 202: importJob },
      },
    },
    async (request, reply) => {
      const { followed, mayWait } = await submitted(request);
      if (mayWait) return followed.ended;
      const job = followed.job();
      return reply.code(202).header("location", `/api/imports/${job.importId}`).send(job);
    },
  );
}

function previewRoute(app: App, context: Context, inTurn: InTurn): void {
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
}

function markingRoute(app: App, context: Context, inTurn: InTurn): void {
  app.post(
    "/api/imports/errors.xlsx",
    {
      schema: {
        summary: "检查并把原文件加上“错误说明”一列返回",
        description:
          "multipart/form-data，字段与 POST /api/imports 相同；不写入任何数据。.xlsx 保留原有样式和工作表，有误的单元格标色；.csv 以原编码返回 .csv。",
        tags: ["imports"],
        consumes: ["multipart/form-data"],
        produces: [workbookType, "text/csv"],
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { bytes, format } = await inTurn(async () => {
        const upload = await readUpload(request);
        importerFor(actor, upload.fields.kind);
        return markedFile({ actor, context, upload });
      });
      return reply
        .header("content-disposition", `attachment; filename="errors.${format}"`)
        .type(format === "xlsx" ? workbookType : "text/csv")
        .send(bytes);
    },
  );
}
