import { describe, expect, test } from "vitest";
import { guessUnit, linesOf, namesRows, readPaste, type Known } from "./pasting.ts";

const wan = 1_000_000;
const known: Known[] = [
  { projectId: "a", name: "正极材料项目", code: "2304-370402-04-01-000001", lastFen: 12_400 * wan, planFen: 32_000 * wan },
  { projectId: "b", name: "光纤预制棒项目（一期）", code: "2304-370402-04-01-000002", lastFen: 3_000 * wan, planFen: 8_000 * wan },
  { projectId: "c", name: "光纤预制棒项目（二期）", code: null, lastFen: 100 * wan, planFen: 5_000 * wan },
];

function read(text: string) {
  const table = readPaste(text, known);
  const { unit, isCertain } = guessUnit(table, known);
  return { table, unit, isCertain, lines: linesOf(table, unit, known) };
}

describe("a pasted block", () => {
  test("rows are matched by name, whatever their order, and the trailing empty line is dropped", () => {
    const { lines } = read("项目名称\t本月完成\n光纤预制棒(一期)项目\t200\n正极材料项目\t1,600\n\n");
    expect(lines.map(({ candidates }) => candidates.map(({ projectId }) => projectId))).toEqual([["b"], ["a"]]);
    expect(lines[1]?.cells.month).toBe("1,600");
  });

  test("a code wins over a name, with or without hyphens", () => {
    const { lines } = read("项目代码\t项目名称\t本年累计\n2304370402040100000 2\t正极材料项目\t3100".replace("0 2", "02"));
    expect(lines[0]?.candidates[0]?.projectId).toBe("b");
  });

  test("a name that fits two projects is left to the person", () => {
    const { lines } = read("项目名称\t本月完成\n光纤预制棒\t200");
    expect(lines[0]).toMatchObject({ isSure: false });
    expect(lines[0]?.candidates.map(({ projectId }) => projectId)).toEqual(["b", "c"]);
  });

  test("line breaks inside a cell are kept", () => {
    const { lines } = read('项目名称\t本月完成\t形象进度\n正极材料项目\t1600\t"主体封顶\n设备进场"');
    expect(lines[0]?.cells.progress).toBe("主体封顶\n设备进场");
  });

  test("the header's unit is taken, and a header like last month's or the plan's is not ours", () => {
    const { table, unit, lines } = read("项目名称\t年度计划(万元)\t上月累计\t本月完成投资（元）\n正极材料项目\t32000\t12400\t16,000,000");
    expect(table.columns).toEqual(["name", null, null, "month"]);
    expect(unit).toBe("元");
    expect(lines[0]?.cells.month).toBe("1,600");
  });

  test("the unit in which last month and this month give the cumulative is certain", () => {
    expect(read("项目名称\t本月完成\t本年累计\n正极材料项目\t0.16\t1.4")).toMatchObject({ unit: "亿元", isCertain: true });
  });

  test("an amount far above the plan asks for the unit", () => {
    expect(read("项目名称\t本月完成\n正极材料项目\t16000000")).toMatchObject({ unit: "元", isCertain: false });
    expect(read("项目名称\t本月完成\n正极材料项目\t1600")).toMatchObject({ unit: "万元", isCertain: true });
  });

  test("without a header the columns are found by what stands in them, the sheet's own numbers left out", () => {
    const { table } = read("1\t正极材料项目\t32,000\t12,400\t1,600\t14,000\t主体封顶\n2\t光纤预制棒项目（一期）\t8,000\t3,000\t无变化\t3,000\t沿用上月");
    expect(table.columns).toEqual([null, "name", null, null, "month", "cumulative", "progress"]);
  });

  test("a block that names no rows is dropped where the cursor stands", () => {
    expect(
      namesRows(
        [
          ["1600", "14000"],
          ["200", "3200"],
        ],
        known,
      ),
    ).toBe(false);
    expect(namesRows([["正极材料项目", "14000"]], known)).toBe(true);
  });
});

describe("a pasted chat", () => {
  test("amounts, progress and problem are taken out of plain sentences", () => {
    const { lines } = read("1、正极材料项目：本月完成1,600万元，累计1.4亿，主体封顶，问题：临时用电未接通\n光纤预制棒一期 无变化");
    expect(lines[0]).toMatchObject({ isSure: true, cells: { month: "1,600", cumulative: "14,000", progress: "主体封顶", problem: "临时用电未接通" } });
    expect(lines[1]?.candidates[0]?.projectId).toBe("b");
    expect(lines[1]?.cells.month).toBe("无变化");
  });
});
