/** Hostile files at the door: each is answered with a problem in words, and the server goes on. Formulas stay text, in and out. */
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { exportRoutes } from "#modules/projects";
import { readWorkbook } from "#platform/sheets";
import { hostileFiles } from "../../testing/workbooks.ts";
import { type City, cloneCity, seedCity } from "../../testing/database.ts";
import { routes } from "./routes.ts";
import { csv, type Door, openDoor, projectCells, projectHeadings, xlsx } from "./testing.ts";

let city: City;
let door: Door;

beforeAll(async () => {
  city = await cloneCity(inject("cluster"));
  const seeded = await seedCity(city);
  door = (await openDoor(city, [routes, (app, context) => exportRoutes(app, context, { requireFreshFactor: () => undefined })])).as(seeded.actor.dispatch);
});
afterAll(async () => {
  await door.app.close();
  await city.drop();
});

/** Those that cost more than a moment are tried at the reader itself. */
const quick = hostileFiles.filter(({ what, reason }) => !reason.includes("read") && !/million|ten thousand|120 MB|1,048,576|10 MB/.test(what));

test("every hostile file is answered 422 with a sentence, and a good one after them is taken", { timeout: 120_000 }, async () => {
  expect(quick.length).toBeGreaterThan(40);
  for (const { what, make } of quick) {
    const { status, body } = await door.send("projects", "commit", await make());
    expect({ what, status, code: body["code"] }).toEqual({ what, status: 422, code: "file-refused" });
    expect(String(body["detail"]), what).toMatch(/[一-龥].*。$/);
    expect(JSON.stringify(body), what).not.toMatch(/node_modules|at .*\.ts|Error:/);
  }
  const { items } = (await door.get("/api/imports?limit=100")).body as { items: { state: string }[] };
  expect(new Set(items.map(({ state }) => state))).toEqual(new Set(["failed"]));
  expect((await door.send("projects", "commit", await csv(projectHeadings, [projectCells({ 项目名称: "之后的好文件" })]))).body).toMatchObject({ changed: 1 });
});

test("what a spreadsheet would run is text when it comes in, guarded when it goes out, and the same when it comes back", async () => {
  const dangerous = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "＝1", "'=已有引号", '=HYPERLINK("http://example.invalid")'];
  const rows = dangerous.map((remark, at) => projectCells({ 项目名称: `公式${at}`, 备注: `${remark}` }));
  expect((await door.send("projects", "commit", await xlsx(projectHeadings, rows))).body).toMatchObject({ changed: dangerous.length, errors: [] });
  const { bytes } = await door.get("/api/projects.csv?year=2023&q=公式");
  const text = bytes.toString("utf8");
  expect(text).not.toMatch(/(?:^|[,\n])"?[=+\-@\t＝][^,\n]*[A-Z(]/m);
  for (const given of ["=1+1", "@SUM(A1)", "-2+3"]) expect(text).toContain(`'${given}`);
  const book = await readWorkbook((await door.get("/api/projects.xlsx?year=2023&q=公式")).bytes, "a.xlsx");
  const place = book.sheets[0]?.rows[0]?.indexOf("备注") ?? -1;
  const remarks = new Set(book.sheets[0]?.rows.slice(1).map((cells) => cells[place]));
  for (const given of dangerous) expect(remarks).toContain(given.trim() === given ? given : given.trim());
  for (const format of ["csv", "xlsx"]) {
    const again = await door.get(`/api/projects.${format}?year=2023&lists=all&q=公式`);
    expect((await door.send("projects", "commit", again.bytes)).body, format).toMatchObject({ rejected: 0, changed: 0 });
  }
});
