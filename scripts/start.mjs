/** `npm start`: packages, web pages, then the server under the pinned Node; ends with the server's exit code. */
import { run } from "./child.mjs";
import { prepare } from "./prepare.mjs";
import { buildWeb } from "./web.mjs";

const node = await prepare();
await buildWeb();
process.exitCode = await run(node, ["server/src/main.ts", ...process.argv.slice(2)]);
