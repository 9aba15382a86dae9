import type { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import type { FastifyRequest } from "fastify";
import type { z } from "zod";
import { evidenceFields } from "@baton/contract/library";
import { problem } from "@baton/contract/problems";
import { sniff } from "./sniffing.ts";
import { withoutTraces } from "./stripping.ts";

export const evidenceBytesMax = 20 * 1024 * 1024;

export type Upload = { fields: z.infer<typeof evidenceFields>; file: { name: string; mediaType: string; sha256: string; content: Buffer } };

/** The last part of the name, without control characters, ending as the content says and not as the sender says. */
function plainName(name: string, extension: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? "";
  const clean = last
    // oxlint-disable-next-line no-control-regex -- they are what is taken away
    .replaceAll(/[\u0000-\u001f\u007f"]/g, "")
    .replace(/\.[A-Za-z0-9]{1,8}$/, "")
    .slice(0, 150);
  return `${clean === "" ? "材料" : clean}.${extension}`;
}

/** One file and its fields. Throws `too-large` above 20 MB, `file-refused` for a content that is no evidence, `invalid-input`. */
export async function readUpload(request: FastifyRequest, today: string): Promise<Upload> {
  if (!request.isMultipart()) throw problem("bad-request", { detail: "请以表单（multipart/form-data）上传材料，字段为 file、proves、title、takenOn。" });
  const given: Record<string, unknown> = {};
  let received: { name: string; content: Buffer } | undefined;
  for await (const part of request.parts({ limits: { fileSize: evidenceBytesMax, files: 1, fields: 5, fieldSize: 2_000, parts: 6 } })) {
    if (part.type === "file") received = { name: part.filename, content: await part.toBuffer() };
    else if (part.value !== "") given[part.fieldname] = part.value;
  }
  if (received === undefined || received.content.length === 0) throw problem("invalid-input", { detail: "没有收到文件，请选择要上传的材料。" });
  const fields = evidenceFields.safeParse(given);
  if (!fields.success) {
    const errors = fields.error.issues.map((issue) => ({ pointer: `/${issue.path.join("/")}`, code: issue.code, detail: issue.message }));
    throw problem("invalid-input", { detail: `材料的说明有误：${errors[0]?.detail ?? ""}`, errors });
  }
  if (fields.data.takenOn !== undefined && fields.data.takenOn > today)
    throw problem("invalid-input", { detail: `材料形成日期${fields.data.takenOn}晚于今天，请核对。` });
  const kind = await sniff(received.content);
  if (kind === undefined)
    throw problem("file-refused", { detail: "只接受 PDF、JPG、PNG、XLSX、DOCX，且按内容判断；带宏的文档不接受。请另存为其中一种后上传。" });
  if (withoutTraces(received.content, kind.mediaType) === undefined)
    throw problem("file-refused", { detail: "这张照片的文件不完整或已损坏，请重新拍摄或另存后上传。" });
  const sha256 = createHash("sha256").update(received.content).digest("hex");
  return { fields: fields.data, file: { name: plainName(received.name, kind.extension), mediaType: kind.mediaType, sha256, content: received.content } };
}
