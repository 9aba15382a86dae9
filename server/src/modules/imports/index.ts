/**
 * Purpose: tables brought in from outside: read, checked cell by cell, written whole or not at all, undone once.
 * Owns: projects_import, projects_import_mapping.
 * Offers: routes.
 * Never: writes half a table; drops a row in silence; guesses what a cell means where two readings are possible.
 */
export { routes } from "./routes.ts";
