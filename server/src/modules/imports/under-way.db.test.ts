/** Imports as jobs: followed, cancelled, found again, one at a time. */
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { readAs } from "#platform/database";
import { type City, cloneCity, type SeededCity, seedCity } from "../../testing/database.ts";
import { routes } from "./routes.ts";
import { csv, type Door, openDoor, projectCells, projectHeadings } from "./testing.ts";

let city: City;
let seeded: SeededCity;
let door: Door;

beforeAll(async () => {
  city = await cloneCity(inject("cluster"));
  seeded = await seedCity(city);
  door = await openDoor(city, [routes]);
});
afterAll(async () => {
  await door.app.close();
  await city.drop();
});
beforeEach(() => door.as(seeded.actor.dispatch));

const table = (name: string, count: number): Promise<Buffer> =>
  csv(
    projectHeadings,
    Array.from({ length: count }, (_, at) => projectCells({ 项目名称: `${name}${at}` })),
  );

async function named(name: string): Promise<number> {
  const { rows } = await readAs(city.web.db, seeded.actor.dispatch, (tx) =>
    sql<{ n: number }>`select count(*)::int as n from kernel_subject where name like ${`${name}%`}`.execute(tx),
  );
  return rows[0]?.n ?? 0;
}

async function ended(importId: string): Promise<Record<string, unknown>> {
  for (;;) {
    const { body } = await door.get(`/api/imports/${importId}`);
    if (!["waiting", "running", "committing"].includes(String(body["state"]))) return body;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test("a job is told at once, followed row by row, and ends with the answer that a waiting request gets", async () => {
  const { status, body } = await door.begin("projects", "commit", await table("跟踪", 40));
  expect(status).toBe(202);
  expect(body).toMatchObject({ kind: "projects", mode: "commit", fileName: "表.xlsx", answer: null });
  expect(["waiting", "running"]).toContain(body.state);
  expect((await door.get("/api/imports")).body).toMatchObject({
    items: [{ importId: body.importId, state: expect.stringMatching(/running|waiting|committing/) }],
  });
  const last = await ended(body.importId);
  expect(last).toMatchObject({ state: "done", problem: null, answer: { importId: body.importId, rows: 40, accepted: 40, changed: 40, isWritten: true } });
  expect(last["progress"]).toMatchObject({ rowCount: 40, rowsChecked: 40, recordsWritten: expect.toSatisfy((count: number) => count > 40 * 5) });
  expect(await named("跟踪")).toBe(40);
});

test("cancelled before its commit, an import leaves no row and a record that says so", async () => {
  const { body } = await door.begin("projects", "commit", await table("取消", 3_000));
  expect((await door.post(`/api/imports/${body.importId}/cancel`)).status).toBe(200);
  expect(await ended(body.importId)).toMatchObject({ state: "cancelled", problem: { code: "import-cancelled", detail: "导入已取消，没有写入任何数据。" } });
  expect(await named("取消")).toBe(0);
  expect((await door.get("/api/imports")).body).toMatchObject({ items: [{ importId: body.importId, state: "cancelled", canUndo: false }, {}] });
  expect((await door.post(`/api/imports/${body.importId}/cancel`)).status).toBe(409);
  expect((await door.post(`/api/imports/${body.importId}/undo`)).status).toBe(409);
});

test("cancelled while it writes, what was written is gone", async () => {
  const { body } = await door.begin("projects", "commit", await table("写时取消", 1_500));
  for (;;) {
    const { body: now } = await door.get(`/api/imports/${body.importId}`);
    const { recordsWritten } = now["progress"] as { recordsWritten: number };
    if (recordsWritten > 1_500) break;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await door.post(`/api/imports/${body.importId}/cancel`);
  expect(await ended(body.importId)).toMatchObject({ state: "cancelled" });
  expect(await named("写时取消")).toBe(0);
});

test("a person has one import at a time; who waits for the answer waits for the turn", async () => {
  const { body } = await door.begin("projects", "check", await table("先来", 2_000));
  const second = await door.begin("projects", "check", await table("后到", 1));
  expect(second).toMatchObject({ status: 409, body: { code: "import-running", importId: body.importId } });
  expect(second.body["detail"]).toContain("表.xlsx");
  expect((await door.send("projects", "check", await table("等待", 1))).body).toMatchObject({ accepted: 1 });
  expect(await ended(body.importId)).toMatchObject({ state: "done", answer: { accepted: 2_000 } });
});

test("nobody else follows or cancels it", async () => {
  const { body } = await door.begin("projects", "check", await table("私有", 1_000));
  door.as(seeded.stranger.dispatch);
  expect((await door.get(`/api/imports/${body.importId}`)).status).toBe(404);
  expect((await door.post(`/api/imports/${body.importId}/cancel`)).status).toBe(404);
  door.as(seeded.actor.dispatch);
  await ended(body.importId);
});

test("a faulty table ends refused, and its record still tells the faults", async () => {
  const faulty = await csv(projectHeadings, [projectCells({ 项目名称: "有误", "总投资(万元)": "三千" })]);
  const { body } = await door.begin("projects", "commit", faulty);
  expect(await ended(body.importId)).toMatchObject({ state: "refused", answer: { accepted: 0, rejected: 1 } });
  const anew = await openDoor(city, [routes]);
  anew.as(seeded.actor.dispatch);
  expect((await anew.get(`/api/imports/${body.importId}`)).body).toMatchObject({
    state: "refused",
    answer: { rejected: 1, errors: [{ row: 2, column: "总投资(万元)" }], accounts: [] },
  });
  await anew.app.close();
});

test("an unreadable file ends failed with its reason", async () => {
  const { body } = await door.begin("projects", "commit", Buffer.from("%PDF-1.7"));
  expect(await ended(body.importId)).toMatchObject({ state: "failed", problem: { code: "file-refused", detail: expect.stringContaining("PDF") } });
});

test("what a stopped server left under way is told as interrupted, and the same request takes it up again", async () => {
  await city.owner.raw.query(
    `insert into projects_import (account_id, kind, file_name, file_sha256, row_count, accepted_count, rejected_count, state, ended_at)
     values ($1, 'projects', '中断.xlsx', '0', 0, 0, 0, 'running', null)`,
    [seeded.actor.dispatch.accountId],
  );
  const { body } = await door.get("/api/imports");
  const [first] = body["items"] as { importId: string; state: string }[];
  expect(first).toMatchObject({ state: "interrupted", canUndo: false });
  expect((await door.get(`/api/imports/${first?.importId ?? ""}`)).body).toMatchObject({ state: "interrupted" });
});

test("an ended record changes no more", async () => {
  const change = (what: string): Promise<unknown> => city.owner.raw.query(`update projects_import set ${what} where state = 'done'`);
  await expect(change("accepted_count = 0")).rejects.toMatchObject({ code: "P0B03" });
  await expect(change("state = 'running', ended_at = null")).rejects.toMatchObject({ code: "P0B03" });
  await expect(city.owner.raw.query("update projects_import set undone_act_id = gen_random_uuid() where state = 'refused'")).rejects.toMatchObject({
    constraint: "projects_import_undone_was_written",
  });
});
