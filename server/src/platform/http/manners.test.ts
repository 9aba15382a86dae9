/** What came out of thousands of made-up requests: each refusal in our own manner, in words for people, and nothing typed in the log. */
import { connect } from "node:net";
import multipart from "@fastify/multipart";
import { pino } from "pino";
import { afterEach, expect, test } from "vitest";
import { z } from "zod";
import type { App } from "./context.ts";
import { createServer } from "./server.ts";

const lines: string[] = [];
let app: App | undefined;
afterEach(async () => {
  await app?.close();
  app = undefined;
  lines.length = 0;
});

async function open(add: (app: App) => void): Promise<App> {
  const log = pino({ level: "debug" }, { write: (line: string) => lines.push(line) });
  app = await createServer({ hosts: [], log, resolveActor: async () => null, constraints: {} });
  add(app);
  await app.ready();
  return app;
}

const body = z.strictObject({
  name: z.string().min(1).max(3),
  count: z.number().int().min(0).max(9),
  on: z.iso.date(),
  kind: z.enum(["甲", "乙"]),
  id: z.uuid(),
  rows: z.array(z.string()).max(2),
  all: z.array(z.string()).optional(),
});

async function refuse(sent: unknown): Promise<{ detail: string; errors: { pointer: string; code: string; detail: string }[] }> {
  const one = await open((it) => it.post("/api/x", { schema: { body, response: { 200: z.object({}) } } }, async () => ({})));
  const answer = await one.inject({
    method: "POST",
    url: "/api/x",
    headers: { host: "localhost", "content-type": "application/json" },
    payload: JSON.stringify(sent),
  });
  expect(answer.statusCode).toBe(400);
  await one.close();
  return answer.json();
}

test("a schema without words of its own says in Chinese what is wrong and how it should be", async () => {
  const { errors } = await refuse({ name: "一二三四", count: -1, on: "2023-02-30", kind: "丙", id: "x", rows: ["a", "b", "c"], role: "dispatch" });
  expect(Object.fromEntries(errors.map((error) => [error.pointer, error.detail]))).toEqual({
    "/name": "不超过 3 个字。",
    "/count": "不小于 0。",
    "/on": "日期写作 2023-06-30，且须是日历上有的一天。",
    "/kind": "只能是“甲”、“乙”。",
    "/id": "不是系统给出的编号，请从列表中重新打开。",
    "/rows": "不超过 2 项。",
    "/": "没有“role”这样的字段，请去掉后重试。",
  });
  expect((await refuse({})).errors[0]?.detail).toBe("此项必填。");
  expect((await refuse([])).detail).toBe("“/”：应为一组字段。");
  expect((await refuse({ name: 5 })).errors[0]?.detail).toBe("应为文字。");
});

test("of thousands of faults fifty are told", async () => {
  expect((await refuse({ all: Array.from({ length: 3_000 }, () => 5) })).errors).toHaveLength(50);
});

test("an address that cannot be decoded meets the same guards and the same manner as any other", async () => {
  const one = await open((it) => it.get("/api/x/:id", async () => ({})));
  const bad = await one.inject({ url: "/api/x/%ff", headers: { host: "localhost" } });
  expect(bad.json()).toMatchObject({ code: "bad-request", status: 400, requestId: bad.headers["x-request-id"] });
  expect(bad.headers).toMatchObject({ "content-type": expect.stringContaining("application/problem+json"), "x-content-type-options": "nosniff" });
  expect((await one.inject({ url: "/api/x/%ff", headers: { host: "evil.example" } })).json()).toMatchObject({ code: "unknown-host" });
});

/** Sends bytes as they are; answers what came back until the connection closed. */
function sendBytes(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    const socket = connect(port, "127.0.0.1", () => socket.end(bytes));
    socket.setEncoding("utf8").on("data", (part: string) => (text += part));
    socket.on("error", reject).on("close", () => resolve(text));
  });
}

test("a request without a host, and what is no HTTP at all, are refused as problems with an id", async () => {
  const one = await open((it) => it.get("/api/x", async () => ({})));
  await one.listen({ host: "127.0.0.1", port: 0 });
  const { port } = one.server.address() as { port: number };
  expect(await sendBytes(port, "GET /api/x HTTP/1.1\r\nConnection: close\r\n\r\n")).toMatch(/^HTTP\/1\.1 421[\s\S]*unknown-host/);
  expect(await sendBytes(port, "GARBAGE\r\n\r\n")).toMatch(/^HTTP\/1\.1 400[\s\S]*X-Content-Type-Options: nosniff[\s\S]*"requestId":"[0-9a-f-]{36}"/);
});

test("an upload that breaks off is the sender's, not a bug", async () => {
  const one = await open((it) => {
    void it.register(multipart);
    it.register(async (inner) => {
      inner.post("/api/x", async (request) => {
        for await (const part of request.parts()) if (part.type === "file") await part.toBuffer();
        return {};
      });
    });
  });
  const headers = { host: "localhost", "content-type": "multipart/form-data; boundary=b" };
  for (const payload of [
    '--b\r\ncontent-disposition: form-data; name="file"; filename="x.csv"\r\n\r\na,b',
    '--b\r\ncontent-disposition: form-data; name="kind"\r\n\r\nx\r\n',
  ]) {
    const answer = await one.inject({ method: "POST", url: "/api/x", headers, payload });
    expect(answer.json(), payload).toMatchObject({ code: "bad-request", status: 400 });
  }
});

test("a number, day or character that the database cannot hold is bad input, and no log line keeps it", async () => {
  const one = await open((it) => {
    for (const code of ["22003", "22007", "22008", "22021", "22P02", "22P05", "23502"]) {
      it.get(`/api/${code}`, async () => {
        throw Object.assign(new Error('value "typed-canary" is out of range'), { code, detail: "Key (name)=(typed-canary)", table: "projects_profile" });
      });
    }
  });
  for (const code of ["22003", "22007", "22008", "22021", "22P02", "22P05"]) {
    expect((await one.inject({ url: `/api/${code}`, headers: { host: "localhost" } })).json(), code).toMatchObject({ code: "invalid-input" });
  }
  const bug = await one.inject({ url: "/api/23502", headers: { host: "localhost" } });
  expect(bug.json()).toEqual({
    type: "urn:baton:problem:internal",
    code: "internal",
    title: expect.any(String),
    status: 500,
    requestId: bug.headers["x-request-id"],
  });
  const said = lines.join("");
  expect(said).toContain("projects_profile");
  expect(said).not.toContain("typed-canary");
});

test("every described operation says that whatever else it answers is a problem", async () => {
  const one = await open((it) => it.get("/api/x", { schema: { response: { 200: z.object({}) } } }, async () => ({})));
  const described = one.swagger() as unknown as {
    paths: Record<string, Record<string, { responses: Record<string, unknown> }>>;
    components: { responses: object };
  };
  expect(described.paths["/api/x"]?.["get"]?.responses["default"]).toEqual({ $ref: "#/components/responses/Problem" });
  expect(described.components.responses).toHaveProperty("Problem");
});
