import { sql, type RawBuilder } from "kysely";
import { known, placeColumns, placeJoins } from "#kernel/figures";

/** Side states (搁置, 流转, 终止) rank from here; each holds until a later entry into the lifecycle. */
export const sideRank = 100;

/** What can be gathered for each project besides its identity and list; each costs a look-up a row. */
const parts = ["profile", "place", "unit", "done", "stage", "started", "light", "statistics", "chains"] as const;
export type ProjectPart = (typeof parts)[number];
export const allParts: ReadonlySet<string> = new Set<ProjectPart>(parts);

type Gathered = { columns: RawBuilder<unknown>; from: RawBuilder<unknown> };

/** As of which day and known instant; `isWhole` where nearly every project of the city is asked, `isNarrowed` where filters leave a few of them. */
type PartTime = { validOn: string; knownAt: string; yearStart: string; isWhole: boolean; isNarrowed: boolean };

type Newest = { columns: RawBuilder<unknown>; from: RawBuilder<unknown>; order: RawBuilder<unknown> };

function newestOfAll(one: Newest): RawBuilder<unknown> {
  return sql`select distinct on (r.subject_id) r.subject_id, ${one.columns} from ${one.from} order by r.subject_id, ${one.order}`;
}

/**
 * The newest row a project: looked up project by project, or, for a whole city, taken from one walk along the index
 * that lists every project's rows newest first.
 */
function newest(alias: string, { isWhole }: PartTime, one: Newest): RawBuilder<unknown> {
  const name = sql.ref(alias);
  return isWhole
    ? sql`left join (${newestOfAll(one)}) ${name} on ${name}.subject_id = v.subject_id`
    : sql`left join lateral (select ${one.columns} from ${one.from} and r.subject_id = v.subject_id order by ${one.order} limit 1) ${name} on true`;
}

/** The stage on the day: the furthest entered by then; a side state only until a later entry into the lifecycle. */
function stageOn({ validOn, knownAt }: Pick<PartTime, "validOn" | "knownAt">): Newest {
  return {
    columns: sql`r.stage, r.stage_rank, r.entered_on`,
    from: sql`kernel_stage r where r.track = 'main' and r.is_preferred and r.entered_on <= ${validOn}::date and ${known("r", knownAt)}
      and (r.stage_rank < ${sideRank} or not exists (
        select from kernel_stage later where later.subject_id = r.subject_id and later.track = 'main'
          and later.stage_rank < ${sideRank} and later.entered_on > r.entered_on and later.entered_on <= ${validOn}::date and ${known("later", knownAt)}))`,
    order: sql`r.stage_rank desc, r.entered_on desc`,
  };
}

/** The look-ups `st` (stage, stage_rank) and `done` (value, period_to) of all projects, beside a row `v` each. */
export function wholeStandings(at: Pick<PartTime, "validOn" | "knownAt" | "yearStart">): RawBuilder<unknown> {
  const whole = { ...at, isWhole: true, isNarrowed: false };
  return sql`${newest("st", whole, stageOn(whole))} ${gatherDone(whole)}`;
}

const doneColumns = sql`r.value, r.period_to, r.comparator, r.is_correction, r.recorded_at`;

/**
 * What was done, for a whole city: nearly everybody's newest number is of one of the last two months that could be
 * reported, each of which lies together in the index; only who is in neither is looked up by itself.
 */
function wholeDone(at: PartTime, told: RawBuilder<unknown>, [month, before]: readonly [string, string]): RawBuilder<unknown> {
  const one = (alias: string, day: string): RawBuilder<unknown> =>
    sql`left join (select r.subject_id, ${doneColumns} from kernel_observation r where ${told} and r.period_to = ${day}::date) ${sql.ref(alias)} on ${sql.ref(`${alias}.subject_id`)} = v.subject_id`;
  const from = ["later", "month", "before"];
  const pick = (column: string): RawBuilder<unknown> =>
    sql`case ${sql.join(
      from.map((alias) => sql`when ${sql.ref(`${alias}.subject_id`)} is not null then ${sql.ref(`${alias}.${column}`)}`),
      sql` `,
    )} else ${sql.ref(`older.${column}`)} end as ${sql.ref(column)}`;
  return sql`left join (select distinct on (r.subject_id) r.subject_id, ${doneColumns} from kernel_observation r
      where ${told} and r.period_to > ${month}::date and r.period_to <= ${at.validOn}::date order by r.subject_id, r.period_to desc) later on later.subject_id = v.subject_id
    ${one("month", month)} ${one("before", before)}
    left join lateral (select ${doneColumns} from kernel_observation r where ${told} and r.period_to < ${before}::date and r.subject_id = v.subject_id
      and later.subject_id is null and month.subject_id is null and before.subject_id is null order by r.period_to desc limit 1) older on true
    cross join lateral (select ${sql.join(["value", "period_to", "comparator", "is_correction", "recorded_at"].map(pick))}) done`;
}

/** The last two month ends that reports known by then can be of, where both are of the year. */
function lastMonths({ validOn, knownAt, yearStart }: PartTime): [string, string] | null {
  const knownOn = Temporal.Instant.from(knownAt).toZonedDateTimeISO("Asia/Shanghai").toPlainDate().toString();
  const first = Temporal.PlainDate.from(validOn < knownOn ? validOn : knownOn)
    .add({ days: 1 })
    .with({ day: 1 });
  const [month, before] = [first.subtract({ days: 1 }), first.subtract({ months: 1 }).subtract({ days: 1 })];
  return before.toString() < yearStart ? null : [month.toString(), before.toString()];
}

function gatherDone(at: PartTime): RawBuilder<unknown> {
  const told = sql`r.metric = 'investment_done' and r.ledger = 'management' and r.nature = 'actual' and r.period_from = ${at.yearStart}::date and ${known("r", at.knownAt)}`;
  const months = at.isWhole ? lastMonths(at) : null;
  if (months !== null) return wholeDone(at, told, months);
  return newest("done", at, {
    columns: doneColumns,
    from: sql`kernel_observation r where ${told} and r.period_to <= ${at.validOn}::date`,
    order: sql`r.period_to desc`,
  });
}

const gatherers: Record<ProjectPart, (at: PartTime) => Gathered> = {
  profile: ({ knownAt: K }) => ({
    columns: sql`p.project_code, p.builder_name, p.build_kind, p.industry_code, p.industry_system, p.signer_org_id, p.total_investment_fen, p.total_investment_comparator, p.is_sample`,
    from: sql`join projects_profile p on p.subject_id = v.subject_id and ${known("p", K)}`,
  }),
  place: () => ({
    columns: sql`there.area_code, there.area_name, there.area_level, there.county_code, there.county_name, there.city_code`,
    from: sql`left join place there on there.area_id = v.account_area_id`,
  }),
  unit: ({ knownAt: K }) => ({ columns: sql`ao.name as row_by`, from: sql`left join kernel_org ao on ao.org_id = v.account_org_id and ${known("ao", K)}` }),
  done: (at) => ({
    columns: sql`done.value as done_fen, done.period_to as done_month_end, done.comparator, done.is_correction as is_corrected, done.recorded_at as row_known_at`,
    from: gatherDone(at),
  }),
  stage: (at) => ({
    columns: sql`st.stage, st.stage_rank, st.entered_on as stage_entered_on`,
    from: newest("st", at, stageOn(at)),
  }),
  started: (at) => ({
    columns: sql`started.entered_on as started_on, started.precision as started_precision`,
    from: newest("started", at, {
      columns: sql`r.entered_on, r.precision`,
      from: sql`kernel_stage r where r.track = 'main' and r.is_preferred and r.stage = 'started' and ${known("r", at.knownAt)}`,
      order: sql`r.entered_on`,
    }),
  }),
  light: (at) => ({
    columns: sql`lt.verdict as light, lt.blocking_party`,
    from: newest("lt", at, {
      columns: sql`r.verdict, r.blocking_party`,
      from: sql`kernel_light r where r.dimension = 'overall' and r.valid_on <= ${at.validOn}::date and ${known("r", at.knownAt)}`,
      order: sql`r.valid_on desc, r.is_fixed desc, r.recorded_at desc`,
    }),
  }),
  statistics: (at) => ({
    columns: sql`listed.value as stat_listed`,
    from: newest("listed", at, {
      columns: sql`r.value`,
      from: sql`kernel_observation r where r.metric = 'stat_listed' and r.ledger = 'statistics' and r.nature = 'actual' and r.period_to <= ${at.validOn}::date and ${known("r", at.knownAt)}`,
      order: sql`r.period_to desc`,
    }),
  }),
  chains: ({ validOn: V, knownAt: K }) => ({
    columns: sql`array(select r.to_subject_id from kernel_relation r where r.subject_id = v.subject_id and r.kind = 'chain'
      and ${known("r", K)} and r.valid_from <= ${V}::date and r.valid_to > ${V}::date) as chain_ids`,
    from: sql``,
  }),
};

const absent: Record<ProjectPart, RawBuilder<unknown>> = {
  profile: sql`null::text as project_code, null::text as builder_name, null::text as build_kind, null::text as industry_code, null::text as industry_system,
    null::uuid as signer_org_id, null::bigint as total_investment_fen, null::text as total_investment_comparator, null::boolean as is_sample`,
  place: sql`null::text as area_code, null::text as area_name, null::text as area_level, null::text as county_code, null::text as county_name, null::text as city_code`,
  unit: sql`null::text as row_by`,
  done: sql`null::bigint as done_fen, null::date as done_month_end, null::text as comparator, null::boolean as is_corrected, null::timestamptz as row_known_at`,
  stage: sql`null::text as stage, null::int as stage_rank, null::date as stage_entered_on`,
  started: sql`null::date as started_on, null::text as started_precision`,
  light: sql`null::text as light, null::text as blocking_party`,
  statistics: sql`null::bigint as stat_listed`,
  chains: sql`'{}'::uuid[] as chain_ids`,
};

/** The look-ups of the parts asked for, those first that narrow the selection, and the columns of all parts (null where not asked). */
export function gatherParts(asked: { parts: ReadonlySet<string>; first: readonly ProjectPart[] }, at: PartTime): Gathered {
  const wanted = parts.filter((part) => asked.parts.has(part) || asked.first.includes(part));
  const ordered = [...wanted.filter((part) => asked.first.includes(part)), ...wanted.filter((part) => !asked.first.includes(part))];
  // What a filter reads is read of every project; what is only shown or summed, of those that the filters left.
  const isWhole = (part: ProjectPart): boolean => at.isWhole && (asked.first.includes(part) || !at.isNarrowed);
  const found = new Map(ordered.map((part) => [part, gatherers[part]({ ...at, isWhole: isWhole(part) })]));
  return {
    columns: sql.join(parts.map((part) => found.get(part)?.columns ?? absent[part])),
    from: sql.join(
      [...found.values()].map((one) => one.from),
      sql` `,
    ),
  };
}

/** Divisions with those above them, as known at K: a few dozen rows, gathered once. */
export function places(knownAt: string): RawBuilder<unknown> {
  return sql`select self.area_id, ${placeColumns} from kernel_area self ${placeJoins({ area: sql`self.area_id`, org: sql`null::uuid` }, knownAt)} where ${known("self", knownAt)}`;
}
