import { z } from "zod";
import { handoverBody, thingWritten } from "@baton/contract/library";
import { type App, actorOf, answerOnce, type Context } from "#platform/http";
import { handOver } from "./actions.ts";

export function routes(app: App, context: Context): void {
  app.post(
    "/api/subjects/:id/handovers",
    {
      schema: {
        summary: "责任交接：一次办理，注明交接说明",
        tags: ["batons"],
        params: z.strictObject({ id: z.uuid() }),
        body: handoverBody,
        response: { 200: thingWritten },
      },
    },
    (request) => {
      actorOf(request);
      return answerOnce(context.db, request, (tx) => handOver(tx, request.params.id, request.body));
    },
  );
}
