import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import type { BulletinDetail } from "@baton/contract/bulletins";
import type { Figures } from "#kernel/figures";
import type { Actor, Tx } from "#platform/database";
import { faultsOf, getBulletin, readKeptFacts } from "./bulletins.ts";
import { listOfBulletin } from "./confirmations.ts";
import { listErrata } from "./errata.ts";
import { gatherFacts } from "./facts.ts";
import { actsOf } from "./way.ts";

/** What these routes need of other slices: the figures, and the proof that a second factor was just given (S8). */
export type BulletinNeeds = { figures: Figures; requireFreshFactor(request: FastifyRequest): Promise<void> | void };

/** The database's clock, for what is asked as known now. */
export async function knownNow(tx: Tx): Promise<string> {
  const { rows } = await sql<{ now: string }>`select clock_timestamp() as now`.execute(tx);
  return rows[0]?.now ?? "";
}

type Seen = { id: string; today: string; figures: Figures };

/** A bulletin as its reader may see it: live while it is drafted, as it was kept from the freeze on. */
export async function describe(tx: Tx, actor: Actor, { id, today, figures }: Seen): Promise<BulletinDetail> {
  const bulletin = await getBulletin(tx, id);
  const { line, version, document, audience, writtenBy } = bulletin;
  const kept = await readKeptFacts(tx, id);
  const facts = kept ?? (await gatherFacts(tx, { document, month: line.month, knownAt: await knownNow(tx), scope: "全市", figures }));
  return {
    ...line,
    version,
    document,
    audience,
    facts,
    isFixed: kept !== undefined,
    writtenBy,
    events: bulletin.events.map(({ kind, post, at, note }) => ({ kind, post, at, note })),
    confirmations: await listOfBulletin(tx, id, today),
    errata: await listErrata(tx, id),
    faults: faultsOf(document, figures),
    may: actsOf(bulletin, actor),
  };
}
