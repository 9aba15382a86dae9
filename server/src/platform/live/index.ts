/**
 * Purpose: tells open pages that something changed, so that they read it again as themselves.
 * Owns:    the open event streams.
 * Offers:  createLive: routes (GET /api/events), tell, closeAll.
 * Never:   sends content, or the fact that anything happened, to whom the subject is out of reach; keeps a session open.
 */
export { createLive, type Live, type LiveOptions } from "./live.ts";
