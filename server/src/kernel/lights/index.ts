/**
 * Purpose: verdicts of a versioned rule set over a subject's facts, kept with their inputs so that they can be replayed.
 * Owns: kernel_rule_set, kernel_light_run, kernel_light, kernel_exemption, kernel_exemption_request.
 * Offers: rule sets, recording of live and fixed lights in sets, exemptions, readLights, replayLight, routes.
 * Never: gathers a subject's facts (its module does); takes a verdict from a person; lets one person exempt alone.
 */
export { exemptionEffects } from "./exemption-effects.ts";
export { askExemption, decideExemption, type Exempted, listExemptions } from "./exemptions.ts";
export { type Judged, readStandingLights, recordChangedLive, recordFixed, recordLive, recordRun, supersedeFixed } from "./recording.ts";
export { type LightSource, replayLight } from "./replay.ts";
export { routes } from "./routes.ts";
export { ensureSampleRuleSet, getRuleSet, getRuleSetVersion } from "./rule-sets.ts";
export { readLights } from "./views.ts";
