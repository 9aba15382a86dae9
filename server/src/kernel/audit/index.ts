/**
 * Purpose: the trail of every change, chained and sealed, so that rewriting what was sealed cannot stay unseen (SECURITY §4).
 * Owns:    kernel_audit_entry, _image, _seal, _anchor, _timeline, _table; the key file, the memory of the last seal; the anchors' directory.
 * Offers:  startSealer, verifyAudit, findAuditKey, headFileOf, routes; in SQL `call kernel_audit_attach_all()` after each migration.
 * Never:   writes an entry from the program (triggers do), lets the key into the database, or shows contents to the auditor.
 */
export { headFileOf } from "./head.ts";
export { findAuditKey } from "./key.ts";
export { routes, type AuditSettings } from "./routes.ts";
export { type AuditLog, type Sealer, type SealerOptions, startSealer } from "./sealer.ts";
export { type VerificationOptions, verifyAudit } from "./verification.ts";
