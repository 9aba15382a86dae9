import { sql } from "kysely";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { readAs } from "#platform/database";
import { type City, cloneCity, type SeededCity, seedCity } from "./database.ts";

let city: City;
let seeded: SeededCity;

beforeAll(async () => {
  city = await cloneCity(inject("cluster"));
  seeded = await seedCity(city);
});
afterAll(() => city.drop());

test("a query that forgets its actor is refused, even on an empty table", async () => {
  await expect(city.web.raw.query("select * from projects_profile")).rejects.toMatchObject({ code: "42501" });
});

test("an officer's scopes are its own unit and all below it", async () => {
  const { rows } = await readAs(city.web.db, seeded.actor.district, (tx) => sql<{ scopes: number[] }>`select kernel_actor_scopes() as scopes`.execute(tx));
  expect(new Set(rows[0]?.scopes)).toEqual(new Set([seeded.scope.countyA, seeded.scope.townA1, seeded.scope.townA2]));
});

test("a used connection comes back without the actor that used it", async () => {
  await readAs(city.web.db, seeded.actor.town, (tx) => sql`select 1`.execute(tx));
  const { rows } = await city.web.raw.query("select current_user as role, current_setting('baton.actor', true) as actor");
  expect(rows[0]).toMatchObject({ role: "baton_web" });
  expect(rows[0].actor ?? "").toBe("");
});
