import { sql } from "kysely";
import { type Act, announce, type Tx } from "#platform/database";
import { refreshCards } from "./cards.ts";
import { refreshLiveLights } from "./lights.ts";

/** Open pages are told one by one up to here; a larger act is told as a whole. */
const announcedMax = 50;

/**
 * What every act on projects ends with, after all its versions are written: live lights, then the cards of every year
 * they are or were listed in, the grants that hang on batons and chains, and the news to open pages.
 */
export async function settleProjects(tx: Tx, at: { act: Act; today: string }, subjects: readonly string[]): Promise<void> {
  await refreshLiveLights(tx, { validOn: at.today, act: at.act }, subjects);
  const { rows } = await sql<{
    year: number;
  }>`select distinct year from projects_listing where subject_id = any(${subjects}::uuid[]) order by year`.execute(tx);
  for (const { year } of rows) await refreshCards(tx, { year, knownAt: at.act.recordedAt }, subjects);
  await sql`select kernel_refresh_grants(${subjects}::uuid[])`.execute(tx);
  for (const subjectId of subjects.slice(0, announcedMax)) await announce(tx, "project", { subjectId });
}
