import fc from "fast-check";
import { expect, test } from "vitest";
import {
  addWorkingDays,
  type Calendar,
  closeOfBusiness,
  countWorkingDays,
  dayOf,
  isWorkingDay,
  shiftWorkingDay,
  standingOf,
  workingDaysBetween,
  reportsDueAt,
} from "./calendar.ts";

/** The Dragon Boat festival of 2023: Thursday to Saturday rest, the Sunday after is worked. */
const overrides = new Map([
  ["2023-06-22", { isWorking: false, name: "端午" }],
  ["2023-06-23", { isWorking: false, name: "端午" }],
  ["2023-06-24", { isWorking: false, name: "端午" }],
  ["2023-06-25", { isWorking: true, name: "端午调休上班" }],
]);
const calendar: Calendar = { version: 1, overrides };
const at = (day: string, hour = 10): string => `${day}T${String(hour).padStart(2, "0")}:00:00+08:00`;

test("a holiday rests, the Sunday worked in exchange counts", () => {
  expect(isWorkingDay("2023-06-22", overrides)).toBe(false);
  expect(isWorkingDay("2023-06-25", overrides)).toBe(true);
  expect(isWorkingDay("2023-06-18", overrides)).toBe(false);
});

test("three working days from the eve of the festival end on the Tuesday after it, each day explained", () => {
  const deadline = addWorkingDays(at("2023-06-21"), 3, calendar);
  expect(deadline.dueAt).toBe("2023-06-27T18:00:00+08:00");
  expect(deadline.days.map(({ day, mark, name }) => [day, mark, name])).toEqual([
    ["2023-06-22", "rest", "端午"],
    ["2023-06-23", "rest", "端午"],
    ["2023-06-24", "rest", "端午"],
    ["2023-06-25", "counted", "端午调休上班"],
    ["2023-06-26", "counted", null],
    ["2023-06-27", "counted", null],
  ]);
});

test("an evening in UTC is already the next day in the city", () => {
  expect(dayOf("2023-06-20T16:00:00Z")).toBe("2023-06-21");
});

test("a year whose holidays are not announced makes a deadline provisional", () => {
  expect(addWorkingDays(at("2023-12-29"), 2, calendar).isProvisional).toBe(true);
  expect(addWorkingDays(at("2023-06-01"), 2, calendar).isProvisional).toBe(false);
});

test("a clock that stands has no deadline but knows the days that remain", () => {
  const deadline = countWorkingDays({ from: at("2023-06-12"), days: 5, calendar, standings: [{ from: at("2023-06-14"), to: null }] });
  expect(deadline).toMatchObject({ dueAt: null, remainingDays: 4 });
});

test("a pause after the deadline moves nothing", () => {
  const deadline = countWorkingDays({ from: at("2023-06-12"), days: 2, calendar, standings: [{ from: at("2023-06-15"), to: null }] });
  expect(deadline.dueAt).toBe("2023-06-14T18:00:00+08:00");
});

test("the evening of the due day is overdue by no working day yet", () => {
  expect(standingOf(closeOfBusiness("2023-06-21"), at("2023-06-21", 19), calendar)).toEqual({ isOverdue: true, workingDays: 0 });
  expect(standingOf(closeOfBusiness("2023-06-21"), at("2023-06-25", 9), calendar)).toEqual({ isOverdue: true, workingDays: 1 });
  expect(standingOf(closeOfBusiness("2023-06-26"), at("2023-06-21", 9), calendar)).toEqual({ isOverdue: false, workingDays: 2 });
});

const day = fc.date({ min: new Date("2023-01-01"), max: new Date("2023-11-30"), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10));
const anyCalendar = fc
  .uniqueArray(fc.tuple(day, fc.boolean()), { maxLength: 40, selector: ([on]) => on })
  .map((days): Calendar => ({ version: 1, overrides: new Map(days.map(([on, isWorking]) => [on, { isWorking, name: "示例" }])) }));

test("as many working days lie up to the deadline as were given, and the deadline is one of them", () => {
  fc.assert(
    fc.property(day, fc.integer({ min: 1, max: 30 }), anyCalendar, (from, days, any) => {
      const due = dayOf(addWorkingDays(at(from), days, any).dueAt ?? "");
      expect(workingDaysBetween(from, due, any)).toBe(days);
      expect(isWorkingDay(due, any.overrides)).toBe(true);
      expect(shiftWorkingDay(from, days, any)).toBe(due);
    }),
  );
});

test("a pause shifts the deadline by exactly the working days whose close it covers", () => {
  fc.assert(
    fc.property(
      fc.record({ from: day, days: fc.integer({ min: 1, max: 20 }), wait: fc.nat(30), length: fc.nat(30), any: anyCalendar }),
      ({ from, days, wait, length, any }) => {
        const start = Temporal.PlainDate.from(from);
        const pausedOn = start.add({ days: wait }).toString();
        const resumedOn = start.add({ days: wait + length }).toString();
        const plain = dayOf(addWorkingDays(at(from), days, any).dueAt ?? "");
        const shifted = dayOf(countWorkingDays({ from: at(from), days, calendar: any, standings: [{ from: at(pausedOn), to: at(resumedOn) }] }).dueAt ?? "");
        // Paused at ten and resumed at ten: the closes of [pausedOn, resumedOn) are covered; the first day is not counted anyway.
        let covered = 0;
        for (let date = Temporal.PlainDate.from(pausedOn); date.toString() < resumedOn; date = date.add({ days: 1 })) {
          const isAfterStart = date.toString() > from;
          if (isAfterStart && pausedOn <= plain && isWorkingDay(date.toString(), any.overrides)) covered += 1;
        }
        expect(workingDaysBetween(from, shifted, any)).toBe(days + covered);
      },
    ),
  );
});

test("a month's reports are due on the fifth of the next, or on the first working day after it", () => {
  const plain = { overrides: new Map() };
  expect(reportsDueAt("2023-06", plain)).toBe("2023-07-05T18:00:00+08:00");
  // 5 August 2023 is a Saturday; 5 October rests until the 7th, which is worked in exchange.
  expect(reportsDueAt("2023-07", plain)).toBe("2023-08-07T18:00:00+08:00");
  const festival = new Map([
    ["2023-10-05", { isWorking: false, name: "国庆节" }],
    ["2023-10-06", { isWorking: false, name: "国庆节" }],
    ["2023-10-07", { isWorking: true, name: "国庆节调休上班" }],
  ]);
  expect(reportsDueAt("2023-09", { overrides: festival })).toBe("2023-10-07T18:00:00+08:00");
  expect(reportsDueAt("2023-12", plain)).toBe("2024-01-05T18:00:00+08:00");
});
