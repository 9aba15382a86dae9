/**
 * Purpose: bulletins, briefs and speech figures: documents of text and figures, from a draft to a paper issued once.
 * Owns: dispatch_bulletin, dispatch_bulletin_event, dispatch_confirmation, dispatch_bulletin_facts, dispatch_erratum.
 * Offers: routes, and the sample bulletins of the demonstration.
 * Never: prints a number that is no figure; changes what was issued; lets one person draft, check and issue.
 */
export { routes } from "./routes.ts";
export { loadSampleBulletins } from "./sample.ts";
