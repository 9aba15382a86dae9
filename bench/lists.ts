/** The ledger's list with three filters, sorted by the completion rate: town and leader, now, in the past, and deep down. */
import { listCards, readStanding } from "../server/src/modules/projects/card-list.ts";
import { listProjects, questionOf } from "../server/src/modules/projects/list.ts";
import type { Actor, Tx } from "../server/src/platform/database/index.ts";
import { actorOf, driveBare } from "./bare.ts";
import { describe, drive, type Line, type Outcome } from "./measure.ts";
import type { Bench } from "./main.ts";
import { signIn } from "./server.ts";

const filters = { year: 2023, class: "实施类", level: "市重点", stage: "开工", sort: "-completion_rate" };
const today = "2023-07-05";
const past = "2023-06-20T00:00:00+08:00";
const limit = 50;

function address(more: Record<string, string> = {}): string {
  return `/api/projects?${new URLSearchParams({ ...Object.fromEntries(Object.entries(filters).map(([name, value]) => [name, String(value)])), limit: String(limit), ...more }).toString()}`;
}

/** What the route does in its transaction, so that its statements can be sent without it. */
function work(actor: Actor, knownAt: string | undefined): (tx: Tx) => Promise<unknown> {
  return async (tx) => {
    const { now, isCard } = await readStanding(tx, { year: filters.year, validOn: today, today, knownAt });
    const question = questionOf({ ...filters, ...(knownAt === undefined ? {} : { knownAt }) }, { today, knownAt: now });
    const page = { question, limit, cursor: undefined, isWide: actor.isWide };
    if (isCard !== (knownAt === undefined)) throw new Error("the list was not read from where it should be");
    return isCard ? listCards(tx, filters, { ...page, year: filters.year }) : listProjects(tx, filters, page);
  };
}

type Asked = { who: "town" | "leader"; knownAt?: string; p95MsMax: number };

/** At one client and at sixteen, beside the same statements sent bare. */
async function listFor(bench: Bench, { who, knownAt, p95MsMax }: Asked): Promise<Line[]> {
  const { door, city, seconds } = bench;
  const cookie = await signIn(door, who);
  const path = address(knownAt === undefined ? {} : { knownAt });
  const once = async (): Promise<boolean> => (await door.send({ method: "GET", path, cookie })).status === 200;
  const name = `list of ${who}, ${knownAt === undefined ? "now" : "known in the past"}`;
  const alone = await drive(1, seconds, once);
  const together = await drive(16, seconds, once);
  const actor = await actorOf(city, who);
  const bare: Outcome = await driveBare(city, actor, { clients: 16, seconds, work: work(actor, knownAt) });
  const share = together.perSecond / bare.perSecond;
  const ratio = `${share.toFixed(2)} of ${bare.perSecond.toFixed(0)}/s`;
  const isWell = together.failures === 0;
  return [
    { what: `${name}, 1 client`, measured: describe(alone), target: "", isMet: null, isBroken: alone.failures > 0 },
    {
      what: `${name}, 16 clients`,
      measured: describe(together),
      target: `p95 < ${p95MsMax} ms, ≥ 0.4 of bare`,
      ratio,
      isMet: isWell && together.p95Ms < p95MsMax && share >= 0.4,
      isBroken: !isWell || together.p95Ms > p95MsMax * 10,
    },
  ];
}

/** The twentieth page beside the first, by the server's own cursors. */
async function deepPages(bench: Bench): Promise<Line> {
  const { door, seconds } = bench;
  const cookie = await signIn(door, "leader");
  const first = `/api/projects?year=2023&sort=-completion_rate&limit=${limit}`;
  let deep = first;
  for (let page = 1; page < 20; page += 1) {
    const { body } = await door.send({ method: "GET", path: deep, cookie });
    const next = (JSON.parse(body) as { next: string | null }).next;
    if (next === null) break;
    deep = next;
  }
  const read = (path: string) => drive(4, seconds, async () => (await door.send({ method: "GET", path, cookie })).status === 200);
  const [near, far] = [await read(first), await read(deep)];
  return {
    what: "page 20 of the whole city, leader, 4 clients",
    measured: describe(far),
    target: "as fast as page 1 (± a third)",
    ratio: `${(far.p50Ms / near.p50Ms).toFixed(2)} of page 1`,
    isMet: far.failures === 0 && far.p50Ms < near.p50Ms * 1.33,
    isBroken: far.failures > 0 || far.p50Ms > near.p50Ms * 10,
  };
}

export async function lists(bench: Bench): Promise<Line[]> {
  return [
    ...(await listFor(bench, { who: "town", p95MsMax: 50 })),
    ...(await listFor(bench, { who: "leader", p95MsMax: 50 })),
    ...(await listFor(bench, { who: "town", knownAt: past, p95MsMax: 100 })),
    ...(await listFor(bench, { who: "leader", knownAt: past, p95MsMax: 100 })),
    await deepPages(bench),
  ];
}
