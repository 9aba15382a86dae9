import { describe, expect, test } from "vitest";
import { buildKindOf, checkCreditCode, checkProjectCode, classOf, levelOf, normaliseName, sideStates, stageOf, stages } from "./codes.ts";

describe("unified social credit codes", () => {
  test("a code whose two check characters agree passes without a word", () => {
    expect(checkCreditCode("91350100M000100Y43").warnings).toEqual([]);
    expect(checkCreditCode("91440300708461136T")).toEqual({
      ok: true,
      normalised: "91440300708461136T",
      faults: [],
      warnings: [],
    });
  });

  test("a check character that does not agree warns and does not refuse", () => {
    for (const code of ["91350203M0001QAY9B", "91440300708461136A", "91440300708461137T"]) {
      const check = checkCreditCode(code);
      expect(check.ok).toBe(true);
      expect(check.warnings.map((warning) => warning.code)).toEqual(["check-character"]);
    }
  });

  test("the check character may be 0", () => {
    const zeros = [];
    for (let serial = 10_000_000; serial < 10_000_400; serial++) {
      for (const organisation of "0123456789X") {
        const code = `91370404${serial}${organisation}0`;
        if (checkCreditCode(code).warnings.length === 0) zeros.push(code);
      }
    }
    expect(zeros.length).toBeGreaterThan(0);
  });

  test("exactly one pair of check characters in 11 × 31 passes", () => {
    let passed = 0;
    for (const organisation of "0123456789X")
      for (const check of "0123456789ABCDEFGHJKLMNPQRTUWXY") if (checkCreditCode(`9137040470846113${organisation}${check}`).warnings.length === 0) passed++;
    expect(passed).toBe(1);
  });

  test("width, case, white space and hyphens do not count", () => {
    expect(checkCreditCode(" ９１４４０３００ 70846113-6t").normalised).toBe("91440300708461136T");
  });

  test.each([
    ["9144030070846113", "wrong-length"],
    ["91440300708461136TT", "wrong-length"],
    ["9144O300708461136T", "wrong-alphabet"],
    ["91440300708461136中", "wrong-alphabet"],
    ["9.1440300708461E+17", "digits-lost"],
    [9.144_030_070_846_113e17, "digits-lost"],
    ["", "empty"],
  ])("%s is refused as %s", (written, fault) => {
    const check = checkCreditCode(written);
    expect(check.ok).toBe(false);
    expect(check.faults.map((remark) => remark.code)).toEqual([fault]);
  });

  test("an O in place of a 0 is offered back as 0", () => {
    expect(checkCreditCode("9144O3OO708461136T").faults[0]?.remedy).toBe("是否应为91440300708461136T");
  });
});

describe("project codes", () => {
  test.each([
    ["2018-370481-33-03-047024", "2018-370481-33-03-047024", "old"],
    ["2306-370404-04-01-123456", "2306-370404-04-01-123456", "new"],
    ["2011-370404-04-01-12345x", "2011-370404-04-01-12345X", "new"],
    ["２３０６－３７０４０４－０４－０１－１２３４５６", "2306-370404-04-01-123456", "new"],
    ["2306—370404—04—01—123456", "2306-370404-04-01-123456", "new"],
    ["23063704040401123456", "2306-370404-04-01-123456", "new"],
  ])("%s", (written, normalised, generation) => {
    expect(checkProjectCode(written)).toEqual({ ok: true, normalised, generation, faults: [], warnings: [] });
  });

  test.each(["2306-370404-04-01-12345", "2306-370404-04-01-1234567", "2306-37040A-04-01-123456", "无"])("%s is refused", (written) => {
    const check = checkProjectCode(written);
    expect(check.ok).toBe(false);
    expect(check.faults.map((remark) => remark.code)).toEqual(["wrong-form"]);
  });

  test("an unlikely time warns and does not refuse", () => {
    expect(checkProjectCode("1999-370404-04-01-123456")).toMatchObject({
      ok: true,
      generation: "old",
      warnings: [{ code: "unusual-time" }],
    });
    expect(checkProjectCode("1906-370404-04-01-123456")).toMatchObject({
      ok: true,
      generation: "new",
      warnings: [{ code: "unusual-time" }],
    });
  });
});

describe("names that mean the same", () => {
  test.each([
    ["联泓新科锂电材料项目", "联泓新科  锂电材料"],
    ["联泓新科（锂电）材料建设项目", "联泓新科(锂电)材料工程"],
    ["ＡＢＣ新材料项目", "abc新材料"],
    ["X材料项目(一期)", "X材料一期工程"],
    ["X材料项目第二期", "X材料项目（Ⅱ期）"],
    ["“X”材料·项目", "X材料项目"],
  ])("%s = %s", (one, other) => {
    expect(normaliseName(one)).toBe(normaliseName(other));
  });

  test.each([
    ["X材料项目(一期)", "X材料项目(二期)"],
    ["X材料项目(一期)", "X材料项目"],
    ["年产1.5万吨材料", "年产15万吨材料"],
    ["X扩建项目", "X项目"],
  ])("%s ≠ %s", (one, other) => {
    expect(normaliseName(one)).not.toBe(normaliseName(other));
  });

  test("a name made of empty words only keeps something", () => {
    expect(normaliseName("项目")).toBe("项目");
    expect(normaliseName("工程项目")).not.toBe("");
  });
});

describe("official words", () => {
  test("the stages stand in their order, each found by its word, its code and its aliases", () => {
    expect(stages.map((stage) => stage.zh)).toEqual(["线索", "在谈", "联审", "签约", "落地", "开工", "投产", "达效"]);
    for (const term of [...stages, ...sideStates]) for (const word of [term.zh, term.code, ...term.aliases]) expect(stageOf(word)).toBe(term.code);
  });

  test("no word means two stages", () => {
    const words = [...stages, ...sideStates].flatMap((term) => [term.zh, ...term.aliases]);
    expect(new Set(words).size).toBe(words.length);
  });

  test.each([
    ["洽谈", "negotiation"],
    ["在谈（洽谈）", "negotiation"],
    ["建设", "started"],
    [" 在 建 ", "started"],
    ["达产", "at_capacity"],
    ["签约阶段", "signed"],
    ["流转", "transferred"],
    ["开 始", undefined],
    ["", undefined],
  ])("%s", (word, code) => {
    expect(stageOf(word)).toBe(code);
  });

  test("levels, classes and kinds of building are found by their words", () => {
    expect([levelOf("省重点"), levelOf("市级重点"), levelOf("区（市）重点"), levelOf("国家重点")]).toEqual(["province", "city", "county", undefined]);
    expect([classOf("实施类"), classOf("准备类"), classOf("其他")]).toEqual(["implementation", "reserve", undefined]);
    expect([buildKindOf("技改"), buildKindOf("续建"), buildKindOf("拆除")]).toEqual(["conversion", "continued", undefined]);
  });
});
