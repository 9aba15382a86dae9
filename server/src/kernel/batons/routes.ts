import { z } from "zod";
import * as batons from "@baton/contract/batons";
import { handoverBody, thingWritten } from "@baton/contract/library";
import { problem } from "@baton/contract/problems";
import { type Actor, readAs } from "#platform/database";
import { type App, actorOf, answerOnce, type Context } from "#platform/http";
import { handOver, handOverMany, mayHandOver } from "./actions.ts";
import { planHandovers } from "./plan.ts";
import { countHeld, getPost, listHeld, listOwnPosts, type OwnPost, readHistory, readHolders } from "./views.ts";

const tags = ["batons"];
const byId = z.strictObject({ id: z.uuid() });

/** The same person on another of their own posts: that post's batons are read by that post's reach. */
function from(actor: Actor, post: OwnPost): Actor {
  return post.postId === actor.postId ? actor : { ...actor, postId: post.postId, role: post.role, orgId: post.orgId, isWide: false };
}

async function answerHeld({ db, clock }: Context, actor: Actor, query: z.output<typeof batons.heldBatonsQuery>): Promise<batons.HeldBatons> {
  const today = clock.today().toString();
  const postId = query.post ?? actor.postId;
  const own = await readAs(db, actor, (tx) => listOwnPosts(tx, actor));
  const chosen = own.find((post) => post.postId === postId);
  const post = chosen ?? (await readAs(db, actor, (tx) => getPost(tx, postId)));
  if (post === undefined) throw problem("not-found", { detail: "没有这个岗位。" });
  const posts = [];
  for (const one of own) {
    const count = await readAs(db, from(actor, one), (tx) => countHeld(tx, { postId: one.postId, today }));
    posts.push({ postId: one.postId, title: one.title, orgId: one.orgId, orgName: one.orgName, isActing: one.isActing, count });
  }
  const reader = chosen === undefined ? actor : from(actor, chosen);
  const page = await readAs(db, reader, (tx) => listHeld(tx, { ...query, postId, today }));
  const { title, orgId, orgName } = post;
  return {
    post: { postId, title, orgId, orgName, isActing: chosen?.isActing ?? false, isOwn: chosen !== undefined },
    posts,
    ...page,
    mayHandOver: mayHandOver(actor),
  };
}

export function routes(app: App, context: Context): void {
  const { db, clock } = context;
  app.get(
    "/api/batons",
    { schema: { summary: "一个岗位持有的责任，默认当前岗位", tags, querystring: batons.heldBatonsQuery, response: { 200: batons.heldBatons } } },
    (request) => answerHeld(context, actorOf(request), request.query),
  );
  app.get("/api/batons/:id/history", { schema: { summary: "一项责任的历任承担岗位", tags, params: byId, response: { 200: batons.batonHistory } } }, (request) =>
    readAs(db, actorOf(request), (tx) => readHistory(tx, request.params.id)),
  );
  app.get(
    "/api/subjects/:id/holders",
    { schema: { summary: "对象今天由哪些岗位承担什么责任", tags, params: byId, response: { 200: batons.holdersOfSubject } } },
    (request) => readAs(db, actorOf(request), (tx) => readHolders(tx, { subjectId: request.params.id, today: clock.today().toString() })),
  );
  app.post(
    "/api/handover-plans",
    { schema: { summary: "移交试算：随同移交的事项、不能移交的原因；不写入", tags, body: batons.handoverPlanBody, response: { 200: batons.handoverPlan } } },
    (request) =>
      readAs(db, actorOf(request), (tx) => planHandovers(tx, actorOf(request), { ...request.body, now: clock.now(), today: clock.today().toString() })),
  );
  app.post(
    "/api/handovers",
    { schema: { summary: "移交责任：可一次移交几项，未办结的事项随同移交", tags, body: batons.handoversBody, response: { 200: batons.handoversAnswer } } },
    (request) => answerOnce(db, request, (tx) => handOverMany(tx, actorOf(request), { ...request.body, now: clock.now(), today: clock.today().toString() })),
  );
  app.post(
    "/api/subjects/:id/handovers",
    { schema: { summary: "责任交接：一次办理，注明交接说明", tags, params: byId, body: handoverBody, response: { 200: thingWritten } } },
    (request) => {
      actorOf(request);
      return answerOnce(db, request, (tx) => handOver(tx, request.params.id, request.body));
    },
  );
}
