import { sql } from "kysely";
import type { Database } from "#platform/database";

/** One condition of readiness: undefined when it holds, else a sentence that says what is wrong and what to do. */
export type Check = () => Promise<string | undefined> | string | undefined;

export type ReadinessOptions = {
  /** The web pool. */
  db: Database;
  /** Number of the last migration this program brings. */
  newestMigration: number;
  /** Free space where the database lies, in bytes. */
  freeStorageBytes(): number | Promise<number>;
  /** Below so much nothing is written; default 1 GiB. */
  storageMinimumBytes?: number;
  /** The sealer's lag in seconds. */
  sealerLagSeconds(): number;
  /** Whether the program is on its way out (SIGTERM). */
  isStopping(): boolean;
};

const gibibyte = 2 ** 30;
const sealerLagSecondsMax = 60;

/** The conditions of SECURITY R8, by name. */
export function readinessChecks(options: ReadinessOptions): Record<string, Check> {
  const minimumBytes = options.storageMinimumBytes ?? gibibyte;
  return {
    running: () => (options.isStopping() ? "程序正在停止。" : undefined),
    database: async () => {
      const { rows } = await sql<{ number: number | null }>`select platform_migrated_to() as number`.execute(options.db);
      const reached = rows[0]?.number ?? 0;
      return reached === options.newestMigration ? undefined : `数据库结构为第${reached}版，程序需要第${options.newestMigration}版，请重新启动程序以完成升级。`;
    },
    storage: async () => ((await options.freeStorageBytes()) >= minimumBytes ? undefined : `可用存储空间不足${minimumBytes / 2 ** 20} MB，请清理磁盘或扩容。`),
    sealer: () => (options.sealerLagSeconds() < sealerLagSecondsMax ? undefined : `审计封印滞后超过${sealerLagSecondsMax}秒，请查看运行日志。`),
  };
}
