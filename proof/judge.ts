/** Whether an answer keeps the contract: no bug, no leak, the shape that was promised, words that people understand. */
import { problemRegistry } from "@baton/contract/problems";
import { type Canaries, unpacked } from "./canaries.ts";
import type { Operation } from "./interface.ts";
import type { Who } from "./people.ts";
import type { Answer } from "./wire.ts";

const registry: Readonly<Record<string, { status: number; title: string }>> = problemRegistry;

/** Words of programs and databases that no person at a desk should read. */
const machineWords =
  /\b(invalid|expected|received|undefined|unexpected|violates|constraint|relation|syntax|stack|column|TypeError|Error:|exceeds?|required|must|too (?:big|small|long)|not allowed|select |insert )/i;

function isChineseSentence(text: unknown): boolean {
  return typeof text === "string" && /[\u4e00-\u9fff]/.test(text) && !machineWords.test(text.replaceAll(/“[^”]*”|"[^"]*"|\/[\w/.-]+/g, ""));
}

function faultsOfProblem(answer: Answer, parsed: Record<string, unknown>): string[] {
  const faults: string[] = [];
  const code = String(parsed["code"]);
  const known = registry[code];
  if (known === undefined) return [`the problem “${code}” is not registered`];
  if (parsed["type"] !== `urn:baton:problem:${code}`) faults.push("the type does not fit the code");
  if (parsed["status"] !== answer.status || known.status !== answer.status) faults.push(`the status ${answer.status} does not fit ${code}`);
  if (parsed["title"] !== known.title) faults.push("the title is not the registered one");
  if ("detail" in parsed && !isChineseSentence(parsed["detail"])) faults.push(`not a sentence for people: ${String(parsed["detail"]).slice(0, 120)}`);
  for (const error of (parsed["errors"] ?? []) as Record<string, unknown>[]) {
    if (typeof error["pointer"] !== "string" || typeof error["code"] !== "string") faults.push("an error without place or code");
    if (!isChineseSentence(error["detail"])) faults.push(`not a sentence for people: ${String(error["detail"]).slice(0, 120)}`);
  }
  return faults;
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}

/** Faults of a refusal; `isRaw` for what never reached a route and therefore has no request id. */
function faultsOfRefusal(answer: Answer, operation: Operation, isRaw: boolean): string[] {
  if (answer.body.length === 0) return isRaw ? [] : [`an empty ${answer.status}`];
  if (!String(answer.headers["content-type"]).startsWith("application/problem+json")) return [`${answer.status} as ${String(answer.headers["content-type"])}`];
  const parsed = parse(answer.body);
  if (typeof parsed !== "object" || parsed === null) return ["a problem that is no JSON"];
  const faults = faultsOfProblem(answer, parsed as Record<string, unknown>);
  const described = operation.answers.get("default");
  if (!isRaw && described?.(parsed) !== true) faults.push("the problem is not as described");
  const { requestId } = parsed as { requestId?: unknown };
  if (!isRaw && (typeof requestId !== "string" || requestId !== answer.headers["x-request-id"])) faults.push("the request id does not fit the header");
  return faults;
}

function faultsOfAnswer(answer: Answer, operation: Operation): string[] {
  const type = String(answer.headers["content-type"] ?? "");
  if (!operation.answers.has(String(answer.status))) return [`the status ${answer.status} is not described`];
  const validate = operation.answers.get(String(answer.status));
  if (validate === undefined) return /html/.test(type) ? ["an answer that a browser would open as a page"] : [];
  const parsed = parse(answer.body);
  if (parsed === undefined) return [`the answer is no JSON (${type})`];
  if (validate(parsed)) return [];
  const [first] = validate.errors ?? [];
  return [`not as described: ${first?.instancePath ?? ""} ${first?.message ?? ""}`];
}

/** What the answer holds for whoever opens it. */
function contentOf({ headers, body }: Answer): Buffer {
  return body.length > 4 && /spreadsheet/.test(String(headers["content-type"])) ? unpacked(body) : body;
}

export type Judged = { answer: Answer; operation: Operation; method: string; who: Who; isRaw: boolean };

/** Everything that is wrong with one answer; empty when nothing is. */
export function judge({ answer, operation, method, who, isRaw }: Judged, canaries: Canaries): string[] {
  if (answer.status === 0) return isRaw ? [] : ["no answer"];
  if (answer.status === 500) return [`500: ${answer.body.toString().slice(0, 200)}`];
  const faults: string[] = [];
  if (answer.status === 503 && answer.body.includes("database-unavailable")) faults.push("the database was said to be away");
  if (!isRaw && answer.headers["x-content-type-options"] !== "nosniff") faults.push("the answer lacks nosniff");
  if (method !== "HEAD") {
    if (answer.status >= 400) faults.push(...faultsOfRefusal(answer, operation, isRaw));
    else if (!isRaw && method === operation.method && answer.status < 300) faults.push(...faultsOfAnswer(answer, operation));
  }
  const seen = canaries.findIn(who, Buffer.concat([Buffer.from(JSON.stringify({ ...answer.headers, "set-cookie": undefined })), contentOf(answer)]));
  return [...faults, ...seen.map((name) => `LEAK: ${name}`)];
}
