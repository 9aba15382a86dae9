import { execFileSync } from "node:child_process";
import { chmodSync } from "node:fs";
import { join } from "node:path";

/** The data of a demonstration city that `npm test` loaded once and stopped well; unset where something is run by itself. */
const kept = process.env["BATON_KEPT_DEMO"];

/**
 * Puts the kept demonstration into an empty data directory, which a server then goes on with, instead of loading the
 * city anew. Without a kept one the directory stays empty and the server loads its own.
 */
export function copyKeptDemo(dataDir: string): void {
  // Started as root, the database runs as an ordinary user, who must be able to pass through to what is his.
  chmodSync(dataDir, 0o711);
  if (kept !== undefined && kept !== "") execFileSync("cp", ["-a", join(kept, "."), dataDir]);
}
