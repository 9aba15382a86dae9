/**
 * Purpose: a subject's place in its lifecycle, entered by a row, on a day, resting on evidence.
 * Owns: kernel_stage, kernel_stage_evidence.
 * Offers: listStages, enterStage, withdrawStage, registerStage, and the rules of order and evidence.
 * Never: overwrites an entry; takes a ceremony for a start or a framework agreement for a signing.
 */
export { enterStage, registerStage, withdrawStage } from "./actions.ts";
export { firstDayOf } from "./rules.ts";
export { listStages, type StageEntry } from "./views.ts";
