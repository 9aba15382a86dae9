import { sql, type RawBuilder } from "kysely";
import { readAmount } from "@baton/contract/amounts";
import { sideStates, stageOf, stages } from "@baton/contract/codes";
import { organisationKinds } from "@baton/contract/import-columns";
import { problem } from "@baton/contract/problems";
import {
  areaDimensions,
  ceremonyDimension,
  chainDimension,
  type Dimension,
  type Filter,
  known,
  placeColumns,
  placeJoins,
  type Population,
  type Question,
  sizeDimension,
  wordOf,
} from "#kernel/figures";

function refused(filter: Filter, value: string, remedy: string): never {
  throw problem("invalid-input", {
    detail: `where.${filter.dimension} 的“${value}”无法识别，${remedy}`,
    errors: [{ pointer: `/where.${filter.dimension}`, code: "not-understood", detail: remedy }],
  });
}

type Condition = (value: string, filter: Filter) => RawBuilder<boolean>;

/** >=1亿 and >1亿 on the row's amount, in fen. */
function sizeCondition(value: string, filter: Filter): RawBuilder<boolean> {
  const match = /^(>=|>|<=|<)?(.+)$/.exec(value.normalize("NFKC").trim());
  const amount = readAmount(match?.[2] ?? "", "亿元");
  if (!("fen" in amount)) refused(filter, value, "请写成 >=10亿（10亿元以上）或 >1亿（过亿元）。");
  const fen = sql`${amount.fen}::bigint`;
  if (match?.[1] === ">") return sql<boolean>`amount_fen > ${fen}`;
  if (match?.[1] === "<") return sql<boolean>`amount_fen < ${fen}`;
  return match?.[1] === "<=" ? sql<boolean>`amount_fen <= ${fen}` : sql<boolean>`amount_fen >= ${fen}`;
}

/** A unit by its name, or every unit of a kind: 镇街, 部门, 国企. */
function signerCondition(value: string): RawBuilder<boolean> {
  const kind = organisationKinds.find((one) => one.zh === value || one.code === value)?.code;
  return kind === undefined ? sql<boolean>`signer_name = ${value}` : sql<boolean>`signer_kind = ${kind}`;
}

function stageCondition(value: string, filter: Filter): RawBuilder<boolean> {
  const code = stageOf(value);
  return code === undefined ? refused(filter, value, "请写线索、在谈、联审、签约、落地、开工、投产、达效、搁置、流转或终止。") : sql<boolean>`stage = ${code}`;
}

const areaCondition: Condition = (value) => sql<boolean>`${value} in (area_code, county_code, city_code, area_name, county_name)`;
const chainCondition: Condition = (value) =>
  sql<boolean>`exists (select from kernel_subject ch where ch.subject_id = any(chain_ids) and ${value} in (ch.code, ch.name))`;
const eventCondition: Condition = (value) => sql<boolean>`subject_id in (
  select part.subject_id from kernel_occasion_part part join kernel_occasion o on o.occasion_id = part.occasion_id
  where o.kind = 'ceremony' and o.superseded_at = 'infinity' and part.superseded_at = 'infinity' and part.role = 'member' and (o.name = ${value} or o.occasion_id::text = ${value}))`;

const conditions: Record<string, Condition> = {
  area: areaCondition,
  chain: chainCondition,
  event: eventCondition,
  size: sizeCondition,
  signer: signerCondition,
  stage: stageCondition,
};

/** Every filter as one condition over a population's columns; `any` of its values, or `all` of them. */
function filtered(question: Question, allowed: readonly string[], noun: string): RawBuilder<boolean> {
  const each = question.where.map((filter) => {
    const condition = allowed.includes(filter.dimension) ? conditions[filter.dimension] : undefined;
    if (condition === undefined) throw problem("unknown-dimension", { detail: `${noun}没有维度“${filter.dimension}”，可用的有：${allowed.join("、")}。` });
    return sql`(${sql.join(
      filter.values.map((value) => sql`(${condition(value, filter)})`),
      filter.isAll ? sql` and ` : sql` or `,
    )})`;
  });
  return each.length === 0 ? sql<boolean>`true` : sql<boolean>`${sql.join(each, sql` and `)}`;
}

function chains(question: Question): RawBuilder<unknown> {
  return sql`array(select r.to_subject_id from kernel_relation r where r.subject_id = v.subject_id and r.kind = 'chain'
    and ${known("r", question.knownAt)} and r.valid_from <= ${question.validOn}::date and r.valid_to > ${question.validOn}::date)`;
}

/** The stage reached on the last day asked; a side state holds until a later entry into the lifecycle. */
function stageJoin(question: Question): RawBuilder<unknown> {
  const V = question.validOn;
  const K = question.knownAt;
  return sql`left join lateral (
    select s.stage, s.stage_rank from kernel_stage s
    where s.subject_id = v.subject_id and s.track = 'main' and s.is_preferred and s.entered_on <= ${V}::date and ${known("s", K)}
      and (s.stage_rank < 100 or not exists (select from kernel_stage later where later.subject_id = s.subject_id and later.track = 'main'
        and later.stage_rank < 100 and later.entered_on > s.entered_on and later.entered_on <= ${V}::date and ${known("later", K)}))
    order by s.stage_rank desc, s.entered_on desc limit 1) st on true`;
}

const visibleRow = sql`false as is_unreported, false as is_corrected`;

const signer: Dimension = {
  name: "signer",
  labelZh: "签约单位",
  labelEn: "Signer",
  overlaps: false,
  group: { key: sql<string>`population.signer_name`, label: sql<string>`population.signer_name` },
};

const stageLabel = wordOf(sql`population.stage`, [...stages, ...sideStates]);
const stage: Dimension = { name: "stage", labelZh: "阶段", labelEn: "Stage", overlaps: false, group: { key: stageLabel, label: stageLabel } };

const size = sizeDimension({ labelZh: "投资规模", labelEn: "Size class" }, "amount_fen");

const dimensionNames = (list: readonly Dimension[]): string[] => list.map((one) => one.name);

const leadDimensions = [...areaDimensions, chainDimension, stage, size];
/** Leads by the day of their first contact; the stage is that of the last day asked. */
export const contactedLeads: Population = {
  name: "leads.contacted",
  dimensions: leadDimensions,
  rows: (question) => sql`select * from (
    select v.subject_id as key, v.name as label, v.subject_id, '=' as comparator, ${visibleRow}, l.recorded_at as row_known_at, l.intended_fen as amount_fen,
      ${placeColumns}, ${chains(question)} as chain_ids, st.stage, st.stage_rank
    from investment_lead l join kernel_subject_version v on v.subject_id = l.subject_id and ${known("v", question.knownAt)} and v.merged_into_id is null
    ${placeJoins({ area: sql`v.account_area_id`, org: sql`v.account_org_id` }, question.knownAt)} ${stageJoin(question)}
    where ${known("l", question.knownAt)} and l.first_contact_on between ${question.validFrom}::date and ${question.validOn}::date) lead
    where ${filtered(question, dimensionNames(leadDimensions), "线索")}`,
};

const contractDimensions = [...areaDimensions, chainDimension, signer, size, ceremonyDimension];
/** Formal contracts by the day they were signed; a framework agreement is kept and never counted. A date that only says "by" is no event. */
export const signedContracts: Population = {
  name: "contracts.signed",
  dimensions: contractDimensions,
  rows: (question) => sql`select * from (
    select c.contract_id as key, v.name as label, v.subject_id, c.amount_comparator as comparator, ${visibleRow}, c.recorded_at as row_known_at, c.amount_fen,
      ${placeColumns}, ${chains(question)} as chain_ids, so.name as signer_name, so.kind as signer_kind,
      exists (select from kernel_stage s where s.subject_id = c.subject_id and s.track = 'main' and s.is_preferred and s.stage_rank between 6 and 99
        and s.entered_on <= ${question.validOn}::date and ${known("s", question.knownAt)}) as is_started
    from investment_contract c join kernel_subject_version v on v.subject_id = c.subject_id and ${known("v", question.knownAt)} and v.merged_into_id is null
    left join kernel_org so on so.org_id = c.signer_org_id and ${known("so", question.knownAt)}
    ${placeJoins({ area: sql`v.account_area_id`, org: sql`v.account_org_id` }, question.knownAt)}
    where ${known("c", question.knownAt)} and c.kind = 'formal' and c.precision <> 'by'
      and c.signed_on between ${question.validFrom}::date and ${question.validOn}::date) contract
    where ${filtered(question, dimensionNames(contractDimensions), "合同")}`,
};

const tripDimensions = [...areaDimensions, signer];
/** Investment trips by their first day, accounted to the unit that went. */
export const madeTrips: Population = {
  name: "trips.made",
  dimensions: tripDimensions,
  rows: (question) => sql`select * from (
    select o.occasion_id as key, o.name as label, o.subject_id, '=' as comparator, ${visibleRow}, o.recorded_at as row_known_at, ${placeColumns},
      ao.name as signer_name, ao.kind as signer_kind,
      coalesce((select sum(p.amount) from kernel_occasion_part p where p.occasion_id = o.occasion_id and p.role = 'visited' and ${known("p", question.knownAt)}), 0) as visited_count,
      coalesce((select sum(p.amount) from kernel_occasion_part p where p.occasion_id = o.occasion_id and p.role = 'negotiated' and ${known("p", question.knownAt)}), 0) as negotiated_count
    from kernel_occasion o
    left join kernel_org unit on unit.org_id = o.subject_id and ${known("unit", question.knownAt)}
    ${placeJoins({ area: sql`unit.area_id`, org: sql`unit.org_id` }, question.knownAt)}
    where ${known("o", question.knownAt)} and o.kind = 'trip' and o.held_from between ${question.validFrom}::date and ${question.validOn}::date) trip
    where ${filtered(question, dimensionNames(tripDimensions), "外出招商")}`,
};
