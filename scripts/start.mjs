/** `npm start`: packages, web pages, then the server under the pinned Node; ends with the server's exit code. */
import { run } from "./child.mjs";
import { prepare } from "./prepare.mjs";
import { buildWeb } from "./web.mjs";

const node = await prepare();
if (!(await buildWeb())) process.exit(1);
process.exitCode = await run(node, ["server/src/main.ts", ...process.argv.slice(2)]);
