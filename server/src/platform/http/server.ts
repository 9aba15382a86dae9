import { randomUUID } from "node:crypto";
import type { Socket } from "node:net";
import fastifySwagger from "@fastify/swagger";
import Fastify, { type FastifyBaseLogger, type FastifyReply, type FastifyRequest, LogController } from "fastify";
import { jsonSchemaTransform, serializerCompiler, validatorCompiler, type ZodTypeProvider } from "fastify-type-provider-zod";
import { problem, problemRegistry } from "@baton/contract/problems";
import type { Actor } from "#platform/database";
import type { App } from "./context.ts";
import { describeProblems } from "./described.ts";
import { type ConstraintProblems, failureHandler, problemOf, sendProblem } from "./failures.ts";
import { speakPlainly } from "./sentences.ts";

export type ServerOptions = {
  /** Origins a browser may send unsafe requests from, besides the address it asked for. */
  hosts: readonly string[];
  constraints: ConstraintProblems;
  /** Where structured lines go. */
  log: FastifyBaseLogger;
  resolveActor(request: FastifyRequest): Promise<Actor | null>;
};

const unsafeMethods = new Set(["POST", "PUT", "PATCH", "DELETE"]);

/** Addresses by which this server may be called; a foreign `Host` would let another site's name point here. */
function isKnownHost(host: string | undefined, hosts: readonly string[]): boolean {
  if (host === undefined) return false;
  const name = host.replace(/:\d+$/, "").toLowerCase();
  return name === "127.0.0.1" || name === "localhost" || name === "[::1]" || hosts.includes(name);
}

/**
 * A browser always names the page that sends an unsafe request; a script names none. A foreign page is refused,
 * a missing origin is accepted only when no browser header betrays a page (docs/decisions).
 */
function isOwnOrigin(request: FastifyRequest): boolean {
  const { origin, host } = request.headers;
  const site = request.headers["sec-fetch-site"];
  if (origin === undefined) return site === undefined || site === "same-origin" || site === "none";
  try {
    return new URL(origin).host === host;
  } catch {
    return false;
  }
}

/** What every answer carries, whatever it is. */
function takePrecautions(request: FastifyRequest, reply: FastifyReply): void {
  reply.header("x-request-id", request.id);
  reply.header("x-content-type-options", "nosniff");
  reply.header("referrer-policy", "same-origin");
  reply.header("x-frame-options", "SAMEORIGIN");
  reply.header(
    "content-security-policy",
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; object-src 'none'; base-uri 'self'; frame-ancestors 'self'; form-action 'self'",
  );
}

/** What is not HTTP, or too large a header, never reaches a route: it is answered in the same manner and closed. */
function answerMalformed(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) return;
  const { status, title } = problemRegistry["bad-request"];
  const requestId = randomUUID();
  const body = JSON.stringify({
    type: "urn:baton:problem:bad-request",
    code: "bad-request",
    title,
    status,
    detail: "请求不是有效的 HTTP，或地址中含有未编码的字符。",
    requestId,
  });
  socket.end(
    `HTTP/1.1 ${status} Bad Request\r\nContent-Type: application/problem+json\r\nX-Content-Type-Options: nosniff\r\nX-Request-Id: ${requestId}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}

/** The HTTP server with our manners: problems, request ids, schemas, guards of host and origin. No routes yet. */
export async function createServer(options: ServerOptions): Promise<App> {
  speakPlainly();
  const app = Fastify({
    loggerInstance: options.log,
    genReqId: () => randomUUID(),
    // A request that names no host is refused by our own guard, in our own manner.
    http: { requireHostHeader: false },
    // One line an answer is written below, with the route's pattern: addresses carry what people typed.
    logController: new LogController({ disableRequestLogging: true }),
    clientErrorHandler: answerMalformed,
    // An address that cannot be decoded reaches no route and no hook: the same guards and the same manner apply.
    frameworkErrors: (_error, request, reply) => {
      takePrecautions(request, reply);
      const refusal = isKnownHost(request.headers.host, options.hosts) ? "bad-request" : "unknown-host";
      void sendProblem(request, reply, problem(refusal, refusal === "bad-request" ? { detail: "地址中含有不能识别的编码，请核对后重试。" } : {}));
    },
    bodyLimit: 1_048_576,
    routerOptions: { maxParamLength: 200 },
    requestTimeout: 60_000,
    forceCloseConnections: "idle",
  }).withTypeProvider<ZodTypeProvider>() as App;
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(failureHandler(options.constraints));
  app.decorate("problemOf", (error: unknown) => problemOf(error, options.constraints));
  app.setNotFoundHandler((request, reply) => sendProblem(request, reply, problem("not-found")));
  app.decorateRequest("actor", null);
  await app.register(fastifySwagger, {
    openapi: {
      openapi: "3.1.0",
      info: { title: "Baton 接力", version: "0.1.0", description: "重点项目全周期调度。All writes accept Idempotency-Key; all errors are RFC 9457 problems." },
      components: { securitySchemes: { session: { type: "apiKey", in: "cookie", name: "baton.session_token" } } },
    },
    transform: jsonSchemaTransform,
    transformObject: describeProblems,
  });
  app.addHook("onRequest", async (request, reply) => {
    takePrecautions(request, reply);
    if (!isKnownHost(request.headers.host, options.hosts)) throw problem("unknown-host");
    if (unsafeMethods.has(request.method) && !isOwnOrigin(request)) throw problem("foreign-origin");
  });
  app.addHook("preValidation", async (request) => {
    if (request.url.startsWith("/api/") && !request.url.startsWith("/api/auth/")) request.actor = await options.resolveActor(request);
  });
  app.addHook("onResponse", async (request, reply) => {
    request.log.info(
      { route: request.routeOptions.url, method: request.method, status: reply.statusCode, ms: Math.round(reply.elapsedTime), actor: request.actor?.accountId },
      "answered",
    );
  });
  return app;
}
