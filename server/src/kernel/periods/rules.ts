import { problem } from "@baton/contract/problems";

export type PeriodState = "none" | "open" | "closed" | "frozen" | "published";
export type PeriodAct = "open" | "close" | "freeze" | "withdraw" | "publish";

/** From which states an act leads to which. A withdrawn freeze is closed again: reports are late but accepted. */
const ways: Record<PeriodAct, { from: readonly PeriodState[]; to: PeriodState }> = {
  open: { from: ["none"], to: "open" },
  close: { from: ["open"], to: "closed" },
  freeze: { from: ["closed"], to: "frozen" },
  withdraw: { from: ["frozen"], to: "closed" },
  publish: { from: ["frozen"], to: "published" },
};

/** Where a period stands after its events, in their order; the database refuses any other order too. */
export function stateAfter(events: readonly PeriodAct[]): PeriodState {
  const last = events.at(-1);
  return last === undefined ? "none" : ways[last].to;
}

const refusals: Record<PeriodAct, Partial<Record<PeriodState, string>>> = {
  open: { open: "已经开放。", closed: "已经截止。", frozen: "已经冻结。", published: "已经发布。" },
  close: { none: "尚未开放。", closed: "已经截止。", frozen: "已经冻结。", published: "已经发布。" },
  freeze: {
    none: "尚未开放，不能冻结。",
    open: "尚未截止，请先截止再冻结。",
    frozen: "已经冻结；发布前可撤回后再冻结。",
    published: "已经发布，只能更正和勘误。",
  },
  withdraw: { none: "没有冻结。", open: "没有冻结。", closed: "没有冻结，或者冻结已经撤回。", published: "已经发布，不能撤回，只能更正和勘误。" },
  publish: { none: "尚未冻结，不能发布。", open: "尚未冻结，不能发布。", closed: "尚未冻结，不能发布。", published: "已经发布。" },
};

/** Throws `period-frozen` where a freeze stands in the way, `period-state` for any other act out of turn. */
export function assertMay(act: PeriodAct, period: { name: string; state: PeriodState }): void {
  if (ways[act].from.includes(period.state)) return;
  const slug = act !== "publish" && (period.state === "frozen" || period.state === "published") ? "period-frozen" : "period-state";
  throw problem(slug, { detail: `${period.name}${refusals[act][period.state] ?? "当前状态下不能这样做。"}` });
}
