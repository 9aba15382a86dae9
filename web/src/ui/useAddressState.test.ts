import { describe, expect, it } from "vitest";
import { parseAddress, writeAddress } from "./useAddressState.ts";

describe("what the address holds", () => {
  it("is plain words, repeated for lists, and reads back the same", () => {
    const values = { level: ["市重点", "省重点"], q: ["正极 材料"], knownAt: ["2023-07-05T10:00:00Z"] };
    expect(parseAddress(writeAddress(values))).toEqual(values);
  });

  it("leaves out what is empty", () => {
    expect(writeAddress({ q: undefined, sort: [] })).toBe("");
  });
});
