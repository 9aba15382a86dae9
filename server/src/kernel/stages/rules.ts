import { sideStates, stages } from "@baton/contract/codes";
import { evidenceKinds, stageGates } from "@baton/contract/library";
import { type DatePrecision, lastDayOf } from "@baton/contract/time";

/** Side states stand beside the lifecycle and rank above all of it, so that the newest one shows until it is left. */
export const sideRank = 100;

export type Entered = { code: string; enteredOn: string; precision: string };
export type Wanted = { stage: string; enteredOn: string; precision: string };
export type Refusal = { slug: "stage-out-of-order" | "rule-refused" | "invalid-input"; detail: string };

/** The place of a stage in the lifecycle, from 1; side states share one rank; undefined for an unknown word. */
export function rankOf(code: string): number | undefined {
  const at = stages.findIndex((stage) => stage.code === code);
  if (at >= 0) return at + 1;
  return sideStates.some((state) => state.code === code) ? sideRank : undefined;
}

function nameOf(code: string): string {
  return [...stages, ...sideStates].find((term) => term.code === code)?.zh ?? code;
}

function lastDay({ enteredOn, precision }: Pick<Entered, "enteredOn" | "precision">): string {
  return precision === "by" ? enteredOn : lastDayOf({ on: firstDayOf(enteredOn, precision), precision: precision as DatePrecision });
}

/** The first day of the month, quarter or year meant; a day and a "by" stay as they are. */
export function firstDayOf(on: string, precision: string): string {
  const day = Temporal.PlainDate.from(on);
  if (precision === "year") return day.with({ month: 1, day: 1 }).toString();
  if (precision === "quarter") return day.with({ month: day.month - ((day.month - 1) % 3), day: 1 }).toString();
  return precision === "month" ? day.with({ day: 1 }).toString() : on;
}

/** The side state that holds now: none once a stage of the lifecycle was entered on a later day. */
function sideOf(entered: readonly Entered[]): Entered | undefined {
  const side = entered
    .filter((one) => rankOf(one.code) === sideRank)
    .toSorted((a, b) => (a.enteredOn < b.enteredOn ? -1 : 1))
    .at(-1);
  if (side === undefined) return undefined;
  return entered.some((one) => (rankOf(one.code) ?? 0) < sideRank && one.enteredOn > side.enteredOn) ? undefined : side;
}

function highestOf(entered: readonly Entered[]): Entered | undefined {
  return entered
    .filter((one) => (rankOf(one.code) ?? sideRank) < sideRank)
    .toSorted((a, b) => (rankOf(a.code) ?? 0) - (rankOf(b.code) ?? 0) || (a.enteredOn < b.enteredOn ? -1 : 1))
    .at(-1);
}

/**
 * Why a stage may not be entered; undefined when it may. Stages follow their order: those without a gate may be passed
 * over, those with one may not; none is entered twice, except that a subject comes back from 搁置 or 流转 into the
 * stage it left, on a later day. 终止 is final. The actual day is never in the future, nor before the stage before.
 */
export function refuseEntry(entered: readonly Entered[], wanted: Wanted, today: string): Refusal | undefined {
  const rank = rankOf(wanted.stage);
  if (rank === undefined) return { slug: "invalid-input", detail: `没有“${wanted.stage}”这个阶段。` };
  if (wanted.enteredOn > today)
    return { slug: "rule-refused", detail: `进入“${nameOf(wanted.stage)}”的日期${wanted.enteredOn}晚于今天${today}；计划日期请填在节点里，实际发生后再办理。` };
  const side = sideOf(entered);
  const highest = highestOf(entered);
  if (side?.code === "terminated") return { slug: "stage-out-of-order", detail: "项目已经终止，不能再进入其他阶段；确需恢复的，请作为新项目登记。" };
  if (side !== undefined && lastDay(wanted) <= side.enteredOn)
    return { slug: "stage-out-of-order", detail: `项目自${side.enteredOn}起${nameOf(side.code)}，再次进入的日期须晚于该日。` };
  if (rank === sideRank)
    return side?.code === wanted.stage ? { slug: "stage-out-of-order", detail: `项目已经是${nameOf(wanted.stage)}状态。` } : tooEarly(highest, wanted);
  if (highest === undefined) return undefined;
  const before = rankOf(highest.code) ?? 0;
  if (side !== undefined && rank === before) return undefined;
  if (rank <= before) return { slug: "stage-out-of-order", detail: `项目已在“${nameOf(highest.code)}”，不能再进入“${nameOf(wanted.stage)}”。` };
  const skipped = stages.slice(before, rank - 1).find((stage) => stageGates[stage.code] !== undefined);
  if (skipped !== undefined)
    return { slug: "stage-out-of-order", detail: `项目在“${nameOf(highest.code)}”，请先办理“${skipped.zh}”，再进入“${nameOf(wanted.stage)}”。` };
  return tooEarly(highest, wanted);
}

/**
 * Why an entry may not be taken back; undefined when it may. Entries rest on those before them: one is taken back only
 * while none that follows it stands, the last first, so that no gate is passed over backwards.
 */
export function refuseWithdrawal(standing: readonly (Entered & { id: string })[], id: string): Refusal | undefined {
  const wanted = standing.find((one) => one.id === id);
  if (wanted === undefined) return undefined;
  const rank = rankOf(wanted.code) ?? 0;
  const isSide = rank === sideRank;
  const follows = (one: Entered): boolean => {
    const other = rankOf(one.code) ?? 0;
    // what holds beside the lifecycle, and what came back out of it, is told by the days
    if (isSide || other === sideRank) return one.enteredOn > wanted.enteredOn;
    return other > rank || (other === rank && one.enteredOn > wanted.enteredOn);
  };
  const later = standing.filter((one) => one.id !== id && follows(one)).toSorted((a, b) => (a.enteredOn < b.enteredOn ? 1 : -1))[0];
  if (later === undefined) return undefined;
  return {
    slug: "stage-out-of-order",
    detail: `“${nameOf(wanted.code)}”之后还有${later.enteredOn}的“${nameOf(later.code)}”，请先撤回“${nameOf(later.code)}”。`,
  };
}

/** A "by" date is an upper bound: what follows may well be earlier. */
function tooEarly(highest: Entered | undefined, wanted: Wanted): Refusal | undefined {
  if (highest === undefined || highest.precision === "by" || lastDay(wanted) >= highest.enteredOn) return undefined;
  return {
    slug: "stage-out-of-order",
    detail: `“${nameOf(wanted.stage)}”的日期${wanted.enteredOn}早于“${nameOf(highest.code)}”的${highest.enteredOn}，请核对。`,
  };
}

/** What the gate still asks for, in words. A ceremony shows no start and a framework agreement no signing: they are other kinds. */
export function missingEvidence(stage: string, proves: readonly string[]): string[] {
  return (stageGates[stage] ?? []).filter((kind) => !proves.includes(kind)).map((kind) => evidenceKinds.find((one) => one.code === kind)?.zh ?? kind);
}

/** A stage it had entered before asks for no evidence again: the subject only comes back into it. */
export function isReturn(entered: readonly Entered[], stage: string): boolean {
  return entered.some((one) => one.code === stage);
}
