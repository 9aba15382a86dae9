/** Requests made from the published description: valid, nearly valid, hostile, and broken on the way. */
import { contentTypes, hostileBodies, hostileTexts, malformed, spoil } from "./hostile.ts";
import type { Operation, Parameter } from "./interface.ts";
import { usernames, type Who } from "./people.ts";
import type { Random } from "./random.ts";
import { type Known, valueFor } from "./values.ts";
import type { Asked } from "./wire.ts";

export type Manner = "valid" | "nearly" | "hostile" | "broken" | "raw";
export type Planned = { manner: Manner; who: Who; operation: Operation; asked: Asked; raw?: Buffer; doesRepeat: boolean };

/** These would end the proof itself: a role that suddenly demands a code, a session that is gone for good. */
function isOwnBranch(operation: Operation, who: Who): boolean {
  return operation.name === "PUT /api/role-policies" && who === "secadmin";
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  // oxlint-disable-next-line typescript/no-base-to-string -- whatever it prints as is what is wanted here
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** Percent-encoding that also takes what the standard one refuses: a lone surrogate goes as its three bytes. */
function encode(text: string): string {
  return text
    .split(/([\ud800-\udfff])(?![\udc00-\udfff])/)
    .map((part) => {
      try {
        return encodeURIComponent(part);
      } catch {
        return "%ED%A0%80";
      }
    })
    .join("");
}

const badEscapes = ["%", "%zz", "%c0%ae%c0%ae", "%ff%fe", "%00", "%0d%0a", "..%2f..%2f", "%2e%2e/"];

function pathOf({ operation, manner, random, known }: Draft): string {
  return operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const parameter = operation.parameters.find((one) => one.in === "path" && one.name === name);
    if (manner === "hostile" && random.chance(0.3)) return encode(random.pick(hostileTexts).slice(0, 3_000)) || "x";
    if (manner === "broken" && random.chance(0.5)) return random.pick(badEscapes);
    if (name === "name") return encode(random.pick(known.figures));
    if (name === "file") return random.pick(["projects.xlsx", "monthly-reports.xlsx", "leads.xlsx", "nothing.xlsx"]);
    return encode(textOf(valueFor(parameter?.schema ?? { type: "string" }, random, known)));
  });
}

function queryOf({ operation, manner, random, known }: Draft): string {
  const pairs: [string, string][] = [];
  const add = (parameter: Parameter): void => {
    const isSpoiled = manner === "hostile" && random.chance(0.5);
    const value = valueFor(parameter.schema, random, known);
    for (const one of Array.isArray(value) ? value : [value]) pairs.push([parameter.name, isSpoiled ? random.pick(hostileTexts).slice(0, 3_000) : textOf(one)]);
  };
  for (const parameter of operation.parameters.filter((one) => one.in === "query")) {
    if (parameter.required === true ? manner !== "nearly" || random.chance(0.8) : random.chance(0.3)) add(parameter);
  }
  if (manner !== "valid" && random.chance(0.2))
    pairs.push([
      random.pick(["unknown", "__proto__", "constructor[prototype]", "where.level", "a[b]", "limit", "cursor", "knownAt"]),
      random.pick(hostileTexts).slice(0, 500),
    ]);
  const again = pairs[0];
  if (manner !== "valid" && again !== undefined && random.chance(0.2)) pairs.push(again, [again[0], "x"]);
  if (pairs.length === 0) return "";
  return `?${pairs.map(([name, value]) => `${encode(name)}=${manner === "broken" && random.chance(0.3) ? random.pick(badEscapes) : encode(value)}`).join("&")}`;
}

const fileNames = ["月报.csv", "x.xlsx", "../../x.csv", "a\u0001.csv", `${"长".repeat(300)}.csv`, "x.exe", ""];
const fileContents = [
  "项目名称,月份\n甲,2023-06\n",
  "\ufeff企业名称,统一社会信用代码,属地\n=1+1,x,薛城区\n",
  "PK\u0003\u0004garbage",
  "%PDF-1.7 x",
  "",
  "\u0000\u0001\u0002",
  "a,".repeat(5_000),
  '"'.repeat(1_000),
];

function uploadOf({ manner, random }: Draft): { body: Buffer; type: string } {
  const boundary = "----baton-proof";
  const fields = [
    ["kind", random.pick(["projects", "monthly-reports", "enterprises", "organisations", "leads", "x"])],
    ["mode", random.pick(["check", "check", "commit", "x"])],
    ["proves", random.pick(["permit", "works", "progress", "x"])],
    ["title", manner === "hostile" ? random.pick(hostileTexts).slice(0, 500) : "现场照片"],
    ["takenOn", random.pick(["2023-06-01", "2023-13-01", ""])],
  ].filter(() => random.chance(0.8));
  const parts = fields.map(([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`);
  const name = random.pick(fileNames).replaceAll('"', "");
  const file = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: text/csv\r\n\r\n${random.pick(fileContents)}\r\n`;
  const end = manner === "broken" ? "" : `--${boundary}--\r\n`;
  return { body: Buffer.from([...parts, ...(random.chance(0.9) ? [file] : []), end].join("")), type: `multipart/form-data; boundary=${boundary}` };
}

type Draft = { operation: Operation; manner: Manner; random: Random; known: Known };

function bodyOf(draft: Draft): { body?: string | Buffer; type?: string } {
  const { operation, manner, random, known } = draft;
  if (operation.isUpload && random.chance(0.9)) return uploadOf(draft);
  if (operation.method === "GET") return {};
  if (manner === "broken") return { body: random.pick(hostileBodies), type: random.chance(0.7) ? "application/json" : random.pick(contentTypes) };
  if (operation.body === undefined) return random.chance(0.8) ? {} : { body: "{}", type: "application/json" };
  let value = valueFor(operation.body, random, known);
  if (manner === "nearly") value = spoil(value, random);
  if (manner === "hostile") for (let times = random.whole(1, 4); times > 0; times -= 1) value = spoil(value, random);
  return { body: JSON.stringify(value) ?? "null", type: "application/json" };
}

function headersOf({ operation, manner, random }: Draft, port: number): Record<string, string> {
  const headers: Record<string, string> = {};
  if (random.chance(0.5)) headers["origin"] = `http://127.0.0.1:${port}`;
  if (operation.method !== "GET" && random.chance(0.6))
    headers["idempotency-key"] = manner === "hostile" && random.chance(0.3) ? random.pick(["x".repeat(201), "' or 1=1", " ", "a,b"]) : random.uuid();
  if (manner !== "hostile" && manner !== "broken") return headers;
  const odd: [string, string][] = [
    ["host", "evil.example"],
    ["origin", "https://evil.example"],
    ["origin", "null"],
    ["baton-post", random.pick(["0", "-1", "999999", "1 or 1=1", "9".repeat(50), "NaN"])],
    ["cookie", random.pick(["baton.session_token=x", "baton-post=1; baton-post=2", "=;=;=", "a=%", `x=${"y".repeat(8_000)}`])],
    ["x-forwarded-for", "127.0.0.1, 10.0.0.1"],
    ["x-http-method-override", "DELETE"],
    ["content-encoding", random.pick(["gzip", "br", "deflate", "x"])],
    ["accept", random.pick(["application/xml", "text/html", "x"])],
    ["accept-encoding", "gzip;q=0, *;q=1"],
    ["if-none-match", "*"],
    ["range", "bytes=0-18446744073709551615"],
    ["expect", "100-continue"],
    ["authorization", "Bearer x"],
    ["x-big", "y".repeat(12_000)],
  ];
  if (random.chance(0.4)) {
    const [name, value] = random.pick(odd);
    headers[name] = value;
  }
  return headers;
}

const unusualMethods = ["HEAD", "OPTIONS", "TRACE", "PATCH", "DELETE", "PUT", "PROPFIND", "POST", "GET", "LINK"];

/** Asked by POST because the question is long: nothing is written, and a later answer may know more. */
const questions = /previews$|dry-runs$|trials$|handover-plans$|asking|questions/;

/** The next request of a sequence: the same seed makes the same one. */
export function plan(operations: readonly Operation[], { random, known, port }: { random: Random; known: Known; port: number }): Planned {
  const operation = random.pick(operations);
  const share = random.fraction();
  const manner: Manner = share < 0.3 ? "valid" : share < 0.6 ? "nearly" : share < 0.86 ? "hostile" : share < 0.97 ? "broken" : "raw";
  // The dispatch office may do most: where others are refused at once, its requests go on to the rules behind.
  const who: Who = random.chance(0.08) ? "nobody" : random.chance(0.25) ? "dispatch" : random.pick(usernames);
  const isAtDoor = operation.path.startsWith("/api/auth/");
  const draft: Draft = { operation, manner, random, known };
  const { body, type } = bodyOf(draft);
  const method = manner === "broken" && random.chance(0.25) ? random.pick(unusualMethods) : operation.method;
  const headers: Record<string, string> = { ...headersOf(draft, port), ...(type === undefined ? {} : { "content-type": type }) };
  const asked: Asked = {
    method,
    path: pathOf(draft) + queryOf(draft),
    headers,
    ...(body === undefined || method === "GET" || method === "HEAD" ? {} : { body }),
  };
  return {
    manner,
    // What is tried at the door is tried by strangers: a locked-out role would end the proof.
    who: isAtDoor || isOwnBranch(operation, who) ? "nobody" : who,
    operation,
    asked,
    doesRepeat: manner === "valid" && !questions.test(operation.path) && headers["idempotency-key"] !== undefined && random.chance(0.5),
    ...(manner === "raw" ? { raw: malformed(`127.0.0.1:${port}`, random) } : {}),
  };
}
