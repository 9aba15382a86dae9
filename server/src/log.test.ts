import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openRotatingLog } from "./log.ts";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "baton-log-"))));
afterEach(() => rmSync(folder, { recursive: true }));

test("the log is bounded: past its size it makes room, and the oldest goes", () => {
  const path = join(folder, "baton.log");
  const log = openRotatingLog(path, { bytesMax: 100, keep: 2 });
  for (let line = 1; line <= 40; line += 1) log.write(`line ${String(line).padStart(3, "0")} of ten\n`);
  log.close();
  expect(readdirSync(folder).toSorted()).toEqual(["baton.log", "baton.log.1", "baton.log.2"]);
  const kept = ["baton.log.2", "baton.log.1", "baton.log"].map((name) => readFileSync(join(folder, name), "utf8")).join("");
  expect(kept.endsWith("line 040 of ten\n")).toBe(true);
  expect(kept.length).toBeLessThanOrEqual(3 * 120);
});

test("what was there is continued, not overwritten", () => {
  const path = join(folder, "baton.log");
  const first = openRotatingLog(path, { bytesMax: 1_000, keep: 2 });
  first.write("before\n");
  first.close();
  const second = openRotatingLog(path, { bytesMax: 1_000, keep: 2 });
  second.write("after\n");
  second.close();
  expect(readFileSync(path, "utf8")).toBe("before\nafter\n");
});

test.skipIf(!existsSync("/dev/full"))("a full disk costs lines, never the program", () => {
  const log = openRotatingLog("/dev/full", { bytesMax: 1_000, keep: 2 });
  expect(() => log.write("lost\n")).not.toThrow();
  log.close();
});
