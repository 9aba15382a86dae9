import type { Catalogue, Column, Table } from "./catalogue.ts";

/** The three parts of our comments, joined by " — ": Chinese, English, and for personal data its purpose and basis. */
export type Said = { zh: string; en: string; personal: string | null };

const personalMark = "个人信息：";

/** Splits a comment into its parts; parts that are missing are empty. */
export function partsOf(comment: string | null): Said {
  const [zh = "", en = "", third = ""] = (comment ?? "").split(" — ");
  // short ones say it within the Chinese sentence
  const within = /目的.+依据.+/.exec(zh)?.[0] ?? null;
  return { zh, en, personal: third.startsWith(personalMark) ? third.slice(personalMark.length) : within };
}

/** docs/data-dictionary.md: every table and column in Chinese and English, and the list of personal columns. */
export function dataDictionary(catalogue: Catalogue): string {
  const personal = catalogue.tables.flatMap((table) =>
    table.columns
      .filter((column) => partsOf(column.comment).personal !== null)
      .map((column) => `| \`${table.name}.${column.name}\` | ${partsOf(column.comment).zh} | ${partsOf(column.comment).personal} |`),
  );
  return [
    "# 数据字典 · Data dictionary",
    "",
    "由数据库注释生成（`npm run generate`），请勿手工修改。Generated from the comments in the database.",
    "",
    "约定：金额以分为单位的整数；日期为公历日（北京时间），区间左闭右开；“入库时刻”由数据库给出，“失效时刻”为 infinity 表示当前版本。",
    "Amounts are integer fen; dates are calendar days in Asia/Shanghai, spans half-open; record-time is set by the database, and `infinity` marks the current version.",
    "",
    "## 个人信息 · Personal data",
    "",
    "| 列 column | 含义 | 目的与依据 purpose and legal basis |",
    "|---|---|---|",
    ...personal,
    "",
    ...catalogue.tables.flatMap(section),
  ].join("\n");
}

function section(table: Table): string[] {
  const { zh, en } = partsOf(table.comment);
  return [
    `## \`${table.name}\``,
    "",
    `${zh}`,
    "",
    `${en}`,
    "",
    "| 列 column | 类型 type | 含义 | meaning |",
    "|---|---|---|---|",
    ...table.columns.map((column) => row(table, column)),
    "",
  ];
}

function row(table: Table, column: Column): string {
  const { zh, en } = partsOf(column.comment);
  const key = table.constraints.find((one) => one.kind === "f" && one.columns.length === 1 && one.columns[0] === column.name);
  const target = key?.target === undefined || key.target === null ? "" : ` → \`${key.target}\``;
  return `| \`${column.name}\` | ${column.type}${column.isRequired ? "" : "，可空"}${target} | ${zh.replaceAll("|", "\\|")} | ${en.replaceAll("|", "\\|")} |`;
}
