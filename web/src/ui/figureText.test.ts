import { describe, expect, it } from "vitest";
import { figureDigits, figureText, wanSum } from "./figureText.ts";

describe("figures as people read them", () => {
  it("are 万元 as reported, or with equal decimals in a column", () => {
    expect(figureText(32_000_500_000, "wan")).toBe("32,000.5");
    expect(figureText(32_000_000_000, "wan", 2)).toBe("32,000.00");
  });

  it("are 亿元 with two decimals in overviews", () => {
    expect(figureText(631_300_000_000, "yi")).toBe("63.13");
  });

  it("are rates with two decimals and differences as signed points, never per cent", () => {
    expect(figureText(0.7778, "rate")).toBe("77.78%");
    expect(figureText(27.78, "points")).toBe("+27.78个百分点");
    expect(figureText(-5.9, "points")).toBe("−5.90个百分点");
  });

  it("carry the typographic minus and thousands commas", () => {
    expect(figureText(-1234, "count")).toBe("−1,234");
  });

  it("copy as plain digits", () => {
    expect(figureDigits(32_000_500_000, "wan")).toBe("32000.5");
    expect(figureDigits(-3, "count")).toBe("-3");
  });

  it("sum the selected amounts, however they were typed, and pass over words", () => {
    expect(wanSum(["28,000", "1600", "无变化"])).toBe("29,600");
    expect(wanSum(["沿用上月"])).toBeUndefined();
  });
});
