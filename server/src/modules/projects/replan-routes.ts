import { z } from "zod";
import { replanBody, replanDecisionBody } from "@baton/contract/matter-approvals";
import { matterAnswerSchema } from "@baton/contract/matters";
import { type App, actorOf, answerOnce, type Context } from "#platform/http";
import { askProjectReplan, decideProjectReplan } from "./replanning.ts";

const tags = ["matters"];
const byId = z.strictObject({ id: z.uuid() });

export function replanRoutes(app: App, { db, clock }: Context): void {
  app.post(
    "/api/projects/:id/replans",
    { schema: { summary: "申请节点改期", tags, params: byId, body: replanBody, response: { 200: matterAnswerSchema } } },
    (request) => answerOnce(db, request, (tx) => askProjectReplan(tx, { actor: actorOf(request), clock }, { id: request.params.id, replan: request.body })),
  );
  app.post(
    "/api/matters/:id/replan-decisions",
    { schema: { summary: "审批节点改期：同意即改，同时重评实时灯", tags, params: byId, body: replanDecisionBody, response: { 200: matterAnswerSchema } } },
    (request) => answerOnce(db, request, (tx) => decideProjectReplan(tx, { actor: actorOf(request), clock }, { matterId: request.params.id, ...request.body })),
  );
}
