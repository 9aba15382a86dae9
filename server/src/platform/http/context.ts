import type { FastifyInstance, FastifyRequest, RawServerDefault, FastifyBaseLogger } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { IncomingMessage, ServerResponse } from "node:http";
import { type Problem, problem } from "@baton/contract/problems";
import type { Actor, Database } from "#platform/database";
import type { Clock } from "#platform/clock";

/** What every slice's routes receive. `db` is the powerless web pool: only `readAs` and `writeAs` make it useful. */
export type Context = {
  db: Database;
  clock: Clock;
  dataDir: string;
  /** Files that people uploaded live below this folder, by random name. */
  filesDir: string;
  isDemo: boolean;
};

export type App = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, FastifyBaseLogger, ZodTypeProvider>;

declare module "fastify" {
  interface FastifyInstance {
    /** What a person is told of an error of work that goes on after its request was answered; undefined for a bug. */
    problemOf(error: unknown): Problem | undefined;
  }
  interface FastifyRequest {
    /** Set by the session hook; null when nobody is signed in. */
    actor: Actor | null;
  }
}

/** The signed-in actor; throws `not-signed-in` for nobody. */
export function actorOf(request: FastifyRequest): Actor {
  if (request.actor === null) throw problem("not-signed-in");
  return request.actor;
}
