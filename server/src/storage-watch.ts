import { problem } from "@baton/contract/problems";
import type { App } from "#platform/http";

const lookEveryMs = 5_000;
/** Room above the bound before writing is allowed again, so that it does not flicker. */
const recoveredBytes = 64 * 2 ** 20;

export type StorageWatch = {
  /** Whether there is too little room to promise anybody that what he writes stays. */
  isLow(): boolean;
  freeBytes(): number;
  /** Refuses writes while room is short, and says on every answer to somebody signed in what holds for the whole system. */
  guard(app: App, notices: () => readonly Notice[]): void;
  stop(): void;
};

/** Something that holds for the whole system, told above every page; `roles` names who is told, everybody when absent. */
export type Notice = { name: "storage-low" | "backup-late"; roles?: readonly string[] };

export type StorageOptions = {
  /** Free room in bytes, of the fullest disk that matters. */
  read: () => Promise<number>;
  minimumBytes: number;
  log: { warn(line: string): void; info(line: string): void };
  /** Pause between looks in ms; default 5,000. */
  everyMs?: number;
};

const unsafeMethods = new Set(["POST", "PUT", "PATCH", "DELETE"]);

/** BATON_STORAGE_MINIMUM_MB: below so much free room nothing is written; default 1,024. Throws for a value that makes no sense. */
export function storageMinimumBytes(environment: NodeJS.ProcessEnv): number {
  const text = environment["BATON_STORAGE_MINIMUM_MB"] ?? "1024";
  if (!/^\d{1,7}$/.test(text)) throw new Error(`环境变量 BATON_STORAGE_MINIMUM_MB 应为整数（MB），现为“${text}”。`);
  return Number(text) * 2 ** 20;
}

/** Looks every few seconds how much room is left. The first look is done before it answers. */
export async function watchStorage({ read, minimumBytes, log, everyMs = lookEveryMs }: StorageOptions): Promise<StorageWatch> {
  let free = await read();
  let isLow = free < minimumBytes;
  const megabytes = (bytes: number): string => `${Math.floor(bytes / 2 ** 20)} MB`;
  const tell = (): void =>
    isLow
      ? log.warn(`可用存储空间只剩 ${megabytes(free)}，不足 ${megabytes(minimumBytes)}：已转为只读。请清理磁盘或扩容，之后自动恢复。`)
      : log.info(`可用存储空间恢复到 ${megabytes(free)}：已恢复办理。`);
  if (isLow) tell();
  const look = async (): Promise<void> => {
    free = await read();
    const isLowNow = free < minimumBytes + (isLow ? recoveredBytes : 0);
    if (isLowNow === isLow) return;
    isLow = isLowNow;
    tell();
  };
  const looking = setInterval(() => {
    look().catch((error: unknown) => log.warn(`可用存储空间无法查明：${error instanceof Error ? error.message : String(error)}`));
  }, everyMs).unref();
  return {
    isLow: () => isLow,
    freeBytes: () => free,
    guard: (app, notices) => {
      app.addHook("onRequest", async (request) => {
        // Signing in and out goes on: somebody has to look, and it writes next to nothing.
        if (!isLow || !unsafeMethods.has(request.method) || request.url.startsWith("/api/auth/")) return;
        throw problem("storage-low", {
          detail: "服务器存储空间不足，暂时只能查看，不能办理；已填的内容请先留在本页。请联系系统管理员清理磁盘，之后自动恢复。",
          retryAfter: 60,
        });
      });
      app.addHook("onSend", async (request, reply) => {
        if (request.actor === null) return;
        const { role } = request.actor;
        const names = notices().flatMap((notice) => (notice.roles === undefined || notice.roles.includes(role) ? [notice.name] : []));
        if (names.length > 0) reply.header("x-baton-notice", names.join(","));
      });
    },
    stop: () => clearInterval(looking),
  };
}
