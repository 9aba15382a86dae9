import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import { z } from "zod";
import { figureAnswer, figureEntry, figureRows } from "@baton/contract/figures";
import { type Actor, readAs, type Tx } from "#platform/database";
import { type App, actorOf, type Context } from "#platform/http";
import { evaluate } from "./evaluate.ts";
import { readQuestion } from "./question.ts";
import { describe, type Figures, getFigure } from "./registry.ts";
import { rowsBehind } from "./rows.ts";

const byName = z.strictObject({ name: z.string().describe("指标名，如 projects.completion_rate") });

/** Filters are named by the figure's own dimensions, so the query is read by `readQuestion`, which refuses the unknown. */
const questionQuery = z.looseObject({
  validFrom: z.string().optional().describe("流量的起始日，默认当年1月1日"),
  validOn: z.string().optional().describe("截止日，默认今天"),
  knownAt: z.string().optional().describe("所知时刻，默认现在"),
  by: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .describe("分组维度，最多两个"),
});

/** The asker's reach in words; printed with every answer (KERNEL K6). */
export async function scopeOf(tx: Tx, actor: Actor): Promise<string> {
  if (actor.isWide) return "全市";
  const { rows } = await sql<{ name: string }>`select name from kernel_org where org_id = ${actor.orgId} and superseded_at = 'infinity'`.execute(tx);
  return `${rows[0]?.name ?? "本单位"}及所属、所承担的对象`;
}

function queryText(request: FastifyRequest): string {
  const mark = request.url.indexOf("?");
  return mark < 0 ? "" : request.url.slice(mark + 1);
}

export function routes(app: App, context: Context, figures: Figures): void {
  app.get(
    "/api/figures",
    { schema: { summary: "指标目录", tags: ["figures"], response: { 200: z.strictObject({ items: z.array(figureEntry) }) } } },
    async (request) => {
      actorOf(request);
      return { items: [...figures.values()].map(describe) };
    },
  );

  app.get(
    "/api/figures/:name",
    { schema: { summary: "询问一个指标", tags: ["figures"], params: byName, querystring: questionQuery, response: { 200: figureAnswer } } },
    async (request) => {
      const figure = getFigure(figures, request.params.name);
      const actor = actorOf(request);
      return readAs(context.db, actor, async (tx) => {
        const question = await readQuestion(tx, request.query, context.clock.today().toString());
        const answer = await evaluate(tx, figure, { question, scope: await scopeOf(tx, actor), isWhole: actor.isWide });
        const rest = new URLSearchParams(queryText(request));
        rest.delete("by");
        rest.set("validFrom", question.validFrom);
        rest.set("validOn", question.validOn);
        rest.set("knownAt", question.knownAt);
        return { ...answer, rowsUrl: `/api/figures/${figure.name}/rows?${rest.toString()}` };
      });
    },
  );

  app.get(
    "/api/figures/:name/rows",
    {
      schema: {
        summary: "指标背后的行",
        tags: ["figures"],
        params: byName,
        querystring: questionQuery.extend({
          limit: z.coerce.number().int().min(1).max(200).default(50),
          cursor: z.uuid({ error: "游标无效，请从头翻页" }).optional(),
        }),
        response: { 200: figureRows },
      },
    },
    async (request) => {
      const figure = getFigure(figures, request.params.name);
      const { limit, cursor, ...rest } = request.query;
      return readAs(context.db, actorOf(request), async (tx) => {
        const question = await readQuestion(tx, rest, context.clock.today().toString());
        const { items, last } = await rowsBehind(tx, figure, { question, after: cursor ?? null, limit });
        if (last === null) return { items, next: null };
        const address = new URLSearchParams(queryText(request));
        address.set("knownAt", question.knownAt);
        address.set("cursor", last);
        return { items, next: `/api/figures/${figure.name}/rows?${address.toString()}` };
      });
    },
  );
}
