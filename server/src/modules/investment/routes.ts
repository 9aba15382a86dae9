import { sql } from "kysely";
import type { z } from "zod";
import { sideStates, stages } from "@baton/contract/codes";
import { leadPage, type leadRow, plainListQuery } from "@baton/contract/investment";
import { readAs } from "#platform/database";
import { type App, actorOf, type Context } from "#platform/http";

type Row = Omit<z.infer<typeof leadRow>, "stage"> & { stage: string | null; total: number };

const words = new Map([...stages, ...sideStates].map((term) => [term.code as string, term.zh]));

export function routes(app: App, context: Context): void {
  app.get(
    "/api/leads",
    { schema: { summary: "招商线索", tags: ["investment"], querystring: plainListQuery, response: { 200: leadPage } } },
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
            select l.subject_id as id, v.name, l.investor_name, o.name as org_name, a.name as area_name, l.intended_fen, l.first_contact_on, l.is_sample
            from investment_lead l join kernel_subject_version v on v.subject_id = l.subject_id and v.superseded_at = 'infinity' and v.merged_into_id is null
            left join kernel_org o on o.org_id = v.account_org_id and o.superseded_at = 'infinity'
            left join kernel_area a on a.area_id = v.account_area_id and a.superseded_at = 'infinity'
            left join kernel_area up on up.area_id = a.parent_area_id and up.superseded_at = 'infinity'
            left join kernel_area top on top.area_id = up.parent_area_id and top.superseded_at = 'infinity'
            where l.superseded_at = 'infinity' and (${area ?? null}::text is null or ${area ?? null} in (a.code, a.name, up.code, up.name, top.code, top.name))
              and (${wanted}::text is null or l.subject_id in (select subject_id from kernel_subject where kind = 'lead' and search_text like ${wanted})))
          select s.id, s.name, s.investor_name as "investorName", s.org_name as "orgName", s.area_name as "areaName", s.intended_fen as "intendedFen",
            s.first_contact_on as "firstContactOn", s.is_sample as "isSample", (select count(*)::int from selected) as total,
            array(select ch.name from kernel_relation r join kernel_subject ch on ch.subject_id = r.to_subject_id
              where r.subject_id = s.id and r.kind = 'chain' and r.superseded_at = 'infinity' order by ch.name) as chains,
            (select st.stage from kernel_stage st where st.subject_id = s.id and st.superseded_at = 'infinity' and st.is_preferred order by st.stage_rank desc limit 1) as stage,
            coalesce((select jsonb_agg(jsonb_build_object('kind', c.kind, 'signedOn', c.signed_on, 'amountFen', c.amount_fen) order by c.signed_on)
              from investment_contract c where c.subject_id = s.id and c.superseded_at = 'infinity'), '[]') as contracts
          from selected s where ${cursor ?? null}::uuid is null or s.id > ${cursor ?? null}::uuid order by s.id limit ${limit + 1}`.execute(tx);
        const page = rows.slice(0, limit);
        return {
          items: page.map(({ total: _total, ...row }) => ({ ...row, stage: row.stage === null ? null : (words.get(row.stage) ?? row.stage) })),
          total: rows[0]?.total ?? 0,
          next: rows.length > limit ? nextOf(request.url, page.at(-1)?.id ?? "") : null,
        };
      });
    },
  );
}

function nextOf(url: string, last: string): string {
  const [path = "", text = ""] = url.split("?");
  const query = new URLSearchParams(text);
  query.set("cursor", last);
  return `${path}?${query.toString()}`;
}
