import type { PasteTable } from "./pasting.ts";

const amount = String.raw`([+-]?\d[\d,]*(?:\.\d+)?\s*(?:亿|千万|百万|万)?元?)`;
const ofCumulative = new RegExp(String.raw`(?:本年|今年|全年|年初以来|1[-至到]\d+月)?(?:度)?累计(?:完成)?(?:投资)?[^\d+-]{0,4}${amount}`);
const ofMonth = new RegExp(String.raw`(?:本月|当月|\d{1,2}月份?)(?:完成|新增)?(?:投资)?[^\d+-]{0,4}${amount}`);
const ofUnchanged = /(?:本月|当月)?(?:无变化|没有?变化|无进展)/;
const ofProblem = /(?:存在)?(?:问题|困难)(?:是|为)?[:：]?\s*(.+)$/;
const ofProgress = /(?:形象)?进[度展](?:是|为)?[:：]?\s*/;

/** What is said of one project in a line of a chat: 正极材料项目：本月1600万，累计14000万，主体封顶. */
function readLine(line: string): string[] {
  const folded = line
    .normalize("NFKC")
    .replace(/^\s*(?:\d+\s*[.、)]|[-•·*])\s*/, "")
    .trim();
  const [, name = "", said = ""] = /^(.+?)(?:[:]|[,，]|\s+|(?=本月|当月|累计|无变化))(.*)$/.exec(folded) ?? [];
  const problem = ofProblem.exec(said)?.[1] ?? "";
  const rest = said.replace(ofProblem, "");
  const cumulative = ofCumulative.exec(rest);
  const afterCumulative = cumulative ? rest.replace(cumulative[0], "") : rest;
  const month = ofMonth.exec(afterCumulative);
  const unchanged = ofUnchanged.exec(afterCumulative);
  const words = (month ? afterCumulative.replace(month[0], "") : afterCumulative).replace(ofUnchanged, "").replace(ofProgress, "");
  const progress = words
    .split(/[,;。]+/)
    .map((each) => each.trim())
    .filter((each) => each !== "")
    .join("，");
  return [name.trim(), unchanged && !month ? "无变化" : (month?.[1] ?? ""), cumulative?.[1] ?? "", progress, problem.trim()];
}

/** The lines of a chat, one project each; a line that names nothing known stays to be matched by the person. */
export function readChat(lines: readonly string[]): PasteTable {
  return { columns: ["name", "month", "cumulative", "progress", "problem"], lines: lines.map(readLine), unit: null };
}
