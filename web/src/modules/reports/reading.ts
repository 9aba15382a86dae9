import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Period, periods } from "@baton/contract/periods";
import type { ReportRow, ReportSheet } from "@baton/contract/reports";
import type { z } from "zod";
import { api } from "../../api/client.ts";
import { useAddressState } from "../../ui/useAddressState.ts";
import type { DraftRow } from "./keeping.ts";

const periodsQuery = queryOptions({
  queryKey: ["periods"],
  queryFn: ({ signal }) => api.get<z.infer<typeof periods>>("/api/periods", { signal }),
});

export function sheetQuery(month: string, knownAt: string | undefined) {
  return queryOptions({
    queryKey: ["reports", month, knownAt ?? "now"],
    queryFn: ({ signal }) => api.get<ReportSheet>(`/api/months/${month}/reports`, { query: { knownAt }, signal }),
    enabled: month !== "",
  });
}

/** The month of the address, else the newest open one, else the newest. Empty until the list of months is read. */
export function useReportMonth() {
  const { first, change } = useAddressState();
  const { data, error, isPending } = useQuery(periodsQuery);
  const items: readonly Period[] = data?.items ?? [];
  const asked = first("month");
  const open = items.find(({ state }) => state === "open" || state === "closed");
  const month = asked && /^\d{4}-(0[1-9]|1[0-2])$/.test(asked) ? asked : (open?.month ?? items[0]?.month ?? "");
  return { month, months: items, isPending, error, choose: (next: string) => change({ month: next }) };
}

/** Puts kept drafts into what was read, so that a row shows them without being asked for again. */
export function usePatchDrafts(month: string) {
  const client = useQueryClient();
  return (rows: readonly DraftRow[]): void => {
    const { queryKey } = sheetQuery(month, undefined);
    client.setQueryData<ReportSheet>(queryKey, (sheet) => sheet && { ...sheet, items: sheet.items.map((row) => patched(row, rows)) });
  };
}

function patched(row: ReportRow, drafts: readonly DraftRow[]): ReportRow {
  const draft = drafts.find(({ projectId }) => projectId === row.projectId);
  if (!draft) return row;
  const status = row.status === "returned" ? row.status : draft.fields === null ? "unreported" : "draft";
  return { ...row, draft: draft.fields, draftRevision: draft.revision, status };
}
