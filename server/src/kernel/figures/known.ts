import { sql, type RawBuilder } from "kysely";

/** A version row that was known at K: the one predicate for now and past (KERNEL B0). */
export function known(alias: string, knownAt: string): RawBuilder<boolean> {
  return sql<boolean>`${sql.ref(`${alias}.recorded_at`)} <= ${knownAt}::timestamptz and ${sql.ref(`${alias}.superseded_at`)} > ${knownAt}::timestamptz`;
}
