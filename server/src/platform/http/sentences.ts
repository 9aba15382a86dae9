import { z } from "zod";

const words: Readonly<Record<string, string>> = {
  string: "文字",
  number: "数字",
  int: "整数",
  bigint: "整数",
  boolean: "是（true）或否（false）",
  object: "一组字段",
  record: "一组字段",
  array: "列表",
  tuple: "列表",
  date: "日期",
  null: "空（null）",
};

const formats: Readonly<Record<string, string>> = {
  uuid: "不是系统给出的编号，请从列表中重新打开。",
  date: "日期写作 2023-06-30，且须是日历上有的一天。",
  datetime: "时刻写作 2023-06-30T08:00:00+08:00。",
  time: "时间写作 08:00。",
  email: "不是电子邮箱的写法。",
  url: "不是网址的写法。",
};

const namesMax = 8;
const nameLengthMax = 40;

function listed(names: readonly unknown[]): string {
  const shown = names.slice(0, namesMax).map((name) => `“${String(name).slice(0, nameLengthMax)}”`);
  return `${shown.join("、")}${names.length > namesMax ? `等 ${names.length} 个` : ""}`;
}

function sizeSentence(origin: string, isTooSmall: boolean, limit: { at: string; isIncluded: boolean }): string {
  const { at, isIncluded } = limit;
  if (origin === "string") return isTooSmall && at === "1" ? "不能为空。" : isTooSmall ? `至少 ${at} 个字。` : `不超过 ${at} 个字。`;
  if (origin === "array" || origin === "set") return isTooSmall ? `至少 ${at} 项。` : `不超过 ${at} 项。`;
  if (isTooSmall) return isIncluded ? `不小于 ${at}。` : `应大于 ${at}。`;
  return isIncluded ? `不大于 ${at}。` : `应小于 ${at}。`;
}

/** What is wrong with an input and how to mend it, where the schema has no sentence of its own. */
export function sentenceOf(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined ? "此项必填。" : `应为${words[issue.expected] ?? "另一种内容"}。`;
    case "invalid_value":
      return `只能是${listed(issue.values)}。`;
    case "too_small":
      return sizeSentence(issue.origin, true, { at: String(issue.minimum), isIncluded: issue.inclusive !== false });
    case "too_big":
      return sizeSentence(issue.origin, false, { at: String(issue.maximum), isIncluded: issue.inclusive !== false });
    case "invalid_format":
      return formats[issue.format] ?? "写法不符合要求，请对照填写说明。";
    case "not_multiple_of":
      return `应为 ${issue.divisor} 的倍数。`;
    case "unrecognized_keys":
      return `没有${listed(issue.keys)}这样的字段，请去掉后重试。`;
    case "custom":
    case "invalid_element":
    case "invalid_key":
    case "invalid_union":
      return "内容不符合要求，请对照填写说明。";
  }
}

/** Lets every schema of this process speak so; a sentence written at a field goes before it. */
export function speakPlainly(): void {
  z.config({ customError: sentenceOf });
}
