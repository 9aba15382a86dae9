import type { MatterLine } from "@baton/contract/matters";
import type { MattersText } from "../../text/matters.ts";

export type Urgency = "late" | "soon" | "calm";

/** Working days at which a deadline is near. */
const soonDays = 1;

type Due = Pick<MatterLine, "dueAt" | "isOverdue" | "isPaused" | "workingDays" | "status">;

export function urgencyOf(line: Due): Urgency {
  if (line.isPaused || line.dueAt === null || line.status === "to_verify") return "calm";
  if (line.isOverdue) return "late";
  return line.workingDays !== null && line.workingDays <= soonDays ? "soon" : "calm";
}

/** How it stands: 余1个工作日, 逾期2个工作日, 计时暂停. What waits for verification is not late by the holder's deadline. */
export function standingWords(line: Due, { due, statuses }: Pick<MattersText, "due" | "statuses">): string {
  if (line.status === "to_verify") return statuses.to_verify;
  if (line.isPaused) return due.paused;
  if (line.dueAt === null || line.workingDays === null) return due.none;
  if (line.isOverdue) return line.workingDays === 0 ? due.lateToday : due.late(line.workingDays);
  return line.workingDays === 0 ? due.today : due.left(line.workingDays);
}
