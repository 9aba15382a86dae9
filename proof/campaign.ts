/** Many requests from everybody against the running program, judged one by one and as a whole. */
import type pg from "pg";
import { type Canaries, plantCanaries } from "./canaries.ts";
import { type Document, type Operation, readOperations } from "./interface.ts";
import { judge } from "./judge.ts";
import { gatherPeople, type Person, type Who } from "./people.ts";
import { Random } from "./random.ts";
import { plan, type Planned } from "./requests.ts";
import type { Running } from "./server.ts";
import type { Known } from "./values.ts";
import { type Answer, send, sendRaw } from "./wire.ts";

export type Finding = { what: string; operation: string; who: Who; manner: string; request: string; at: number };
export type Timing = { ms: number; operation: string; at: number };
export type Outcome = {
  findings: Finding[];
  statuses: Map<number, number>;
  byManner: Map<string, number>;
  operationsTried: number;
  operations: number;
  repeats: number;
  timings: Timing[];
  /** How long the cheapest answer took meanwhile: what the machine's other work costs everybody. */
  yardstick: Timing[];
  /** Operations that answered "busy": lawful, but worth knowing. */
  busy: string[];
  tookMs: number;
};

export type Ground = { running: Running; people: Map<Who, Person>; operations: Operation[]; canaries: Canaries; known: Known; random: Random };

/** What the city holds that requests may name. Organisations, appointments and posts of ours stay out: to move them would move everybody's reach. */
async function harvest(owner: pg.Pool, canaries: Canaries): Promise<Known> {
  const { rows } = await owner.query<{ id: string }>(
    `(select subject_id::text as id from kernel_subject where kind = 'project' and subject_id <> $1 order by subject_id limit 40)
     union all (select matter_id::text from kernel_matter where subject_id is distinct from $1 order by matter_id limit 30)
     union all (select version_id::text from kernel_light where subject_id <> $1 order by 1 limit 15)
     union all (select evidence_id::text from kernel_evidence where subject_id <> $1 limit 5)
     union all (select version_id::text from projects_profile where subject_id <> $1 limit 10)`,
    [canaries.projectId],
  );
  return {
    ids: [...rows.map((row) => row.id), ...canaries.sacrificial],
    months: ["2023-01", "2023-05", "2023-06", "2023-07", "2023-12", "2022-12", "2024-02"],
    figures: [
      "projects.count",
      "projects.completion_rate",
      "projects.newly_started",
      "leads.count",
      "contracts.amount",
      "matters.count",
      "matters.on_time_rate",
      "nothing.at.all",
    ],
    words: [canaries.typed],
  };
}

/** Everybody signed in, canaries planted, the description read from the program itself. */
export async function prepareGround(running: Running, seed: number): Promise<Ground> {
  const random = new Random(seed);
  const people = await gatherPeople(running.port);
  const nobody = people.get("nobody");
  if (nobody === undefined) throw new Error("nobody is missing");
  const described = await nobody.ask({ method: "GET", path: "/api/openapi.json" });
  const operations = readOperations(JSON.parse(described.body.toString()) as Document);
  const canaries = await plantCanaries(running, people, random);
  const known = await harvest(running.openDatabase("baton_owner"), canaries);
  return { running, people, operations, canaries, known, random };
}

const atOnce = 6;

function shown({ asked, raw }: Planned): string {
  const text = raw === undefined ? `${asked.method} ${asked.path} ${JSON.stringify(asked.headers)} ${asked.body?.toString() ?? ""}` : raw.toString();
  return text.length > 700 ? `${text.slice(0, 700)}… (${text.length})` : text;
}

/** Above this the parser of HTTP refuses before any route is reached; bytes. */
const headMax = 16_000;

/** Whether a request cannot reach a route, so that its refusal is the connection's. */
function isBeneathRoutes({ asked, raw }: Planned): boolean {
  return raw !== undefined || asked.path.length + JSON.stringify(asked.headers).length + 2_000 > headMax;
}

/** A stream never ends by itself: it has tests of its own. */
const unplanned = new Set(["GET /api/events"]);

/** Whoever was signed out by a request of the campaign comes in again; the remembered browser keeps the door open. */
async function comeBack(person: Person, answer: Answer): Promise<void> {
  if (answer.status === 401 && person.who !== "nobody" && answer.body.includes("not-signed-in")) await person.signIn();
}

async function ask(ground: Ground, planned: Planned): Promise<Answer> {
  if (planned.raw !== undefined) return sendRaw(ground.running.port, planned.raw);
  const person = ground.people.get(planned.who);
  if (person === undefined) throw new Error(`${planned.who} is missing`);
  const answer = await person.ask(planned.asked);
  if (planned.asked.headers?.["cookie"] === undefined) await comeBack(person, answer);
  return answer;
}

/** The same key and body again: the same answer, or none where the first was refused. */
async function repeatFault(ground: Ground, planned: Planned, first: Answer): Promise<string | undefined> {
  const second = await ask(ground, planned);
  if (second.status !== first.status) return `the same key and body gave ${first.status}, then ${second.status}`;
  const isSame = second.body.equals(first.body) || planned.operation.path === "/api/role-policies";
  // A one-time password is shown once.
  return isSame || first.body.includes("oneTimePassword") ? undefined : "the same key and body gave another answer";
}

export async function runCampaign(ground: Ground, requests: number): Promise<Outcome> {
  const operations = ground.operations.filter((operation) => !unplanned.has(operation.name));
  const outcome: Outcome = {
    findings: [],
    statuses: new Map(),
    byManner: new Map(),
    operationsTried: 0,
    operations: operations.length,
    repeats: 0,
    timings: [],
    yardstick: [],
    busy: [],
    tookMs: 0,
  };
  const tried = new Set<string>();
  const began = performance.now();
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < requests) {
      const at = next;
      next += 1;
      // Planned in order, whoever sends it: the seed alone decides what is asked.
      const planned = plan(operations, { random: ground.random, known: ground.known, port: ground.running.port });
      const answer = await ask(ground, planned);
      tried.add(planned.operation.name);
      outcome.statuses.set(answer.status, (outcome.statuses.get(answer.status) ?? 0) + 1);
      outcome.byManner.set(planned.manner, (outcome.byManner.get(planned.manner) ?? 0) + 1);
      if (planned.raw === undefined) outcome.timings.push({ ms: answer.ms, operation: planned.operation.name, at });
      if (at % 10 === 0) {
        const plain = await send(ground.running.port, { method: "GET", path: "/healthz" });
        outcome.yardstick.push({ ms: plain.ms, operation: "GET /healthz", at });
      }
      const { operation, who, manner } = planned;
      if (answer.status === 503) outcome.busy.push(`${operation.name} (${Math.round(answer.ms)} ms, ${who}, #${at}) ${answer.body.toString().slice(0, 300)}`);
      const faults = judge({ answer, operation, who, method: planned.asked.method, isRaw: isBeneathRoutes(planned) }, ground.canaries);
      if (planned.doesRepeat && answer.status === 200) {
        outcome.repeats += 1;
        const fault = await repeatFault(ground, planned, answer);
        if (fault !== undefined) faults.push(fault);
      }
      for (const what of faults) outcome.findings.push({ what, operation: operation.name, who, manner, request: shown(planned), at });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return { ...outcome, operationsTried: tried.size, tookMs: performance.now() - began };
}

export function quantile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** These read or judge the whole city on purpose. */
const heavy =
  /audit\/verifications|dry-runs|freeze|publication|\.xlsx|\.csv|imports|import-previews|listing-rollovers|rule-sets|replay|sign-in|change-password/;

export type Pace = { light: { p50: number; p99: number }; heavy: { p50: number; p99: number }; first: number; last: number; slowdown: number };

/**
 * How fast it answered, ms. `slowdown` is how much longer the last `span` light requests took than the first (medians),
 * after what the machine itself became slower by meanwhile.
 */
export function paceOf({ timings, yardstick }: Pick<Outcome, "timings" | "yardstick">, span: number): Pace {
  const inOrder = timings.toSorted((one, other) => one.at - other.at);
  const of = (isHeavy: boolean): number[] => inOrder.filter((timing) => heavy.test(timing.operation) === isHeavy).map((timing) => timing.ms);
  const [light, slow] = [of(false), of(true)];
  const medianOf = (times: readonly number[]): number => quantile(times, 0.5);
  const plain = yardstick.toSorted((one, other) => one.at - other.at).map((timing) => timing.ms);
  const [first, last] = [medianOf(light.slice(0, span)), medianOf(light.slice(-span))];
  const machine = Math.max(1, medianOf(plain.slice(-span / 10)) / medianOf(plain.slice(0, span / 10)));
  return {
    light: { p50: medianOf(light), p99: quantile(light, 0.99) },
    heavy: { p50: medianOf(slow), p99: quantile(slow, 0.99) },
    first,
    last,
    slowdown: last / first / machine,
  };
}
