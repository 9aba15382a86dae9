import type { FastifyReply, FastifyRequest } from "fastify";
import { hasZodFastifySchemaValidationErrors } from "fastify-type-provider-zod";
import { type InputFault, Problem, problem, problemRegistry, type ProblemSlug } from "@baton/contract/problems";

/** Constraint name → the problem a person is told; filled by `app.ts`, because the names belong to the slices. */
export type ConstraintProblems = Readonly<Record<string, { slug: ProblemSlug; detail: string }>>;

type DatabaseError = { code: string; constraint?: string };

function asDatabaseError(error: unknown): DatabaseError | undefined {
  if (typeof error !== "object" || error === null || !("code" in error)) return undefined;
  const { code } = error;
  if (typeof code !== "string" || !/^[0-9A-Z]{5}$/.test(code)) return undefined;
  const constraint = "constraint" in error && typeof error.constraint === "string" ? error.constraint : undefined;
  return constraint === undefined ? { code } : { code, constraint };
}

const connectionLost = /^(ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|57P0[1-3]|08...)$/;

/** What the database refused, said in our words; undefined when it is a bug. Its own message never leaves the server. */
function fromDatabase(error: unknown, constraints: ConstraintProblems): Problem | undefined {
  const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
  if (connectionLost.test(code)) return problem("database-unavailable");
  const failure = asDatabaseError(error);
  if (failure === undefined) {
    const isTimeout =
      error instanceof Error &&
      /timeout exceeded when trying to connect|Query read timeout|Connection terminated|connection error and is not queryable/.test(error.message);
    return isTimeout ? problem("busy") : undefined;
  }
  const known = failure.constraint === undefined ? undefined : constraints[failure.constraint];
  if (known !== undefined) return problem(known.slug, { detail: known.detail });
  switch (failure.code) {
    case "42501":
      return problem("not-allowed");
    case "P0B04":
      return problem("period-frozen", { detail: "该月已经冻结，只能提出更正并写明原因。" });
    case "P0B06":
      return problem("period-state");
    case "P0B07":
      return problem("same-person");
    case "P0B08":
      return problem("too-many-requests", { retryAfter: 60 });
    case "23505":
      return problem("conflict", { detail: "同样的内容刚刚已由他人写入，请刷新后再试。" });
    case "22003":
    case "22007":
    case "22008":
    case "22021":
    case "22P02":
    case "22P05":
      return problem("invalid-input", { detail: "填写的数值、日期或字符超出可以记录的范围，请核对后重试。" });
    case "53100":
      return problem("storage-low");
    case "57014":
    case "55P03":
    case "40001":
    case "40P01":
    case "53300":
      return problem("busy");
    default:
      return undefined;
  }
}

/** Faults told at once: whoever sends thousands is no person at a form. */
const faultsMax = 50;

function fromValidation(error: unknown): Problem | undefined {
  if (!hasZodFastifySchemaValidationErrors(error)) return undefined;
  const errors: InputFault[] = error.validation.slice(0, faultsMax).map((fault) => ({
    pointer: fault.instancePath === "" ? "/" : fault.instancePath,
    code: fault.keyword,
    detail: fault.message ?? "内容不符合要求",
  }));
  const first = errors[0];
  return problem("invalid-input", { detail: first === undefined ? undefined : `“${first.pointer}”：${first.detail}`, errors });
}

/** What the reader of uploads says of one that breaks off; its errors carry neither code nor status. */
const brokenUpload = /multipart data|boundary not found|malformed part header/i;

function fromFastify(error: unknown): Problem | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  if (!("statusCode" in error)) {
    const isBroken = error instanceof Error && brokenUpload.test(error.message);
    return isBroken ? problem("bad-request", { detail: "上传的内容不完整或格式不正确，请重新选择文件后再上传。" }) : undefined;
  }
  switch (error.statusCode) {
    case 413:
      return problem("too-large");
    case 400:
    case 406:
    case 415:
      return problem("bad-request");
    case 429:
      return problem("too-many-requests");
    default:
      return undefined;
  }
}

/** The expected failure that an error stands for; undefined when it is a bug. */
export function problemOf(error: unknown, constraints: ConstraintProblems): Problem | undefined {
  return error instanceof Problem ? error : (fromValidation(error) ?? fromDatabase(error, constraints) ?? fromFastify(error));
}

/** An error as the log may keep it: a database quotes in its messages what people typed, so of those only names and places stay. */
export function withoutValues(error: unknown): unknown {
  const failure = asDatabaseError(error);
  if (failure === undefined || !(error instanceof Error)) return error;
  const { table, column, routine } = error as { table?: string; column?: string; routine?: string };
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return { type: "DatabaseError", ...failure, table, column, routine, stack: frames.join("\n") };
}

/** The one handler of failures: expected ones as RFC 9457, anything else logged and answered with a bare 500. */
export function failureHandler(constraints: ConstraintProblems) {
  return function handle(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const known = problemOf(error, constraints);
    if (known === undefined) request.log.error({ err: withoutValues(error) }, "unexpected failure");
    const answered = known ?? problem("internal");
    return sendProblem(request, reply, answered);
  };
}

/** Chinese unless the asker puts English first: a browser of the office asks in the language its page is shown in. */
function wantsEnglish(request: FastifyRequest): boolean {
  return /^\s*en\b/i.test(request.headers["accept-language"] ?? "");
}

export function sendProblem(request: FastifyRequest, reply: FastifyReply, failure: Problem): FastifyReply {
  if (failure.status === 503 || failure.status === 429) {
    const { retryAfter } = failure.members;
    reply.header("retry-after", typeof retryAfter === "number" ? String(retryAfter) : "2");
  }
  const isEnglish = wantsEnglish(request);
  return reply
    .code(failure.status)
    .header("content-language", isEnglish ? "en" : "zh-CN")
    .type("application/problem+json")
    .serializer((body: unknown) => JSON.stringify(body))
    .send({
      type: `urn:baton:problem:${failure.slug}`,
      code: failure.slug,
      title: isEnglish ? problemRegistry[failure.slug].titleEn : failure.title,
      status: failure.status,
      ...failure.members,
      requestId: request.id,
    });
}
