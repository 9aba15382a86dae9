import { sql } from "kysely";
import { formatWan } from "@baton/contract/amounts";
import type { MoneySeries } from "@baton/contract/library";
import { problem } from "@baton/contract/problems";
import { monthEnd, timeProgress } from "@baton/contract/time";
import { known } from "#kernel/figures";
import type { Tx } from "#platform/database";
import type { Point } from "./detail.ts";

type Plan = { planFen: number; byMonthFen: readonly number[] | null };

/** The plan's cumulative curve, twelve values in fen: the monthly split summed up, else a straight line. Whole fen, rounded half up. */
export function planCurve(plan: Plan | null): (number | null)[] {
  let sum = 0;
  return Array.from({ length: 12 }, (_, index) => {
    if (plan === null) return null;
    if (plan.byMonthFen === null) return Math.floor((plan.planFen * (index + 1) * 2 + 12) / 24);
    sum += plan.byMonthFen[index] ?? 0;
    return sum;
  });
}

type Said = { period_to: string; value: number; is_correction: boolean; text_value: string | null; metric: string };

/**
 * Plan, actual and time of one year month by month, as known at `knownAt`. A month that was not reported is a gap
 * (null), never the month before; a month not over by `validOn` is neither reported nor missing. The two ledgers stand
 * side by side and are compared at the last month that both speak of.
 */
export async function readMoney(tx: Tx, asked: { point: Point; year: number }, id: string): Promise<MoneySeries> {
  const { point, year } = asked;
  const plan = await readPlan(tx, asked, id);
  const { rows } = await sql<Said>`select o.metric, o.period_to, o.value, o.is_correction, o.text_value from kernel_observation o
    where o.subject_id = ${id} and o.period_from = ${`${year}-01-01`}::date and o.period_to <= ${point.validOn}::date and ${known("o", point.knownAt)} and o.nature = 'actual' and o.value is not null
      and (o.metric = 'investment_done' and o.ledger = 'management' or o.metric = 'investment_statistics' and o.ledger = 'statistics')`.execute(tx);
  const done = new Map(rows.filter((row) => row.metric === "investment_done").map((row) => [row.period_to, row]));
  const statistics = new Map(rows.filter((row) => row.metric === "investment_statistics").map((row) => [row.period_to, row]));
  const curve = planCurve(plan);
  const months = curve.map((planFen, index) => {
    const month = `${year}-${String(index + 1).padStart(2, "0")}`;
    const end = monthEnd(month);
    const said = done.get(end);
    const progress = timeProgress(end);
    return {
      month,
      planFen,
      doneFen: said?.value ?? null,
      isUnreported: said === undefined && end <= point.validOn,
      isCorrected: said?.is_correction ?? false,
      statisticsFen: statistics.get(end)?.value ?? null,
      timeProgress: progress.numerator / progress.denominator,
    };
  });
  return { year, planFen: plan?.planFen ?? null, months, difference: compareLedgers(done, statistics) };
}

async function readPlan(tx: Tx, { point, year }: { point: Point; year: number }, id: string): Promise<Plan | null> {
  const { rows: seen } = await sql`select from kernel_subject_version v where v.subject_id = ${id} and ${known("v", point.knownAt)}`.execute(tx);
  if (seen.length === 0) throw problem("not-found");
  const asOf = point.validOn.slice(0, 4) === String(year) ? point.validOn : point.validOn < `${year}` ? `${year}-01-01` : `${year}-12-31`;
  const { rows } = await sql<{ plan_fen: number; plan_by_month_fen: number[] | null }>`select l.plan_fen, l.plan_by_month_fen from projects_listing l
    where l.subject_id = ${id} and l.year = ${year} and ${known("l", point.knownAt)} and l.valid_from <= ${asOf}::date and l.valid_to > ${asOf}::date order by l.level_rank limit 1`.execute(
    tx,
  );
  const [row] = rows;
  return row === undefined ? null : { planFen: row.plan_fen, byMonthFen: row.plan_by_month_fen };
}

function compareLedgers(done: ReadonlyMap<string, Said>, statistics: ReadonlyMap<string, Said>): MoneySeries["difference"] {
  const both = [...statistics.keys()]
    .filter((end) => done.has(end))
    .toSorted()
    .at(-1);
  const last = both ?? [...statistics.keys()].toSorted().at(-1);
  const managementFen = both === undefined ? null : (done.get(both)?.value ?? null);
  const bureau = last === undefined ? undefined : statistics.get(last);
  if (bureau === undefined) return { managementFen: null, statisticsFen: null, differenceFen: null, explanation: null };
  const differenceFen = managementFen === null ? null : managementFen - bureau.value;
  return { managementFen, statisticsFen: bureau.value, differenceFen, explanation: bureau.text_value ?? describeDifference(differenceFen, last ?? "") };
}

/** Two ledgers count differently by nature; without words of the bureau the sentence says only that. */
function describeDifference(differenceFen: number | null, end: string): string | null {
  if (differenceFen === null) return `截至${end}只有统计数，没有同月的调度数可以比较。`;
  if (differenceFen === 0) return null;
  const more = differenceFen > 0 ? "调度数多" : "统计数多";
  return `截至${end}，${more}${formatWan(Math.abs(differenceFen))}万元；两本账口径不同，尚未填写差异说明。`;
}
