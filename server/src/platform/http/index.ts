/**
 * Purpose: HTTP with one manner: typed routes, RFC 9457 problems, request ids, idempotent writes.
 * Owns: platform_idempotency.
 * Offers: createServer, turns, Context, App, actorOf, answerOnce, sendProblem.
 * Never: knows a business word or a table of another slice; never sends an internal message to a client.
 */
export { actorOf, type App, type Context } from "./context.ts";
export { type ConstraintProblems } from "./failures.ts";
export { answerOnce } from "./idempotency.ts";
export { turns } from "./turns.ts";
export { createServer, type ServerOptions } from "./server.ts";
