/**
 * `npm run generate`: everything in the repository that is told by the migrations and the routes, written anew.
 * `--check` writes nothing and fails, naming the files that differ.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { readCatalogue } from "./generate/catalogue.ts";
import { dataDictionary } from "./generate/dictionary.ts";
import { rightsText } from "./generate/rights-text.ts";
import { schemaText } from "./generate/schema-text.ts";
import { databaseTypes } from "./generate/types.ts";
import { startCluster, templateDatabase, testSchema } from "./testing/cluster.ts";

const root = join(import.meta.dirname, "../..");

/** Path from the root → text, of every generated file. */
type Texts = Map<string, string>;

async function describeDatabase(): Promise<Texts> {
  const running = await startCluster();
  try {
    const pool = new pg.Pool({ ...running.cluster.admin, database: templateDatabase, max: 2 });
    // The server may end a connection that is still saying goodbye.
    pool.on("error", () => undefined);
    const client = await pool.connect();
    try {
      const catalogue = await readCatalogue(client, testSchema);
      return new Map([
        ["server/schema.sql", schemaText(catalogue)],
        ["server/src/database-types.ts", formatted("database-types.ts", await databaseTypes(pool, testSchema))],
        ["docs/data-dictionary.md", dataDictionary(catalogue)],
        ["docs/rights.md", rightsText(catalogue)],
      ]);
    } finally {
      client.release();
      await pool.end();
    }
  } finally {
    await running.stop();
  }
}

/** As the project's formatter would write it, so that the format check and this one agree. */
function formatted(name: string, text: string): string {
  const formatter = join(root, "node_modules/.bin/oxfmt");
  return execFileSync(formatter, [`--stdin-filepath=${name}`], { cwd: root, input: text, encoding: "utf8" });
}

function differing(texts: Texts): string[] {
  return [...texts].filter(([path, text]) => !existsSync(join(root, path)) || readFileSync(join(root, path), "utf8") !== text).map(([path]) => path);
}

/** The routes, loaded last: while they do not load, the database's texts are still written, which may be the remedy. */
async function describeRoutes(): Promise<Texts> {
  const { openApi } = await import("./generate/openapi.ts");
  return new Map([["server/openapi.json", await openApi()]]);
}

function write(texts: Texts): void {
  for (const path of differing(texts)) {
    writeFileSync(join(root, path), texts.get(path) ?? "");
    console.log(`Written: ${path}`);
  }
}

async function main(isCheck: boolean): Promise<number> {
  const parts = [describeDatabase, describeRoutes];
  if (!isCheck) {
    for (const describe of parts) write(await describe());
    return 0;
  }
  const stale: string[] = [];
  for (const describe of parts) stale.push(...differing(await describe()));
  if (stale.length === 0) return 0;
  console.error(`These generated files differ; run \`npm run generate\`:\n  ${stale.join("\n  ")}`);
  return 1;
}

process.exitCode = await main(process.argv.includes("--check"));
