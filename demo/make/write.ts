import { readFileSync, writeFileSync, existsSync } from "node:fs";

/** One record on a few lines: short values on one line each, lists one item a line. Easy to diff. */
export function render(records: unknown): string {
  if (!Array.isArray(records)) return `${JSON.stringify(records, null, 2)}\n`;
  return `[\n${records.map((record) => `  ${renderRecord(record as Record<string, unknown>)}`).join(",\n")}\n]\n`;
}

function renderRecord(record: Record<string, unknown>): string {
  const lines = Object.entries(record).map(([name, value]) => `    ${JSON.stringify(name)}: ${renderValue(value)}`);
  const flat = `{ ${Object.entries(record)
    .map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`)
    .join(", ")} }`;
  return flat.length <= 110 ? flat : `{\n${lines.join(",\n")}\n  }`;
}

function renderValue(value: unknown): string {
  if (!Array.isArray(value) || value.length === 0) return JSON.stringify(value);
  const flat = JSON.stringify(value);
  if (flat.length <= 100) return flat;
  return `[\n${value.map((item) => `      ${JSON.stringify(item)}`).join(",\n")}\n    ]`;
}

export function writeJson(file: URL, records: unknown): void {
  const text = render(records);
  if (existsSync(file) && readFileSync(file, "utf8") === text) return;
  writeFileSync(file, text);
}
