import type { Calendar } from "@baton/contract/calendar";
import { describe, expect, it } from "vitest";
import { bodyOfOpening, deadlineOf, emptyOpening, faultsOfOpening, materialsOf, withKind } from "./openMatter.ts";

const calendar: Calendar = { version: 1, overrides: new Map([["2023-07-06", { isWorking: false, name: "示例假日" }]]) };
const asked = { now: "2023-07-05T02:00:00Z", calendar };
const filled = { ...emptyOpening("dispatch", "s1"), title: "用电", ask: "请接通", leadPostId: 7, days: "3" };

describe("opening a matter by hand", () => {
  it("begins with what the role opens most and with the rule's days", () => {
    expect(emptyOpening("leader", undefined)).toMatchObject({ kind: "instruction", days: "7" });
    expect(emptyOpening("town", "s1")).toMatchObject({ kind: "problem", days: "10", subjectId: "s1" });
  });

  it("changes the usual days with the kind, but never days that somebody typed", () => {
    expect(withKind(emptyOpening("town", undefined), "supervision").days).toBe("5");
    expect(withKind({ ...filled, days: "3" }, "problem").days).toBe("3");
    expect(withKind({ ...filled, kind: "problem", party: "department" }, "request").party).toBeNull();
  });

  it("shows the deadline that the server will count, from days or to a day", () => {
    expect(deadlineOf(filled, asked)).toMatchObject({ dueAt: "2023-07-11T18:00:00+08:00" });
    expect(deadlineOf({ ...filled, dueBy: "day", on: "2023-07-10" }, asked)).toMatchObject({ dueAt: "2023-07-10T18:00:00+08:00" });
    // A day that rests ends on the working day before it.
    expect(deadlineOf({ ...filled, dueBy: "day", on: "2023-07-09" }, asked)).toMatchObject({ dueAt: "2023-07-07T18:00:00+08:00" });
    expect(deadlineOf({ ...filled, dueBy: "day", on: "2023-07-05" }, asked)).toBeNull();
    expect(deadlineOf({ ...filled, days: "1.5" }, asked)).toBeNull();
    expect(deadlineOf({ ...filled, days: "３" }, asked)).toMatchObject({ dueAt: "2023-07-11T18:00:00+08:00" });
  });

  it("names what is missing, and a post named twice", () => {
    expect(faultsOfOpening(filled, asked)).toEqual({});
    expect(faultsOfOpening({ ...emptyOpening("dispatch", undefined), days: "0" }, asked)).toEqual({
      subject: "choose",
      title: "required",
      ask: "required",
      lead: "choose",
      due: "days",
    });
    const twice = [{ key: 1, postId: 7, ask: "协助" }];
    expect(faultsOfOpening({ ...filled, assistants: twice }, asked)).toEqual({ assistants: "same" });
    expect(faultsOfOpening({ ...filled, assistants: [{ key: 1, postId: undefined, ask: "协助" }] }, asked)).toEqual({ assistants: "assistant" });
    expect(faultsOfOpening({ ...filled, materials: Array.from({ length: 11 }, (_, at) => `材料${at}`).join("\n") }, asked)).toEqual({ materials: "materials" });
  });

  it("sends days or a day, never both, and a blocking party only with a problem", () => {
    expect(bodyOfOpening({ ...filled, party: "department" })).toMatchObject({ workingDays: 3, blockingParty: null, assistants: [], materials: [] });
    expect(bodyOfOpening({ ...filled, dueBy: "day", on: "2023-07-10" })).not.toHaveProperty("workingDays");
    expect(materialsOf(" 通电验收单 \n\n现场照片\n")).toEqual(["通电验收单", "现场照片"]);
  });
});
