import { z } from "zod";
import * as library from "@baton/contract/library";
import { readAs, type Tx } from "#platform/database";
import { type App, actorOf, type Context } from "#platform/http";
import { sql } from "kysely";
import { problem } from "@baton/contract/problems";
import { type Point, readProject } from "./detail.ts";
import { readHistory } from "./history.ts";
import { readMoney } from "./money.ts";
import { listMonthsOf } from "./reported.ts";

const byId = z.strictObject({ id: z.uuid({ error: "项目编号无效" }) });
const pointQuery = z.strictObject({ validOn: z.iso.date().optional(), knownAt: z.iso.datetime({ offset: true }).optional() });
const tags = ["projects"];

/** The point asked for; where none was given, today in the city and the database's clock now. */
async function pointOf(tx: Tx, query: z.infer<typeof pointQuery>, context: Context): Promise<Point> {
  const validOn = query.validOn ?? context.clock.today().toString();
  if (query.knownAt !== undefined) return { validOn, knownAt: query.knownAt };
  const { rows } = await sql<{ now: string }>`select clock_timestamp() as now`.execute(tx);
  return { validOn, knownAt: rows[0]?.now ?? "" };
}

export function libraryRoutes(app: App, context: Context): void {
  readingRoutes(app, context);
}

function readingRoutes(app: App, context: Context): void {
  const { db } = context;
  app.get("/api/projects/:id", { schema: { summary: "项目页", tags, params: byId, querystring: pointQuery, response: { 200: library.projectPage } } }, (request) =>
    readAs(db, actorOf(request), async (tx) => {
      const point = await pointOf(tx, request.query, context);
      return readProject(tx, { actor: actorOf(request), point, isPast: request.query.knownAt !== undefined }, request.params.id);
    }),
  );
  app.get(
    "/api/projects/:id/money",
    { schema: { summary: "计划、完成与时间进度曲线", tags, params: byId, querystring: pointQuery.extend({ year: z.coerce.number().int().min(1990).max(2100).optional() }), response: { 200: library.moneySeries } } },
    (request) =>
      readAs(db, actorOf(request), async (tx) => {
        const { year, ...asked } = request.query;
        const point = await pointOf(tx, asked, context);
        return readMoney(tx, { point, year: year ?? Number(point.validOn.slice(0, 4)) }, request.params.id);
      }),
  );
  app.get(
    "/api/projects/:id/reports",
    { schema: { summary: "历月报送", tags, params: byId, querystring: pointQuery, response: { 200: library.projectReports } } },
    (request) =>
      readAs(db, actorOf(request), async (tx) => {
        const point = await pointOf(tx, request.query, context);
        await assertReached(tx, request.params.id);
        return { items: await listMonthsOf(tx, point, request.params.id) };
      }),
  );
  app.get(
    "/api/projects/:id/history",
    {
      schema: {
        summary: "办理历史：谁、何时、改了什么", tags, params: byId,
        querystring: pointQuery.extend({ before: z.iso.datetime({ offset: true }).optional(), limit: z.coerce.number().int().min(1).max(500).default(100) }),
        response: { 200: library.projectHistory },
      },
    },
    (request) =>
      readAs(db, actorOf(request), async (tx) => {
        const { before, limit, ...asked } = request.query;
        const point = await pointOf(tx, asked, context);
        await assertReached(tx, request.params.id);
        return readHistory(tx, { point, before: before ?? null, limit }, request.params.id);
      }),
  );
}

/** Throws `not-found` for a project the actor does not reach, so that an empty list is not taken for an empty project. */
export async function assertReached(tx: Tx, id: string): Promise<void> {
  const { rows } = await sql`select from kernel_subject where subject_id = ${id} and kind = 'project'`.execute(tx);
  if (rows.length === 0) throw problem("not-found");
}
