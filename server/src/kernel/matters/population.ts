import { matterKinds, matterStatuses } from "@baton/contract/matters";
import { problem } from "@baton/contract/problems";
import { type RawBuilder, sql } from "kysely";
import { areaDimensions, type Dimension, type Figure, type Filter, known, type Population, type Question } from "#kernel/figures";

function labels(column: string, words: Readonly<Record<string, string>>): RawBuilder<string> {
  const cases = Object.entries(words).map(([code, zh]) => sql`when ${code} then ${zh}`);
  return sql<string>`case ${sql.ref(column)} ${sql.join(cases, sql` `)} end`;
}

const parties = { locality: "属地", department: "部门", enterprise: "企业" };

function plain(dimension: { name: string; labelZh: string; labelEn: string }, key: string, label: RawBuilder<string>): Dimension {
  return { ...dimension, overlaps: false, group: { key: sql<string>`${sql.ref(`population.${key}`)}`, label } };
}

const dimensions: readonly Dimension[] = [
  ...areaDimensions,
  plain({ name: "kind", labelZh: "事项类别", labelEn: "Kind" }, "kind", labels("population.kind", matterKinds)),
  plain({ name: "status", labelZh: "办理状态", labelEn: "Status" }, "status", labels("population.status", matterStatuses)),
  plain({ name: "unit", labelZh: "承办单位", labelEn: "Holder" }, "holder_name", sql<string>`population.holder_name`),
  plain({ name: "party", labelZh: "阻滞方", labelEn: "Blocking party" }, "blocking_party", labels("population.blocking_party", parties)),
];

/** What a filter's value is compared with; Chinese words are understood where there is a closed list. */
const columns: Readonly<Record<string, (value: string) => RawBuilder<boolean>>> = {
  area: (value) => sql<boolean>`${value} in (area_code, area_name, county_code, county_name)`,
  "area:county": (value) => sql<boolean>`${value} in (county_code, county_name)`,
  "area:town": (value) => sql<boolean>`${value} in (area_code, area_name)`,
  kind: (value) => sql<boolean>`kind = ${coded("kind", value, matterKinds)}`,
  status: (value) => sql<boolean>`status = ${coded("status", value, matterStatuses)}`,
  unit: (value) => sql<boolean>`holder_name = ${value}`,
  party: (value) => sql<boolean>`blocking_party = ${coded("party", value, parties)}`,
};

function coded(dimension: string, value: string, words: Readonly<Record<string, string>>): string {
  const code = Object.keys(words).find((one) => one === value || words[one] === value);
  if (code !== undefined) return code;
  const remedy = `可用的有：${Object.values(words).join("、")}。`;
  throw problem("invalid-input", {
    detail: `where.${dimension} 的“${value}”无法识别，${remedy}`,
    errors: [{ pointer: `/where.${dimension}`, code: "not-understood", detail: remedy }],
  });
}

function conditionOf({ dimension, values, isAll }: Filter): RawBuilder<boolean> {
  const condition = columns[dimension];
  if (condition === undefined) throw problem("unknown-dimension", { detail: `事项指标没有维度“${dimension}”，可用的有：${Object.keys(columns).join("、")}。` });
  const each = values.map((value) => sql<boolean>`(${condition(value)})`);
  return sql<boolean>`(${sql.join(each, isAll ? sql` and ` : sql` or `)})`;
}

/** The first instant after `validOn` in the city. */
const spanEnd = (question: Question): RawBuilder<unknown> => sql`((${question.validOn}::date + 1)::timestamp at time zone 'Asia/Shanghai')`;
const spanStart = (question: Question): RawBuilder<unknown> => sql`(${question.validFrom}::date::timestamp at time zone 'Asia/Shanghai')`;

/**
 * Matters that were sent out, one row each, as known at K: key, label, subject_id, kind, status, opened_at, due_at,
 * done_at, closed_at, holder_name, blocking_party and the subject's area by account.
 */
function sentMatters(question: Question): RawBuilder<unknown> {
  const K = question.knownAt;
  return sql`
    select m.matter_id as key, m.title as label, m.subject_id, m.kind, m.blocking_party, s.status, s.due_at, s.done_at, s.closed_at,
      sent.opened_at, holder_org.name as holder_name, a.code as area_code, a.name as area_name,
      case when a.level in ('town', 'village') then up.code else a.code end as county_code,
      case when a.level in ('town', 'village') then up.name else a.name end as county_name,
      '='::text as comparator, false as is_unreported, false as is_corrected, s.recorded_at as row_known_at, holder_org.name as row_by
    from kernel_matter_state s
    join kernel_matter m on m.matter_id = s.matter_id
    join lateral (
      select max(e.at) as opened_at from kernel_matter_event e
      where e.matter_id = s.matter_id and e.kind in ('opened', 'released') and ${known("e", K)}) sent on true
    left join kernel_post holder on holder.post_id = s.holder_post_id
    left join kernel_org holder_org on holder_org.org_id = holder.org_id and ${known("holder_org", K)}
    left join kernel_subject_version v on v.subject_id = m.subject_id and ${known("v", K)}
    left join kernel_area a on a.area_id = v.account_area_id and ${known("a", K)}
    left join kernel_area up on up.area_id = a.parent_area_id and ${known("up", K)}
    where ${known("s", K)} and s.status not in ('prepared', 'held_back', 'withdrawn') and sent.opened_at < ${spanEnd(question)}`;
}

function narrowed(question: Question, condition: RawBuilder<unknown>): RawBuilder<unknown> {
  const asked = question.where.map(conditionOf);
  return sql`select * from (${sentMatters(question)}) sent where ${sql.join([condition, ...asked], sql` and `)}`;
}

const mattersOnHand: Population = {
  name: "matters.on_hand",
  dimensions,
  rows: (question) => narrowed(question, sql`(closed_at is null or closed_at >= ${spanEnd(question)})`),
};

/** Struck off within the span, or late by its end: the time a verifier takes is not the holder's, so `done_at` decides. */
const mattersFallenDue: Population = {
  name: "matters.fallen_due",
  dimensions,
  rows: (question) =>
    narrowed(
      question,
      sql`((closed_at >= ${spanStart(question)} and closed_at < ${spanEnd(question)})
        or ((closed_at is null or closed_at >= ${spanEnd(question)}) and due_at < least(${spanEnd(question)}, ${question.knownAt}::timestamptz)
          and (done_at is null or done_at >= ${spanEnd(question)} or done_at > due_at)))`,
    ),
};

/** Rated within the span; a matter rated again after a reopening counts by its last rating. */
const mattersRated: Population = {
  name: "matters.rated",
  dimensions,
  rows: (question) => sql`select rated.rating, sent.* from (
      select distinct on (e.matter_id) e.matter_id, e.reason as rating from kernel_matter_event e
      where e.kind = 'rated' and ${known("e", question.knownAt)} and e.at >= ${spanStart(question)} and e.at < ${spanEnd(question)}
      order by e.matter_id, e.sequence desc) rated
    join (${narrowed(question, sql`true`)}) sent on sent.key = rated.matter_id`,
};

/** The figures of matters, for the list in `app.ts`. */
export const matterFigures: readonly Figure[] = [
  {
    name: "matters.count",
    labelZh: "在办事项数",
    labelEn: "Matters on hand",
    unit: "count",
    tense: "state",
    definition: "截止日终了时已经发出、尚未销号的事项件数；待发、本期不发和已撤回的不计。",
    formula: "计数",
    population: mattersOnHand,
    measure: { kind: "count" },
  },
  {
    name: "matters.on_time_rate",
    labelZh: "事项按期办结率",
    labelEn: "Matters done on time",
    unit: "ratio",
    tense: "flow",
    definition: "期间内销号的事项与截止日终了时已逾期未办结的事项中，在时限内办结的所占比例；核验占用的时间不算承办单位的。",
    formula: "按期办结件数 ÷（期间内销号件数＋截止时逾期件数）",
    population: mattersFallenDue,
    measure: {
      kind: "ratio",
      numerator: sql`case when closed_at is not null and coalesce(done_at, closed_at) <= due_at then 1 else 0 end`,
      denominator: sql`1`,
    },
  },
  {
    name: "matters.satisfaction_rate",
    labelZh: "事项满意率",
    labelEn: "Satisfaction with matters",
    unit: "ratio",
    tense: "flow",
    definition: "期间内得到评价的事项中，评为满意或基本满意的所占比例；没有评价的不计。",
    formula: "（满意件数＋基本满意件数）÷ 评价件数",
    population: mattersRated,
    measure: { kind: "ratio", numerator: sql`case when rating in ('satisfied', 'basically_satisfied') then 1 else 0 end`, denominator: sql`1` },
  },
];
