/** A start that cannot be says why, and touches nothing. */
import { createServer } from "node:net";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { type City, cloneCity } from "#app/testing/database";
import { assertClockForward, assertPortFree, assertWritable } from "./start-checks.ts";

let city: City;
beforeAll(async () => {
  city = await cloneCity(inject("cluster"));
});
afterAll(() => city.drop());

const act = (minutes: number, isStated: boolean) =>
  city.owner.raw.query(
    "insert into kernel_act (xid, recorded_at, is_stated, kind) values (pg_current_xact_id(), clock_timestamp() + make_interval(mins => $1), $2, 'test')",
    [minutes, isStated],
  );

test("a clock before the last act is refused by more than five minutes, unless accepted; loaded history does not count", async () => {
  await act(4, false);
  await act(600, true);
  await assertClockForward(city.owner.raw, false);
  await act(20, false);
  await expect(assertClockForward(city.owner.raw, false)).rejects.toThrow(/早于最近一次办理.*20 分钟.*BATON_CLOCK=accept/);
  await assertClockForward(city.owner.raw, true);
});

test("a taken port and a foreign address are told in words; a free port passes", async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const address = other.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  await expect(assertPortFree("127.0.0.1", port)).rejects.toThrow(`端口 ${port} 已被占用`);
  await new Promise((resolve) => other.close(resolve));
  await assertPortFree("127.0.0.1", port);
  await expect(assertPortFree("203.0.113.7", port)).rejects.toThrow("本机没有地址 203.0.113.7");
  await expect(assertPortFree("127.0.0.1", Number.NaN)).rejects.toThrow("PORT");
});

test("a directory that is not there to be written to is told", () => {
  expect(() => assertWritable("/nowhere/at/all")).toThrow("不能写入");
});
