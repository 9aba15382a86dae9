/**
 * Purpose: investment before it is a project: leads, contracts, trips.
 * Owns: investment_lead, investment_contract.
 * Offers: routes, investmentFigures, and the recording of leads for imports.
 * Never: counts a framework agreement as a signing; counts a trip or lead twice.
 */
export { investmentFigures } from "./figures.ts";
export { differingLeads, findLeads, leadKey, type LeadStatement, recordLeads } from "./recording.ts";
export { routes } from "./routes.ts";
