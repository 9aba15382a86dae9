import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { freeStorageBytes, keepBallast, releaseBallast } from "./storage.ts";

let directory: string;
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), "baton-ballast-"))));
afterEach(() => rmSync(directory, { recursive: true }));

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

test("the ballast takes its whole size on the disk, and gives it back once", async () => {
  const path = join(directory, "ballast");
  await keepBallast(path, 3, silent);
  expect(statSync(path).size).toBe(3 * 2 ** 20);
  expect(statSync(path).blocks * 512).toBeGreaterThanOrEqual(3 * 2 ** 20);
  expect(releaseBallast(path)).toBe(true);
  expect(existsSync(path)).toBe(false);
  expect(releaseBallast(path)).toBe(false);
});

test("a ballast of another size is made anew", async () => {
  const path = join(directory, "ballast");
  writeFileSync(path, "short");
  await keepBallast(path, 1, silent);
  expect(statSync(path).size).toBe(2 ** 20);
});

test("free storage is a plausible number of bytes", async () => {
  expect(await freeStorageBytes(directory)).toBeGreaterThan(0);
});
