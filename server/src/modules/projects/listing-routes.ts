import type { FastifyRequest } from "fastify";
import { z } from "zod";
import * as duplicates from "@baton/contract/duplicates";
import * as library from "@baton/contract/library";
import * as listings from "@baton/contract/listings";
import { readAs } from "#platform/database";
import { type App, actorOf, answerOnce, type Context } from "#platform/http";
import { adjustListing, adjustListings, previewAdjustments } from "./adjusting.ts";
import { listDuplicatePairs, markDistinct } from "./distinct.ts";
import { mergeProjects } from "./merging.ts";
import { listRolloverCandidates, listRollovers, rollOver, withdrawRollover } from "./rollover.ts";
import type { Asked } from "./writing.ts";

const byId = z.strictObject({ id: z.uuid({ error: "编号无效" }) });
const tags = ["projects"];
const listBodyMax = 4_194_304;

function asked(request: FastifyRequest, context: Context): Asked {
  return { actor: actorOf(request), clock: context.clock };
}

/** The lists and who stands on them once: adjustments, rollovers, merges. */
export function listingRoutes(app: App, context: Context): void {
  adjustmentRoutes(app, context);
  rolloverRoutes(app, context);
  duplicateRoutes(app, context);
}

function adjustmentRoutes(app: App, context: Context): void {
  const { db } = context;
  app.post(
    "/api/projects/:id/adjustments",
    { schema: { summary: "名单调整：增补、转类、退出", tags, params: byId, body: library.adjustmentBody, response: { 200: library.thingWritten } } },
    (request) => answerOnce(db, request, (tx) => adjustListing(tx, asked(request, context), { id: request.params.id, adjustment: request.body })),
  );
  app.post(
    "/api/listing-adjustment-previews",
    {
      bodyLimit: listBodyMax,
      schema: { summary: "名单调整预览：哪些会动，哪些不能", tags, body: listings.adjustmentsPreviewBody, response: { 200: listings.adjustmentsPreview } },
    },
    (request) => readAs(db, actorOf(request), (tx) => previewAdjustments(tx, asked(request, context), request.body)),
  );
  app.post(
    "/api/listing-adjustments",
    {
      bodyLimit: listBodyMax,
      schema: { summary: "批量名单调整：全部写入或全部不写", tags, body: listings.adjustmentsBody, response: { 200: listings.adjustmentsWritten } },
    },
    (request) =>
      answerOnce(db, request, async (tx) => {
        const { written } = await adjustListings(tx, asked(request, context), request.body);
        return { written };
      }),
  );
}

function rolloverRoutes(app: App, context: Context): void {
  const { db } = context;
  app.get(
    "/api/listing-rollovers/candidates",
    { schema: { summary: "可结转的项目及需留意之处", tags, querystring: listings.rolloverQuery, response: { 200: listings.rolloverCandidates } } },
    (request) => readAs(db, actorOf(request), async (tx) => ({ ...request.query, items: await listRolloverCandidates(tx, request.query) })),
  );
  app.get("/api/listing-rollovers", { schema: { summary: "已办的年度结转", tags, response: { 200: listings.rolloversDone } } }, (request) =>
    readAs(db, actorOf(request), async (tx) => ({ items: await listRollovers(tx) })),
  );
  app.post(
    "/api/listing-rollovers",
    { bodyLimit: listBodyMax, schema: { summary: "年度结转", tags, body: library.rolloverBody, response: { 200: library.rolloverWritten } } },
    (request) => answerOnce(db, request, (tx) => rollOver(tx, asked(request, context), request.body)),
  );
  app.post(
    "/api/listing-rollovers/:id/withdrawals",
    { schema: { summary: "撤回结转", tags, params: byId, body: listings.rolloverWithdrawalBody, response: { 200: listings.rolloverWithdrawn } } },
    (request) => answerOnce(db, request, (tx) => withdrawRollover(tx, asked(request, context), { ...request.params, ...request.body })),
  );
}

function duplicateRoutes(app: App, context: Context): void {
  const { db } = context;
  app.get("/api/project-duplicate-pairs", { schema: { summary: "疑似重复的项目", tags, response: { 200: duplicates.duplicatePairs } } }, (request) =>
    readAs(db, actorOf(request), listDuplicatePairs),
  );
  app.post(
    "/api/project-distinctions",
    { schema: { summary: "确认两个项目不是同一项目", tags, body: duplicates.distinctionBody, response: { 200: library.thingWritten } } },
    (request) => answerOnce(db, request, (tx) => markDistinct(tx, asked(request, context), request.body)),
  );
  app.post(
    "/api/projects/:id/merges",
    { schema: { summary: "合并重复项目", tags, params: byId, body: library.mergeBody, response: { 200: library.thingWritten } } },
    (request) => answerOnce(db, request, (tx) => mergeProjects(tx, asked(request, context), { id: request.params.id, ...request.body })),
  );
}
