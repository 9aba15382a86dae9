import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { parse } from "acorn";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { build } from "vite";

const root = new URL(".", import.meta.url).pathname;
const outDir = mkdtempSync(join(tmpdir(), "baton-web-"));
const dist = pathToFileURL(`${outDir}/`);
const firstPageBytesMax = 350_000;

type Chunk = { file: string; imports?: string[]; isEntry?: boolean };

function read(path: string): string {
  return readFileSync(new URL(path, dist), "utf8");
}

function assets(extension: string): string[] {
  return readdirSync(new URL("assets/", dist)).filter((name) => name.endsWith(extension));
}

/** Scripts that index.html asks for, and everything they import at once. */
function firstPageScripts(): Set<string> {
  const chunks = Object.entries(JSON.parse(read(".vite/manifest.json")) as Record<string, Chunk>);
  const byName = new Map(chunks);
  const scripts = new Set([...read("index.html").matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map(([, file]) => file ?? ""));
  const add = (chunk: Chunk | undefined): void => {
    if (!chunk) return;
    scripts.add(chunk.file);
    for (const name of chunk.imports ?? []) {
      const next = byName.get(name);
      if (next && !scripts.has(next.file)) add(next);
    }
  };
  for (const [, chunk] of chunks) if (chunk.isEntry) add(chunk);
  return scripts;
}

describe("the built web application", () => {
  beforeAll(async () => {
    const before = process.env["NODE_ENV"];
    // Under the test runner's own value the development build of React would be measured.
    process.env["NODE_ENV"] = "production";
    await build({
      root,
      configFile: join(root, "vite.config.ts"),
      logLevel: "error",
      mode: "production",
      build: { outDir, emptyOutDir: true },
    });
    process.env["NODE_ENV"] = before;
  }, 120_000);

  afterAll(() => rmSync(outDir, { recursive: true, force: true }));

  it("is written in the JavaScript of Chromium 90 and Safari 15", () => {
    for (const name of assets(".js")) {
      // Both know ES2021; of ES2022 Safari 15 lacks static blocks, and Chromium 90 private `in` checks.
      expect(() => parse(read(`assets/${name}`), { ecmaVersion: 2021, sourceType: "module" }), name).not.toThrow();
    }
  });

  it("asks those browsers for no regular expression they cannot read", () => {
    for (const name of assets(".js")) {
      // Safari before 16.4 refuses look-behind, and with it the whole file.
      expect(/\/[^/\n]*\(\?<[=!][^/\n]*\/[a-z]*[.,;)]/.test(read(`assets/${name}`)), name).toBe(false);
    }
  });

  it("asks those browsers for no style rule they cannot read", () => {
    for (const name of assets(".css")) {
      const css = read(`assets/${name}`);
      expect(css, name).not.toMatch(/@layer|@container|:has\(|color-mix\(|oklch\(|\d(?:dvh|svh|lvh)/);
      // A selector that begins with & is a nested rule.
      expect(css, name).not.toMatch(/[{;}]\s*&/);
    }
  });

  it("opens its first page with less than 350 kB of compressed script", () => {
    const scripts = [...firstPageScripts()];
    const bytes = scripts.reduce((sum, file) => sum + gzipSync(read(file)).length, 0);
    expect(scripts.length).toBeGreaterThan(1);
    expect(bytes, scripts.join(" ")).toBeLessThan(firstPageBytesMax);
  });

  it("carries no inline script, which the content security policy forbids", () => {
    expect(read("index.html")).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>/);
  });
});
