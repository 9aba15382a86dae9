import type { FastifyRequest } from "fastify";
import { auditAnchor, auditAnchorsPage, auditEntriesPage, auditEntriesQuery, type AuditReceipt, auditReceipt } from "@baton/contract/audit";
import { problem } from "@baton/contract/problems";
import { type Actor, beginAct, type Connection, readAs } from "#platform/database";
import { actorOf, answerOnce, type App, type Context } from "#platform/http";
import { headFileOf } from "./head.ts";
import { findAuditKey } from "./key.ts";
import { verifyAudit } from "./verification.ts";
import { listAnchors, listAuditEntries } from "./views.ts";

const tags = ["audit"];

export type AuditSettings = {
  /** As baton_backup, which reads every table and writes none. */
  connection: Connection;
  keyFile: string;
  anchorsDir: string;
};

/** A year of daily anchors. */
const anchorsMax = 366;

function auditorOf(request: FastifyRequest): Actor {
  const actor = actorOf(request);
  if (actor.role !== "auditor") throw problem("not-allowed", { detail: "审计记录只供审计管理员查看。" });
  return actor;
}

/** One comparison at a time: whoever asks meanwhile gets the same receipt. */
function verifierOf(settings: AuditSettings): () => Promise<AuditReceipt> {
  let running: Promise<AuditReceipt> | undefined;
  return () => {
    const key = findAuditKey(settings.keyFile);
    if (key === undefined) throw problem("conflict", { detail: "审计密钥还没有生成，或密钥文件不见了。请联系系统管理员从备份中恢复。" });
    running ??= verifyAudit(settings.connection, key, { anchorsDir: settings.anchorsDir, headFile: headFileOf(settings.keyFile) }).finally(
      () => (running = undefined),
    );
    return running;
  };
}

export function routes(app: App, context: Context, settings: AuditSettings): void {
  const verify = verifierOf(settings);

  app.post(
    "/api/audit/verifications",
    { schema: { summary: "核对审计链与全部现有数据，给出回执", tags, response: { 200: auditReceipt } } },
    async (request) => {
      auditorOf(request);
      // Before the transaction: a comparison takes longer than one may be open.
      const receipt = await verify();
      return answerOnce(context.db, request, async (tx) => {
        // That somebody verified, and what came out, is itself on record.
        await beginAct(tx, { kind: "verify-audit", subjects: [], reason: receipt.ok ? "核对一致" : (receipt.firstFault?.detail ?? "核对不一致") });
        return receipt;
      });
    },
  );

  app.get(
    "/api/audit/entries",
    { schema: { summary: "谁对哪一行做了哪类操作（不含业务内容）", tags, querystring: auditEntriesQuery, response: { 200: auditEntriesPage } } },
    async (request) => {
      const actor = auditorOf(request);
      return readAs(context.db, actor, (tx) => listAuditEntries(tx, request.query));
    },
  );

  app.get("/api/audit/anchors", { schema: { summary: "每日锚点", tags, response: { 200: auditAnchorsPage } } }, async (request) => {
    const actor = auditorOf(request);
    return { items: await readAs(context.db, actor, (tx) => listAnchors(tx, anchorsMax)) };
  });

  app.get(
    "/api/audit/anchors/latest",
    { schema: { summary: "下载最近一个锚点，供异地保存", tags, response: { 200: auditAnchor } } },
    async (request, reply) => {
      const actor = auditorOf(request);
      const [anchor] = await readAs(context.db, actor, (tx) => listAnchors(tx, 1));
      if (anchor === undefined) throw problem("not-found", { detail: "还没有锚点。首次封印之后即会生成。" });
      reply.header("content-disposition", `attachment; filename="anchor-${anchor.anchorOn}.json"`);
      return anchor;
    },
  );
}
