import { z } from "zod";
import {
  appealBody,
  appealDecisionBody,
  runBody,
  runDetail,
  schemeBody,
  schemes,
  schemeVersion,
  scoringRun,
  scoringRuns,
  trialAnswer,
  trialBody,
} from "@baton/contract/scoring";
import { monthEnd } from "@baton/contract/time";
import { type Figures, readQuestion } from "#kernel/figures";
import { readAs } from "#platform/database";
import { type App, actorOf, answerOnce, type Context } from "#platform/http";
import { decideAppeal, fileAppeal } from "./appeals.ts";
import { getRun, getRunDetail, listRuns, makeRun, publishRun } from "./runs.ts";
import { adoptDraft, getAdopted, listSchemes, listUnitClasses, saveDraft } from "./schemes.ts";
import { faultsOf, scoreClass, withMovement } from "./scoring.ts";

const tags = ["scoring"];
const byId = z.strictObject({ id: z.uuid() });
const saved = z.strictObject({ schemeId: z.string(), number: z.int() });
const made = z.strictObject({ id: z.string() });

function schemeRoutes(app: App, context: Context, figures: Figures): void {
  app.get("/api/scoring/schemes", { schema: { summary: "计分办法的各版和可选的参评单位", tags, response: { 200: schemes } } }, (request) =>
    readAs(context.db, actorOf(request), async (tx) => ({ items: await listSchemes(tx, figures), classes: await listUnitClasses(tx) })),
  );
  app.post("/api/scoring/schemes", { schema: { summary: "起草计分办法", tags, body: schemeBody, response: { 200: saved } } }, (request) =>
    answerOnce(context.db, request, (tx) => saveDraft(tx, actorOf(request), { schemeId: null, body: request.body })),
  );
  app.put(
    "/api/scoring/schemes/:id/draft",
    { schema: { summary: "修改草稿，或起草下一版", tags, params: byId, body: schemeBody, response: { 200: saved } } },
    (request) => answerOnce(context.db, request, (tx) => saveDraft(tx, actorOf(request), { schemeId: request.params.id, body: request.body })),
  );
  app.post(
    "/api/scoring/schemes/:id/adoption",
    { schema: { summary: "采用草稿（由另一人）", tags, params: byId, response: { 200: schemeVersion } } },
    (request) => answerOnce(context.db, request, (tx) => adoptDraft(tx, actorOf(request), { schemeId: request.params.id, figures })),
  );
  app.post(
    "/api/scoring/trials",
    { schema: { summary: "试算：按任一月份试算并与现行办法对照，不写入", tags, body: trialBody, response: { 200: trialAnswer } } },
    (request) =>
      readAs(context.db, actorOf(request), async (tx) => {
        const { document, month, against } = request.body;
        const { validOn, knownAt } = await readQuestion(tx, { validOn: monthEnd(month) }, monthEnd(month));
        const faults = faultsOf(document, figures);
        if (faults.length > 0) return { month, knownAt, faults, units: [], against: [] };
        const at = { validOn, knownAt };
        const former = against === null ? [] : await scoreClass(tx, { document: (await getAdopted(tx, against, figures)).document, at, figures });
        return { month, knownAt, faults, units: withMovement(await scoreClass(tx, { document, at, figures }), former), against: former };
      }),
  );
}

function runRoutes(app: App, context: Context, figures: Figures): void {
  const today = () => context.clock.today().toString();
  app.get("/api/scoring/runs", { schema: { summary: "评分结果", tags, response: { 200: scoringRuns } } }, (request) =>
    readAs(context.db, actorOf(request), async (tx) => ({ items: await listRuns(tx) })),
  );
  app.post("/api/scoring/runs", { schema: { summary: "按冻结的月份评分", tags, body: runBody, response: { 200: scoringRun } } }, (request) =>
    answerOnce(context.db, request, async (tx) => getRun(tx, (await makeRun(tx, actorOf(request), { ...request.body, figures })).runId)),
  );
  app.get("/api/scoring/runs/:id", { schema: { summary: "一次评分：名次、得分构成和申诉", tags, params: byId, response: { 200: runDetail } } }, (request) =>
    readAs(context.db, actorOf(request), (tx) => getRunDetail(tx, actorOf(request), { runId: request.params.id, today: today(), figures })),
  );
  app.post("/api/scoring/runs/:id/publication", { schema: { summary: "发布评分（由另一人）", tags, params: byId, response: { 200: scoringRun } } }, (request) =>
    answerOnce(context.db, request, (tx) => publishRun(tx, actorOf(request), { runId: request.params.id, today: today() })),
  );
  app.post(
    "/api/scoring/runs/:id/appeals",
    { schema: { summary: "对本单位的一项得分申诉", tags, params: byId, body: appealBody, response: { 200: made } } },
    (request) =>
      answerOnce(context.db, request, async (tx) => {
        const detail = await getRunDetail(tx, actorOf(request), { runId: request.params.id, today: today(), figures });
        return fileAppeal(tx, actorOf(request), { detail, body: request.body, today: today() });
      }),
  );
  app.post(
    "/api/scoring/appeals/:id/decision",
    { schema: { summary: "答复申诉", tags, params: byId, body: appealDecisionBody, response: { 200: made } } },
    (request) => answerOnce(context.db, request, (tx) => decideAppeal(tx, actorOf(request), { appealId: request.params.id, body: request.body })),
  );
}

export function routes(app: App, context: Context, figures: Figures): void {
  schemeRoutes(app, context, figures);
  runRoutes(app, context, figures);
}
