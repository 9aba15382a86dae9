/** What leaves the program: exports are on record and bounded, photographs leave without their traces (SECURITY S8, F6). */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { problem } from "@baton/contract/problems";
import { routes as evidenceRoutes } from "#kernel/evidence";
import { exportRoutes } from "./export.ts";
import { type Bench, openBench, tellProject } from "./testing.ts";

let bench: Bench;
let project: string;
let isFresh = true;
const filesDir = mkdtempSync(join(tmpdir(), "baton-files-"));

beforeAll(async () => {
  bench = await openBench(
    (app, context) => {
      const requireFreshFactor = (): void => {
        if (!isFresh) throw problem("fresh-factor-required");
      };
      exportRoutes(app, context, { requireFreshFactor, bulkRows: 2 });
      evidenceRoutes(app, context);
    },
    { filesDir },
  );
  for (const name of ["甲项目", "乙项目", "丙项目"]) {
    const { scope, org } = bench.seeded;
    project = await tellProject(bench, {
      knownAt: "2023-01-05T00:00:00+08:00",
      scopeId: scope.townA1,
      orgId: org.townA1,
      name,
      listings: [{ year: 2023, planFen: 100 }],
    });
  }
});
afterAll(async () => {
  await bench.close();
  rmSync(filesDir, { recursive: true, force: true });
});

const fetchAs = (who: string, url: string) => bench.app.inject({ method: "GET", url, headers: { "x-as": who, host: "localhost" } });
const acts = (kind: string) => bench.rows("select account_id, reason from kernel_act where kind = $1 order by recorded_at", [kind]);

test("an export is on record with who, how many rows and by which filters, whatever its form", async () => {
  for (const form of ["csv", "xlsx"]) expect((await fetchAs("town", `/api/projects.${form}?year=2023&q=${encodeURIComponent("甲项目")}`)).statusCode).toBe(200);
  const account_id = bench.seeded.actor.town.accountId;
  const reason = "导出项目台账 1 行（本单位及所属、所承担的对象），筛选项：q、year";
  expect(await acts("export-projects")).toEqual([
    { account_id, reason },
    { account_id, reason },
  ]);
});

test("more rows than a page of work ask for a fresh second factor, and none leaves without it", async () => {
  const before = await acts("export-projects");
  isFresh = false;
  expect((await fetchAs("dispatch", "/api/projects.csv?year=2023")).json()).toMatchObject({ code: "fresh-factor-required" });
  expect((await fetchAs("dispatch", `/api/projects.csv?year=2023&q=${encodeURIComponent("乙项目")}`)).statusCode).toBe(200);
  isFresh = true;
  expect((await fetchAs("dispatch", "/api/projects.csv?year=2023")).statusCode).toBe(200);
  expect(await acts("export-projects")).toHaveLength(before.length + 2);
});

const exif = Buffer.concat([Buffer.from("Exif\0\0", "latin1"), Buffer.from("GPS 34.81N12")]);
const photograph = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0, exif.length + 2]), exif, Buffer.from([0xff, 0xda, 0, 4, 1, 2, 3, 4, 5, 0xff, 0xd9])]);

async function upload(content: Buffer) {
  const boundary = "----form-boundary-of-a-test";
  const field = (name: string, value: string): string => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const file = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="a.jpg"\r\ncontent-type: image/jpeg\r\n\r\n`;
  const payload = Buffer.concat([Buffer.from(`${field("proves", "works")}${field("title", "现场")}${file}`), content, Buffer.from(`\r\n--${boundary}--\r\n`)]);
  const headers = { "x-as": "town", host: "localhost", "content-type": `multipart/form-data; boundary=${boundary}` };
  return bench.app.inject({ method: "POST", url: `/api/projects/${project}/evidence`, headers, payload });
}

test("a photograph is served without its place; the original only to the dispatch office, on record", async () => {
  const { id } = (await upload(photograph)).json() as { id: string };
  const served = await fetchAs("town", `/api/evidence/${id}`);
  expect(served.statusCode).toBe(200);
  expect(served.rawPayload.includes("Exif")).toBe(false);
  expect(Number(served.headers["content-length"])).toBe(served.rawPayload.length);
  for (const who of ["town", "district", "leader"]) expect((await fetchAs(who, `/api/evidence/${id}/original`)).statusCode, who).toBe(403);
  expect((await fetchAs("district2", `/api/evidence/${id}/original`)).statusCode).toBe(404);
  expect(await acts("open-original")).toEqual([]);
  expect((await fetchAs("dispatch", `/api/evidence/${id}/original`)).rawPayload).toEqual(photograph);
  expect(await acts("open-original")).toMatchObject([{ account_id: bench.seeded.actor.dispatch.accountId }]);
});

test("a picture that is none is refused when it comes", async () => {
  expect((await upload(photograph.subarray(0, 24))).json()).toMatchObject({ code: "file-refused" });
});
