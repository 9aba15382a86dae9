import type { ReportSheet } from "@baton/contract/reports";
import { describe, expect, it } from "vitest";
import { mattersText } from "../../text/matters.ts";
import { standingWords, urgencyOf } from "./dueWords.ts";
import { groupOf } from "./groups.ts";
import { dutyOf } from "./reportDuty.ts";

const now = "2023-07-05T00:30:00Z"; // a Wednesday, 8:30 in the city
const line = (dueAt: string | null, isOverdue = false) => ({ dueAt, isOverdue, isPaused: false });

describe("groups of the inbox", () => {
  it("ends the week on its Sunday", () => {
    expect(groupOf(line("2023-07-05T18:00:00+08:00"), now)).toBe("today");
    expect(groupOf(line("2023-07-09T18:00:00+08:00"), now)).toBe("thisWeek");
    expect(groupOf(line("2023-07-10T18:00:00+08:00"), now)).toBe("later");
    expect(groupOf(line("2023-07-04T18:00:00+08:00", true), now)).toBe("overdue");
  });

  it("counts the city's day, not UTC's", () => {
    expect(groupOf(line("2023-07-05T18:00:00+08:00"), "2023-07-04T16:30:00Z")).toBe("today");
  });

  it("puts what has no running clock to later", () => {
    expect(groupOf(line(null), now)).toBe("later");
    expect(groupOf({ ...line("2023-07-04T18:00:00+08:00", true), isPaused: true }, now)).toBe("later");
  });
});

describe("how a matter stands", () => {
  const text = mattersText["zh-CN"];
  const due = { dueAt: "2023-07-06T18:00:00+08:00", isOverdue: false, isPaused: false, workingDays: 1, status: "in_hand" as const };

  it("is said in working days", () => {
    expect(standingWords(due, text)).toBe("余1个工作日");
    expect(standingWords({ ...due, workingDays: 0 }, text)).toBe("今日到期");
    expect(standingWords({ ...due, isOverdue: true, workingDays: 2 }, text)).toBe("逾期2个工作日");
    expect(standingWords({ ...due, isPaused: true }, text)).toBe("计时暂停");
  });

  it("is not late for the one who verifies", () => {
    expect(urgencyOf({ ...due, status: "to_verify", isOverdue: true })).toBe("calm");
    expect(urgencyOf({ ...due, isOverdue: true })).toBe("late");
    expect(urgencyOf(due)).toBe("soon");
  });
});

describe("the month's report as a duty", () => {
  const sheet = {
    month: "2023-06",
    state: "open" as const,
    dueAt: "2023-07-05T18:00:00+08:00",
    counts: { all: 20, unreported: 12, submitted: 7, returned: 1, accepted: 0, doubtful: 0 },
    items: [],
  };

  it("counts returned rows as owed", () => {
    expect(dutyOf(sheet, "6月")).toMatchObject({ remaining: 13, total: 20 });
  });

  it("says how many are typed and kept, so that nobody is told to begin", () => {
    const items = [{ status: "draft" }, { status: "draft" }, { status: "unreported" }] as ReportSheet["items"];
    expect(dutyOf({ ...sheet, items }, "6月")).toMatchObject({ drafts: 2 });
  });

  it("is none when all is reported, or the month is frozen", () => {
    expect(dutyOf({ ...sheet, counts: { ...sheet.counts, unreported: 0, returned: 0 } }, "6月")).toBeNull();
    expect(dutyOf({ ...sheet, state: "frozen" }, "6月")).toBeNull();
  });
});
