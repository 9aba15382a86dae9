import "temporal-polyfill/global";
import { describe, expect, it } from "vitest";
import { instantAt, instantWords } from "./timePoint.ts";

describe("a time point", () => {
  it("is read and told by the city's clocks, whatever the computer's zone", () => {
    expect(instantAt("2023-07-05", "18:00")).toBe("2023-07-05T10:00:00Z");
    expect(instantWords("2023-07-05T10:00:00Z", "zh-CN")).toBe("2023年7月5日18:00");
    expect(instantWords("2023-07-05T10:00:00Z", "en")).toBe("2023-07-05 18:00");
  });

  it("is none when the address was spoilt by hand", () => {
    expect(instantWords("昨天", "zh-CN")).toBeUndefined();
  });
});
