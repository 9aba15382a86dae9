/**
 * Purpose: the way to PostgreSQL: pools per role, transactions as an actor, migrations, roles.
 * Owns: platform_migration, platform_outbox (writing), platform_mark.
 * Offers: openPool, readAs, writeAs, ask, later, beginAct, announce, migrate, ensureRoles, ensureDatabase, rolePasswords.
 * Never: knows a business word; never hands out a connection without an actor to business code.
 */
export { announce, announceEach, beginAct, readAs, writeAs, type Act, type Actor, type Tx } from "./actor.ts";
export { isoInstant } from "./client.ts";
export { migrate, readMigrations } from "./migrate.ts";
export { ask, later } from "./pipeline.ts";
export { openPool, type Connection, type Database, type Pool, type Tls } from "./pools.ts";
export { assertWebRoleIsPowerless, ensureDatabase, ensureRoles, rolePasswords, type LoginRole } from "./roles.ts";
