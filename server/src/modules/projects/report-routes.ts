import { z } from "zod";
import * as reports from "@baton/contract/reports";
import { readAs } from "#platform/database";
import { type App, actorOf, answerOnce, type Context } from "#platform/http";
import { saveDrafts } from "./drafts.ts";
import { correctReport, reviewReports, submitReports, withdrawReports } from "./reporting.ts";
import { undoReviews } from "./review-undo.ts";
import { readSheet } from "./sheet.ts";

const ofMonth = z.strictObject({ month: reports.month });
const asOf = z.strictObject({ knownAt: z.iso.datetime({ offset: true }).optional() });
const tags = ["reports"];

export function reportRoutes(app: App, context: Context): void {
  const { db, clock } = context;
  app.get(
    "/api/months/:month/reports",
    { schema: { summary: "某月的报送表：本人范围内的项目", tags, params: ofMonth, querystring: asOf, response: { 200: reports.reportSheet } } },
    (request) => readAs(db, actorOf(request), (tx) => readSheet(tx, actorOf(request), { ...request.params, ...request.query })),
  );
  app.put(
    "/api/months/:month/drafts",
    { schema: { summary: "保存草稿", tags, params: ofMonth, body: reports.draftsBody, response: { 200: reports.draftsAnswer } } },
    (request) =>
      answerOnce(db, request, (tx) =>
        saveDrafts(tx, { actor: actorOf(request), month: request.params.month, savedAt: clock.now().toString() }, request.body.rows),
      ),
  );
  app.post(
    "/api/months/:month/submissions",
    { schema: { summary: "报送", tags, params: ofMonth, body: reports.submissionsBody, response: { 200: reports.submissionsAnswer } } },
    (request) => answerOnce(db, request, (tx) => submitReports(tx, { actor: actorOf(request), clock, month: request.params.month }, request.body.rows)),
  );
  app.post(
    "/api/months/:month/withdrawals",
    { schema: { summary: "撤回（审核前）", tags, params: ofMonth, body: reports.withdrawalsBody, response: { 200: reports.withdrawalsAnswer } } },
    (request) => answerOnce(db, request, (tx) => withdrawReports(tx, { actor: actorOf(request), clock, month: request.params.month }, request.body.projectIds)),
  );
  app.post(
    "/api/months/:month/reviews",
    { schema: { summary: "审核：通过或退回", tags, params: ofMonth, body: reports.reviewsBody, response: { 200: reports.reviewsAnswer } } },
    (request) => answerOnce(db, request, (tx) => reviewReports(tx, { actor: actorOf(request), clock, month: request.params.month }, request.body)),
  );
  app.post(
    "/api/months/:month/review-undoings",
    {
      schema: { summary: "撤销本人的通过（冻结前）", tags, params: ofMonth, body: reports.reviewUndoingsBody, response: { 200: reports.reviewUndoingsAnswer } },
    },
    (request) => answerOnce(db, request, (tx) => undoReviews(tx, { actor: actorOf(request), clock, month: request.params.month }, request.body.projectIds)),
  );
  app.post(
    "/api/months/:month/corrections",
    {
      schema: {
        summary: "冻结后的更正",
        tags,
        params: ofMonth,
        body: reports.correctionBody,
        response: { 200: z.strictObject({ projectId: z.string(), cumulativeFen: z.number().int() }) },
      },
    },
    (request) => answerOnce(db, request, (tx) => correctReport(tx, { actor: actorOf(request), clock, month: request.params.month }, request.body)),
  );
}
