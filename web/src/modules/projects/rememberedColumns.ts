import { useCallback, useState } from "react";
import { useMe } from "../../api/me.ts";
import { useAddressState } from "../../ui/useAddressState.ts";

/**
 * Columns of the ledger: as the address says, else as this person last chose them in this browser, else the default
 * ones (undefined). Choosing writes both; going back to the default forgets both.
 */
export function useRememberedColumns(): [readonly string[] | undefined, (ids: readonly string[] | undefined) => void] {
  const { account } = useMe();
  const { values, change } = useAddressState();
  const storageKey = `baton.ledger-columns.${account.id}`;
  const [remembered, setRemembered] = useState(() => read(storageKey));
  const choose = useCallback(
    (ids: readonly string[] | undefined) => {
      setRemembered(ids);
      change({ columns: ids });
      try {
        if (ids) localStorage.setItem(storageKey, JSON.stringify(ids));
        else localStorage.removeItem(storageKey);
      } catch {
        // Storage may be forbidden; the address still holds the columns.
      }
    },
    [storageKey, change],
  );
  return [values["columns"] ?? remembered, choose];
}

function read(storageKey: string): readonly string[] | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(storageKey) ?? "null") as unknown;
    return Array.isArray(kept) && kept.every((id) => typeof id === "string") ? kept : undefined;
  } catch {
    // Storage forbidden, or written by hand: the default columns.
    return undefined;
  }
}
