import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import { z } from "zod";
import * as library from "@baton/contract/library";
import { Problem, problem } from "@baton/contract/problems";
import { statisticsBody } from "@baton/contract/reports";
import { statisticsPage, statisticsQuery } from "@baton/contract/statistics";
import { readAs, type Tx, writeAs } from "#platform/database";
import { type App, actorOf, answerOnce, type Context } from "#platform/http";
import { type Point, readProject } from "./detail.ts";
import { findDuplicates, type Searched } from "./duplicates.ts";
import { readHistory } from "./history.ts";
import { readMoney } from "./money.ts";
import { listingRoutes } from "./listing-routes.ts";
import { listMonthsOf } from "./reported.ts";
import { nextAddress } from "./routes.ts";
import { enterProjectStage, saveProjectNode, withdrawProjectStage } from "./staging.ts";
import { listStatistics, recordStatistics } from "./statistics.ts";
import { type Asked, createProject, editProject } from "./writing.ts";

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
  keepingRoutes(app, context);
  movingRoutes(app, context);
  listingRoutes(app, context);
  statisticsRoutes(app, context);
}

function asked(request: FastifyRequest, context: Context): Asked {
  return { actor: actorOf(request), clock: context.clock };
}

function readingRoutes(app: App, context: Context): void {
  const { db } = context;
  app.get(
    "/api/projects/:id",
    { schema: { summary: "项目页", tags, params: byId, querystring: pointQuery, response: { 200: library.projectPage } } },
    (request) =>
      readAs(db, actorOf(request), async (tx) => {
        const point = await pointOf(tx, request.query, context);
        return readProject(tx, { actor: actorOf(request), point, isPast: request.query.knownAt !== undefined }, request.params.id);
      }),
  );
  app.get(
    "/api/projects/:id/money",
    {
      schema: {
        summary: "计划、完成与时间进度曲线",
        tags,
        params: byId,
        querystring: pointQuery.extend({ year: z.coerce.number().int().min(1990).max(2100).optional() }),
        response: { 200: library.moneySeries },
      },
    },
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
        summary: "办理历史：谁、何时、改了什么",
        tags,
        params: byId,
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

/** A refusal rolls back the record of its own search: it is asked once more, to stand on record with what was found. */
async function keepSearch<T>(request: FastifyRequest, { db, searched }: { db: Context["db"]; searched: Searched }, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Problem && error.slug === "duplicate-subject" && "duplicates" in error.members)
      await writeAs(db, actorOf(request), (tx) => findDuplicates(tx, searched));
    throw error;
  }
}

function keepingRoutes(app: App, context: Context): void {
  const { db } = context;
  app.get(
    "/api/project-duplicates",
    { schema: { summary: "查重：只告知相符之处和登记单位", tags, querystring: library.duplicatesQuery, response: { 200: library.duplicatesAnswer } } },
    async (request) => ({ items: await writeAs(db, actorOf(request), (tx) => findDuplicates(tx, request.query)) }),
  );
  app.post("/api/projects", { schema: { summary: "登记项目", tags, body: library.newProjectBody, response: { 200: library.projectWritten } } }, (request) => {
    const { name, code, creditCode, accountOrgId: orgId } = request.body;
    return keepSearch(request, { db, searched: { name, code, creditCode, orgId } }, () =>
      answerOnce(db, request, (tx) => createProject(tx, asked(request, context), request.body)),
    );
  });
  app.put(
    "/api/projects/:id",
    { schema: { summary: "修改项目信息", tags, params: byId, body: library.editProjectBody, response: { 200: library.projectWritten } } },
    (request) => answerOnce(db, request, (tx) => editProject(tx, asked(request, context), { id: request.params.id, ...request.body })),
  );
}

function movingRoutes(app: App, context: Context): void {
  const { db } = context;
  app.post(
    "/api/projects/:id/stages",
    { schema: { summary: "进入阶段", tags, params: byId, body: library.stageEntryBody, response: { 200: library.stageWritten } } },
    (request) => answerOnce(db, request, (tx) => enterProjectStage(tx, asked(request, context), { id: request.params.id, entering: request.body })),
  );
  app.post(
    "/api/projects/:id/stages/:stageId/withdrawals",
    {
      schema: {
        summary: "撤回误录的阶段",
        tags,
        params: byId.extend({ stageId: z.uuid({ error: "阶段记录编号无效" }) }),
        body: library.stageWithdrawalBody,
        response: { 200: library.thingWritten },
      },
    },
    (request) => answerOnce(db, request, (tx) => withdrawProjectStage(tx, asked(request, context), { ...request.params, ...request.body })),
  );
  app.post(
    "/api/projects/:id/nodes",
    { schema: { summary: "设立或调整节点", tags, params: byId, body: library.nodeBody, response: { 200: library.thingWritten } } },
    (request) => answerOnce(db, request, (tx) => saveProjectNode(tx, asked(request, context), { id: request.params.id, input: request.body })),
  );
}

function statisticsRoutes(app: App, context: Context): void {
  const { db } = context;
  app.get(
    "/api/statistics",
    { schema: { summary: "入统状态与统计数，和调度数并列", tags, querystring: statisticsQuery, response: { 200: statisticsPage } } },
    (request) =>
      readAs(db, actorOf(request), async (tx) => {
        const { knownAt } = await pointOf(tx, { knownAt: request.query.knownAt }, context);
        const { cursor, ...page } = await listStatistics(tx, { actor: actorOf(request), query: request.query, knownAt });
        return { ...page, next: cursor === null ? null : nextAddress(request, knownAt, cursor) };
      }),
  );
  app.post(
    "/api/projects/:id/statistics",
    { schema: { summary: "录入统计数（统计账）", tags, params: byId, body: statisticsBody, response: { 200: library.thingWritten } } },
    (request) => {
      if (request.body.projectId !== request.params.id) throw problem("bad-request", { detail: "地址中的项目与内容中的项目不一致。" });
      return answerOnce(db, request, (tx) => recordStatistics(tx, asked(request, context), request.body));
    },
  );
}
