import fc from "fast-check";
import { expect, test } from "vitest";
import { judge, type LightDimension, type LightInputs, monthsSince, rankPool, sampleRules, severityOf, type Verdict } from "./light-rules.ts";
import { ruleDocument } from "./periods.ts";

const wan = 1_000_000;

/** On plan at half-year, everything reported, nothing open. */
const onPlan: LightInputs = {
  validOn: "2023-06-30",
  asOf: "2023-06-30",
  class: "implementation",
  stage: "started",
  stageRank: 6,
  startDueOn: "2023-03-31",
  node: null,
  planFen: 12_000 * wan,
  planByMonthFen: null,
  doneFen: 6_000 * wan,
  doneOn: "2023-06-30",
  firstMonth: 1,
  openProblems: 0,
  problem: null,
  remindRuns: 0,
  pool: null,
};

function judged(inputs: Partial<LightInputs>, rules = sampleRules) {
  const all = judge({ ...onPlan, ...inputs }, rules);
  const of = (dimension: LightDimension) => {
    const found = all.find((one) => one.dimension === dimension);
    if (found === undefined) throw new Error(`no ${dimension}`);
    return found;
  };
  return { all, of, verdict: (dimension: LightDimension): Verdict => of(dimension).verdict };
}

test("the sample rules are a valid rule document", () => {
  expect(ruleDocument.parse(sampleRules)).toEqual(sampleRules);
});

test("a project on plan has five dimensions without a card and an overall without one", () => {
  const { all } = judged({});
  expect(all.map((one) => [one.dimension, one.verdict])).toEqual([
    ["overall", "none"],
    ["stage", "none"],
    ["schedule", "none"],
    ["money", "none"],
    ["blockage", "none"],
    ["freshness", "none"],
  ]);
});

test("one fen behind reminds and exactly ten points behind does not yet warn, though both round alike", () => {
  expect(judged({ doneFen: 6_000 * wan - 1 }).verdict("money")).toBe("remind");
  expect(judged({ doneFen: 4_800 * wan }).verdict("money")).toBe("remind");
  expect(judged({ doneFen: 4_800 * wan - 1 }).verdict("money")).toBe("warn");
});

test("the monthly curve counts when there is one, the straight line when there is none", () => {
  const seasonal = [0, 0, 0, 0, 1, 1, 2, 2, 2, 2, 1, 1].map((part) => part * 1_000 * wan);
  expect(judged({ doneFen: 2_000 * wan, planByMonthFen: seasonal }).verdict("money")).toBe("none");
  expect(judged({ doneFen: 2_000 * wan }).verdict("money")).toBe("warn");
});

test("praise asks for the plan curve and the best third of the pool, and any reminder takes it away", () => {
  expect(judged({ pool: { rank: 3, size: 9 } }).verdict("overall")).toBe("merit");
  expect(judged({ pool: { rank: 1, size: 3 } }).verdict("overall")).toBe("merit");
  expect(judged({ pool: { rank: 4, size: 9 } }).verdict("overall")).toBe("none");
  expect(judged({ pool: { rank: 1, size: 2 } }).verdict("overall")).toBe("none");
  expect(judged({ pool: { rank: 1, size: 9 }, doneFen: 6_000 * wan - 1 }).verdict("overall")).toBe("remind");
  const late = judged({ pool: { rank: 1, size: 9 }, node: { name: "竣工", dueOn: "2023-06-29" } });
  expect([late.verdict("money"), late.verdict("schedule"), late.verdict("overall")]).toEqual(["merit", "remind", "remind"]);
});

test("a start overdue one month reminds and three months warn", () => {
  const start = (startDueOn: string) => judged({ stage: "landed", stageRank: 5, startDueOn }).verdict("stage");
  expect([start("2023-06-30"), start("2023-06-01"), start("2023-05-31"), start("2023-03-31"), start("2023-04-01")]).toEqual([
    "none",
    "none",
    "remind",
    "warn",
    "remind",
  ]);
  expect(judged({ startDueOn: "2020-01-01" }).verdict("stage")).toBe("none");
});

test("whole months are counted by the calendar, a month's last day for any last day", () => {
  expect([
    monthsSince("2023-01-31", "2023-02-28"),
    monthsSince("2023-01-30", "2023-02-27"),
    monthsSince("2022-12-15", "2023-06-14"),
    monthsSince("2023-07-01", "2023-06-30"),
  ]).toEqual([1, 0, 5, 0]);
});

test("a node thirty days late reminds and one day more warns", () => {
  const node = (dueOn: string) => judged({ node: { name: "竣工", dueOn } }).verdict("schedule");
  expect([node("2023-06-30"), node("2023-06-29"), node("2023-05-31"), node("2023-05-30")]).toEqual(["none", "remind", "remind", "warn"]);
});

test("one month unreported reminds, two warn, and months before the listing are not owed", () => {
  expect(judged({ doneOn: "2023-05-31" }).verdict("freshness")).toBe("remind");
  expect(judged({ doneOn: "2023-04-30" }).verdict("freshness")).toBe("warn");
  expect(judged({ doneOn: null, doneFen: null, firstMonth: 6 }).verdict("freshness")).toBe("remind");
  expect(judged({ doneOn: null, doneFen: null, firstMonth: 7 }).verdict("freshness")).toBe("none");
});

test("the light names the blocking party of the most urgent problem", () => {
  const blocked = judged({ doneFen: 4_000 * wan, openProblems: 2, problem: { title: "临时用电未接通", party: "department", dueOn: "2023-06-20" } });
  expect(blocked.of("overall")).toMatchObject({ verdict: "warn", blockingParty: "department" });
  expect(blocked.of("money").sentence).toBe("投资比计划落后16.67个百分点，受阻于“临时用电未接通”");
  expect(blocked.of("blockage")).toMatchObject({ verdict: "remind", sentence: "受阻于“临时用电未接通”（部门），逾期10天" });
  expect(blocked.of("overall").clearing).toBe("7月再完成3,000万元；解决“临时用电未接通”（部门）并核验销号");
});

test("two reminders running are a warning, and the five dimensions stay as they are", () => {
  const second = judged({ doneFen: 5_900 * wan, remindRuns: 1 });
  expect([second.verdict("overall"), second.verdict("money")]).toEqual(["warn", "remind"]);
  expect(second.of("overall").sentence).toMatch(/^连续2期黄牌：/);
  expect(second.of("overall").inputs).toMatchObject({ worst: "remind", remindRuns: 1 });
  expect(judged({ remindRuns: 5 }).verdict("overall")).toBe("none");
});

test("nothing is due in January and nothing is judged without a plan", () => {
  expect(judged({ validOn: "2023-01-20", asOf: null, doneFen: null, doneOn: null }).verdict("money")).toBe("none");
  expect(judged({ planFen: 0, doneFen: null }).verdict("money")).toBe("none");
});

test("a project in reserve owes no month and is not measured by money, but its planned start counts", () => {
  const reserve = judged({ class: "reserve", doneFen: null, doneOn: null, stage: "signed", stageRank: 4, startDueOn: "2023-05-31" });
  expect([reserve.verdict("freshness"), reserve.verdict("money"), reserve.verdict("stage"), reserve.verdict("overall")]).toEqual([
    "none",
    "none",
    "remind",
    "remind",
  ]);
});

test("a shelved project is not judged", () => {
  expect(new Set(judged({ stage: "shelved", stageRank: 100, doneFen: 0 }).all.map((one) => one.verdict))).toEqual(new Set(["none"]));
});

test("where the worst does not win, the money alone decides and the others are still shown", () => {
  const late = judged({ node: { name: "竣工", dueOn: "2022-01-01" } }, { ...sampleRules, worstWins: false });
  expect([late.verdict("overall"), late.verdict("schedule")]).toEqual(["none", "warn"]);
});

const day = fc.integer({ min: 0, max: 700 }).map((days) => Temporal.PlainDate.from("2022-01-01").add({ days }).toString());
const amount = fc.integer({ min: 0, max: 50_000 * wan });
const anyInputs: fc.Arbitrary<LightInputs> = fc.record({
  validOn: fc.constant("2023-06-30"),
  asOf: fc.constantFrom(null, "2023-03-31", "2023-06-30"),
  class: fc.constantFrom("implementation", "reserve"),
  stage: fc.constant("landed"),
  stageRank: fc.constantFrom(null, 1, 5, 6, 8),
  startDueOn: fc.option(day),
  node: fc.option(fc.record({ name: fc.constant("竣工"), dueOn: day })),
  planFen: amount,
  planByMonthFen: fc.option(fc.array(amount, { minLength: 12, maxLength: 12 })),
  doneFen: fc.option(amount),
  doneOn: fc.constantFrom(null, "2023-01-31", "2023-04-30", "2023-06-30"),
  firstMonth: fc.integer({ min: 1, max: 12 }),
  openProblems: fc.constant(1),
  problem: fc.option(fc.record({ title: fc.constant("用地"), party: fc.constantFrom(null, "department"), dueOn: fc.option(day) })),
  remindRuns: fc.integer({ min: 0, max: 3 }),
  pool: fc.option(fc.record({ rank: fc.integer({ min: 1, max: 30 }), size: fc.constant(30) })),
});

const worsenings: ((inputs: LightInputs, by: number) => LightInputs)[] = [
  (inputs, by) => ({ ...inputs, doneFen: Math.max((inputs.doneFen ?? 0) - by * wan, 0) }),
  (inputs, by) => ({ ...inputs, startDueOn: earlier(inputs.startDueOn, by) }),
  (inputs, by) => ({ ...inputs, node: inputs.node === null ? null : { ...inputs.node, dueOn: earlier(inputs.node.dueOn, by) ?? "" } }),
  (inputs, by) => ({ ...inputs, problem: inputs.problem === null ? null : { ...inputs.problem, dueOn: earlier(inputs.problem.dueOn, by) } }),
  (inputs) => ({ ...inputs, doneOn: inputs.doneOn === "2023-06-30" ? "2023-04-30" : null }),
  (inputs, by) => ({ ...inputs, pool: inputs.pool === null ? null : { ...inputs.pool, rank: inputs.pool.rank + by } }),
  (inputs) => ({ ...inputs, remindRuns: inputs.remindRuns + 1 }),
];
function earlier(dayText: string | null, by: number): string | null {
  return dayText === null ? null : Temporal.PlainDate.from(dayText).subtract({ days: by }).toString();
}

test("lights are monotone in delay: every worse fact gives the same verdict or a worse one", () => {
  fc.assert(
    fc.property(anyInputs, fc.integer({ min: 0, max: 200 }), fc.nat(worsenings.length - 1), (inputs, by, which) => {
      const before = judge(inputs, sampleRules);
      const after = judge(worsenings[which]?.(inputs, by) ?? inputs, sampleRules);
      before.forEach((one, index) => expect(severityOf(after[index]?.verdict ?? "merit")).toBeGreaterThanOrEqual(severityOf(one.verdict)));
    }),
    { numRuns: 2_000 },
  );
});

test("who completes what the clearing asks in the next month is behind no more", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 11 }), amount, amount, (month, planFen, doneFen) => {
      const end = (one: number) => Temporal.PlainYearMonth.from({ year: 2023, month: one }).toPlainDate({ day: 31 }).toString();
      const before = judged({ asOf: end(month), validOn: end(month), planFen, doneFen, doneOn: end(month) }).of("money");
      const match = /再完成([\d,.]+)万元/.exec(before.clearing ?? "");
      if (match?.[1] === undefined) return;
      const done = doneFen + Number(match[1].replaceAll(",", "")) * wan;
      expect(severityOf(judged({ asOf: end(month + 1), planFen, doneFen: done, doneOn: end(month + 1) }).verdict("money"))).toBeLessThanOrEqual(
        severityOf("none"),
      );
    }),
  );
});

test("ties share the better rank, and who has no plan or no number is not ranked", () => {
  const standing = rankPool([
    { id: "a", planFen: 3, doneFen: 1 },
    { id: "b", planFen: 9, doneFen: 3 },
    { id: "c", planFen: 1, doneFen: 1 },
    { id: "d", planFen: 0, doneFen: 5 },
    { id: "e", planFen: 9, doneFen: null },
    { id: "f", planFen: 10, doneFen: 0 },
  ]);
  expect(Object.fromEntries(standing)).toEqual({ c: { rank: 1, size: 4 }, a: { rank: 2, size: 4 }, b: { rank: 2, size: 4 }, f: { rank: 4, size: 4 } });
});
