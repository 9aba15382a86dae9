/** Building the web pages, only when their sources have changed. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { root, run, say } from "./child.mjs";
import { seconds } from "./prepare.mjs";

/** Everything that the built pages depend on; folders are read whole. */
const sources = [
  "web/src",
  "web/public",
  "web/index.html",
  "web/package.json",
  "web/tsconfig.json",
  "web/vite.config.ts",
  "contract/src",
  "contract/package.json",
  "package-lock.json",
];

const stamp = join(root, "web", "dist", ".built-from");

/** Builds web/dist unless it was built from exactly these sources; answers whether the pages are there. */
export async function buildWeb() {
  const wanted = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return true;
  console.log("Building the web pages …");
  const startedAt = performance.now();
  const code = await run("vite", ["build", "--logLevel", "warn"], { cwd: join(root, "web") });
  if (code !== 0) {
    say(`网页构建失败（vite: ${code}），原因见上。`, `The web pages could not be built (vite: ${code}); the reason is above.`);
    return false;
  }
  compress(join(root, "web", "dist"));
  // Written last: an interrupted build is done again.
  writeFileSync(stamp, wanted);
  console.log(`The web pages are built (${seconds(startedAt)} s).`);
  return true;
}

/** Beside every text of some size its compressed forms, which the server sends to whoever takes them. */
function compress(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const file = join(entry.parentPath, entry.name);
    if (!entry.isFile() || !/\.(css|html|js|json|svg|webmanifest)$/.test(file)) continue;
    const text = readFileSync(file);
    if (text.length < 1_400) continue;
    writeFileSync(`${file}.br`, brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }));
    writeFileSync(`${file}.gz`, gzipSync(text));
  }
}

function fingerprint() {
  const hash = createHash("sha256").update("compressed");
  for (const file of sources.flatMap(listFiles)) {
    hash
      .update(file)
      .update("\0")
      .update(readFileSync(join(root, file)))
      .update("\0");
  }
  return hash.digest("hex");
}

/** The files at or below a path of the checkout, tests left out, in a stable order. */
function listFiles(path) {
  if (!existsSync(join(root, path))) return [];
  let entries;
  try {
    entries = readdirSync(join(root, path), { withFileTypes: true, recursive: true });
  } catch (error) {
    if (error.code === "ENOTDIR") return [path];
    throw error;
  }
  return entries
    .filter((entry) => entry.isFile() && !entry.name.includes(".test."))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(root.length + 1))
    .sort();
}
