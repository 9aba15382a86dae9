import { sql } from "kysely";
import type { Tx } from "#platform/database";

/** Ends `planForValues` within a transaction that goes on to write. */
export async function planAsUsual(tx: Tx): Promise<void> {
  await sql`select set_config('plan_cache_mode', 'auto', true), set_config('enable_nestloop', 'on', true)`.execute(tx);
}

/**
 * Plans the rest of the transaction's statements for the values they are asked with. A plan kept for any known instant
 * expects hardly a row to have been known, and looks up a whole city project by project; planning costs a millisecond.
 * Where the whole city is read, `isWhole`, nothing is looked up one by one that can be joined.
 */
export async function planForValues(tx: Tx, isWhole = false): Promise<void> {
  await sql`select set_config('plan_cache_mode', 'force_custom_plan', true), set_config('enable_nestloop', ${isWhole ? "off" : "on"}, true)`.execute(tx);
}
