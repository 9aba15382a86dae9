/**
 * Purpose: who holds a subject: one post, one role, one span of days.
 * Owns: kernel_baton.
 * Offers: listBatons, handOver, routes.
 * Never: lets two posts hold one seat on one day; names a person.
 */
export { routes } from "./routes.ts";
export { listBatons, type Baton } from "./views.ts";
