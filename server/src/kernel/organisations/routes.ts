import { z } from "zod";
import * as organisations from "@baton/contract/organisations";
import { readAs } from "#platform/database";
import { type App, actorOf, answerOnce, type Context } from "#platform/http";
import { addOrganisation, addPost, editOrganisation } from "./actions.ts";
import { listAreas, listChains, listOrganisations, listPosts, readSetup } from "./views.ts";

const tags = ["organisations"];

export function routes(app: App, context: Context): void {
  const { db } = context;
  app.get("/api/organisations", { schema: { summary: "组织树与岗位", tags, response: { 200: organisations.organisationTree } } }, (request) =>
    readAs(db, actorOf(request), async (tx) => ({ items: await listOrganisations(tx) })),
  );
  app.post(
    "/api/organisations",
    { schema: { summary: "新增组织", tags, body: organisations.organisationBody, response: { 200: organisations.organisationWritten } } },
    (request) => answerOnce(db, request, (tx) => addOrganisation(tx, actorOf(request), request.body)),
  );
  app.put(
    "/api/organisations/:id",
    {
      schema: {
        summary: "修改或移动组织",
        tags,
        params: z.strictObject({ id: z.uuid() }),
        body: organisations.organisationEdit,
        response: { 200: organisations.organisationWritten },
      },
    },
    (request) => answerOnce(db, request, (tx) => editOrganisation(tx, actorOf(request), { id: request.params.id, ...request.body })),
  );
  app.get(
    "/api/posts",
    { schema: { summary: "可承担责任的岗位", tags, querystring: organisations.postsQuery, response: { 200: organisations.postList } } },
    (request) => readAs(db, actorOf(request), async (tx) => ({ items: await listPosts(tx, request.query) })),
  );
  app.post("/api/posts", { schema: { summary: "设立岗位", tags, body: organisations.postBody, response: { 200: organisations.postWritten } } }, (request) =>
    answerOnce(db, request, (tx) => addPost(tx, actorOf(request), request.body)),
  );
  app.get("/api/areas", { schema: { summary: "行政区划与功能区", tags, response: { 200: organisations.areaList } } }, (request) =>
    readAs(db, actorOf(request), async (tx) => ({ items: await listAreas(tx) })),
  );
  app.get("/api/chains", { schema: { summary: "产业链", tags, response: { 200: organisations.chainList } } }, (request) =>
    readAs(db, actorOf(request), async (tx) => ({ items: await listChains(tx) })),
  );
  app.get("/api/setup", { schema: { summary: "建站进度：还缺什么", tags, response: { 200: organisations.setup } } }, (request) =>
    readAs(db, actorOf(request), readSetup),
  );
}
