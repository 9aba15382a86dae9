/**
 * `npm test`: installs what is missing, then checks, tests and journeys; runs them all even when one fails.
 * The last line is `N passed, N failed`; a step that fails without naming a test counts as one failure.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureBrowser } from "./browser.mjs";
import { check } from "./check.mjs";
import { pinnedEnvironment, root, run } from "./child.mjs";
import { keepDemonstration } from "./demonstration.mjs";
import { prepare, seconds } from "./prepare.mjs";
import { buildWeb } from "./web.mjs";

const startedAt = performance.now();
await prepare();
const chromium = await ensureBrowser();
const isWebBuilt = await buildWeb();

const reports = mkdtempSync(join(tmpdir(), "baton-reports-"));
const results = [];
let kept;
try {
  const failures = [...(await check())];
  if (chromium === undefined) failures.push("browser");
  if (!isWebBuilt) failures.push("web build");
  results.push({
    name: `checks${failures.length > 0 ? ` (${failures.join(", ")})` : ""}`,
    passed: 0,
    failed: failures.length,
    skipped: 0,
  });
  kept = await keepDemonstration();
  if (kept !== undefined) pinnedEnvironment.BATON_KEPT_DEMO = kept;
  results.push(await unitAndDatabaseTests());
  const hasJourneys = existsSync(join(root, "e2e", "playwright.config.ts"));
  if (hasJourneys && isWebBuilt && chromium !== undefined) results.push(await journeys());
  results.push(await quickBench());
} finally {
  rmSync(reports, { recursive: true, force: true });
  if (kept !== undefined) rmSync(kept, { recursive: true, force: true });
}
const sum = (key) => results.reduce((total, result) => total + result[key], 0);
console.log(`\nTests (${seconds(startedAt)} s)`);
for (const { name, passed, failed, skipped } of results) {
  const left = skipped > 0 ? `, ${skipped} skipped` : "";
  console.log(`  ${name}: ${passed > 0 ? `${passed} passed, ` : ""}${failed} failed${left}`);
}
process.exitCode = sum("failed") === 0 ? 0 : 1;
console.log(`${sum("passed")} passed, ${sum("failed")} failed`);

async function unitAndDatabaseTests() {
  console.log("\n── tests: vitest run");
  const file = join(reports, "vitest.json");
  const args = ["run", "--maxWorkers=2", "--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const code = await run("vitest", [...args, ...process.argv.slice(2)], { limitMs: 600_000 });
  const report = readReport(file);
  // A file that fails to load has no tests to count.
  const brokenFiles = (report?.testResults ?? []).filter((one) => one.status === "failed" && one.assertionResults.length === 0);
  return judge("tests", code, {
    passed: report?.numPassedTests ?? 0,
    failed: (report?.numFailedTests ?? 0) + brokenFiles.length,
    skipped: (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0),
  });
}

async function journeys() {
  console.log("\n── journeys: playwright test");
  const file = join(reports, "playwright.json");
  const env = { ...pinnedEnvironment, CHROMIUM_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_NAME: file };
  const code = await run("playwright", ["test", "-c", "e2e/playwright.config.ts", "--reporter=list,json"], {
    env,
    limitMs: 480_000,
  });
  const stats = readReport(file)?.stats;
  return judge("journeys", code, {
    passed: (stats?.expected ?? 0) + (stats?.flaky ?? 0),
    failed: stats?.unexpected ?? 0,
    skipped: stats?.skipped ?? 0,
  });
}

/** Nothing is ten times slower than it should be: the short form of `npm run bench`, which judges itself. */
async function quickBench() {
  console.log("\n── bench: bench/main.ts --quick");
  const env = { ...pinnedEnvironment, CHROMIUM_PATH: chromium };
  const code = await run("node", ["bench/main.ts", "--quick"], { env, limitMs: 240_000 });
  return { name: "bench (quick)", passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
}

/** The exit code has the last word: a run that failed outside its tests, or ran none, has not passed. */
function judge(name, code, counts) {
  const isSilent = counts.failed === 0 && (code !== 0 || counts.passed === 0);
  if (isSilent) console.error(`The ${name} ended with ${code} and ${counts.passed} passed; counted as one failure.`);
  return { name, ...counts, failed: counts.failed + (isSilent ? 1 : 0) };
}

function readReport(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}
