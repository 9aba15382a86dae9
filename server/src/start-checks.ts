import { accessSync, constants } from "node:fs";
import { createServer } from "node:net";
import type pg from "pg";
import { PostgresStartError } from "#platform/postgres";

/** How far the clock may stand before the last act: machines are set right by seconds, not by minutes. */
const clockBackMinutesMax = 5;

function codeOf(error: unknown): string {
  return typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
}

/** Throws a sentence where the directory of the data cannot be written to by this account. */
export function assertWritable(dataDir: string): void {
  try {
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const why = codeOf(error) === "EROFS" ? "所在文件系统是只读的" : "当前用户没有写入权限";
    throw new PostgresStartError(`数据目录 ${dataDir} 不能写入：${why}。请更改其属主或权限，或用 BATON_DATA 指定另一目录。`, { cause: error });
  }
}

/** Why an address cannot be listened on, in words; undefined for anything else. */
export function listenFault(error: unknown, { host, port }: { host: string; port: number }): PostgresStartError | undefined {
  const sentences: Record<string, string> = {
    EADDRINUSE: `端口 ${port} 已被占用，可能已有一个 Baton 在运行。请先停止它，或用 PORT 指定另一端口。`,
    EACCES: `当前用户不能使用端口 ${port}（1024 以下的端口须由系统放行）。请用 PORT 指定另一端口，由前置代理转发。`,
    EADDRNOTAVAIL: `本机没有地址 ${host}。请更正 HOST。`,
    ENOTFOUND: `HOST=${host} 不是可用的地址。请更正 HOST。`,
  };
  const said = sentences[codeOf(error)];
  return said === undefined ? undefined : new PostgresStartError(said, { cause: error });
}

/** Asks for the port before anything is started, so that a second start disturbs nothing. Throws a sentence. */
export async function assertPortFree(host: string, port: number): Promise<void> {
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new PostgresStartError(`环境变量 PORT 应为 0 至 65535 的整数。`);
  const probe = createServer();
  try {
    await new Promise<void>((resolve, reject) => probe.once("error", reject).listen(port, host, resolve));
  } catch (error) {
    throw listenFault(error, { host, port }) ?? error;
  }
  await new Promise((resolve) => probe.close(resolve));
}

/**
 * Refuses a clock that stands before the last act: what is written under it would carry an instant that nobody lived, for an
 * act is never earlier than the one before. `isAccepted` is for the day after a clock had run ahead.
 */
export async function assertClockForward(owner: pg.Pool, isAccepted: boolean): Promise<void> {
  const { rows } = await owner.query<{ last: string; now: string; minutes: number }>(
    `select to_char(max(recorded_at), 'YYYY-MM-DD HH24:MI:SS') as last, to_char(clock_timestamp(), 'YYYY-MM-DD HH24:MI:SS') as now,
       (extract(epoch from max(recorded_at) - clock_timestamp()) / 60)::float8 as minutes
     from kernel_act where not is_stated and recorded_at > clock_timestamp() having count(*) > 0`,
  );
  const [found] = rows;
  if (found === undefined || found.minutes <= clockBackMinutesMax || isAccepted) return;
  throw new PostgresStartError(
    `系统时钟（${found.now}）早于最近一次办理（${found.last}）${Math.round(found.minutes)} 分钟，可能被调回。请校准系统时间后重试；如确认现在的时间无误（此前曾走快），请以 BATON_CLOCK=accept 启动。`,
  );
}

/** Says in the log when the clock jumps while the program runs; instants of acts stay in order all the same. */
export function watchClock(log: { warn(line: string): void }): { stop(): void } {
  const everyMs = 10_000;
  const jumpMs = 60_000;
  const offset = (): number => Temporal.Now.instant().epochMilliseconds - performance.now();
  let before = offset();
  const looking = setInterval(() => {
    const jumped = offset() - before;
    before += jumped;
    if (Math.abs(jumped) > jumpMs) log.warn(`系统时钟${jumped < 0 ? "调回" : "跳前"}了 ${Math.round(Math.abs(jumped) / 1000)} 秒。请核对时间同步服务。`);
  }, everyMs).unref();
  return { stop: () => clearInterval(looking) };
}
