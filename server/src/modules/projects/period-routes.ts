import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import { z } from "zod";
import { calendarDate, instant } from "@baton/contract/figures";
import {
  dryRun as dryRunShape,
  freezeBody,
  keptFigures,
  lightsAnswer,
  openPeriodBody,
  period as periodShape,
  periodActAnswer,
  periods as periodsShape,
  reasonBody,
} from "@baton/contract/periods";
import { problem } from "@baton/contract/problems";
import { month } from "@baton/contract/reports";
import type { Figures } from "#kernel/figures";
import { readLights } from "#kernel/lights";
import { closePeriod, getPeriod, listPeriods, openPeriod, toPeriod } from "#kernel/periods";
import { readAs, type Tx } from "#platform/database";
import { type App, actorOf, answerOnce, type Context } from "#platform/http";
import { dryRun } from "./dry-run.ts";
import { readKeptFigures } from "./kept.ts";
import { freezeMonth, type Moment, publishMonth, withdrawFreeze } from "./freezing.ts";

const tags = ["periods"];
const byMonth = z.strictObject({ month });

/** What these routes need of other slices: the figures to keep, and the proof that a second factor was just given (S8). */
export type PeriodNeeds = { figures: Figures; requireFreshFactor(request: FastifyRequest): Promise<void> | void };

function momentOf(context: Context): Moment {
  return { now: context.clock.now(), today: context.clock.today().toString() };
}

function readRoutes(app: App, context: Context, { figures }: PeriodNeeds): void {
  app.get("/api/periods", { schema: { summary: "各月：开放、截止、冻结、发布", tags, response: { 200: periodsShape } } }, (request) =>
    readAs(context.db, actorOf(request), async (tx) => {
      const items = (await listPeriods(tx)).map(toPeriod);
      // The month in work is the oldest that is not published yet.
      return { items, current: (items.findLast((one) => one.state !== "published") ?? items[0])?.month ?? null };
    }),
  );
  app.get("/api/periods/:month", { schema: { summary: "一个月的经过", tags, params: byMonth, response: { 200: periodShape } } }, (request) =>
    readAs(context.db, actorOf(request), async (tx) => toPeriod(await getPeriod(tx, request.params.month))),
  );
  app.get(
    "/api/periods/:month/figures",
    { schema: { summary: "已冻结月份的发布数与现数，及其间的更正", tags, params: byMonth, response: { 200: keptFigures } } },
    (request) => readAs(context.db, actorOf(request), (tx) => readKeptFigures(tx, actorOf(request), { month: request.params.month, figures })),
  );
  const answerDryRun = (request: FastifyRequest, asked: { month: string; heldBack: z.infer<typeof freezeBody>["heldBack"] }) =>
    readAs(context.db, actorOf(request), (tx) => dryRun(tx, actorOf(request), { ...asked, today: context.clock.today().toString() }));
  app.get(
    "/api/periods/:month/dry-runs",
    { schema: { summary: "试算：冻结会定下和发出什么；已冻结的月份为其留存", tags, params: byMonth, response: { 200: dryRunShape } } },
    (request) => answerDryRun(request, { month: request.params.month, heldBack: [] }),
  );
  app.post(
    "/api/periods/:month/dry-runs",
    { schema: { summary: "试算，带暂缓的事项；不写入任何内容", tags, params: byMonth, body: freezeBody, response: { 200: dryRunShape } } },
    (request) => answerDryRun(request, { month: request.params.month, heldBack: request.body.heldBack }),
  );
}

function actRoutes(app: App, context: Context, needs: PeriodNeeds): void {
  const moment = () => momentOf(context);
  app.post("/api/periods", { schema: { summary: "开放一个月的报送", tags, body: openPeriodBody, response: { 200: periodShape } } }, (request) =>
    answerOnce(context.db, request, async (tx) => toPeriod(await openPeriod(tx, actorOf(request), request.body))),
  );
  app.post("/api/periods/:month/closing", { schema: { summary: "截止一个月的报送", tags, params: byMonth, response: { 200: periodShape } } }, (request) =>
    answerOnce(context.db, request, async (tx) => toPeriod(await closePeriod(tx, actorOf(request), request.params.month))),
  );
  app.post(
    "/api/periods/:month/freeze",
    { schema: { summary: "冻结一个月：定下亮牌，备好事项", tags, params: byMonth, body: freezeBody, response: { 200: periodActAnswer } } },
    async (request) => {
      await needs.requireFreshFactor(request);
      return answerOnce(context.db, request, (tx) =>
        freezeMonth(tx, actorOf(request), { ...moment(), month: request.params.month, heldBack: request.body.heldBack, figures: needs.figures }),
      );
    },
  );
  app.post(
    "/api/periods/:month/withdrawal",
    { schema: { summary: "撤回冻结（发布前）", tags, params: byMonth, body: reasonBody, response: { 200: periodActAnswer } } },
    (request) =>
      answerOnce(context.db, request, (tx) => withdrawFreeze(tx, actorOf(request), { ...moment(), month: request.params.month, reason: request.body.reason })),
  );
  app.post(
    "/api/periods/:month/publication",
    { schema: { summary: "发布一个月：发出事项", tags, params: byMonth, response: { 200: periodActAnswer } } },
    async (request) => {
      await needs.requireFreshFactor(request);
      return answerOnce(context.db, request, (tx) => publishMonth(tx, actorOf(request), { ...moment(), month: request.params.month }));
    },
  );
}

async function databaseNow(tx: Tx): Promise<string> {
  const { rows } = await sql<{ now: string }>`select clock_timestamp() as now`.execute(tx);
  return rows[0]?.now ?? "";
}

/** Months and the lights that come of them. */
export function periodRoutes(app: App, context: Context, needs: PeriodNeeds): void {
  readRoutes(app, context, needs);
  actRoutes(app, context, needs);
  app.get(
    "/api/projects/:id/lights",
    {
      schema: {
        summary: "一个项目的亮牌：五个维度、缘由、怎样摘牌和全部历史",
        tags: ["lights"],
        params: z.strictObject({ id: z.uuid() }),
        querystring: z.strictObject({ validOn: calendarDate.optional(), knownAt: instant.optional() }),
        response: { 200: lightsAnswer },
      },
    },
    (request) =>
      readAs(context.db, actorOf(request), async (tx) => {
        const { rows } = await sql`select from kernel_subject where subject_id = ${request.params.id} and kind = 'project'`.execute(tx);
        if (rows.length === 0) throw problem("not-found");
        return readLights(tx, {
          subjectId: request.params.id,
          validOn: request.query.validOn ?? context.clock.today().toString(),
          knownAt: request.query.knownAt ?? (await databaseNow(tx)),
        });
      }),
  );
}
