import type { Logger } from "pino";
import { openPool } from "#platform/database";
import type { Task } from "#platform/jobs";
import { listBackups } from "./backup/keeping.ts";
import type { BackupSettings } from "./backup/settings.ts";
import { writeBackup } from "./backup/writing.ts";
import type { CityConnection } from "./connect.ts";

/** How long a repeated request gets its first answer again (SECURITY R2); an input kept on a phone is sent within days. */
const answersKeptDays = 30;
const answersAtOnce = 5_000;

/** A nightly backup and two hours of patience. */
const backupAgeSecondsMax = 26 * 3_600;

/** Looking into the folder once a minute is enough for an age in hours. */
const lookEveryMs = 60_000;

export type BackupAge = { seconds(): number; isLate(): boolean };

/** Age of the last good backup, infinite where there is none yet; undefined where nightly backups are not asked for. */
export function watchBackups({ folder }: BackupSettings, city: CityConnection): BackupAge | undefined {
  if (folder === undefined) return undefined;
  const { schema } = city.connection("baton_backup");
  let newest: Temporal.Instant | undefined;
  let lookedAt = Number.NEGATIVE_INFINITY;
  const seconds = (): number => {
    if (performance.now() - lookedAt > lookEveryMs) {
      newest = listBackups(folder, schema)[0]?.takenAt;
      lookedAt = performance.now();
    }
    return newest === undefined ? Number.POSITIVE_INFINITY : Temporal.Now.instant().since(newest).total("seconds");
  };
  return { seconds, isLate: () => seconds() > backupAgeSecondsMax };
}

/** Work that keeps the installation well; it is the program's own and nobody's act. */
export function upkeepTasks(options: { city: CityConnection; dataDir: string; backups: BackupSettings; log: Logger }): Record<string, Task> {
  const { city, dataDir, backups, log } = options;
  return {
    backup: async (_payload, { signal }) => {
      const { folder } = backups;
      if (folder === undefined) return;
      const say = (line: string): void => log.debug(line);
      const { path, bytes, rows, manifest, seconds } = await writeBackup({ ...backups, connection: city.connection, dataDir, folder, say, signal });
      log.info({ path, bytes, rows, seconds: Math.round(seconds) }, "backup written and read again");
      if (manifest.gaps.length > 0) log.warn({ evidence: manifest.gaps }, "材料文件缺失或与登记不符，备份中没有");
    },
    "forget-answers": async () => {
      const pool = openPool(city.connection("baton_worker"), { name: "baton-upkeep", max: 1 });
      try {
        for (let forgotten = answersAtOnce; forgotten === answersAtOnce;) {
          const { rows } = await pool.raw.query<{ n: number }>("select platform_forget_answers(now() - make_interval(days => $1), $2) as n", [
            answersKeptDays,
            answersAtOnce,
          ]);
          forgotten = rows[0]?.n ?? 0;
        }
      } finally {
        await pool.close();
      }
    },
  };
}
