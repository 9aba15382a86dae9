import type { ImportAnswer, ImportFields, ImportJob, ImportState } from "@baton/contract/imports";
import { type Problem, problem } from "@baton/contract/problems";
import type { Watch } from "./watch.ts";

/** Imports at one time: each may hold a core and a few hundred megabytes (SECURITY R7). */
const runningMax = 2;
/** Each that waits holds its file in memory, up to 20 MB. */
const waitingMax = 8;
/** How long an ended job answers for itself; what it wrote is found in its receipt for good. */
const keptMs = 10 * 60_000;

export type Asked = {
  importId: string;
  accountId: string;
  fileName: string;
  fields: ImportFields;
  /** The request's Idempotency-Key: the same request sent again joins the job instead of beginning another. */
  key: string | null;
  /** Of file and fields: something else under the same key is another request, which the stored answer refuses. */
  fingerprint: string;
};

/** What a job does. It throws the signal's reason once it is cancelled, and whatever keeps it from ending well. */
export type Work = (watch: Watch) => Promise<ImportAnswer>;

type Entry = {
  asked: Asked;
  work: Work;
  state: ImportState;
  watch: Watch;
  stop: AbortController;
  answer: ImportAnswer | null;
  problem: Problem | null;
  ended: PromiseWithResolvers<ImportAnswer>;
};

/** A job as whoever follows it sees it; `ended` settles with its answer or its failure. */
export type Followed = { job(): ImportJob; ended: Promise<ImportAnswer> };

export type Desk = {
  /** Throws `busy` while too many wait; asked before a file is taken in. */
  assertRoom(): void;
  /** Throws `import-running` for whoever does not wait while another job of the account is under way. */
  assertFree(accountId: string, wait: ImportFields["wait"]): void;
  /** Begins the job or has it wait: two run at a time, one an account. */
  submit(asked: Asked, work: Work): Followed;
  /** The job that the same request began, still under way or ended a little while ago. */
  joined(accountId: string, key: string | null, fingerprint: string): Followed | undefined;
  find(accountId: string, importId: string): Followed | undefined;
  /** Jobs of the account that have not ended, the oldest first. */
  open(accountId: string): ImportJob[];
  /** Cancels before the commit; throws `not-found`, or `conflict` when it is too late. */
  cancel(accountId: string, importId: string): ImportJob;
};

const isOpen = (entry: Entry): boolean => entry.state === "waiting" || entry.state === "running" || entry.state === "committing";

const cancelled = (): Problem => problem("import-cancelled", { detail: "导入已取消，没有写入任何数据。" });

type Line = {
  /** Every job that is kept, the oldest first. */
  all: () => Entry[];
  add: (entry: Entry) => void;
  /** Begins a job that waits, out of turn. */
  begin: (entry: Entry) => void;
};

function lineUp(explain: (error: unknown) => Problem): Line {
  const entries = new Map<string, Entry>();
  const all = (): Entry[] => [...entries.values()];
  const next = (): void => {
    const running = all().filter((entry) => entry.state === "running" || entry.state === "committing");
    const isFree = ({ asked }: Entry): boolean => !running.some((other) => other.asked.accountId === asked.accountId);
    const chosen = running.length < runningMax ? all().find((entry) => entry.state === "waiting" && isFree(entry)) : undefined;
    if (chosen === undefined) return;
    begin(chosen);
    next();
  };
  const begin = (entry: Entry): void => {
    entry.state = "running";
    void run(entry);
  };
  const run = async (entry: Entry): Promise<void> => {
    try {
      const answer = await entry.work(entry.watch);
      entry.answer = answer;
      entry.state = answer.mode === "commit" && !answer.isWritten ? "refused" : "done";
      entry.ended.resolve(answer);
    } catch (error) {
      entry.state = entry.stop.signal.aborted ? "cancelled" : "failed";
      entry.problem = entry.stop.signal.aborted ? cancelled() : explain(error);
      entry.ended.reject(entry.problem);
    }
    setTimeout(() => entries.delete(entry.asked.importId), keptMs).unref();
    next();
  };
  return {
    all,
    begin,
    add: (entry) => {
      entries.set(entry.asked.importId, entry);
      next();
    },
  };
}

/** `explain` says what a person is told of an error; a bug is logged by it and told as such. */
export function openDesk(explain: (error: unknown) => Problem): Desk {
  const line = lineUp(explain);
  const { all } = line;
  const told = (entry: Entry): ImportJob => {
    const job = jobOf(entry, all());
    // One-time passwords are told once and kept nowhere.
    if (entry.answer !== null) entry.answer = { ...entry.answer, accounts: [] };
    return job;
  };
  const follow = (entry: Entry): Followed => ({ job: () => told(entry), ended: entry.ended.promise });
  const own = (accountId: string, importId: string): Entry | undefined =>
    all().find(({ asked }) => asked.importId === importId && asked.accountId === accountId);
  const openOf = (accountId: string): Entry[] => all().filter((entry) => entry.asked.accountId === accountId && isOpen(entry));

  return {
    assertRoom: () => {
      if (all().filter((entry) => entry.state === "waiting").length >= waitingMax)
        throw problem("busy", { detail: "正在处理其他导入，请稍后再试。", retryAfter: 5 });
    },
    assertFree: (accountId, wait) => {
      const [other] = openOf(accountId);
      if (wait === "no" && other !== undefined) throw alreadyRunning(other.asked);
    },
    submit: (asked, work) => {
      // The same request, sent twice at once: both got the same record, and one does the work.
      const twin = own(asked.accountId, asked.importId);
      if (twin !== undefined && isOpen(twin)) return follow(twin);
      const entry = newEntry(asked, work);
      line.add(entry);
      return follow(entry);
    },
    joined: (accountId, key, fingerprint) => {
      const isSame = ({ asked }: Entry): boolean => asked.accountId === accountId && asked.key === key && asked.fingerprint === fingerprint;
      const entry = key === null ? undefined : all().find(isSame);
      if (entry === undefined || entry.state === "failed" || entry.state === "cancelled") return undefined;
      return entry.answer === null ? follow(entry) : { ...follow(entry), ended: Promise.resolve({ ...entry.answer, accounts: [] }) };
    },
    find: (accountId, importId) => {
      const entry = own(accountId, importId);
      return entry && follow(entry);
    },
    open: (accountId) => openOf(accountId).map((entry) => jobOf(entry, all())),
    cancel: (accountId, importId) => {
      const entry = own(accountId, importId);
      stop(entry);
      // One that waits need not wait to end: its work finds at once that nobody wants it any more.
      if (entry.state === "waiting") line.begin(entry);
      return jobOf(entry, all());
    },
  };
}

function alreadyRunning({ importId, fileName, fields }: Asked): Problem {
  const doing = fields.mode === "check" ? "检查" : "导入";
  return problem("import-running", { detail: `您的“${fileName}”正在${doing}，请等它结束，或者先取消它。`, importId });
}

function stop(entry: Entry | undefined): asserts entry is Entry {
  if (entry === undefined) throw problem("not-found", { detail: "没有找到进行中的导入，它可能已经结束。" });
  if (entry.state === "committing") throw problem("conflict", { detail: "正在提交，不能再取消；完成后可以撤销导入。" });
  if (!isOpen(entry)) throw problem("conflict", { detail: "这次导入已经结束，不需要取消。" });
  entry.stop.abort(cancelled());
}

function newEntry(asked: Asked, work: Work): Entry {
  const stop = new AbortController();
  const ended = Promise.withResolvers<ImportAnswer>();
  // Whoever closed the page hears nothing of how it ended; the receipt tells.
  ended.promise.catch(() => undefined);
  const entry: Entry = {
    asked,
    work,
    state: "waiting",
    stop,
    answer: null,
    problem: null,
    ended,
    watch: {
      signal: stop.signal,
      progress: { rowsRead: 0, rowCount: null, rowsChecked: 0, recordsWritten: 0 },
      begin: () => {
        entry.state = "running";
        entry.watch.progress.recordsWritten = 0;
      },
      commit: () => {
        stop.signal.throwIfAborted();
        entry.state = "committing";
      },
    },
  };
  return entry;
}

function jobOf(entry: Entry, all: readonly Entry[]): ImportJob {
  const { asked, state, watch, answer } = entry;
  const place = all.filter((one) => one.state === "waiting").indexOf(entry);
  return {
    importId: asked.importId,
    kind: asked.fields.kind,
    mode: asked.fields.mode,
    fileName: asked.fileName,
    state,
    ahead: Math.max(place, 0),
    progress: { ...watch.progress },
    answer,
    problem: entry.problem === null ? null : { code: entry.problem.slug, title: entry.problem.title, detail: entry.problem.message },
  };
}
