import type { Cell } from "#platform/sheets";

/** What a cell says, without the white space around it. */
export function cellText(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return "";
  if (typeof cell === "object") return "error" in cell ? cell.error : cell.date.slice(0, { day: 10, month: 7, year: 4 }[cell.precision]);
  if (typeof cell === "boolean") return cell ? "是" : "否";
  return String(cell).trim();
}
