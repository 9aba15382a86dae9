import { expect, test } from "vitest";
import { assertMay, type PeriodAct, type PeriodState, stateAfter } from "./rules.ts";

test("a month opens, closes, freezes and is published; a withdrawn freeze is closed again", () => {
  const states = (events: PeriodAct[]) => events.map((_, index) => stateAfter(events.slice(0, index + 1)));
  expect(stateAfter([])).toBe("none");
  expect(states(["open", "close", "freeze", "withdraw", "freeze", "publish"])).toEqual(["open", "closed", "frozen", "closed", "frozen", "published"]);
});

test("every act is refused in every state but its own, with a sentence", () => {
  const allowed: Record<PeriodAct, PeriodState> = { open: "none", close: "open", freeze: "closed", withdraw: "frozen", publish: "frozen" };
  const refusals = (Object.keys(allowed) as PeriodAct[]).flatMap((act) =>
    (["none", "open", "closed", "frozen", "published"] as const).filter((state) => allowed[act] !== state).map((state) => ({ act, state })),
  );
  for (const { act, state } of refusals) expect(() => assertMay(act, { name: "2023年6月", state })).toThrow(/^2023年6月.+。$/);
  for (const [act, state] of Object.entries(allowed)) expect(() => assertMay(act as PeriodAct, { name: "2023年6月", state })).not.toThrow();
});

test("after the freeze the refusal says that the month is frozen", () => {
  expect(() => assertMay("freeze", { name: "2023年6月", state: "frozen" })).toThrow(expect.objectContaining({ slug: "period-frozen" }));
  expect(() => assertMay("publish", { name: "2023年6月", state: "closed" })).toThrow(expect.objectContaining({ slug: "period-state" }));
});
