import { z } from "zod";
import { matterAnswerSchema } from "@baton/contract/matters";
import { exemptionDecisionBody, exemptionRequestBody, replayAnswer, ruleSet, ruleSetBody } from "@baton/contract/periods";
import { problem } from "@baton/contract/problems";
import { readAs } from "#platform/database";
import { type App, actorOf, answerOnce, type Context } from "#platform/http";
import { askExemption, decideExemption } from "./exemptions.ts";
import { type LightSource, replayLight } from "./replay.ts";
import { addRuleSetVersion, listRuleSets } from "./rule-sets.ts";

const tags = ["lights"];
const byId = z.strictObject({ id: z.uuid() });

/** `source` gathers a subject's facts again for a replay; `app.ts` names the module that does. */
export function routes(app: App, context: Context, source: LightSource): void {
  app.get("/api/rule-sets", { schema: { summary: "亮牌规则的各版", tags, response: { 200: z.strictObject({ items: z.array(ruleSet) }) } } }, (request) =>
    readAs(context.db, actorOf(request), async (tx) => ({ items: await listRuleSets(tx) })),
  );
  app.post("/api/rule-sets", { schema: { summary: "建立亮牌规则的新一版", tags, body: ruleSetBody, response: { 200: ruleSet } } }, (request) => {
    if (actorOf(request).role !== "dispatch") throw problem("not-allowed", { detail: "亮牌规则由调度机构制定。" });
    return answerOnce(context.db, request, (tx) => addRuleSetVersion(tx, request.body));
  });
  app.post(
    "/api/projects/:id/exemptions",
    { schema: { summary: "申请亮牌豁免", tags, params: byId, body: exemptionRequestBody, response: { 200: matterAnswerSchema } } },
    (request) =>
      answerOnce(context.db, request, (tx) =>
        askExemption(tx, actorOf(request), {
          ...request.body,
          subjectId: request.params.id,
          now: context.clock.now(),
          today: context.clock.today().toString(),
        }),
      ),
  );
  app.post(
    "/api/matters/:id/exemption-decisions",
    { schema: { summary: "审批亮牌豁免", tags, params: byId, body: exemptionDecisionBody, response: { 200: matterAnswerSchema } } },
    (request) =>
      answerOnce(context.db, request, (tx) =>
        decideExemption(tx, actorOf(request), {
          ...request.body,
          matterId: request.params.id,
          now: context.clock.now(),
          today: context.clock.today().toString(),
        }),
      ),
  );
  app.get(
    "/api/lights/:id/replay",
    { schema: { summary: "按当时所知重算一次亮牌，与留存的比较", tags, params: byId, response: { 200: replayAnswer } } },
    (request) => readAs(context.db, actorOf(request), (tx) => replayLight(tx, request.params.id, source)),
  );
}
