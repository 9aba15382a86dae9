/** docs/security.md proves each control by a test: the named tests exist. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");

/** `file` › name of a test, as the table has it; a name ends with its cell or before the next file. */
function namedTests(text: string): { file: string; name: string }[] {
  return [...text.matchAll(/`([\w./-]+\.(?:test|e2e)\.ts)` › (.+?)(?=; `| \|)/g)].map((match) => ({ file: match[1] ?? "", name: match[2] ?? "" }));
}

function missing(text: string, read: (file: string) => string | undefined): string[] {
  return namedTests(text)
    .filter(({ file, name }) => !(read(file) ?? "").includes(`("${name}"`))
    .map(({ file, name }) => `${file} has no test “${name}”`);
}

const read = (file: string): string | undefined => (existsSync(join(root, file)) ? readFileSync(join(root, file), "utf8") : undefined);
const text = readFileSync(join(root, "docs/security.md"), "utf8");

test("every control that is met or partly met names a test, and every named test is there", () => {
  expect(missing(text, read)).toEqual([]);
  const controls = text.split("\n").filter((line) => /^\| 8\.1\.\d/.test(line));
  expect(controls.length).toBeGreaterThan(20);
  expect(controls.filter((line) => /[●◐] \|/.test(line) && namedTests(line).length === 0)).toEqual([]);
});

test("a test that was renamed or removed is seen", () => {
  const line = "| 8.1.4.1 ● | x | `a.test.ts` › it holds; `b.test.ts` › it holds too | |";
  expect(namedTests(line)).toHaveLength(2);
  expect(missing(line, (file) => (file === "a.test.ts" ? 'test("it holds", () => {});' : undefined))).toEqual(["b.test.ts has no test “it holds too”"]);
});
