import type { AddressValues } from "../../ui/useAddressState.ts";
import type { QueryValue } from "../../api/client.ts";

/** Filters of the ledger as the address names them; the list asks by the same names. */
export const filterNames = ["year", "area", "town", "level", "class", "stage", "chain", "light", "size", "event", "blocking_party"] as const;

/** Exceptions first: red, yellow, none, blue. */
export const defaultSort = "-light";

export type Selection = {
  /** Query of `GET /api/projects` and of the export. */
  list: Record<string, QueryValue>;
  /** The same selection as a figure's question, for the footer's sums. */
  validOn: string | undefined;
  where: Record<string, readonly string[]>;
  isNarrowed: boolean;
};

/**
 * The one selection that list, footer and export speak of. A year other than the city's present one is read at its
 * end, as the server reads the list. `today` is the city's day, undefined until it is known.
 */
export function selectionOf(values: AddressValues, asked: { knownAt: string | undefined; today: string | undefined }): Selection {
  const { knownAt, today } = asked;
  const year = values["year"]?.[0];
  const named = values["validOn"]?.[0];
  const isOtherYear = year !== undefined && today !== undefined && !today.startsWith(year);
  const validOn = named ?? (isOtherYear ? `${year}-12-31` : undefined);
  const q = values["q"]?.[0]?.trim();
  const list: Record<string, QueryValue> = { q, validOn, knownAt, sort: values["sort"]?.[0] ?? defaultSort };
  const where: Record<string, readonly string[]> = {};
  for (const name of filterNames) {
    const chosen = values[name] ?? [];
    if (chosen.length === 0) continue;
    list[name] = name === "year" ? chosen[0] : chosen;
    where[name === "year" ? "listing_year" : name] = name === "year" ? chosen.slice(0, 1) : chosen;
  }
  if (q) where["q"] = [q];
  return { list, validOn, where, isNarrowed: Object.keys(where).length > 0 };
}

/** The last month end by a day: what reports are due. 2023-07-05 → 2023-06-30; undefined in January, which is the year's first. */
export function dueMonthEnd(on: string): string | undefined {
  const day = Temporal.PlainDate.from(on);
  const last = day.day === day.daysInMonth ? day : day.with({ day: 1 }).subtract({ days: 1 });
  return last.year === day.year ? last.toString() : undefined;
}

/** The address's query that a saved view keeps: filters and sort, without the view, the columns and the time travelled to. */
export function viewQuery(values: AddressValues): string {
  const kept = new URLSearchParams();
  for (const name of [...filterNames, "q", "sort"].toSorted()) {
    for (const value of values[name] ?? []) kept.append(name, value);
  }
  return kept.toString();
}

/** What the address must change to show a view: its values, and nothing left of what it does not name. */
export function valuesOfView(query: string): Record<string, readonly string[] | undefined> {
  const kept = new URLSearchParams(query);
  const values: Record<string, readonly string[] | undefined> = { validOn: undefined };
  for (const name of [...filterNames, "q", "sort"]) {
    const all = kept.getAll(name);
    values[name] = all.length > 0 ? all : undefined;
  }
  return values;
}
