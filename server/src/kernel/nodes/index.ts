/**
 * Purpose: planned steps of a subject: planned, due and baseline dates, and how late each is.
 * Owns: kernel_node, kernel_node_link, kernel_replan_request.
 * Offers: listNodes, saveNode, askReplan and decideReplan (other dates, asked for and approved), replanEffects.
 * Never: keeps the actual date of a gate: that is the stage entry (KERNEL K14).
 */
export { askReplan, decideReplan, getReplan, replanEffects } from "./replans.ts";
export { saveNode } from "./actions.ts";
export { listNodes, type NodeRow } from "./views.ts";
