import { sql, type RawBuilder } from "kysely";
import type { Dimension } from "./definition.ts";
import { known } from "./known.ts";

type Names = Pick<Dimension, "labelZh" | "labelEn">;

/** A code's Chinese word in SQL; null for a code that is not in the list. */
export function wordOf(column: RawBuilder<unknown>, terms: readonly { code: string; zh: string }[]): RawBuilder<string> {
  const cases = terms.map((term) => sql`when ${term.code} then ${term.zh}`);
  return sql<string>`case ${column} ${sql.join(cases, sql` `)} end`;
}

/** Columns of a row's division and of those above it; `placeJoins` brings the tables they name. */
export const placeColumns = sql`a.code as area_code, a.name as area_name, a.level as area_level,
  case when a.level in ('town', 'village') then up.code else a.code end as county_code,
  case when a.level in ('town', 'village') then up.name else a.name end as county_name,
  case when a.level in ('town', 'village') then upper_up.code else up.code end as city_code, ao.name as row_by`;

/** Joins a division with those above it, and the unit that a row is accounted to, as known at K. */
export function placeJoins(ids: { area: RawBuilder<unknown>; org: RawBuilder<unknown> }, knownAt: string): RawBuilder<unknown> {
  return sql`left join kernel_area a on a.area_id = ${ids.area} and ${known("a", knownAt)}
    left join kernel_area up on up.area_id = a.parent_area_id and ${known("up", knownAt)}
    left join kernel_area upper_up on upper_up.area_id = up.parent_area_id and ${known("upper_up", knownAt)}
    left join kernel_org ao on ao.org_id = ${ids.org} and ${known("ao", knownAt)}`;
}

function areaDimension(name: string, names: Names, column: "county" | "area"): Dimension {
  return {
    name,
    ...names,
    overlaps: false,
    needs: ["place"],
    group: { key: sql<string>`${sql.ref(`population.${column}_code`)}`, label: sql<string>`${sql.ref(`population.${column}_name`)}` },
  };
}

/** By account, over the columns of `placeColumns`. */
export const areaDimensions: readonly Dimension[] = [
  areaDimension("area", { labelZh: "区（市）", labelEn: "District" }, "county"),
  areaDimension("area:county", { labelZh: "区（市）", labelEn: "District" }, "county"),
  areaDimension("area:town", { labelZh: "镇街", labelEn: "Town" }, "area"),
];

/** Over the population's column `chain_ids`. */
export const chainDimension: Dimension = {
  name: "chain",
  labelZh: "产业链",
  labelEn: "Chain",
  overlaps: true,
  needs: ["chains"],
  group: {
    from: sql`join kernel_subject chain on chain.subject_id = any(population.chain_ids)`,
    key: sql<string>`coalesce(chain.code, chain.name)`,
    label: sql<string>`chain.name`,
  },
};

const sizeBounds = [1, 5, 10, 50, 100];

/** Classes of 以上 and 过 on an amount in fen; they overlap by their nature. */
export function sizeDimension(names: Names, column: string): Dimension {
  const amount = sql.ref(`population.${column}`);
  return {
    name: "size",
    ...names,
    overlaps: true,
    needs: ["profile"],
    group: {
      from: sql`join (select unnest(${sizeBounds.flatMap((yi) => [`>=${yi}亿`, `>${yi}亿`])}::text[]) as size_key, unnest(${sizeBounds.flatMap((yi) => [yi, yi])}::bigint[]) * 10000000000 as bound) size_class
        on ${amount} > bound or (${amount} = bound and size_key like '>=%')`,
      key: sql<string>`size_key`,
      label: sql<string>`replace(replace(size_key, '>=', '≥'), '>', '＞')`,
    },
  };
}

/** Ceremonies that the row's subject takes part in. */
export const ceremonyDimension: Dimension = {
  name: "event",
  labelZh: "集中活动",
  labelEn: "Ceremony",
  overlaps: true,
  group: {
    from: sql`join kernel_occasion_part part on part.subject_id = population.subject_id and part.role = 'member' and part.superseded_at = 'infinity'
      join kernel_occasion occasion on occasion.occasion_id = part.occasion_id and occasion.kind = 'ceremony' and occasion.superseded_at = 'infinity'`,
    key: sql<string>`occasion.name`,
    label: sql<string>`occasion.name`,
  },
};
