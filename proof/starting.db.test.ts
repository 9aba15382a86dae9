/** Where the demonstration may run, with its public passwords: on this machine and as nothing else (SECURITY §1). */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { copyKeptDemo } from "../server/src/testing/kept-demo.ts";
import { demoPassword, Person } from "./people.ts";
import { startProgram, tryToStart } from "./server.ts";

const homes: string[] = [];
const newHome = (): string => {
  const home = mkdtempSync(join(tmpdir(), "baton-starting-"));
  chmodSync(home, 0o711);
  homes.push(home);
  return home;
};
afterAll(() => {
  for (const home of homes) rmSync(home, { recursive: true, force: true });
});

test.each([
  ["an address that others reach", { HOST: "0.0.0.0" }],
  ["a name that others reach it by", { BATON_ORIGIN: "https://baton.city.example" }],
] as const)("the demonstration asked for on %s is refused in words, before anything is loaded", { timeout: 180_000 }, async (_, environment) => {
  const { code, said } = await tryToStart({ BATON_DATA: newHome(), BATON_DEMO: "on", ...environment });
  expect({ code, said }).toEqual({ code: 1, said: expect.stringContaining("演示城市只能在本机地址上运行") });
});

test("a folder that holds the demonstration serves neither others nor as a real city, and goes on at home", { timeout: 600_000 }, async () => {
  const home = newHome();
  copyKeptDemo(home);
  const first = await startProgram({}, home);
  expect(await first.stop({ isKept: true }), "asked to end, it ends with 0").toBe(0);
  for (const [environment, words] of [
    [{ BATON_DEMO: "off" }, "不能在 BATON_DEMO=off 下启动"],
    [{ BATON_ORIGIN: "https://baton.city.example" }, "不能在本机以外的地址上提供服务"],
    [{ HOST: "0.0.0.0" }, "不能在本机以外的地址上提供服务"],
  ] as const) {
    const { code, said } = await tryToStart({ BATON_DATA: home, ...environment });
    expect({ code, said }, JSON.stringify(environment)).toEqual({ code: 1, said: expect.stringContaining(words) });
  }
  const again = await startProgram({}, home);
  const person = new Person("town", again.port);
  await person.signIn();
  const foreign = await person.ask({ method: "GET", path: "/api/me", headers: { host: "baton.city.example" } });
  expect(foreign.status, "a proxy that hands on its own name is refused").toBe(421);
  await again.stop();
});

test("an empty folder on a name that others reach becomes an empty city, without the public password", { timeout: 300_000 }, async () => {
  const running = await startProgram({ BATON_ORIGIN: "https://baton.city.example" }, newHome());
  const person = new Person("nobody", running.port);
  const city = await person.askJson("GET", "/api/city");
  expect(city.body).toMatchObject({ demo: false, accounts: [] });
  for (const username of ["leader", "dispatch", "sysadmin", "secadmin", "auditor"]) {
    expect((await person.askJson("POST", "/api/auth/sign-in/username", { username, password: demoPassword })).status, username).toBe(401);
  }
  await running.stop();
});
