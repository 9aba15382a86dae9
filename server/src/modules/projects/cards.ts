import { sql, type RawBuilder } from "kysely";
import { type Actor, beginAct, type Database, readAs, type Tx, writeAs } from "#platform/database";
import { projectRows } from "./population.ts";

type CardTime = { year: number; validOn: string; knownAt: string };

const columns = [
  "scope_id",
  "name",
  "project_code",
  "account_org_id",
  "account_area_id",
  "levels",
  "level_rank",
  "is_first",
  "class",
  "chain_ids",
  "stage",
  "stage_rank",
  "light",
  "blocking_party",
  "total_investment_fen",
  "plan_fen",
  "done_fen",
  "done_month_end",
  "completion_rate",
  "is_sample",
] as const;

const listed = (names: readonly string[], alias?: string): RawBuilder<unknown> =>
  sql.join(names.map((name) => sql.ref(alias === undefined ? name : `${alias}.${name}`)));

/** One row a project and list, from the same rows that the figures count. */
function freshCards({ year, validOn, knownAt }: CardTime, subjects?: readonly string[]): RawBuilder<unknown> {
  const question = {
    validFrom: `${validOn.slice(0, 4)}-01-01`,
    validOn,
    knownAt,
    by: ["level"],
    where: [{ dimension: "listing_year", values: [String(year)], isAll: false }],
  };
  const parts = new Set(["profile", "done", "stage", "light", "chains"]);
  return sql`select p.scope_id, p.subject_id, p.label as name, p.project_code, p.account_org_id, p.account_area_id,
      array_agg(p.level) over (partition by p.subject_id order by p.level_rank rows between unbounded preceding and unbounded following) as levels,
      p.level, p.level_rank, row_number() over (partition by p.subject_id order by p.level_rank) = 1 as is_first, p.class,
      array(select id from unnest(p.chain_ids) id order by id) as chain_ids, p.stage, p.stage_rank, p.light, p.blocking_party,
      p.total_investment_fen, p.plan_fen, p.done_fen, p.done_month_end, p.done_fen::float8 / nullif(p.plan_fen, 0) as completion_rate, p.is_sample
    from (${projectRows(question, { parts, ...(subjects === undefined ? { isWhole: true } : { subjects }) })}) p`;
}

/** Writes what differs, takes away what is listed no more; `among` says whose cards. */
async function writeCards(tx: Tx, at: CardTime, subjects?: readonly string[]): Promise<void> {
  const among = subjects === undefined ? sql`true` : sql`c.subject_id = any(${subjects}::uuid[])`;
  await sql`
    with fresh as materialized (${freshCards(at, subjects)}),
    gone as (
      delete from projects_card c where c.year = ${at.year} and ${among}
        and not exists (select from fresh f where f.subject_id = c.subject_id and f.level = c.level) returning c.subject_id),
    noted as (
      update projects_card_year set removed_at = greatest(removed_at, ${at.knownAt}::timestamptz) where year = ${at.year} and exists (select from gone))
    insert into projects_card as c (year, subject_id, level, ${listed(columns)}, known_at)
    select ${at.year}, f.subject_id, f.level, ${listed(columns, "f")}, ${at.knownAt}::timestamptz from fresh f
    on conflict on constraint projects_card_pkey do update
      set (${listed(columns)}, known_at) = row(${listed(columns, "excluded")}, excluded.known_at)
      where (${listed(columns, "c")}) is distinct from (${listed(columns, "excluded")})`.execute(tx);
}

/**
 * Rewrites the read rows of the touched projects for one year, in the saving transaction, where anything differs
 * (KERNEL B13). Cards answer only for "now"; a test compares them with the as-of query. `knownAt` is the instant of the
 * act that wrote the rows.
 */
export async function refreshCards(tx: Tx, asked: { year: number; knownAt: string }, subjects: readonly string[]): Promise<void> {
  const { rows } = await sql<{ valid_on: string }>`select projects_card_day(${asked.year}) as valid_on`.execute(tx);
  const validOn = rows[0]?.valid_on;
  if (validOn === undefined) throw new Error("the cards' day was not told");
  await writeCards(tx, { ...asked, validOn }, subjects);
}

/** Puts the light that counts now on every card of a year where it differs, inside the caller's act. */
export async function refreshCardLights(tx: Tx, year: number): Promise<void> {
  await sql`update projects_card c set light = l.verdict, blocking_party = l.blocking_party, known_at = kernel_recorded_at()
    from projects_card o left join (select distinct on (k.subject_id) k.subject_id, k.verdict, k.blocking_party from kernel_light k
      where k.dimension = 'overall' and k.superseded_at = 'infinity' and k.valid_on <= (select projects_card_day(${year}))
      order by k.subject_id, k.valid_on desc, k.is_fixed desc, k.recorded_at desc) l on l.subject_id = o.subject_id
    where c.year = ${year} and o.year = c.year and o.subject_id = c.subject_id and o.level = c.level
      and (c.light, c.blocking_party) is distinct from (l.verdict, l.blocking_party)`.execute(tx);
}

/** The day that the cards of a year stand on: as a list of that year is read when no day is named. */
export function cardDayOf(year: number, today: string): string {
  return year === Number(today.slice(0, 4)) ? today : `${year}-12-31`;
}

/** Years whose cards do not stand on the day they should: after midnight, after an upgrade, after a first list. */
async function listStaleYears(tx: Tx, today: string): Promise<number[]> {
  const { rows } = await sql<{ year: number; valid_on: string | null }>`
    select l.year, y.valid_on from (select distinct year from projects_listing) l left join projects_card_year y on y.year = l.year order by l.year desc`.execute(
    tx,
  );
  return rows.filter((row) => row.valid_on !== cardDayOf(row.year, today)).map((row) => row.year);
}

/**
 * Makes all cards of one year anew for today, inside the caller's act, which was begun over no subject: dated facts take
 * effect without an act of their own. Acts that write cards of the year wait. By an actor who sees the whole city.
 */
export async function turnYear(tx: Tx, at: { year: number; today: string }): Promise<void> {
  await sql`select pg_advisory_xact_lock(4210095, ${at.year}::int)`.execute(tx);
  // After the lock, and not the act's own instant: acts that finished while we waited are seen.
  const { rows } = await sql<{ known_at: string }>`select greatest(clock_timestamp(), max(recorded_at)) as known_at from kernel_act`.execute(tx);
  const knownAt = rows[0]?.known_at;
  if (knownAt === undefined) throw new Error("the database told no time");
  const validOn = cardDayOf(at.year, at.today);
  await writeCards(tx, { year: at.year, validOn, knownAt });
  await sql`insert into projects_card_year (year, valid_on, turned_at, removed_at) values (${at.year}, ${validOn}::date, ${knownAt}::timestamptz, ${knownAt}::timestamptz)
    on conflict on constraint projects_card_year_pkey do update set valid_on = excluded.valid_on, turned_at = excluded.turned_at`.execute(tx);
}

/** Turns every year whose cards stand on a former day, each in a transaction of its own. Answers how many. */
export async function turnCards({ db, actor }: { db: Database; actor: Actor }, today: string): Promise<number> {
  const years = await readAs(db, actor, (tx) => listStaleYears(tx, today));
  for (const year of years) {
    await writeAs(db, actor, async (tx) => {
      await sql`set local statement_timeout = '60s'`.execute(tx);
      await beginAct(tx, { kind: "turn-cards", subjects: [] });
      await turnYear(tx, { year, today });
    });
  }
  return years.length;
}
