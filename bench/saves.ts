/**
 * Saves of one monthly row over HTTP, as a town's page sends them: with its session, under an idempotency key, with the
 * audit trail and the light. The clients are a process of their own, which speaks HTTP with next to no work, so that the
 * server has its core. Beside it, in the same run, what this machine can do without us: a bare commit of one row.
 */
import { fork } from "node:child_process";
import { connect, type Socket } from "node:net";
import { asAdmin } from "./bare.ts";
import type { BenchCity } from "./city.ts";
import type { Bench } from "./main.ts";
import { describe, drive, type Line, type Outcome } from "./measure.ts";
import { signIn } from "./server.ts";

/** The month that takes reports in the demonstration. */
const month = "2023-06";

type Reporter = { cookie: string; projectIds: string[] };
type Sheet = { items: { projectId: string; status: string }[] };
type Work = { port: number; seconds: number; clients: number; reporters: Reporter[] };
type Told = { outcome: Outcome; used: number[] };

/** Rows committed a second, one a transaction, from so many connections of this process. */
async function bareCommits(city: BenchCity, clients: number): Promise<number> {
  return asAdmin(city, async (first) => {
    await first.query("create table bench_commit (id bigint generated always as identity, body text)");
    const one = (): Promise<void> => asAdmin(city, (client) => commits(client));
    const until = performance.now() + 2_000;
    let count = 0;
    const commits = async (client: typeof first): Promise<void> => {
      for (; performance.now() < until; count += 1) await client.query({ name: "commit", text: "insert into bench_commit (body) values ($1)", values: ["x"] });
    };
    await Promise.all(Array.from({ length: clients }, one));
    await first.query("drop table bench_commit");
    return count / 2;
  });
}

/** Projects whose month nobody has reported, of those who may report them; a project is one reporter's only. */
async function findReporters({ door }: Bench): Promise<Reporter[]> {
  const seen = new Set<string>();
  const reporters: Reporter[] = [];
  for (const username of ["town", "district", "dispatch"]) {
    const cookie = await signIn(door, username);
    const sheet = await door.send({ method: "GET", path: `/api/months/${month}/reports`, cookie });
    if (sheet.status !== 200) throw new Error(`${username} reads no sheet: ${sheet.status} ${sheet.body.slice(0, 200)}`);
    const { items } = JSON.parse(sheet.body) as Sheet;
    const isOwn = (item: Sheet["items"][number]): boolean => item.status === "unreported" && !seen.has(item.projectId);
    const own = items.filter(isOwn).map((item) => item.projectId);
    for (const id of own) seen.add(id);
    if (own.length > 0) reporters.push({ cookie, projectIds: own });
  }
  // Whoever has few projects would stand still while the others go on.
  const most = Math.max(...reporters.map((one) => one.projectIds.length));
  return reporters.filter((one) => one.projectIds.length * 4 > most);
}

const targets: Record<number, { text: string; isMet: (outcome: Outcome) => boolean; isBroken: (outcome: Outcome) => boolean }> = {
  1: { text: "p50 < 10 ms", isMet: ({ p50Ms }) => p50Ms < 10, isBroken: ({ p50Ms }) => p50Ms > 100 },
  16: { text: "> 1500/s", isMet: ({ perSecond }) => perSecond > 1_500, isBroken: ({ perSecond }) => perSecond < 20 },
};

/** Saves from 1 and from 16 clients; every save is another project's. */
export async function saves(bench: Bench): Promise<Line[]> {
  const reporters = await findReporters(bench);
  const work = { port: bench.server.port, reporters };
  // Connections and plans of the server come to rest first.
  await driveApart({ ...work, seconds: bench.seconds / 2, clients: 16 });
  const lines: Line[] = [];
  for (const clients of [1, 16]) {
    const commits = await bareCommits(bench.city, clients);
    const outcome = await driveApart({ ...work, seconds: bench.seconds, clients });
    const target = targets[clients];
    lines.push({
      what: `monthly save, ${clients} client${clients === 1 ? "" : "s"}`,
      measured: describe(outcome),
      target: target?.text ?? "",
      ratio: `${(outcome.perSecond / commits).toFixed(3)} of ${commits.toFixed(0)} bare commits/s`,
      isMet: target?.isMet(outcome) ?? null,
      isBroken: outcome.failures > 0 || target?.isBroken(outcome) === true,
    });
  }
  return lines;
}

/** One run in a process of its own; takes the projects it used away from the reporters. */
async function driveApart(work: Work): Promise<Outcome> {
  const child = fork(import.meta.filename, ["as-clients"], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  const told = new Promise<Told>((resolve, reject) => {
    child.on("message", (message) => resolve(message as Told));
    child.on("exit", (code) => reject(new Error(`the clients ended with ${code}`)));
  });
  child.send(work);
  const { used, outcome } = await told;
  work.reporters.forEach((reporter, at) => reporter.projectIds.splice(0, used[at] ?? 0));
  return outcome;
}

/** One kept connection that sends one request at a time. */
class Client {
  readonly #socket: Socket;
  readonly #host: string;
  #heard = "";
  #done: (answer: { status: number; body: string }) => void = () => undefined;

  constructor(port: number) {
    this.#host = `127.0.0.1:${port}`;
    this.#socket = connect(port, "127.0.0.1").setNoDelay(true).setEncoding("latin1");
    this.#socket.on("data", (part) => this.#hear(String(part)));
  }

  #hear(part: string): void {
    this.#heard += part;
    const head = this.#heard.indexOf("\r\n\r\n");
    const length = Number(/content-length: (\d+)/i.exec(this.#heard.slice(0, Math.max(head, 0)))?.[1] ?? 0);
    if (head < 0 || this.#heard.length < head + 4 + length) return;
    const answer = { status: Number(this.#heard.slice(9, 12)), body: this.#heard.slice(head + 4, head + 4 + length) };
    this.#heard = this.#heard.slice(head + 4 + length);
    this.#done(answer);
  }

  post(path: string, cookie: string, body: string): Promise<{ status: number; body: string }> {
    return new Promise((resolve) => {
      this.#done = resolve;
      this.#socket.write(
        `POST ${path} HTTP/1.1\r\nHost: ${this.#host}\r\nOrigin: http://${this.#host}\r\nCookie: ${cookie}\r\nIdempotency-Key: ${crypto.randomUUID()}\r\n` +
          `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      );
    });
  }

  close(): void {
    this.#socket.destroy();
  }
}

async function actAsClients(work: Work): Promise<Told> {
  const used = work.reporters.map(() => 0);
  const clients = Array.from({ length: work.clients }, () => new Client(work.port));
  const outcome = await drive(work.clients, work.seconds, async (at) => {
    const which = at % work.reporters.length;
    const reporter = work.reporters[which];
    const next = used[which] ?? 0;
    const projectId = reporter?.projectIds[next];
    if (reporter === undefined || projectId === undefined) throw new Error("the city has too few projects for so many saves");
    used[which] = next + 1;
    const body = JSON.stringify({ rows: [{ projectId, fields: { monthFen: 1_000_000 + (next % 100) * 100 } }] });
    const answer = await clients[at]?.post(`/api/months/${month}/submissions`, reporter.cookie, body);
    // A refused row is answered with 200 as well: only a row that was taken counts.
    return answer?.status === 200 && answer.body.includes('"submitted":["');
  });
  for (const client of clients) client.close();
  return { outcome, used };
}

if (process.argv[2] === "as-clients") {
  process.once("message", (work) => {
    actAsClients(work as Work).then(
      (told) => {
        process.send?.(told);
        process.disconnect?.();
      },
      (error: unknown) => {
        process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
        process.exit(1);
      },
    );
  });
}
