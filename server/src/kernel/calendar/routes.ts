import { calendarYearSchema } from "@baton/contract/calendar";
import { z } from "zod";
import { readAs } from "#platform/database";
import { actorOf, type App, type Context } from "#platform/http";
import { getCalendarYear } from "./views.ts";

/** Reading only: a new version moves deadlines, so it is declared by the matters, which move in the same transaction. */
export function routes(app: App, context: Context): void {
  app.get(
    "/api/calendar",
    {
      schema: {
        summary: "工作日历：一年中与平常周不同的日期",
        tags: ["calendar"],
        querystring: z.strictObject({ year: z.coerce.number().int().min(2000).max(2199).optional() }),
        response: { 200: calendarYearSchema },
      },
    },
    (request) => readAs(context.db, actorOf(request), (tx) => getCalendarYear(tx, request.query.year ?? context.clock.today().year)),
  );
}
