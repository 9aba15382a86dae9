/**
 * The program itself on the demonstration city, asked by everybody at once: the short form of `npm run fuzz`, ids out of
 * reach, and planted words looked for wherever they must not stand.
 */
import { readdirSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Ground, prepareGround, runCampaign } from "./campaign.ts";
import { compareIdentifiers, known, prefixOf, sources, takesId } from "./identifiers.ts";
import { plantThings, unpacked } from "./canaries.ts";
import { judge } from "./judge.ts";
import type { Person, Who } from "./people.ts";
import { type Running, startProgram } from "./server.ts";
import { closeWires } from "./wire.ts";

let running: Running;
let ground: Ground;
const streams = new Map<Who, { text: string; close(): void }>();

/** Opens an event stream and keeps what is said on it. */
function listen(person: Person): void {
  const stream = { text: "", close: (): void => undefined };
  const socket = connect(person.port, "127.0.0.1", () => {
    socket.write(`GET /api/events HTTP/1.1\r\nHost: 127.0.0.1:${person.port}\r\nCookie: ${person.cookieHeader()}\r\n\r\n`);
  });
  socket.setEncoding("utf8").on("data", (part: string) => (stream.text += part));
  socket.on("error", () => undefined);
  stream.close = () => void socket.destroy();
  streams.set(person.who, stream);
}

beforeAll(async () => {
  running = await startProgram();
  ground = await prepareGround(running, 20_230_705);
  for (const who of ["town", "district", "district2", "enterprise", "dispatch"] as const) {
    const person = ground.people.get(who);
    if (person !== undefined) listen(person);
  }
}, 240_000);
afterAll(async () => {
  for (const stream of streams.values()) stream.close();
  closeWires();
  await running.stop();
}, 60_000);

/** Whoever reaches nothing of the unit where the words were planted. */
const isFar = (who: Who): boolean => ["town", "district", "enterprise"].includes(who);

const nobody = (): Person => {
  const person = ground.people.get("nobody");
  if (person === undefined) throw new Error("nobody is missing");
  return person;
};

test("an id out of reach is answered exactly as one that exists nowhere, by every operation and to every role", { timeout: 120_000 }, async () => {
  const { compared, differences } = await compareIdentifiers(ground, ground.canaries);
  expect(differences).toEqual([]);
  // Every operation with an id was tried by somebody from whom something is hidden.
  const tried = new Set(compared.map((one) => one.operation));
  const untried = ground.operations.filter((operation) => takesId(operation) && !operation.isUpload && !tried.has(operation.name));
  expect(untried.map((operation) => operation.name)).toEqual([]);
  expect(compared.filter((one) => one.status < 400 && one.operation.includes("{id}"))).toEqual([]);
});

test("every path with an id names the kind of its ids, or why nothing of it is hidden", () => {
  const prefixes = new Set(ground.operations.map((operation) => prefixOf(operation.path)).filter((prefix) => prefix !== undefined));
  const named = [...sources.map((source) => source.prefix), ...Object.keys(known)];
  expect([...prefixes].filter((prefix) => !named.includes(prefix))).toEqual([]);
});

test("nobody is told anything but the city's name, the sign-in and that the program lives", { timeout: 60_000 }, async () => {
  const open: string[] = [];
  for (const operation of ground.operations.filter((one) => one.method === "GET")) {
    const path = operation.path.replaceAll(/\{\w+\}/g, ground.canaries.projectId);
    const answer = await nobody().ask({ method: "GET", path });
    expect(judge({ answer, operation, method: "GET", who: "nobody", isRaw: answer.status === 400 }, ground.canaries), operation.name).toEqual([]);
    if (![400, 401, 404].includes(answer.status)) open.push(operation.name);
  }
  expect(open.toSorted()).toEqual(["GET /api/city", "GET /healthz", "GET /metrics", "GET /readyz"]);
});

test("six hundred requests, valid, nearly valid, hostile and broken, find no bug, no leak and no word of a machine", { timeout: 180_000 }, async () => {
  const outcome = await runCampaign(ground, 600);
  expect(outcome.findings.map(({ what, operation, request }) => ({ what, operation, request }))).toEqual([]);
  expect(outcome.operationsTried).toBeGreaterThan(outcome.operations * 0.9);
});

describe("planted words", () => {
  test("reach no export of whoever may not see them, and every export of whoever may", { timeout: 60_000 }, async () => {
    for (const [who, isSeen] of [
      ["dispatch", true],
      ["district2", true],
      ["district", false],
      ["town", false],
      ["enterprise", false],
    ] as const) {
      for (const path of ["/api/projects.csv", "/api/projects.xlsx"]) {
        const person = ground.people.get(who);
        const operation = ground.operations.find((one) => one.name === `GET ${path}`);
        if (person === undefined || operation === undefined) throw new Error(`${who} cannot ask ${path}`);
        const answer = await person.ask({ method: "GET", path: `${path}?year=2023` });
        expect(answer.status, `${who} ${path}`).toBe(200);
        expect(judge({ answer, operation, method: "GET", who, isRaw: false }, ground.canaries), who).toEqual([]);
        expect(ground.canaries.findIn("nobody", unpacked(answer.body)).includes("project of another unit"), `${who} ${path}`).toBe(isSeen);
      }
    }
  });

  test("reach no stream: it says what kind of thing changed and which, to those in reach", async () => {
    await plantThings(ground.people, ground.canaries.projectId);
    await expect.poll(() => streams.get("dispatch")?.text.includes(ground.canaries.projectId), { timeout: 10_000 }).toBe(true);
    for (const [who, stream] of streams) {
      expect(stream.text, who).toContain("event: open");
      expect(ground.canaries.findIn("nobody", Buffer.from(stream.text)), who).toEqual([]);
      expect(isFar(who) && stream.text.includes(ground.canaries.projectId), who).toBe(false);
    }
  });

  test("stand in no page or script that anybody may fetch", { timeout: 60_000 }, async () => {
    const assets = readdirSync(join(import.meta.dirname, "../web/dist"), { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
    const folder = join(import.meta.dirname, "../web/dist");
    for (const entry of assets) {
      const path = join(entry.parentPath, entry.name).slice(folder.length);
      expect(path).not.toMatch(/\.map$/);
      const answer = await nobody().ask({ method: "GET", path: encodeURI(path) });
      expect(answer.status, path).toBe(200);
      expect(ground.canaries.findIn("nobody", answer.body), path).toEqual([]);
      expect(answer.body.toString(), path).not.toMatch(/BATON_(AUDIT_KEY|METRICS_TOKEN|OIDC_CLIENT_SECRET)|DATABASE_URL|postgres:\/\//);
    }
  });

  test("stand in no log of the program or of its database, nor in anything it printed", () => {
    const logs = running.readLogs();
    expect(logs.map((log) => log.name)).toContain("baton.log");
    expect(logs.find((log) => log.name === "baton.log")?.text).toContain("answered");
    expect(logs.flatMap(({ name, text }) => ground.canaries.findAnywhere(text).map((what) => `${what} in ${name}`))).toEqual([]);
  });
});
