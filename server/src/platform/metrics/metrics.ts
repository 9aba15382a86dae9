import { timingSafeEqual } from "node:crypto";
import type { FastifyRequest } from "fastify";
import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { z } from "zod";
import { problem } from "@baton/contract/problems";
import type { App } from "#platform/http";
import type { Check } from "./readiness.ts";

export type MetricsOptions = {
  /** Lets a watcher on another machine in; without it only this machine is. */
  token?: string | undefined;
  checks: Readonly<Record<string, Check>>;
  /** Numbers read when asked for, by name with unit (`baton_sealer_lag_seconds`), with a sentence of help. */
  gauges: Readonly<Record<string, { help: string; read(): number }>>;
};

export type Metrics = { routes(app: App): void; registry: Registry };

const tags = ["operations"];
/** A check that does not answer in this time does not hold. */
const checkMsMax = 3_000;

function isToken(request: FastifyRequest, token: string | undefined): boolean {
  const given = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1];
  if (token === undefined || token === "" || given === undefined) return false;
  const [one, other] = [Buffer.from(given), Buffer.from(token)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** Asked from this machine and not through a proxy on it: what a proxy passes on comes from outside. */
function isLocal(request: FastifyRequest): boolean {
  const { headers } = request;
  const isForwarded = ["forwarded", "x-forwarded-for", "x-real-ip", "via"].some((name) => headers[name] !== undefined);
  return !isForwarded && /^(127\.|::1$|::ffff:127\.)/.test(request.socket.remoteAddress ?? "");
}

async function judge(check: Check): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve("没有在规定时间内答复。"), checkMsMax);
  });
  try {
    return await Promise.race([check(), late]);
  } catch {
    return "无法连接或检查失败。";
  } finally {
    clearTimeout(timer);
  }
}

/** A registry of its own, so that two servers in one process (tests) do not share counts. */
export function createMetrics(options: MetricsOptions): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const answered = new Histogram({
    name: "baton_http_request_seconds",
    help: "Time from the request to the end of its answer, by route pattern",
    labelNames: ["method", "route", "status"],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  for (const [name, gauge] of Object.entries(options.gauges)) {
    new Gauge({
      name,
      help: gauge.help,
      registers: [registry],
      collect() {
        this.set(gauge.read());
      },
    });
  }

  return {
    registry,
    routes: (app) => {
      app.addHook("onResponse", async (request, reply) => {
        answered.observe({ method: request.method, route: request.routeOptions.url ?? "none", status: String(reply.statusCode) }, reply.elapsedTime / 1_000);
      });

      app.get(
        "/metrics",
        { schema: { summary: "Prometheus 指标；限本机或凭令牌", tags, produces: ["text/plain"], response: { 200: z.string() } } },
        async (request, reply) => {
          if (!isLocal(request) && !isToken(request, options.token)) throw problem("not-found");
          reply.type(registry.contentType).serializer((body: unknown) => String(body));
          return registry.metrics();
        },
      );

      app.get(
        "/healthz",
        { schema: { summary: "程序是否存活；不触及数据库", tags, response: { 200: z.object({ status: z.literal("alive") }) } } },
        async () => ({ status: "alive" as const }),
      );

      app.get(
        "/readyz",
        { schema: { summary: "能否办理业务：数据库、迁移、存储空间、审计封印", tags, response: { 200: z.object({ status: z.literal("ready") }) } } },
        async () => {
          const found = await Promise.all(Object.entries(options.checks).map(async ([name, check]) => ({ name, fault: await judge(check) })));
          const failed = found.filter((one) => one.fault !== undefined);
          if (failed.length > 0) {
            throw problem("busy", {
              detail: `尚未就绪：${failed.map((one) => one.fault).join("")}`,
              failed: failed.map((one) => one.name),
              retryAfter: 5,
            });
          }
          return { status: "ready" as const };
        },
      );
    },
  };
}
