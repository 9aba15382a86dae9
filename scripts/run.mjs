/** `node scripts/run.mjs <file.ts> [arguments]`: runs a TypeScript file of the checkout under the pinned Node. */
import { giveUp, root, run } from "./child.mjs";
import { prepare } from "./prepare.mjs";
import { existsSync } from "node:fs";
import { resolve } from "node:path";

const [file, ...args] = process.argv.slice(2);
if (file === undefined || !existsSync(resolve(root, file))) {
  giveUp(`没有这个文件：${file ?? "（未指定）"}。`, `There is no such file: ${file ?? "(none named)"}. Usage: node scripts/run.mjs <file.ts> [arguments]`);
}
const node = await prepare();
process.exitCode = await run(node, [file, ...args]);
