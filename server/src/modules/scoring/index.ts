/**
 * Purpose: schemes by which units are judged, the scores of a frozen month, and what units say against them.
 * Owns: scoring_scheme, scoring_run, scoring_score, scoring_appeal.
 * Offers: routes, and the sample scores of the demonstration.
 * Never: computes a value that is no figure; edits a mark; turns a missing value into a silent zero.
 */
export { routes } from "./routes.ts";
export { loadSampleScores } from "./sample.ts";
