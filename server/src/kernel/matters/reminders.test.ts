import { type Calendar } from "@baton/contract/calendar";
import { matterRule } from "@baton/contract/matters";
import { expect, test } from "vitest";
import { groupOf } from "./hands.ts";
import { digestText, isEscalationDue, isReminderDay, isReminderTime } from "./reminders.ts";

const calendar: Calendar = {
  version: 1,
  overrides: new Map([
    ["2023-06-22", { isWorking: false, name: "端午" }],
    ["2023-06-23", { isWorking: false, name: "端午" }],
    ["2023-06-25", { isWorking: true, name: "端午调休上班" }],
  ]),
};
const rule = matterRule("problem", 1);
const at = (day: string, hour: number): Temporal.Instant => Temporal.Instant.from(`${day}T${String(hour).padStart(2, "0")}:00:00+08:00`);
const dueAt = "2023-06-21T18:00:00+08:00";

test("reminders go out from eight to eighteen on working days, a worked Sunday included", () => {
  expect([7, 8, 17, 18].map((hour) => isReminderTime(at("2023-06-21", hour), calendar))).toEqual([false, true, true, false]);
  expect(isReminderTime(at("2023-06-22", 10), calendar)).toBe(false);
  expect(isReminderTime(at("2023-06-25", 10), calendar)).toBe(true);
});

test("the reminder after a due day on the eve of a festival comes on the first working day after it", () => {
  const days = ["2023-06-19", "2023-06-20", "2023-06-21", "2023-06-22", "2023-06-25", "2023-06-26"];
  expect(days.filter((day) => isReminderDay({ dueAt, day, rule, calendar }))).toEqual(["2023-06-20", "2023-06-21", "2023-06-25"]);
});

test("an overdue matter goes up by working days, one level after another, and not while its clock stands", () => {
  const state = { status: "in_hand", dueAt, isPaused: false, escalationLevel: 0 } as const;
  const asked = { rule, calendar };
  expect(isEscalationDue({ ...asked, state, now: "2023-06-21T20:00:00+08:00" })).toBe(false);
  expect(isEscalationDue({ ...asked, state, now: "2023-06-25T09:00:00+08:00" })).toBe(true);
  expect(isEscalationDue({ ...asked, state: { ...state, escalationLevel: 1 }, now: "2023-06-26T09:00:00+08:00" })).toBe(false);
  expect(isEscalationDue({ ...asked, state: { ...state, escalationLevel: 1 }, now: "2023-06-27T09:00:00+08:00" })).toBe(true);
  expect(isEscalationDue({ ...asked, state: { ...state, escalationLevel: 3 }, now: "2023-07-27T09:00:00+08:00" })).toBe(false);
  expect(isEscalationDue({ ...asked, state: { ...state, isPaused: true }, now: "2023-06-27T09:00:00+08:00" })).toBe(false);
});

test("a digest is one message with the most urgent first", () => {
  const lines = [
    { title: "平整场地", subjectName: "甲项目", dueAt: "2023-06-26T18:00:00+08:00", isEscalated: false },
    { title: "接通用电", subjectName: "乙项目", dueAt: "2023-06-20T18:00:00+08:00", isEscalated: true },
  ];
  expect(digestText(lines, "2023-06-25T09:00:00+08:00", calendar)).toBe(
    "6月25日提醒，共2件事项：\n1．提级：接通用电（乙项目），已逾期2个工作日\n2．平整场地（甲项目），还剩1个工作日\n请登录系统在“在我手里”中办理。",
  );
});

test("what is in my hands is grouped by the day it falls due; without a deadline it comes last", () => {
  const now = at("2023-06-20", 12);
  expect(groupOf("2023-06-20T11:00:00+08:00", now)).toBe("overdue");
  expect(groupOf("2023-06-20T18:00:00+08:00", now)).toBe("today");
  expect(groupOf("2023-06-25T18:00:00+08:00", now)).toBe("thisWeek");
  expect(groupOf("2023-06-26T18:00:00+08:00", now)).toBe("later");
  expect(groupOf(null, now)).toBe("later");
});
