import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import { z } from "zod";
import { projectPage, type ProjectQuery, projectQuery } from "@baton/contract/projects";
import type { Question } from "#kernel/figures";
import { readAs, type Tx } from "#platform/database";
import { type App, actorOf, type Context } from "#platform/http";
import { listCards, readStanding } from "./card-list.ts";
import { listProjects, questionOf } from "./list.ts";
import { reportRoutes } from "./report-routes.ts";
import { savedViewRoutes } from "./saved-views.ts";

const listQuery = projectQuery.extend({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
});

/** The database's clock now: an instant that can be asked again. */
export async function knownNow(tx: Tx): Promise<string> {
  const { rows } = await sql<{ now: string }>`select clock_timestamp() as now`.execute(tx);
  const now = rows[0]?.now;
  if (now === undefined) throw new Error("the database told no time");
  return now;
}

/** Where the next page is, at the same known instant; null at the end. */
export function nextAddress(request: FastifyRequest, knownAt: string, cursor: string | null): string | null {
  if (cursor === null) return null;
  const address = new URL(request.url, "http://localhost");
  address.searchParams.set("knownAt", knownAt);
  address.searchParams.set("cursor", cursor);
  return `${address.pathname}?${address.searchParams.toString()}`;
}

/** The list's question at one instant, and whether cards answer it. */
async function readQuestion(tx: Tx, query: ProjectQuery, today: string): Promise<{ question: Question; year: number; isCard: boolean }> {
  const { validOn } = questionOf(query, { today, knownAt: "" });
  const year = query.year ?? Number(validOn.slice(0, 4));
  const { now, isCard } = await readStanding(tx, { year, validOn, today, knownAt: query.knownAt });
  return { question: questionOf(query, { today, knownAt: now }), year, isCard };
}

export function routes(app: App, context: Context): void {
  app.get("/api/projects", { schema: { summary: "项目台账", tags: ["projects"], querystring: listQuery, response: { 200: projectPage } } }, async (request) => {
    const { limit, cursor, ...query } = request.query;
    const actor = actorOf(request);
    return readAs(context.db, actor, async (tx) => {
      const { question, year, isCard } = await readQuestion(tx, query, context.clock.today().toString());
      const page = isCard
        ? await listCards(tx, query, { question, year, limit, cursor, isWide: actor.isWide })
        : await listProjects(tx, query, { question, limit, cursor, isWide: actor.isWide });
      return { items: page.items, total: page.total, next: nextAddress(request, question.knownAt, page.cursor) };
    });
  });
  reportRoutes(app, context);
  savedViewRoutes(app, context);
}
