/** `npm run check`: everything that can be judged without running Baton. Also a step of `npm test`. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root, run } from "./child.mjs";
import { prepare, seconds } from "./prepare.mjs";

/** Each step: its name, the command, and the file without which there is nothing to check. */
const steps = [
  { name: "types", command: ["tsc", "-p", "tsconfig.json"], needs: "tsconfig.json" },
  { name: "types of the web", command: ["tsc", "-p", "web/tsconfig.json", "--noEmit"], needs: "web/tsconfig.json" },
  { name: "lint", command: ["oxlint", "--type-aware"], needs: ".oxlintrc.json" },
  { name: "format", command: ["oxfmt", "--check"], needs: ".oxfmtrc.json" },
  { name: "unused code", command: ["knip"], needs: "knip.json" },
  {
    name: "generated files",
    command: ["node", "server/src/generate.ts", "--check"],
    needs: "server/src/generate.ts",
  },
];

const limitMs = 120_000;

/** Runs every step, also after a failure; resolves to the names of those that failed. */
export async function check() {
  const results = [];
  for (const { name, command, needs } of steps) {
    if (!existsSync(join(root, needs))) continue;
    console.log(`\n── ${name}: ${command.join(" ")}`);
    const startedAt = performance.now();
    const [program, ...args] = command;
    const code = await run(program, args, { limitMs });
    results.push({ name, code, took: seconds(startedAt) });
  }
  console.log("\nChecks");
  for (const { name, code, took } of results) console.log(`  ${code === 0 ? "ok    " : "FAILED"}  ${name} (${took} s)`);
  return results.filter(({ code }) => code !== 0).map(({ name }) => name);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await prepare();
  const failed = await check();
  process.exitCode = failed.length === 0 ? 0 : 1;
}
