/**
 * Purpose: planned steps of a subject: planned, due and baseline dates, and how late each is.
 * Owns: kernel_node, kernel_node_link.
 * Offers: listNodes, saveNode, daysLate.
 * Never: keeps the actual date of a gate: that is the stage entry (KERNEL K14).
 */
export { saveNode } from "./actions.ts";
export { listNodes, type NodeRow } from "./views.ts";
