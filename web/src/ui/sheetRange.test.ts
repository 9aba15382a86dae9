import { describe, expect, it } from "vitest";
import { fillDown, fillRange, nextWritable, pasteBlock, rangeBetween, textBlock, type SheetGrid } from "./sheetRange.ts";

/** Three rows of four columns; the first column is read-only. */
function grid(): SheetGrid {
  const texts = [
    ["甲", "1", "2", ""],
    ["乙", "3", "4", ""],
    ["丙", "5", "6", ""],
  ];
  return {
    rowCount: 3,
    columnCount: 4,
    rowId: (row) => `r${row}`,
    columnId: (column) => `c${column}`,
    text: ({ row, column }) => texts[row]?.[column] ?? "",
    isReadOnly: ({ column }) => column === 0,
  };
}

describe("ranges of a sheet", () => {
  it("give the same rectangle whichever corner came first", () => {
    expect(rangeBetween({ row: 2, column: 1 }, { row: 0, column: 3 })).toEqual({
      top: 0,
      bottom: 2,
      left: 1,
      right: 3,
    });
  });

  it("copy as rows of cells", () => {
    expect(textBlock({ top: 0, bottom: 1, left: 0, right: 1 }, grid())).toEqual([
      ["甲", "1"],
      ["乙", "3"],
    ]);
  });

  it("fill only cells that may be written and differ", () => {
    expect(fillRange({ top: 0, bottom: 1, left: 0, right: 1 }, "1", grid())).toEqual([{ rowId: "r1", columnId: "c1", before: "3", after: "1" }]);
  });

  it("fill down from the first row of the range", () => {
    expect(fillDown({ top: 0, bottom: 2, left: 1, right: 1 }, grid()).map((change) => change.after)).toEqual(["1", "1"]);
  });

  it("fill a single cell from the one above it, and nothing in the first row", () => {
    expect(fillDown({ top: 1, bottom: 1, left: 2, right: 2 }, grid())).toEqual([{ rowId: "r1", columnId: "c2", before: "4", after: "2" }]);
    expect(fillDown({ top: 0, bottom: 0, left: 2, right: 2 }, grid())).toEqual([]);
  });

  it("paste a block from the first cell and leave what falls outside", () => {
    const changes = pasteBlock([["7", "8", "9", "10"], ["11"]], { top: 2, bottom: 2, left: 2, right: 2 }, grid());
    expect(changes).toEqual([
      { rowId: "r2", columnId: "c2", before: "6", after: "7" },
      { rowId: "r2", columnId: "c3", before: "", after: "8" },
    ]);
  });

  it("paste a single value into every cell of the selection", () => {
    expect(pasteBlock([["0"]], { top: 0, bottom: 2, left: 3, right: 3 }, grid())).toHaveLength(3);
  });

  it("lead Tab over read-only cells into the next row, and out at the end", () => {
    expect(nextWritable({ row: 0, column: 3 }, 1, grid())).toEqual({ row: 1, column: 1 });
    expect(nextWritable({ row: 1, column: 1 }, -1, grid())).toEqual({ row: 0, column: 3 });
    expect(nextWritable({ row: 2, column: 3 }, 1, grid())).toBeUndefined();
  });
});
