import { sql } from "kysely";
import type { z } from "zod";
import { enterprisePage, type enterpriseRow, plainListQuery } from "@baton/contract/investment";
import { readAs } from "#platform/database";
import { type App, actorOf, type Context } from "#platform/http";

type Row = z.infer<typeof enterpriseRow> & { total: number };

export function routes(app: App, context: Context): void {
  app.get(
    "/api/enterprises",
    { schema: { summary: "企业", tags: ["enterprises"], querystring: plainListQuery, response: { 200: enterprisePage } } },
    async (request) => {
      const { q, area, limit, cursor } = request.query;
      const wanted =
        q === undefined
          ? null
          : `%${q
              .trim()
              .toLowerCase()
              .replace(/[\\%_]/g, (mark) => `\\${mark}`)}%`;
      return readAs(context.db, actorOf(request), async (tx) => {
        const { rows } = await sql<Row>`
          with selected as (
            select e.subject_id as id, v.name, e.credit_code, a.name as area_name, e.is_above_scale, e.industry_code, e.contact_post, e.tags, e.is_sample
            from enterprises_profile e join kernel_subject_version v on v.subject_id = e.subject_id and v.superseded_at = 'infinity' and v.merged_into_id is null
            left join kernel_area a on a.area_id = v.account_area_id and a.superseded_at = 'infinity'
            left join kernel_area up on up.area_id = a.parent_area_id and up.superseded_at = 'infinity'
            left join kernel_area top on top.area_id = up.parent_area_id and top.superseded_at = 'infinity'
            where e.superseded_at = 'infinity' and (${area ?? null}::text is null or ${area ?? null} in (a.code, a.name, up.code, up.name, top.code, top.name))
              and (${wanted}::text is null or e.subject_id in (select subject_id from kernel_subject where kind = 'enterprise' and search_text like ${wanted})))
          select s.id, s.name, s.credit_code as "creditCode", s.area_name as "areaName", s.is_above_scale as "isAboveScale", s.industry_code as "industryCode",
            s.contact_post as "contactPost", s.tags, s.is_sample as "isSample", (select count(*)::int from selected) as total,
            array(select ch.name from kernel_relation r join kernel_subject ch on ch.subject_id = r.to_subject_id
              where r.subject_id = s.id and r.kind = 'chain' and r.superseded_at = 'infinity' order by ch.name) as chains
          from selected s where ${cursor ?? null}::uuid is null or s.id > ${cursor ?? null}::uuid order by s.id limit ${limit + 1}`.execute(tx);
        const page = rows.slice(0, limit);
        const query = new URLSearchParams(request.url.split("?")[1] ?? "");
        query.set("cursor", page.at(-1)?.id ?? "");
        return {
          items: page.map(({ total: _total, ...row }) => row),
          total: rows[0]?.total ?? 0,
          next: rows.length > limit ? `/api/enterprises?${query.toString()}` : null,
        };
      });
    },
  );
}
