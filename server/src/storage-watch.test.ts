/** Short of room: nothing is written, everything is read, and everybody is told. */
import pino from "pino";
import { afterEach, expect, test } from "vitest";
import { type App, createServer } from "#platform/http";
import type { Actor } from "#platform/database";
import { type Notice, storageMinimumBytes, watchStorage } from "./storage-watch.ts";

const mebibyte = 2 ** 20;
const somebody = { accountId: "a", postId: 1, role: "town", isWide: false, orgId: "o", requestId: "r" } satisfies Actor;
const state = { free: 2_000 * mebibyte, role: "town" };
const said: string[] = [];
let app: App;

async function start(notices: () => readonly Notice[] = () => []): Promise<Awaited<ReturnType<typeof watchStorage>>> {
  said.length = 0;
  state.role = "town";
  app = await createServer({
    hosts: [],
    constraints: {},
    log: pino({ level: "silent" }),
    resolveActor: async (request) => (request.headers.cookie === undefined ? null : { ...somebody, role: state.role }),
  });
  const log = { warn: (line: string) => void said.push(line), info: (line: string) => void said.push(line) };
  const watch = await watchStorage({ read: async () => state.free, minimumBytes: 1_024 * mebibyte, log, everyMs: 10 });
  watch.guard(app, notices);
  app.get("/api/things", async () => ({ ok: true }));
  app.post("/api/things", async () => ({ ok: true }));
  app.post("/api/auth/sign-in/username", async () => ({ ok: true }));
  return watch;
}
afterEach(() => app.close());

test("below the bound a write is refused with a sentence; reading and signing in go on; above it all goes on again", async () => {
  state.free = 2_000 * mebibyte;
  const watch = await start();
  expect((await app.inject({ method: "POST", url: "/api/things" })).statusCode).toBe(200);
  state.free = 1_000 * mebibyte;
  await expect.poll(() => watch.isLow()).toBe(true);
  const refused = await app.inject({ method: "POST", url: "/api/things" });
  expect(refused.statusCode).toBe(503);
  expect(refused.headers["retry-after"]).toBe("60");
  expect(refused.json()).toMatchObject({ code: "storage-low", detail: expect.stringContaining("暂时只能查看，不能办理") });
  expect((await app.inject("/api/things")).statusCode).toBe(200);
  expect((await app.inject({ method: "POST", url: "/api/auth/sign-in/username" })).statusCode).toBe(200);
  state.free = 1_050 * mebibyte;
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(watch.isLow(), "a little more room is not enough to go on").toBe(true);
  state.free = 1_200 * mebibyte;
  await expect.poll(() => watch.isLow()).toBe(false);
  expect((await app.inject({ method: "POST", url: "/api/things" })).statusCode).toBe(200);
  expect(said).toEqual([expect.stringContaining("已转为只读"), expect.stringContaining("已恢复办理")]);
  watch.stop();
});

test("what holds for the system is said to whoever it concerns, and to strangers nothing", async () => {
  const watch = await start(() => [{ name: "storage-low" }, { name: "backup-late", roles: ["sysadmin"] }]);
  const heard = async (headers: Record<string, string>) => (await app.inject({ url: "/api/things", headers })).headers["x-baton-notice"];
  expect(await heard({ cookie: "x" })).toBe("storage-low");
  state.role = "sysadmin";
  expect(await heard({ cookie: "x" })).toBe("storage-low,backup-late");
  expect(await heard({})).toBeUndefined();
  watch.stop();
});

test("the bound is a whole number of megabytes", () => {
  expect(storageMinimumBytes({})).toBe(2 ** 30);
  expect(storageMinimumBytes({ BATON_STORAGE_MINIMUM_MB: "100" })).toBe(100 * mebibyte);
  expect(() => storageMinimumBytes({ BATON_STORAGE_MINIMUM_MB: "1G" })).toThrow("BATON_STORAGE_MINIMUM_MB");
});
