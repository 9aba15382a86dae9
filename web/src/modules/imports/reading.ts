import { foldHeading, headingsOf, type ImportKind } from "@baton/contract/import-columns";
import type { PreviewAnswer } from "@baton/contract/imports";

type Sheet = PreviewAnswer["sheets"][number];

/** Headings of a row of the preview (1 = first); empty cells are no headings. */
export function headingsAt(sheet: Pick<Sheet, "firstRows" | "headings" | "headerRow">, headerRow: number): string[] {
  if (headerRow === sheet.headerRow) return sheet.headings;
  return (sheet.firstRows[headerRow - 1] ?? []).map((cell) => cell.trim()).filter((cell) => cell !== "");
}

/** Matches by name and alias where the server's own proposal was for another header row. */
export function guessMapping(kind: ImportKind, headings: readonly string[]): Record<string, string> {
  const ours = headingsOf(kind);
  const mapping: Record<string, string> = {};
  for (const heading of headings) {
    const name = ours.get(foldHeading(heading));
    if (name !== undefined && mapping[name] === undefined) mapping[name] = heading;
  }
  return mapping;
}

/** A heading serves one column of ours: choosing it takes it from where it was. */
export function withMatch(mapping: Readonly<Record<string, string>>, name: string, heading: string | undefined): Record<string, string> {
  const rest = Object.fromEntries(Object.entries(mapping).filter(([ours, theirs]) => ours !== name && theirs !== heading));
  return heading === undefined ? rest : { ...rest, [name]: heading };
}

export function missingColumns(columns: PreviewAnswer["columns"], mapping: Readonly<Record<string, string>>): string[] {
  return columns.filter(({ name, isRequired }) => isRequired && mapping[name] === undefined).map(({ name }) => name);
}

/** Up to three cells below the heading, to see what the column holds. */
export function sampleOf(sheet: Pick<Sheet, "firstRows">, headerRow: number, heading: string | undefined): string {
  if (heading === undefined) return "";
  const at = (sheet.firstRows[headerRow - 1] ?? []).findIndex((cell) => cell.trim() === heading.trim());
  if (at < 0) return "";
  return sheet.firstRows
    .slice(headerRow, headerRow + 3)
    .map((row) => (row[at] ?? "").trim())
    .filter((cell) => cell !== "")
    .join("、");
}

/** Who brings in what, as the server allows it. */
export function kindsFor(roles: ReadonlySet<string>): ImportKind[] {
  return [
    ...(roles.has("dispatch") || roles.has("district") ? (["projects", "monthly-reports", "leads", "enterprises"] as const) : []),
    ...(roles.has("sysadmin") || roles.has("dispatch") ? (["organisations"] as const) : []),
  ];
}

/** A list of accounts and one-time passwords as a file; a cell that a spreadsheet would take for a formula is quoted. */
export function passwordFile(accounts: readonly { username: string; password: string }[], head: readonly [string, string]): string {
  const cell = (words: string): string => `"${(/^[=+\-@]/.test(words) ? `'${words}` : words).replaceAll('"', '""')}"`;
  return `\uFEFF${[head, ...accounts.map(({ username, password }) => [username, password])].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}
