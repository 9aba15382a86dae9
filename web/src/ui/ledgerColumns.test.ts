import { describe, expect, it } from "vitest";
import { forLargeText, forPhone, frozenFirst, frozenLefts, nextSort, type LedgerColumn } from "./ledgerColumns.ts";

function column(id: string, rest: Partial<LedgerColumn<unknown>> = {}): LedgerColumn<unknown> {
  return { id, header: id, width: 100, cell: () => null, ...rest };
}

describe("columns of a ledger", () => {
  const columns = [column("plan"), column("name", { frozen: true }), column("note", { hiddenByDefault: true })];

  it("put frozen columns first and never hide them", () => {
    expect(frozenFirst(columns, undefined).map(({ id }) => id)).toEqual(["name", "plan"]);
    expect(frozenFirst(columns, ["note"]).map(({ id }) => id)).toEqual(["name", "note"]);
  });

  it("stick frozen columns side by side after the ticks", () => {
    const two = [column("name", { frozen: true }), column("light", { frozen: true }), column("plan")];
    expect(frozenLefts(two, true)).toEqual([40, 140, undefined]);
    expect(frozenLefts(two, false)).toEqual([0, 100, undefined]);
  });

  it("keep one narrow column in sight on a phone", () => {
    const two = [column("name", { frozen: true, width: 260 }), column("light", { frozen: true }), column("plan")];
    expect(forPhone(two).map(({ width, frozen }) => [width, frozen ?? false])).toEqual([
      [140, true],
      [100, false],
      [100, false],
    ]);
  });

  it("grow with large text", () => {
    expect(forLargeText([column("light", { width: 76 })]).map(({ width }) => width)).toEqual([98]);
  });

  it("sort ascending, then descending, then not at all", () => {
    expect(nextSort(undefined, "plan")).toBe("plan");
    expect(nextSort("plan", "plan")).toBe("-plan");
    expect(nextSort("-plan", "plan")).toBeUndefined();
    expect(nextSort("-plan", "name")).toBe("name");
  });
});
