import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import multipart from "@fastify/multipart";
import type { FastifyReply, FastifyRequest } from "fastify";
import { sql } from "kysely";
import { z } from "zod";
import { evidenceList, thingWritten } from "@baton/contract/library";
import { Problem, problem } from "@baton/contract/problems";
import { beginAct, readAs, writeAs } from "#platform/database";
import { type App, actorOf, answerOnce, type Context } from "#platform/http";
import { addEvidence } from "./actions.ts";
import { discard, pathOf, store } from "./storing.ts";
import { withoutTraces } from "./stripping.ts";
import { evidenceBytesMax, readUpload } from "./upload.ts";
import { type EvidenceFile, getEvidenceFile, listEvidence } from "./views.ts";

const byId = z.strictObject({ id: z.uuid() });
const tags = ["evidence"];

export function routes(app: App, context: Context): void {
  app.get(
    "/api/projects/:id/evidence",
    {
      schema: {
        summary: "项目资料",
        tags,
        params: byId,
        querystring: z.strictObject({ knownAt: z.iso.datetime({ offset: true }).optional() }),
        response: { 200: evidenceList },
      },
    },
    (request) =>
      readAs(context.db, actorOf(request), async (tx) => {
        const { rows } = await sql`select from kernel_subject where subject_id = ${request.params.id}`.execute(tx);
        if (rows.length === 0) throw problem("not-found");
        return { items: await listEvidence(tx, request.query.knownAt ?? null, request.params.id) };
      }),
  );
  app.get(
    "/api/evidence/:id",
    { schema: { summary: "下载材料（附件）；照片不含拍摄地点等附带信息", tags, params: byId, produces: ["application/octet-stream"] } },
    async (request, reply) => {
      const { file, path } = await findFile(context, request);
      if (!file.mediaType.startsWith("image/")) return attach(reply, file).header("content-length", file.byteCount).send(createReadStream(path));
      const picture = withoutTraces(await readFile(path), file.mediaType);
      if (picture === undefined) throw problem("file-refused", { detail: "这张照片的文件已损坏，不能打开。请联系报送单位重新上传。" });
      return attach(reply, file).header("content-length", picture.length).send(picture);
    },
  );
  app.get(
    "/api/evidence/:id/original",
    { schema: { summary: "下载原件，含照片的附带信息；限调度机构，留有记录", tags, params: byId, produces: ["application/octet-stream"] } },
    async (request, reply) => {
      const { file, path } = await findFile(context, request);
      const actor = actorOf(request);
      if (actor.role !== "dispatch") throw problem("not-allowed", { detail: "照片原件含拍摄地点等信息，只供调度机构核查。" });
      await writeAs(context.db, actor, (tx) => beginAct(tx, { kind: "open-original", subjects: [file.subjectId], reason: "核查材料原件" }));
      return attach(reply, file).header("content-length", file.byteCount).send(createReadStream(path));
    },
  );
  app.register(async (uploads) => {
    // another slice may accept uploads for the whole server
    if (!uploads.hasContentTypeParser("multipart/form-data")) await uploads.register(multipart);
    const scoped = uploads as unknown as App;
    scoped.post(
      "/api/projects/:id/evidence",
      {
        bodyLimit: evidenceBytesMax + 65_536,
        schema: {
          summary: "上传材料（multipart：file、proves、title、takenOn）",
          tags,
          params: byId,
          consumes: ["multipart/form-data"],
          response: { 200: thingWritten },
        },
      },
      (request) => upload(request, context, request.params.id),
    );
  });
}

async function findFile(context: Context, request: FastifyRequest<{ Params: { id: string } }>): Promise<{ file: EvidenceFile; path: string }> {
  const file = await readAs(context.db, actorOf(request), (tx) => getEvidenceFile(tx, request.params.id));
  const path = pathOf(context.filesDir, request.params.id);
  const found = await stat(path).catch(() => undefined);
  // a restored database may name a file that its files folder lacks: said, not thrown as a bug
  if (found?.size !== file.byteCount) throw problem("not-found", { detail: "材料的原件不在文件库中，请联系系统管理员核对备份。" });
  return { file, path };
}

/** Never to be opened in place, never kept on the way. */
function attach(reply: FastifyReply, file: EvidenceFile): FastifyReply {
  return reply
    .header("content-disposition", `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`)
    .header("cache-control", "private, no-store")
    .type(file.mediaType);
}

/** File first, row after: a row that is committed names a file that is on disk. */
async function upload(request: FastifyRequest, context: Context, subjectId: string): Promise<{ id: string }> {
  const actor = actorOf(request);
  // who may not write here is told before the file is kept
  await readAs(context.db, actor, async (tx) => {
    const { rows } = await sql`select from kernel_subject where subject_id = ${subjectId}`.execute(tx);
    if (rows.length === 0) throw problem("not-found");
  });
  const received = await readUpload(request, context.clock.today().toString());
  const evidenceId = randomUUID();
  await store(context.filesDir, evidenceId, received.file.content);
  const fingerprint = `${subjectId} ${received.file.sha256} ${JSON.stringify(received.fields)}`;
  try {
    const answer = await answerOnce(context.db, request, { fingerprint, work: (tx) => addEvidence(tx, { subjectId, evidenceId }, received) });
    // a repeated request was answered with the first one's evidence
    if (answer.id !== evidenceId) await discard(context.filesDir, evidenceId);
    return answer;
  } catch (error) {
    if (isRefused(error)) await discard(context.filesDir, evidenceId);
    throw error;
  }
}

/** Whether the row was certainly not written. A connection lost at the commit leaves that open: then the file stays. */
function isRefused(error: unknown): boolean {
  if (error instanceof Problem) return true;
  const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
  return /^(22|23|40|42|P0)[0-9A-Z]{3}$/.test(code);
}
