import { pino } from "pino";
import { buffer } from "node:stream/consumers";
import type { ImportAnswer, ImportJob } from "@baton/contract/imports";
import { fixedClock } from "#platform/clock";
import type { Actor } from "#platform/database";
import { type App, createServer } from "#platform/http";
import { writeCsv, writeWorkbook } from "#platform/sheets";
import type { City } from "#app/testing/database";

export type Cells = (string | number | null)[];
export type Door = {
  app: App;
  /** The next requests come from this actor. */
  as(actor: Actor): Door;
  send(
    kind: string,
    mode: "check" | "commit",
    file: Buffer,
    more?: Record<string, string>,
  ): Promise<{ status: number; body: ImportAnswer & Record<string, unknown> }>;
  /** Begins an import without waiting for its end. */
  begin(kind: string, mode: "check" | "commit", file: Buffer): Promise<{ status: number; body: ImportJob & Record<string, unknown> }>;
  get(url: string): Promise<{ status: number; body: Record<string, unknown>; bytes: Buffer }>;
  post(url: string, body?: unknown): Promise<{ status: number; body: Record<string, unknown> }>;
};

/** The slice's routes over HTTP, without sign-in: tests say who asks. */
export async function openDoor(city: City, slices: readonly ((app: App, context: never) => void)[]): Promise<Door> {
  let actor: Actor | null = null;
  const app = await createServer({ hosts: [], constraints: {}, log: pino({ level: "silent" }), resolveActor: async () => actor });
  const context = { db: city.web.db, clock: fixedClock("2023-07-05T08:30:00+08:00"), dataDir: "", filesDir: "", isDemo: false };
  for (const routes of slices) routes(app, context as never);
  await app.ready();
  const door: Door = {
    app,
    as: (next) => {
      actor = next;
      return door;
    },
    send: async (...[kind, mode, file, more = {}]) => {
      const { payload, headers } = multipart({ kind, mode, ...more }, file);
      const response = await app.inject({ method: "POST", url: "/api/imports", payload, headers });
      return { status: response.statusCode, body: response.json() };
    },
    begin: async (...[kind, mode, file]) => {
      const { payload, headers } = multipart({ kind, mode, wait: "no" }, file);
      const response = await app.inject({ method: "POST", url: "/api/imports", payload, headers });
      return { status: response.statusCode, body: response.json() };
    },
    get: async (url) => {
      const response = await app.inject({ method: "GET", url });
      const isJson = String(response.headers["content-type"]).includes("json");
      return { status: response.statusCode, body: isJson ? response.json() : {}, bytes: response.rawPayload };
    },
    post: async (url, body) => {
      const response = await app.inject({ method: "POST", url, ...(body === undefined ? {} : { payload: body as object }) });
      return { status: response.statusCode, body: response.json() };
    },
  };
  return door;
}

export function multipart(fields: Record<string, string>, file: Buffer, name = "表.xlsx"): { payload: Buffer; headers: Record<string, string> } {
  const mark = "----baton-test-boundary";
  const parts = Object.entries(fields).map(([key, value]) => Buffer.from(`--${mark}\r\ncontent-disposition: form-data; name="${key}"\r\n\r\n${value}\r\n`));
  const head = Buffer.from(`--${mark}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: application/octet-stream\r\n\r\n`);
  return {
    payload: Buffer.concat([...parts, head, file, Buffer.from(`\r\n--${mark}--\r\n`)]),
    headers: { "content-type": `multipart/form-data; boundary=${mark}` },
  };
}

export function xlsx(headings: readonly string[], rows: readonly Cells[]): Promise<Buffer> {
  return buffer(writeWorkbook([{ name: "数据", columns: headings.map((header) => ({ header })), rows }]));
}

export function csv(headings: readonly string[], rows: readonly Cells[]): Promise<Buffer> {
  return buffer(writeCsv([headings, ...rows]));
}

export const projectHeadings = [
  "项目名称",
  "项目代码",
  "建设单位",
  "统一社会信用代码",
  "属地",
  "项目级别",
  "项目类别",
  "建设性质",
  "产业链",
  "行业代码",
  "总投资(万元)",
  "固定资产投资(万元)",
  "用地面积(亩)",
  "年度",
  "年度计划投资(万元)",
  "计划开工",
  "计划竣工",
  "计划投产",
  "实际开工",
  "实际投产",
  "当前阶段",
  "包保领导",
  "责任单位",
  "经度",
  "纬度",
  "备注",
];

/** A project row by heading; what is not given is blank, what must be given has a value. */
export function projectCells(given: Record<string, string | number>): Cells {
  const row: Record<string, string | number> = {
    项目名称: "甲项目",
    属地: "甲区",
    项目级别: "市重点",
    项目类别: "实施类",
    "总投资(万元)": 1000,
    年度: 2023,
    "年度计划投资(万元)": 500,
    当前阶段: "在建",
    ...given,
  };
  return projectHeadings.map((heading) => row[heading] ?? null);
}

export function projectCode(at: number): string {
  return `2301-370402-04-01-${String(100_000 + at)}`;
}
