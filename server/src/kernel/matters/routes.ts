import { calendarChangedSchema, calendarChangeSchema } from "@baton/contract/calendar";
import { approvalEffects } from "@baton/contract/matter-approvals";
import { openMatterSchema, subjectsFound } from "@baton/contract/matter-opening";
import * as matters from "@baton/contract/matters";
import { problem } from "@baton/contract/problems";
import { z } from "zod";
import { type Actor, readAs, type Tx } from "#platform/database";
import { actorOf, answerOnce, type App, type Context } from "#platform/http";
import * as actions from "./actions.ts";
import { askExtension, decideExtension } from "./approvals.ts";
import { changeCalendar } from "./calendar-change.ts";
import { type EffectSource, readEffects } from "./effects.ts";
import { type DutySource, getHands } from "./hands.ts";
import { findSubjects } from "./finding.ts";
import { getMatter, listAssignees, listMatters } from "./views.ts";

const matterParams = z.strictObject({ id: z.uuid() });
const tags = ["matters"];

function readRoutes(app: App, context: Context, { duties, effects }: Sources): void {
  app.get(
    "/api/matters",
    {
      schema: {
        summary: "事项列表，按办结时限排列",
        tags,
        querystring: z.strictObject({
          box: matters.matterBoxSchema.default("mine"),
          status: matters.matterStatusSchema.optional(),
          subject: z.uuid().optional(),
          limit: z.coerce.number().int().min(1).max(200).default(50),
          cursor: z.string().max(200).optional(),
        }),
        response: { 200: matters.matterPageSchema },
      },
    },
    (request) => readAs(context.db, actorOf(request), (tx) => listMatters(tx, actorOf(request), { ...request.query, now: context.clock.now() })),
  );
  app.get(
    "/api/matters/:id",
    { schema: { summary: "一件事项：经手、时限算式、可办与不可办", tags, params: matterParams, response: { 200: matters.matterDetailSchema } } },
    (request) => readAs(context.db, actorOf(request), (tx) => getMatter(tx, actorOf(request), { matterId: request.params.id, now: context.clock.now() })),
  );
  app.get(
    "/api/matters/:id/assignees",
    { schema: { summary: "可以分办给本单位的谁", tags, params: matterParams, response: { 200: z.strictObject({ items: z.array(matters.assigneeSchema) }) } } },
    (request) =>
      readAs(context.db, actorOf(request), async (tx) => ({
        items: await listAssignees(tx, { matterId: request.params.id, today: context.clock.today().toString() }),
      })),
  );
  app.get(
    "/api/matters/:id/effects",
    { schema: { summary: "审批：同意会改变什么", tags, params: matterParams, response: { 200: approvalEffects } } },
    (request) => readEffects(context, actorOf(request), { matterId: request.params.id, sources: effects }),
  );
  app.get(
    "/api/subjects",
    {
      schema: {
        summary: "按名称、编码或拼音首字母找对象，用于交办",
        tags,
        querystring: z.strictObject({ q: z.string().trim().min(1).max(60), limit: z.coerce.number().int().min(1).max(50).default(20) }),
        response: { 200: subjectsFound },
      },
    },
    (request) => readAs(context.db, actorOf(request), async (tx) => ({ items: await findSubjects(tx, request.query) })),
  );
  app.get("/api/hands", { schema: { summary: "在我手里", tags, response: { 200: matters.handsSchema } } }, (request) =>
    readAs(context.db, actorOf(request), (tx) => getHands(tx, actorOf(request), { now: context.clock.now(), duties })),
  );
}

type Act<T> = (tx: Tx, actor: Actor, asked: actions.Asked & T) => Promise<matters.MatterAnswer>;

/** One noun under a matter: POST writes one act and answers where the matter stands after it. */
function actRoute<S extends z.ZodType<object>>(app: App, context: Context, noun: { path: string; summary: string; body: S; act: Act<z.output<S>> }): void {
  app.post(
    `/api/matters/:id/${noun.path}`,
    { schema: { summary: noun.summary, tags, params: matterParams, body: noun.body, response: { 200: matters.matterAnswerSchema } } },
    (request) =>
      answerOnce(context.db, request, (tx) => {
        const { id } = request.params as z.output<typeof matterParams>;
        const body = request.body as z.output<S>;
        return noun.act(tx, actorOf(request), { ...body, matterId: id, now: context.clock.now() });
      }),
  );
}

function actRoutes(app: App, context: Context): void {
  actRoute(app, context, { path: "receipts", summary: "签收", body: matters.receiptSchema, act: actions.signFor });
  actRoute(app, context, { path: "assignments", summary: "分办给本单位人员", body: matters.assignmentSchema, act: actions.assign });
  actRoute(app, context, { path: "undoings", summary: "撤销刚刚的签收或分办", body: matters.undoingSchema, act: actions.undo });
  actRoute(app, context, { path: "transfers", summary: "转办给别的单位", body: matters.transferSchema, act: actions.handOn });
  actRoute(app, context, {
    path: "replies",
    summary: "回复办理情况；isDone 为真即办结",
    body: matters.replySchema,
    act: (tx, actor, { isDone, materials, ...asked }) => (isDone ? actions.markDone(tx, actor, { ...asked, materials }) : actions.reply(tx, actor, asked)),
  });
  actRoute(app, context, { path: "verifications", summary: "核验通过并销号", body: matters.verificationSchema, act: actions.verify });
  actRoute(app, context, { path: "returns", summary: "退回承办单位", body: matters.returnSchema, act: actions.returnToHolder });
  actRoute(app, context, { path: "extensions", summary: "申请延期", body: matters.extensionSchema, act: askExtension });
  actRoute(app, context, { path: "extension-decisions", summary: "批复延期申请", body: matters.extensionDecisionSchema, act: decideExtension });
  actRoute(app, context, { path: "pauses", summary: "暂停计时", body: matters.pauseSchema, act: actions.pause });
  actRoute(app, context, { path: "resumptions", summary: "恢复计时", body: matters.resumptionSchema, act: actions.resume });
  actRoute(app, context, { path: "reopenings", summary: "重新打开已销号的事项", body: matters.reopeningSchema, act: actions.reopen });
  actRoute(app, context, { path: "ratings", summary: "评价办理结果", body: matters.ratingSchema, act: actions.rate });
  actRoute(app, context, { path: "withdrawals", summary: "撤回事项", body: matters.withdrawalSchema, act: actions.withdraw });
}

/**
 * `duties` are what other slices let a person owe, `effects` what their approvals would change; `app.ts` lists them, so
 * that the kernel knows no module.
 */
export type Sources = { duties: readonly DutySource[]; effects: readonly EffectSource[] };

export function routes(app: App, context: Context, sources: Sources): void {
  readRoutes(app, context, sources);
  app.post(
    "/api/matters",
    { schema: { summary: "交办一件事项：主办、协办、材料、时限", tags, body: openMatterSchema, response: { 200: matters.matterAnswerSchema } } },
    (request) => answerOnce(context.db, request, (tx) => actions.openByHand(tx, actorOf(request), { ...request.body, now: context.clock.now() })),
  );
  actRoutes(app, context);
  app.post(
    "/api/calendar/versions",
    { schema: { summary: "更改工作日历，未办结事项的时限随之重算", tags: ["calendar"], body: calendarChangeSchema, response: { 200: calendarChangedSchema } } },
    (request) => {
      const { role } = actorOf(request);
      if (role !== "dispatch" && role !== "sysadmin") throw problem("not-allowed", { detail: "工作日历由调度部门或系统管理员更改。" });
      return answerOnce(context.db, request, (tx) => changeCalendar(tx, request.body));
    },
  );
}
