import { sql } from "kysely";
import type { Tx } from "#platform/database";
import { projectRows } from "./population.ts";

/**
 * Rewrites the read rows of the touched projects for one year, in the saving transaction, from the same rows that the
 * figures count (KERNEL B13). The card answers only for "now"; a test compares it with the as-of query.
 * `knownAt` is the instant of the act that wrote the rows.
 */
export async function refreshCards(tx: Tx, asked: { year: number; knownAt: string }, subjects: readonly string[]): Promise<void> {
  const { year, knownAt } = asked;
  const question = {
    validFrom: `${year}-01-01`,
    validOn: `${year}-12-31`,
    knownAt,
    by: [],
    where: [{ dimension: "listing_year", values: [String(year)], isAll: false }],
  };
  await sql`delete from projects_card where year = ${year} and subject_id = any(${subjects}::uuid[])`.execute(tx);
  await sql`insert into projects_card (scope_id, subject_id, year, name, project_code, account_org_id, account_area_id, levels, level, level_rank, class, chain_ids,
      stage, stage_rank, light, total_investment_fen, plan_fen, done_fen, done_month_end, completion_rate, search_text)
    select p.scope_id, p.subject_id, ${year}, p.label, p.project_code, p.account_org_id, p.account_area_id,
      array(select l.level from projects_listing l where l.subject_id = p.subject_id and l.year = ${year} and l.superseded_at = 'infinity' and l.valid_to > ${`${year}-12-31`}::date order by l.level_rank),
      p.level, case p.level when 'province' then 1 when 'city' then 2 else 3 end, p.class, p.chain_ids, p.stage, p.stage_rank, p.light,
      p.total_investment_fen, p.plan_fen, p.done_fen, p.done_month_end, p.done_fen::float8 / nullif(p.plan_fen, 0), s.search_text
    from (${projectRows(question, { subjects })}) p join kernel_subject s on s.subject_id = p.subject_id`.execute(tx);
}
