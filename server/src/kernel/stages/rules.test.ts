import { describe, expect, test } from "vitest";
import { firstDayOf, isReturn, missingEvidence, rankOf, refuseEntry, refuseWithdrawal } from "./rules.ts";

const today = "2023-07-05";
const at = (code: string, enteredOn: string, precision = "day") => ({ code, enteredOn, precision });
const want = (stage: string, enteredOn = "2023-07-01", precision = "day") => ({ stage, enteredOn, precision });

describe("the order of stages", () => {
  test("a stage follows the one before it", () => {
    expect(refuseEntry([at("review", "2023-01-01")], want("signed"), today)).toBeUndefined();
    expect(refuseEntry([], want("landed"), today)).toBeUndefined();
  });

  test("a gated stage is never passed over, one without a gate may be", () => {
    expect(refuseEntry([at("lead", "2023-01-01")], want("signed"), today)).toBeUndefined();
    expect(refuseEntry([at("review", "2023-01-01")], want("landed"), today)).toMatchObject({
      slug: "stage-out-of-order",
      detail: expect.stringContaining("先办理“签约”"),
    });
    expect(refuseEntry([at("landed", "2023-01-01")], want("in_production"), today)).toMatchObject({ slug: "stage-out-of-order" });
  });

  test("a stage is neither gone back to nor entered twice", () => {
    expect(refuseEntry([at("started", "2023-01-01")], want("signed"), today)).toMatchObject({ slug: "stage-out-of-order" });
    expect(refuseEntry([at("started", "2023-01-01")], want("started"), today)).toMatchObject({ slug: "stage-out-of-order" });
  });

  test("a subject comes back from 搁置 into the stage it left, on a later day only", () => {
    const shelved = [at("signed", "2023-01-01"), at("shelved", "2023-03-01")];
    expect(refuseEntry(shelved, want("signed"), today)).toBeUndefined();
    expect(refuseEntry(shelved, want("landed"), today)).toBeUndefined();
    expect(refuseEntry(shelved, want("signed", "2023-03-01"), today)).toMatchObject({ slug: "stage-out-of-order" });
    expect(isReturn(shelved, "signed")).toBe(true);
    const back = [...shelved, at("signed", "2023-04-01")];
    expect(refuseEntry(back, want("signed"), today)).toMatchObject({ slug: "stage-out-of-order" });
  });

  test("终止 is final", () => {
    const ended = [at("signed", "2023-01-01"), at("terminated", "2023-03-01")];
    for (const stage of ["signed", "landed", "shelved"]) expect(refuseEntry(ended, want(stage), today), stage).toMatchObject({ slug: "stage-out-of-order" });
  });

  test("a stage is not entered before the one it follows, but a date known as “by” is an upper bound", () => {
    expect(refuseEntry([at("landed", "2023-05-01")], want("started", "2023-04-01"), today)).toMatchObject({ slug: "stage-out-of-order" });
    expect(refuseEntry([at("landed", "2023-05-01", "by")], want("started", "2023-04-01"), today)).toBeUndefined();
    expect(refuseEntry([at("landed", "2023-05-20")], want("started", "2023-05-01", "month"), today)).toBeUndefined();
  });

  test("what has not happened yet is not entered", () => {
    expect(refuseEntry([at("landed", "2023-05-01")], want("started", "2023-07-05"), today)).toBeUndefined();
    expect(refuseEntry([at("landed", "2023-05-01")], want("started", "2023-07-06"), today)).toMatchObject({ slug: "rule-refused" });
  });

  test("an unknown word is no stage", () => {
    expect(rankOf("groundbreaking")).toBeUndefined();
    expect(refuseEntry([], want("groundbreaking"), today)).toMatchObject({ slug: "invalid-input" });
  });
});

describe("taking an entry back", () => {
  const standing = [
    { id: "a", ...at("signed", "2023-01-01") },
    { id: "b", ...at("shelved", "2023-03-01") },
    { id: "c", ...at("signed", "2023-04-01") },
    { id: "d", ...at("landed", "2023-05-01") },
  ];

  test("the last one goes first, and each one only when nothing after it stands", () => {
    for (const [count, id] of [
      [4, "d"],
      [3, "c"],
      [2, "b"],
      [1, "a"],
    ] as const) {
      expect(refuseWithdrawal(standing.slice(0, count), id), id).toBeUndefined();
      for (const earlier of standing.slice(0, count - 1)) {
        expect(refuseWithdrawal(standing.slice(0, count), earlier.id), `${earlier.id} before ${id}`).toMatchObject({ slug: "stage-out-of-order" });
      }
    }
  });

  test("a higher stage of an earlier day still rests on the lower one", () => {
    const told = [
      { id: "low", ...at("landed", "2023-05-01", "by") },
      { id: "high", ...at("started", "2023-04-01") },
    ];
    expect(refuseWithdrawal(told, "low")).toMatchObject({ detail: expect.stringContaining("“开工”") });
    expect(refuseWithdrawal(told, "high")).toBeUndefined();
  });
});

describe("the gates", () => {
  test("a ceremony is not a start and a framework agreement is not a signing", () => {
    expect(missingEvidence("started", ["ceremony", "progress"])).toEqual(["永久性工程实际开工材料"]);
    expect(missingEvidence("signed", ["framework"])).toEqual(["正式合同"]);
    expect(missingEvidence("started", ["works"])).toEqual([]);
  });

  test("landing asks for company, approval and land, and names what is missing", () => {
    expect(missingEvidence("landed", ["company"])).toEqual(["立项（备案、核准）文件", "土地或厂房落实材料"]);
    expect(missingEvidence("negotiation", [])).toEqual([]);
  });
});

test("a month, quarter or year is kept by its first day", () => {
  expect([
    firstDayOf("2023-06-17", "month"),
    firstDayOf("2023-06-17", "quarter"),
    firstDayOf("2023-06-17", "year"),
    firstDayOf("2023-06-17", "day"),
    firstDayOf("2023-06-17", "by"),
  ]).toEqual(["2023-06-01", "2023-04-01", "2023-01-01", "2023-06-17", "2023-06-17"]);
});
