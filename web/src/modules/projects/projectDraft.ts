import type { ListingValues, ProjectValues } from "./projectForm.ts";

/** A new project as far as it was typed, kept on this machine until it is registered. */
export type ProjectDraft = { values: ProjectValues; listing: ListingValues };

const keyOf = (accountId: string): string => `baton.new-project.${accountId}`;

export function readDraft(accountId: string): ProjectDraft | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(keyOf(accountId)) ?? "null") as ProjectDraft | null;
    return kept?.values.name ? kept : undefined;
  } catch {
    // Storage forbidden, or written by another version: an empty form.
    return undefined;
  }
}

export function keepDraft(accountId: string, draft: ProjectDraft): void {
  try {
    if (draft.values.name === "") localStorage.removeItem(keyOf(accountId));
    else localStorage.setItem(keyOf(accountId), JSON.stringify(draft));
  } catch {
    // Storage may be forbidden; the form then lives as long as its tab.
  }
}

export function forgetDraft(accountId: string): void {
  try {
    localStorage.removeItem(keyOf(accountId));
  } catch {
    // Nothing was kept either.
  }
}
