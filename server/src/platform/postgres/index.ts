/**
 * Purpose: runs the PostgreSQL 18 that is shipped with the program, so that a city needs no database of its own.
 * Owns:    one directory (`dataDir`): the cluster, the superuser's password, the instance lock, the ballast, the log.
 * Offers:  `startPostgres`, which gives back a private Unix socket; `freeStorageBytes`.
 * Never:   listens on the network, knows a table, or keeps a password where another account can read it.
 */
export { startPostgres } from "./supervisor.ts";
export type { PostgresLog, PostgresOptions, PostgresServer, Profile } from "./options.ts";
export { PostgresStartError } from "./failure.ts";
export { freeStorageBytes } from "./storage.ts";
