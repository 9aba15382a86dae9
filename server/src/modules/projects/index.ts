/**
 * Purpose: the key-project library: what a project is, on which lists it stands, what its months reported.
 * Owns: projects_profile, projects_listing, projects_report, projects_draft, projects_card, projects_card_year, projects_saved_view.
 * Offers: routes, projectFigures, and the recording of reports and cards for imports.
 * Never: overwrites a fact; corrects a number by itself; mixes the management and the statistics ledgers.
 */
export { turnCards } from "./cards.ts";
export { listMonthReminders } from "./dry-run.ts";
export { projectFigures } from "./figures.ts";
export { lightSource } from "./light-inputs.ts";
export { fixDemoMonths, sweepLiveLights } from "./lights.ts";
export { libraryRoutes } from "./library-routes.ts";
export { periodRoutes } from "./period-routes.ts";
export { replanEffectSource } from "./replanning.ts";
export { replanRoutes } from "./replan-routes.ts";
export { routes } from "./routes.ts";
export { type SubjectFacts, readFacts } from "./facts.ts";
export { type Month, readMonth } from "./months.ts";
export { type RecordedReport, recordReports } from "./recording.ts";
export { differingProjects, findProjects, type FoundProject, type ProjectStatement, recordProjects, refreshAllCards } from "./library-writing.ts";
export { settleProjects } from "./settling.ts";
export { exportRoutes } from "./export.ts";
