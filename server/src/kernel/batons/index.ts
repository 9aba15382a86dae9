/**
 * Purpose: who holds a subject: one post, one role, one span of days; how it passes on, alone or with others.
 * Owns: kernel_baton.
 * Offers: listBatons, routes (what a post holds, histories, hand-overs with what goes along).
 * Never: lets two posts hold one seat on one day; names a person; leaves half of a hand-over.
 */
export { routes } from "./routes.ts";
export { listBatons, type Baton } from "./views.ts";
