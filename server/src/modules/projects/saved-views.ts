import { sql } from "kysely";
import { z } from "zod";
import { savedViewBody, savedViews, savedViewWritten } from "@baton/contract/projects";
import { problem } from "@baton/contract/problems";
import { readAs } from "#platform/database";
import { type App, actorOf, answerOnce, type Context } from "#platform/http";

const tags = ["projects"];

/** Views of the ledger that a person keeps; the database shows each person their own alone. */
export function savedViewRoutes(app: App, context: Context): void {
  app.get("/api/saved-views", { schema: { summary: "我的台账视图", tags, response: { 200: savedViews } } }, (request) =>
    readAs(context.db, actorOf(request), async (tx) => {
      const { rows } = await sql<{ id: string; name: string; query: string; columns: string[] }>`
        select view_id as id, name, query, columns from projects_saved_view order by name limit 50`.execute(tx);
      return { items: rows };
    }),
  );
  app.post(
    "/api/saved-views",
    { schema: { summary: "保存台账视图；同名的被替换", tags, body: savedViewBody, response: { 200: savedViewWritten } } },
    (request) =>
      answerOnce(context.db, request, async (tx) => {
        const { name, query, columns } = request.body;
        const { rows } = await sql<{ id: string }>`
        insert into projects_saved_view (account_id, name, query, columns) values (${actorOf(request).accountId}, ${name}, ${query}, ${JSON.stringify(columns)}::jsonb)
        on conflict on constraint projects_saved_view_once do update set query = excluded.query, columns = excluded.columns returning view_id as id`.execute(
          tx,
        );
        return { id: rows[0]?.id ?? "" };
      }),
  );
  app.delete(
    "/api/saved-views/:id",
    { schema: { summary: "删除台账视图", tags, params: z.strictObject({ id: z.uuid() }), response: { 200: savedViewWritten } } },
    (request) =>
      answerOnce(context.db, request, async (tx) => {
        const { rows } = await sql<{ id: string }>`delete from projects_saved_view where view_id = ${request.params.id} returning view_id as id`.execute(tx);
        if (rows[0] === undefined) throw problem("not-found");
        return rows[0];
      }),
  );
}
