/**
 * Purpose: material that proves something of a subject: the file by random name, the row that says what it shows.
 * Owns: kernel_evidence.
 * Offers: evidencePath, routes (upload, list, download).
 * Never: believes a file's name or declared type; serves an original to be opened in place; commits a row before its file is on disk.
 */
export { routes } from "./routes.ts";
export { pathOf as evidencePath } from "./storing.ts";
