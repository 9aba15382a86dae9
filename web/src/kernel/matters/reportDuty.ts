import { useQuery } from "@tanstack/react-query";
import type { Duty } from "@baton/contract/matters";
import type { periods } from "@baton/contract/periods";
import type { ReportSheet } from "@baton/contract/reports";
import type { z } from "zod";
import { api } from "../../api/client.ts";
import { useMe } from "../../api/me.ts";
import { paths } from "../../paths.ts";
import { mattersText } from "../../text/matters.ts";
import { useArea } from "../../text/useText.ts";
import { groupOf, type HandsGroup } from "./groups.ts";
import { mattersKey } from "./hands.ts";

/** Those who report by month. */
const reporters = ["town", "department"];

/** What a sheet leaves to do; returned rows are to be done again. Null when nothing is. */
export function dutyOf(sheet: Pick<ReportSheet, "month" | "state" | "dueAt" | "counts" | "items">, title: string): Duty | null {
  const remaining = sheet.counts.unreported + sheet.counts.returned;
  if (remaining === 0 || sheet.dueAt === null || (sheet.state !== "open" && sheet.state !== "closed")) return null;
  const drafts = sheet.items.filter(({ status }) => status === "draft").length;
  return { key: `month-${sheet.month}`, title, dueAt: sheet.dueAt, remaining, total: sheet.counts.all, drafts, path: paths.report() };
}

/** The open month's report as a row of the inbox, unless the answer already tells it. */
export function useWithReportDuty(groups: HandsGroup[] | undefined, now: string | undefined): HandsGroup[] | undefined {
  const text = useArea(mattersText);
  const me = useMe();
  const isTold = groups?.some(({ duties }) => duties.some(({ path }) => path.startsWith(paths.report()))) ?? true;
  const { data } = useQuery({
    queryKey: [...mattersKey, "report-duty"],
    enabled: !isTold && reporters.includes(me.role),
    queryFn: async ({ signal }) => {
      const { current } = await api.get<z.infer<typeof periods>>("/api/periods", { signal });
      return current === null ? null : api.get<ReportSheet>(`/api/months/${current}/reports`, { signal });
    },
  });
  if (!groups || !data || !now || isTold) return groups;
  const [year = 0, month = 0] = data.month.split("-").map(Number);
  const duty = dutyOf(data, text.dutyTitle(text.monthWords(year, month)));
  if (!duty) return groups;
  const isOverdue = Temporal.Instant.compare(now, duty.dueAt) > 0;
  const name = groupOf({ dueAt: duty.dueAt, isOverdue, isPaused: false }, now);
  return groups.map((group) => (group.name === name ? { ...group, total: group.total + 1, duties: [...group.duties, duty] } : group));
}
