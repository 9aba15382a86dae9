import { appendHistory, openMatter } from "#kernel/matters";
import type { Pool } from "#platform/database";
import { sql } from "kysely";
import type { DemoMatter } from "./files.ts";
import type { Registry } from "./organisations.ts";
import type { Placed } from "./projects.ts";

type MatterEventKind = Parameters<typeof appendHistory>[2][number]["kind"];

const kinds: Record<string, MatterEventKind> = { signed_for: "signed_for", answered: "done", verified: "verified", closed: "closed", reopened: "reopened" };
const parties = { town: "locality", district: "locality", department: "department", enterprise: "enterprise" } as const;

/** The problems the demonstration knows of: each event becomes known when it took place. */
export async function loadMatters(owner: Pool, matters: readonly DemoMatter[], places: { registry: Registry; projects: Map<string, Placed> }): Promise<void> {
  for (const matter of matters) {
    const project = places.projects.get(matter.subjectKey);
    const holder = places.registry.posts.get(matter.holderPostKey);
    if (project === undefined || holder === undefined) throw new Error(`demonstration matter ${matter.key} names what is not there`);
    await loadMatter(owner, matter, { subjectId: project.id, holder, postOf: (key) => (key === null ? null : (places.registry.posts.get(key) ?? null)) });
  }
}

async function loadMatter(
  owner: Pool,
  matter: DemoMatter,
  place: { subjectId: string; holder: number; postOf(key: string | null): number | null },
): Promise<void> {
  const { rows } = await owner.raw.query<{ role: keyof typeof parties }>("select role from kernel_post where post_id = $1", [
    place.postOf(matter.blockingPostKey) ?? place.holder,
  ]);
  const opened = matter.events[0];
  const matterId = await owner.db.transaction().execute(async (tx) => {
    await sql`select kernel_begin_history_act('load-history', ${matter.openedAt})`.execute(tx);
    return openMatter(tx, {
      kind: "problem",
      subjectId: place.subjectId,
      title: matter.title,
      ask: opened?.note ?? matter.title,
      holderPostId: place.holder,
      by: null,
      at: Temporal.Instant.from(matter.openedAt).toString(),
      blockingParty: parties[rows[0]?.role ?? "department"] ?? "department",
      dueOn: matter.dueOn,
      sourceKind: "report",
    });
  });
  for (const event of matter.events.slice(1)) {
    const kind = kinds[event.kind];
    if (kind === undefined) throw new Error(`demonstration matter ${matter.key} has an unknown event ${event.kind}`);
    await owner.db.transaction().execute(async (tx) => {
      await sql`select kernel_begin_history_act('load-history', ${event.at})`.execute(tx);
      await appendHistory(tx, matterId, [
        {
          kind,
          at: Temporal.Instant.from(event.at).toString(),
          byPostId: place.postOf(event.byPostKey),
          toPostId: place.postOf(event.toPostKey),
          body: event.note || null,
        },
      ]);
    });
  }
}
