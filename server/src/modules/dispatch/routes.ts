import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { compareBulletins, unsourcedDigits } from "@baton/contract/bulletin-rules";
import {
  askBody,
  bulletinBody,
  bulletinChange,
  bulletinDetail,
  bulletinDifferences,
  bulletinDrift,
  bulletinLines,
  bulletinPreview,
  bulletinSaved,
  confirmation,
  confirmationBody,
  confirmations,
  erratum,
  erratumBody,
  issueBody,
  noteBody,
  objectionAnswerBody,
  returnBody,
} from "@baton/contract/bulletins";
import { problem } from "@baton/contract/problems";
import { type Actor, readAs, type Tx } from "#platform/database";
import { type App, actorOf, answerOnce, type Context } from "#platform/http";
import { addBulletin, changeBulletin, faultsOf, getBulletin, listBulletins } from "./bulletins.ts";
import { answerConfirmation, answerObjection, listConfirmations } from "./confirmations.ts";
import { type BulletinNeeds, describe, knownNow } from "./describe.ts";
import { addErratum, readDrift } from "./errata.ts";
import { gatherFacts } from "./facts.ts";
import { askConfirmation, checkBulletin, freezeBulletin, issueBulletin, returnBulletin, withdrawBulletin } from "./way.ts";
import { paperRoutes } from "./paper-routes.ts";

const tags = ["bulletins"];
const byId = z.strictObject({ id: z.uuid() });

function readRoutes(app: App, context: Context, { figures }: BulletinNeeds): void {
  const today = () => context.clock.today().toString();
  app.get("/api/bulletins", { schema: { summary: "通报、一页纸和讲话数据", tags, response: { 200: bulletinLines } } }, (request) =>
    readAs(context.db, actorOf(request), async (tx) => ({ items: await listBulletins(tx) })),
  );
  app.get("/api/bulletins/:id", { schema: { summary: "一份通报：文稿、数据、经过", tags, params: byId, response: { 200: bulletinDetail } } }, (request) =>
    readAs(context.db, actorOf(request), (tx) => describe(tx, actorOf(request), { id: request.params.id, today: today(), figures })),
  );
  app.get(
    "/api/bulletins/:id/drift",
    { schema: { summary: "通报的数与现在的数对照，并验证可以重现", tags, params: byId, response: { 200: bulletinDrift } } },
    (request) =>
      readAs(context.db, actorOf(request), async (tx) => readDrift(tx, actorOf(request), { id: request.params.id, now: await knownNow(tx), figures })),
  );
  app.get(
    "/api/bulletins/:id/differences",
    { schema: { summary: "与另一期逐数对比", tags, params: byId, querystring: z.strictObject({ before: z.uuid() }), response: { 200: bulletinDifferences } } },
    (request) =>
      readAs(context.db, actorOf(request), async (tx) => {
        const seen = (id: string) => describe(tx, actorOf(request), { id, today: today(), figures });
        const [before, after] = [await seen(request.query.before), await seen(request.params.id)];
        const lineOf = async (id: string) => (await getBulletin(tx, id)).line;
        const items = compareBulletins(before, after).map(({ key: _key, ...one }) => one);
        return { before: await lineOf(before.id), after: await lineOf(after.id), items };
      }),
  );
  app.post(
    "/api/bulletins/previews",
    { schema: { summary: "预览：未保存的文稿现在读出来是什么，不写入", tags, body: bulletinBody, response: { 200: bulletinPreview } } },
    (request) =>
      readAs(context.db, actorOf(request), async (tx) => {
        const actor = actorOf(request);
        if (actor.role !== "dispatch" && actor.role !== "leader") throw problem("not-allowed", { detail: "通报由调度机构起草。" });
        const { document, month } = request.body;
        const facts = await gatherFacts(tx, { document, month, knownAt: await knownNow(tx), scope: "全市", figures });
        return { facts, faults: faultsOf(document, figures), unsourced: unsourcedDigits(document) };
      }),
  );
}

function writeRoutes(app: App, context: Context, { figures }: BulletinNeeds): void {
  app.post("/api/bulletins", { schema: { summary: "起草一份通报", tags, body: bulletinBody, response: { 200: bulletinSaved } } }, (request) =>
    answerOnce(context.db, request, (tx) => addBulletin(tx, actorOf(request), request.body)),
  );
  app.put("/api/bulletins/:id", { schema: { summary: "修改草稿", tags, params: byId, body: bulletinChange, response: { 200: bulletinSaved } } }, (request) =>
    answerOnce(context.db, request, (tx) => changeBulletin(tx, actorOf(request), { id: request.params.id, body: request.body })),
  );
  app.post(
    "/api/bulletins/:id/errata",
    { schema: { summary: "签发后勘误：写入现在的数和原因", tags, params: byId, body: erratumBody, response: { 200: erratum } } },
    (request) =>
      answerOnce(context.db, request, async (tx) =>
        addErratum(tx, actorOf(request), {
          id: request.params.id,
          body: request.body,
          now: await knownNow(tx),
          today: context.clock.today().toString(),
          figures,
        }),
      ),
  );
}

function wayRoutes(app: App, context: Context, needs: BulletinNeeds): void {
  const { figures } = needs;
  const today = () => context.clock.today().toString();
  const after = (request: FastifyRequest, id: string, act: (tx: Tx, actor: Actor) => Promise<void>) =>
    answerOnce(context.db, request, async (tx) => {
      await act(tx, actorOf(request));
      return describe(tx, actorOf(request), { id, today: today(), figures });
    });
  const answer = { 200: bulletinDetail };
  app.post("/api/bulletins/:id/check", { schema: { summary: "核稿（由另一人）", tags, params: byId, body: noteBody, response: answer } }, (request) =>
    after(request, request.params.id, (tx, actor) => checkBulletin(tx, actor, { id: request.params.id, note: request.body.note, figures })),
  );
  app.post("/api/bulletins/:id/return", { schema: { summary: "退回修改", tags, params: byId, body: returnBody, response: answer } }, (request) =>
    after(request, request.params.id, (tx, actor) => returnBulletin(tx, actor, { id: request.params.id, note: request.body.note })),
  );
  app.post("/api/bulletins/:id/asking", { schema: { summary: "请各单位核对本单位的数", tags, params: byId, body: askBody, response: answer } }, (request) =>
    after(request, request.params.id, async (tx, actor) =>
      askConfirmation(tx, actor, { id: request.params.id, dueOn: request.body.dueOn, today: today(), knownAt: await knownNow(tx), figures }),
    ),
  );
  app.post("/api/bulletins/:id/freeze", { schema: { summary: "定稿：固定全部数字", tags, params: byId, response: answer } }, (request) =>
    after(request, request.params.id, (tx, actor) => freezeBulletin(tx, actor, { id: request.params.id, today: today(), figures })),
  );
  app.post("/api/bulletins/:id/withdrawal", { schema: { summary: "撤回定稿（签发前）", tags, params: byId, body: returnBody, response: answer } }, (request) =>
    after(request, request.params.id, (tx, actor) => withdrawBulletin(tx, actor, { id: request.params.id, note: request.body.note })),
  );
  app.post("/api/bulletins/:id/issue", { schema: { summary: "签发（由第三人）", tags, params: byId, body: issueBody, response: answer } }, async (request) => {
    await needs.requireFreshFactor(request);
    return after(request, request.params.id, (tx, actor) =>
      issueBulletin(tx, actor, { id: request.params.id, documentNo: request.body.documentNo, today: today() }),
    );
  });
}

function confirmationRoutes(app: App, context: Context): void {
  const today = () => context.clock.today().toString();
  app.get("/api/confirmations", { schema: { summary: "请本单位核对的数", tags, response: { 200: confirmations } } }, (request) =>
    readAs(context.db, actorOf(request), async (tx) => ({ items: await listConfirmations(tx, today()) })),
  );
  app.post(
    "/api/confirmations/:id/word",
    { schema: { summary: "确认，或提出异议", tags, params: byId, body: confirmationBody, response: { 200: confirmation } } },
    (request) =>
      answerOnce(context.db, request, (tx) => answerConfirmation(tx, actorOf(request), { id: request.params.id, body: request.body, today: today() })),
  );
  app.post(
    "/api/confirmations/:id/answer",
    { schema: { summary: "答复异议", tags, params: byId, body: objectionAnswerBody, response: { 200: confirmation } } },
    (request) =>
      answerOnce(context.db, request, (tx) => answerObjection(tx, actorOf(request), { id: request.params.id, answer: request.body.answer, today: today() })),
  );
}

export function routes(app: App, context: Context, needs: BulletinNeeds): void {
  readRoutes(app, context, needs);
  writeRoutes(app, context, needs);
  wayRoutes(app, context, needs);
  confirmationRoutes(app, context);
  paperRoutes(app, context, needs);
}
