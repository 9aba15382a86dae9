import { importAnswer } from "@baton/contract/imports";
import { problem } from "@baton/contract/problems";
import { type App, actorOf, type Context } from "#platform/http";
import { readWorkbook } from "#platform/sheets";
import { importerFor, runImport } from "./job.ts";
import { acceptUploads, readUpload } from "./upload.ts";

/** Imports at one time: each may hold a core and a few hundred megabytes (SECURITY R7). */
const importsMax = 2;

export function routes(app: App, context: Context): void {
  // In a scope of its own: only these addresses take multipart bodies of this size.
  app.register(async (scope) => {
    acceptUploads(scope as App);
    uploadRoutes(scope as App, context);
  });
}

function uploadRoutes(app: App, context: Context): void {
  let running = 0;

  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (running >= importsMax) throw problem("busy", { detail: "正在处理其他导入，请稍后再试。", retryAfter: 5 });
    running += 1;
    try {
      return await work();
    } finally {
      running -= 1;
    }
  }

  app.post(
    "/api/imports",
    {
      schema: {
        summary: "导入表格：mode=check 只检查，mode=commit 全部写入或者全部不写",
        description: "multipart/form-data：kind、mode、file；可选 sheet（工作表）、headerRow（表头行号）、mapping（JSON：我方列名→文件列名）。有任何一行有误时 commit 一行也不写：accepted 为 0，rejected 为有误的行数。同样内容再次导入不改变任何数据（changed 为 0）。",
        tags: ["imports"], consumes: ["multipart/form-data"], response: { 200: importAnswer },
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
}
