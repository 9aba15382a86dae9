/**
 * Purpose: the registry of enterprises: who they are and where they stand.
 * Owns: enterprises_profile.
 * Offers: routes, and the recording of enterprises for imports.
 * Never: keeps the name of a person; a contact is a post and a telephone.
 */
export { differingEnterprises, type EnterpriseStatement, findEnterprises, recordEnterprises } from "./recording.ts";
export { routes } from "./routes.ts";
