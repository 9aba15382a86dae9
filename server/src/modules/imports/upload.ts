import { createHash } from "node:crypto";
import multipart from "@fastify/multipart";
import type { FastifyRequest } from "fastify";
import { importFields } from "@baton/contract/imports";
import { problem } from "@baton/contract/problems";
import type { App } from "#platform/http";
import { limits } from "#platform/sheets";
import type { Upload } from "./job.ts";

/** Multipart bodies of one file and a few short fields; larger ones are refused while they arrive. */
export function acceptUploads(app: App): void {
  app.register(multipart, { limits: { fileSize: limits.uploadBytesMax, files: 1, fields: 10, fieldSize: 100_000, parts: 12 } });
}

function parsedMapping(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw problem("invalid-input", { detail: "列对应（mapping）不是有效的 JSON。" });
  }
}

/** File names come from elsewhere: the last part of the path, without control characters. */
function plainName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? "";
  // oxlint-disable-next-line no-control-regex -- they are what is taken away
  return last.replaceAll(/[\u0000-\u001f\u007f]/g, "").slice(-200) || "未命名";
}

/** Reads the body; throws `too-large`, `bad-request` or `invalid-input` with a sentence. */
export async function readUpload(request: FastifyRequest): Promise<Upload> {
  if (!request.isMultipart()) throw problem("bad-request", { detail: "请以表单（multipart/form-data）上传文件，字段为 kind、mode、file。" });
  const given: Record<string, unknown> = {};
  let file: { name: string; bytes: Buffer } | undefined;
  for await (const part of request.parts()) {
    if (part.type === "file") {
      if (part.fieldname !== "file") throw problem("invalid-input", { detail: `不认识的文件字段“${part.fieldname.slice(0, 40)}”，请用 file。` });
      file = { name: plainName(part.filename), bytes: await part.toBuffer() };
    } else if (part.fieldname === "mapping") given["mapping"] = parsedMapping(String(part.value));
    else given[part.fieldname] = part.value;
  }
  if (file === undefined) throw problem("invalid-input", { detail: "没有收到文件，请选择要导入的 .xlsx 或 .csv。" });
  const fields = importFields.safeParse(given);
  if (!fields.success) {
    const errors = fields.error.issues.map((issue) => ({ pointer: `/${issue.path.join("/")}`, code: issue.code, detail: issue.message }));
    throw problem("invalid-input", {
      detail: "kind 应为 organisations、projects、monthly-reports、leads、enterprises 之一，mode 应为 check 或 commit，其余字段见接口说明。",
      errors,
    });
  }
  return { fields: fields.data, fileName: file.name, bytes: file.bytes, digest: createHash("sha256").update(file.bytes).digest("hex") };
}
