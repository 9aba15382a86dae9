import { dayOf } from "@baton/contract/calendar";
import type { Duty, Hands, MatterLine } from "@baton/contract/matters";

export const groupNames = ["overdue", "today", "thisWeek", "later"] as const;
export type GroupName = (typeof groupNames)[number];
export type HandsGroup = { name: GroupName; total: number; items: MatterLine[]; duties: Duty[] };

/** Where a deadline falls as seen from now, by the same weeks as the server's: a week ends on its Sunday. */
export function groupOf(line: Pick<MatterLine, "dueAt" | "isOverdue" | "isPaused">, now: string): GroupName {
  if (line.dueAt === null || line.isPaused) return "later";
  if (line.isOverdue) return "overdue";
  const today = Temporal.PlainDate.from(dayOf(now));
  const dueOn = Temporal.PlainDate.from(dayOf(line.dueAt));
  if (Temporal.PlainDate.compare(dueOn, today) <= 0) return "today";
  return Temporal.PlainDate.compare(dueOn, today.add({ days: 7 - today.dayOfWeek })) <= 0 ? "thisWeek" : "later";
}

/** The inbox as answered, or a plain list grouped the same way. */
export function groupsOf(answer: Hands | { items: readonly MatterLine[]; now: string }): HandsGroup[] {
  if (!("items" in answer)) return groupNames.map((name) => ({ name, ...answer[name] }));
  const lists = new Map<GroupName, MatterLine[]>(groupNames.map((name) => [name, []]));
  for (const line of answer.items) lists.get(groupOf(line, answer.now))?.push(line);
  return groupNames.map((name) => ({ name, items: lists.get(name) ?? [], total: lists.get(name)?.length ?? 0, duties: [] }));
}
