import { sql } from "kysely";
import { z } from "zod";
import { readAs, type Tx } from "#platform/database";
import { type App, actorOf, type Context, turns } from "#platform/http";
import { writePaper } from "#platform/papers";
import { writeWorkbook } from "#platform/sheets";
import { describe, type BulletinNeeds } from "./describe.ts";
import { annexOf, paperOf } from "./papers.ts";

const tags = ["bulletins"];
const byId = z.strictObject({ id: z.uuid() });
const word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const excel = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** Papers at one time: each is held whole while it is written. */
const papersMax = 2;

/** 枣庄市重点项目建设调度办公室: whose name stands over the red line. */
async function issuerOf(tx: Tx): Promise<string> {
  const { rows } = await sql<{ city: string }>`select value as city from platform_mark where name = 'city-name'`.execute(tx);
  return `${rows[0]?.city ?? ""}重点项目建设调度办公室`;
}

/** Names of files keep to letters every system takes; the title is given beside, as RFC 6266 encodes it. */
function attachment(title: string, month: string, extension: string): string {
  return `attachment; filename="bulletin-${month}.${extension}"; filename*=UTF-8''${encodeURIComponent(title)}.${extension}`;
}

export function paperRoutes(app: App, context: Context, { figures }: BulletinNeeds): void {
  const inTurn = turns(papersMax, { detail: "正在生成其他文稿，请稍后再试。", retryAfter: 3 });
  const today = () => context.clock.today().toString();
  app.get(
    "/api/bulletins/:id/paper.docx",
    { schema: { summary: "通报的 Word 文稿（GB/T 9704-2012）", tags, params: byId, produces: [word] } },
    async (request, reply) => {
      const { id } = request.params;
      const { bulletin, file } = await inTurn(async () => {
        const read = await readAs(context.db, actorOf(request), async (tx) => ({
          bulletin: await describe(tx, actorOf(request), { id, today: today(), figures }),
          issuer: await issuerOf(tx),
        }));
        return { bulletin: read.bulletin, file: await writePaper(paperOf(read.bulletin, read.issuer)) };
      });
      return reply
        .header("content-disposition", attachment(bulletin.title, bulletin.month, "docx"))
        .type(word)
        .send(file);
    },
  );
  app.get(
    "/api/bulletins/:id/annex.xlsx",
    { schema: { summary: "通报的 Excel 附表：每个数的问题和答案", tags, params: byId, produces: [excel] } },
    async (request, reply) => {
      const { id } = request.params;
      const bulletin = await readAs(context.db, actorOf(request), (tx) => describe(tx, actorOf(request), { id, today: today(), figures }));
      return reply
        .header("content-disposition", attachment(bulletin.title, bulletin.month, "xlsx"))
        .type(excel)
        .send(writeWorkbook(annexOf(bulletin)));
    },
  );
}
