import type { RolloverCandidate } from "@baton/contract/listings";
import { expect, it } from "vitest";
import { exceptionCounts, firstRows, isOpen, sumOf } from "./rolloverRows.ts";

const wan = 1_000_000;
const candidate = (projectId: string, more: Partial<RolloverCandidate> = {}): RolloverCandidate => ({
  projectId,
  name: projectId,
  orgName: "示例镇",
  class: "implementation",
  planFen: 100 * wan,
  doneFen: 60 * wan,
  totalInvestmentFen: 500 * wan,
  remainingFen: 440 * wan,
  stage: "started",
  exceptions: [],
  suggestedPlanFen: 100 * wan,
  ...more,
});

it("what was finished, stopped, fully invested or is listed already is not carried over unless the person says so", () => {
  const rows = firstRows([
    candidate("going"),
    candidate("silent", { exceptions: ["unreported"] }),
    candidate("done", { exceptions: ["finished"] }),
    candidate("there", { exceptions: ["already-listed"] }),
  ]);
  expect(rows.filter(({ isChosen }) => isChosen).map(({ candidate: { projectId } }) => projectId)).toEqual(["going", "silent"]);
  expect(rows.map(({ candidate: one }) => isOpen(one))).toEqual([true, true, true, false]);
});

it("the sum counts the chosen rows by their new plans and classes, and names the plans not understood", () => {
  const [going, reserve, odd] = firstRows([candidate("a"), candidate("b", { class: "reserve" }), candidate("c")]);
  if (!going || !reserve || !odd) throw new Error("three rows");
  expect(
    sumOf([
      { ...going, plan: "1,200" },
      { ...reserve, plan: "0" },
      { ...odd, plan: "很多" },
    ]),
  ).toEqual({
    count: 3,
    planFen: 1_200 * wan,
    implementation: 2,
    reserve: 1,
    faulty: ["c"],
  });
});

it("exceptions are counted in the order in which they weigh", () => {
  expect(exceptionCounts([candidate("a", { exceptions: ["unreported", "finished"] }), candidate("b", { exceptions: ["unreported"] })])).toEqual([
    ["finished", 1],
    ["unreported", 2],
  ]);
});
