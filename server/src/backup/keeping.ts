import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

/** A finished backup in a folder: it has its name only since it was read again and found whole. */
export type KeptBackup = { path: string; takenAt: Temporal.Instant };

const pattern = /^baton-([a-z_][a-z0-9_]*)-(\d{8})T(\d{6})Z\.zip$/;

/** baton-city-20260131T182000Z.zip: whose, and as of when (UTC). */
export function backupName(schema: string, takenAt: Temporal.Instant): string {
  const text = takenAt.toString({ smallestUnit: "second" }).replaceAll(/[-:]/g, "");
  return `baton-${schema}-${text}.zip`;
}

/** The finished backups of one city in a folder, newest first. */
export function listBackups(folder: string, schema: string): KeptBackup[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .map((name) => ({ name, match: pattern.exec(name) }))
    .filter(({ match }) => match?.[1] === schema)
    .map(({ name, match }) => {
      const [day, time] = [match?.[2] ?? "", match?.[3] ?? ""];
      const iso = `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}T${time.slice(0, 2)}:${time.slice(2, 4)}:${time.slice(4)}Z`;
      return { path: join(folder, name), takenAt: Temporal.Instant.from(iso) };
    })
    .toSorted((a, b) => Temporal.Instant.compare(b.takenAt, a.takenAt));
}

/** Deletes what is older than the newest `keep`, and what killed backups left unfinished; answers what was deleted. */
export function discardOld(folder: string, schema: string, keep: number): string[] {
  const old = listBackups(folder, schema)
    .slice(keep)
    .map(({ path }) => path);
  for (const path of old) rmSync(path, { force: true });
  return old;
}

/** Removes unfinished files of this city; none other writes there, because one backup runs at a time. */
export function clearUnfinished(folder: string, schema: string): void {
  for (const name of readdirSync(folder)) {
    if (name.startsWith(`baton-${schema}-`) && name.endsWith(".unfinished")) rmSync(join(folder, name), { force: true });
  }
}
