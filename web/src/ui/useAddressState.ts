import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";

export type AddressValues = Readonly<Record<string, readonly string[]>>;

/**
 * What the address holds after `?`, so that a shared link opens the same page: filters, columns, sort.
 * `change` replaces the named values and keeps the rest; an empty list or undefined removes one.
 */
export function useAddressState(): {
  values: AddressValues;
  first: (name: string) => string | undefined;
  change: (values: Record<string, string | readonly string[] | undefined>) => void;
} {
  const values = useSearch({ strict: false }) as AddressValues;
  const navigate = useNavigate();
  const change = useCallback(
    (changed: Record<string, string | readonly string[] | undefined>) => {
      void navigate({
        to: ".",
        replace: true,
        search: ((now: AddressValues) => {
          const next: Record<string, readonly string[] | undefined> = { ...now };
          for (const [name, value] of Object.entries(changed)) {
            const list = value === undefined ? [] : typeof value === "string" ? [value] : value;
            next[name] = list.length > 0 ? list : undefined;
          }
          return next;
        }) as never,
      });
    },
    [navigate],
  );
  const first = useCallback((name: string) => values[name]?.[0], [values]);
  return { values, first, change };
}

/** The address keeps plain words, repeated for lists: `?level=市重点&level=省重点`. */
export function parseAddress(search: string): Record<string, string[]> {
  const values: Record<string, string[]> = {};
  for (const [name, value] of new URLSearchParams(search)) (values[name] ??= []).push(value);
  return values;
}

export function writeAddress(values: Record<string, unknown>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || value === null) continue;
    for (const each of Array.isArray(value) ? value : [value]) search.append(name, String(each));
  }
  const words = search.toString();
  return words ? `?${words}` : "";
}
