/**
 * Purpose: what a post must do by a time: opened, signed for, assigned, handed on, done, verified, struck off.
 * Owns: kernel_matter, kernel_matter_event, kernel_matter_state, kernel_matter_material, kernel_digest.
 * Offers: openMatter and its like for other slices' acts, approvals, open problems, the inbox's routes, populations.
 *   openMatter, openProblem, settleProblem, releaseMatters, holdBack, withdrawPrepared and decideApproval run inside
 *   the caller's act (its `beginAct` names the subjects); jobs begin their own.
 * Never: decides a deadline but by the pure function; never lets the doer verify; never names a person.
 */
export { answerOfMatter } from "./actions.ts";
export { decideApproval, findOverseerPost } from "./approvals.ts";
export { type EffectSource } from "./effects.ts";
export { type DutySource } from "./hands.ts";
export { type Channel, type Clerk, composeDigests, deliverDigests, escalateOverdue, logChannel, recomputeAfterCalendar } from "./jobs.ts";
export { type MatterOpening, openMatter, openMatters, releaseMatters, withdrawPrepared } from "./opening.ts";
export { matterFigures } from "./population.ts";
export { passMatters } from "./parts.ts";
export { listOpenProblems, openProblem, settleProblem, withdrawStated } from "./problems.ts";
export { appendHistory, type NewEvent } from "./record.ts";
export { routes } from "./routes.ts";
export { listHeldMatters } from "./views.ts";
