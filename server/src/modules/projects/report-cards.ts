import { sql } from "kysely";
import { ask, later, type Tx } from "#platform/database";

/**
 * The day that the cards of a year stand on, which an act that writes cards holds until it ends; and which of these
 * projects have no card of that year yet.
 */
export async function holdCards(tx: Tx, year: number, subjects: readonly string[]): Promise<{ validOn: string; uncarded: string[] }> {
  const [row] = await ask(
    tx,
    sql<{
      valid_on: string;
      uncarded: string[];
    }>`select projects_card_day(${year}) as valid_on, array(select s.id::text from unnest(${subjects}::uuid[]) as s(id)
      where not exists (select from projects_card c where c.year = ${year} and c.subject_id = s.id)) as uncarded`,
  );
  if (row === undefined) throw new Error("the cards' day was not told");
  return { validOn: row.valid_on, uncarded: row.uncarded };
}

/**
 * What a report changes of a project's cards of its year, and nothing else: the newest number that stands, the rate, the
 * light. The same answers as `refreshCards`, which gathers everything anew; a test compares both with the as-of query.
 * Call it after the lights; `knownAt` is the instant of the act, `validOn` the day from `holdCards`.
 */
export async function restateReported(tx: Tx, at: { year: number; validOn: string; knownAt: string }, subjects: readonly string[]): Promise<void> {
  await later(
    tx,
    sql`update projects_card c set done_fen = n.value, done_month_end = n.period_to, completion_rate = n.value::float8 / nullif(c.plan_fen, 0),
        light = n.verdict, blocking_party = n.blocking_party, known_at = ${at.knownAt}::timestamptz
      from (
        select s.subject_id, done.value, done.period_to, lt.verdict, lt.blocking_party from unnest(${subjects}::uuid[]) as s(subject_id)
        left join lateral (
          select o.value, o.period_to from kernel_observation o
          where o.metric = 'investment_done' and o.period_from = ${`${at.year}-01-01`}::date and o.subject_id = s.subject_id
            and o.period_to <= ${at.validOn}::date and o.ledger = 'management' and o.nature = 'actual' and o.superseded_at = 'infinity'
          order by o.period_to desc limit 1) done on true
        left join lateral (
          select k.verdict, k.blocking_party from kernel_light k
          where k.subject_id = s.subject_id and k.dimension = 'overall' and k.valid_on <= ${at.validOn}::date and k.superseded_at = 'infinity'
          order by k.valid_on desc, k.is_fixed desc, k.recorded_at desc limit 1) lt on true) n
      where c.year = ${at.year} and c.subject_id = n.subject_id
        and (c.done_fen, c.done_month_end, c.light, c.blocking_party) is distinct from (n.value, n.period_to, n.verdict, n.blocking_party)`,
  );
}
