/** What nobody sends by mistake, and some things that people do. */
import type { Random } from "./random.ts";

const deep = (levels: number, open: string, close: string): string => open.repeat(levels) + close.repeat(levels);

/** Texts that mean something elsewhere: to SQL, to a page, to a template, to a shell, to a spreadsheet, to a path. */
export const hostileTexts: readonly string[] = [
  "'",
  "' or '1'='1",
  "'; drop table kernel_account; --",
  "1); select pg_sleep(10); --",
  "%' union select password from kernel_credential --",
  "\\",
  "%",
  "_%_",
  "$1",
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "javascript:alert(1)",
  "{{7*7}}",
  "${7*7}",
  "<%= 7*7 %>",
  "#{7*7}",
  "../../../../etc/passwd",
  "..\\..\\windows\\win.ini",
  "/etc/passwd\u0000.png",
  "file:///etc/passwd",
  "http://169.254.169.254/latest/meta-data/",
  "=cmd|' /C calc'!A0",
  "@SUM(1+1)",
  "$(id)",
  "`id`",
  "\u0000",
  "a\u0000b",
  "\u0001\u0002\u001b[31m",
  "\ud800",
  "\udfff项目",
  "\ufeff",
  "\u202Egnp.exe",
  "é\u0301\u0301\u0301\u0301",
  "👨‍👩‍👧‍👦".repeat(50),
  "ﷺ".repeat(100),
  "İ".repeat(100),
  "项".repeat(5_000),
  "x".repeat(200_000),
  " ",
  "\r\nset-cookie: a=b",
  "__proto__",
  "constructor",
  "toString",
  "null",
  "NaN",
  "Infinity",
  "-0",
  "1e309",
  "9".repeat(400),
  "0x10",
  "１２３",
  "2023-02-30",
  "9999-12-31",
  "0000-00-00",
  "-271821-04-20",
  "+275760-09-13",
  "2023-06-31T25:61:61Z",
  "2023-06-30T00:00:00+99:99",
  "infinity",
  "-infinity",
  "today",
  "00000000-0000-0000-0000-000000000000",
  "ffffffff-ffff-ffff-ffff-ffffffffffff",
  "{00000000-0000-4000-8000-000000000000}",
  "a,b,c",
  "[]",
  "{}",
  "*",
  "(((((((((((((((((((((((((a)*)*)*)*)*)*)*)*)*)*)*",
];

export const hostileValues: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  1.5,
  Number.MAX_SAFE_INTEGER,
  2 ** 53,
  -(2 ** 63),
  2 ** 64,
  1e308,
  5e-324,
  -0,
  [],
  [[]],
  [null],
  Array.from({ length: 5_000 }, () => "x"),
  {},
  { toString: 1, valueOf: null },
  { $gt: "" },
  { "": "" },
];

/** Bodies that are no valid JSON, or that parsers stumble over. */
export const hostileBodies: readonly string[] = [
  "",
  " ",
  "{",
  "[",
  "nul",
  "NaN",
  '{"a":NaN}',
  '{"a":1e999}',
  "{'a':1}",
  '{"a":1,}',
  '{"a":1}{"b":2}',
  '{"__proto__":{"role":"dispatch"}}',
  '{"constructor":{"prototype":{"role":"dispatch"}}}',
  '{"a":"\\ud800"}',
  "\ufeff{}",
  "0",
  '"text"',
  "null",
  "[]",
  deep(20_000, "[", "]"),
  `${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}`,
  `{${Array.from({ length: 20_000 }, (_, at) => `"k${at}":1`).join(",")}}`,
  `{"a":${"1".repeat(10_000)}}`,
  "a=1&b=2",
  "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>",
  "x".repeat(1_100_000),
];

export const contentTypes: readonly string[] = [
  "text/plain",
  "application/x-www-form-urlencoded",
  "application/xml",
  "multipart/form-data",
  "multipart/form-data; boundary=x",
  "multipart/form-data; boundary=",
  "application/json; charset=utf-16",
  "application/json;;",
  "application/merge-patch+json",
  "APPLICATION/JSON",
  "*/*",
  "",
  "x",
];

/** Replaces one value somewhere within, or adds a field that nobody knows. */
export function spoil(value: unknown, random: Random): unknown {
  if (random.chance(0.15)) return random.pick(hostileValues);
  if (Array.isArray(value)) {
    if (value.length === 0 || random.chance(0.2)) return random.chance(0.5) ? [random.pick(hostileTexts)] : random.pick(hostileValues);
    const at = random.whole(0, value.length - 1);
    return value.map((one: unknown, index) => (index === at ? spoil(one, random) : one));
  }
  if (typeof value === "object" && value !== null) {
    const names = Object.keys(value);
    const [first] = names;
    if (first === undefined || random.chance(0.15))
      return { ...value, [random.pick(["unknown", "role", "accountId", "scope_id", "isAdmin", "id", "__proto"])]: random.pick(hostileTexts) };
    const name = random.pick(names);
    if (random.chance(0.2)) return Object.fromEntries(Object.entries(value).filter(([key]) => key !== name));
    return { ...value, [name]: spoil((value as Record<string, unknown>)[name], random) };
  }
  return random.chance(0.6) ? random.pick(hostileTexts) : random.pick(hostileValues);
}

/** Bytes that are no HTTP, or HTTP that a lenient reader would take for something else. */
export function malformed(host: string, random: Random): Buffer {
  const get = (line: string, headers = ""): string => `${line}\r\nHost: ${host}\r\n${headers}\r\n`;
  return Buffer.from(
    random.pick([
      "\r\n\r\n\r\n",
      "GARBAGE\r\n\r\n",
      get("GET /api/me HTTP/9.9"),
      get("GET  /api/me  HTTP/1.1"),
      get("GET /api/projects?q=项目 HTTP/1.1"),
      get("GET /api/projects?q=\u0000 HTTP/1.1"),
      get("GET /api/me HTTP/1.1", "X: a\u0000b\r\n"),
      get("GET /api/me HTTP/1.1", " folded: yes\r\n"),
      get("GET /api/me HTTP/1.1", `X-Long: ${"x".repeat(70_000)}\r\n`),
      get("GET /api/me HTTP/1.1", "X: y\r\n".repeat(3_000)),
      get(`GET /${"a".repeat(70_000)} HTTP/1.1`),
      get("POST /api/matters HTTP/1.1", "Content-Length: 5\r\nContent-Length: 6\r\n"),
      get("POST /api/matters HTTP/1.1", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"),
      get("POST /api/matters HTTP/1.1", "Content-Length: -1\r\n"),
      `${get("POST /api/matters HTTP/1.1", "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n")}ZZ\r\n{}\r\n0\r\n\r\n`,
      "GET /api/me HTTP/1.1\r\n\r\n",
      `GET /api/me HTTP/1.1\r\nHost: ${host}\r\nHost: evil.example\r\n\r\n`,
      "GET http://evil.example/api/me HTTP/1.1\r\nHost: evil.example\r\n\r\n",
      "CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n",
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
      get("GET /api/me HTTP/1.1", "Connection: Upgrade\r\nUpgrade: websocket\r\n"),
      get("OPTIONS * HTTP/1.1"),
      `\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001`,
    ]),
    "utf8",
  );
}
