import { describe, expect, it } from "vitest";
import { matchingCommands, type Command } from "./commands.ts";

const commands: Command[] = ["月度报送", "报送18行", "项目台账"].map((title) => ({
  id: title,
  title,
  group: "",
  run: () => undefined,
}));
const initials: Record<string, string> = { 月度报送: "ydbs", 报送18行: "bs18h", 项目台账: "xmtz" };

describe("commands by name", () => {
  it("are all there before anything is typed", () => {
    expect(matchingCommands(commands, " ")).toHaveLength(3);
  });

  it("match by part of the title, those beginning with it first", () => {
    expect(matchingCommands(commands, "报送").map(({ title }) => title)).toEqual(["报送18行", "月度报送"]);
  });

  it("match by pinyin initials, and by title alone until the table has come", () => {
    expect(matchingCommands(commands, "XM", (title) => initials[title] ?? "").map(({ title }) => title)).toEqual(["项目台账"]);
    expect(matchingCommands(commands, "xm")).toEqual([]);
  });
});
