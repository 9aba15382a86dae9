import { describe, expect, it } from "vitest";
import { workingDaysOf, yearGrid } from "./yearGrid.ts";

const named = [
  { day: "2023-06-22", isWorking: false, name: "端午" },
  { day: "2023-06-25", isWorking: true, name: "端午调休上班" },
];
const dayIn = (grid: ReturnType<typeof yearGrid>, day: string) => grid.flatMap(({ weeks }) => weeks.flat()).find((one) => one?.day === day);

describe("a year of days", () => {
  it("begins its weeks on Monday and holds every day once", () => {
    const grid = yearGrid(2024, [], {});
    expect(grid.flatMap(({ weeks }) => weeks.flat()).filter((day) => day !== null)).toHaveLength(366);
    expect(grid.every(({ weeks }) => weeks.every((week) => week.length === 7))).toBe(true);
    expect(grid[0]?.weeks[0]?.[0]?.day).toBe("2024-01-01");
  });

  it("rests on holidays and works on exchanged Sundays", () => {
    const grid = yearGrid(2023, named, {});
    expect(dayIn(grid, "2023-06-22")).toMatchObject({ isWorking: false, name: "端午" });
    expect(dayIn(grid, "2023-06-25")).toMatchObject({ isWorking: true });
    expect(workingDaysOf(grid)).toBe(260);
  });

  it("shows a change before it is saved, and gives a day back to the plain week", () => {
    const grid = yearGrid(2023, named, {
      "2023-06-22": { isWorking: null, name: "照平常周" },
      "2023-06-23": { isWorking: false, name: "端午" },
    });
    expect(dayIn(grid, "2023-06-22")).toMatchObject({ isWorking: true, name: null, isChanged: true });
    expect(dayIn(grid, "2023-06-23")).toMatchObject({ isWorking: false, isChanged: true });
  });
});
