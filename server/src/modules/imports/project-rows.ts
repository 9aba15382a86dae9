import {
  buildKindOf,
  buildKinds,
  checkCreditCode,
  checkProjectCode,
  classOf,
  levelOf,
  projectClasses,
  projectLevels,
  sideStates,
  stageOf,
  stages,
} from "@baton/contract/codes";
import { findIndustry } from "@baton/contract/industries";
import type { When } from "@baton/contract/time";
import type { Place } from "#kernel/subjects";
import type { Cell } from "#platform/sheets";
import type { RowReader } from "./cells.ts";

/** One row of a project table as it is written there, every cell read. */
export type ProjectRow = {
  reader: RowReader;
  row: number;
  name: string;
  code: string | null;
  place: Place;
  builderName: string | null;
  creditCode: string | null;
  industryCode: string | null;
  buildKind: string | null;
  chains: string[];
  level: string;
  class: string;
  year: number;
  planFen: number;
  totalFen: number;
  fixedAssetFen: number | null;
  landMu: string | null;
  planned: { start: When | null; completion: When | null; production: When | null };
  startedOn: When | null;
  producedOn: When | null;
  stage: string;
  leaderTitle: string | null;
  unit: string | null;
  longitude: string | null;
  latitude: string | null;
  remark: string | null;
};

function textOf(cell: Cell): string | number | null {
  return typeof cell === "string" || typeof cell === "number" ? cell : null;
}

/** A credit code that can be kept; a wrong check character is a warning, because codes in force fail it. */
export function readCreditCode(reader: RowReader, column = "统一社会信用代码", isRequired = false): string | null {
  const cell = textOf(reader.raw(column));
  if (cell === null) return isRequired ? reader.error(column, "required", "没有填写", "请补上必填的内容") : null;
  const check = checkCreditCode(cell);
  const [fault] = check.faults;
  if (fault !== undefined) return reader.error(column, fault.code, fault.message, fault.remedy);
  for (const warning of check.warnings) reader.warn(column, warning.code, warning.message, warning.remedy);
  return check.normalised;
}

export function readProjectCode(reader: RowReader): string | null {
  const cell = textOf(reader.raw("项目代码"));
  if (cell === null) return null;
  const check = checkProjectCode(cell);
  const [fault] = check.faults;
  if (fault !== undefined) return reader.error("项目代码", fault.code, fault.message, fault.remedy);
  for (const warning of check.warnings) reader.warn("项目代码", warning.code, warning.message, warning.remedy);
  return check.normalised;
}

export function readIndustry(reader: RowReader): string | null {
  const cell = textOf(reader.raw("行业代码"));
  if (cell === null) return null;
  const industry = findIndustry(cell);
  if (industry !== undefined) return industry.full;
  return reader.error("行业代码", "unknown-industry", `没有行业代码“${String(cell).slice(0, 20)}”`, "请对照GB/T 4754-2017核对，数字代码请把单元格设为文本");
}

/** Several chains may stand in one cell, set apart by 、 or ；. */
export function readChains(reader: RowReader): string[] {
  const text = reader.text("产业链", { max: 200 });
  return text === null
    ? []
    : [
        ...new Set(
          text
            .split(/[、；;，,]/)
            .map((name) => name.trim())
            .filter((name) => name !== ""),
        ),
      ];
}

export const stageWords = [...stages, ...sideStates];

function readYear(reader: RowReader): number | null {
  const text = reader.text("年度", { isRequired: true, max: 20 })?.normalize("NFKC");
  if (text === undefined) return null;
  const match = /^(\d{4})(?:年度?)?(?:-01-01|\.0)?$/.exec(text);
  const year = Number(match?.[1]);
  if (match !== null && year >= 1990 && year <= 2100) return year;
  return reader.error("年度", "not-a-year", `“${text}”不是年度`, "请填写四位年份，例如2023");
}

/** All cells of one row; null where a required one is missing or wrong (the faults say which). */
export function readProjectRow(reader: RowReader, place: Place | null): ProjectRow | null {
  const name = reader.text("项目名称", { isRequired: true, max: 200 });
  const level = reader.word("项目级别", levelOf, { isRequired: true, choices: projectLevels });
  const kind = reader.word("项目类别", classOf, { isRequired: true, choices: projectClasses });
  const stage = reader.word("当前阶段", stageOf, { isRequired: true, choices: stageWords });
  const totalFen = reader.wan("总投资(万元)", { isRequired: true });
  const planFen = reader.wan("年度计划投资(万元)", { isRequired: true });
  const year = readYear(reader);
  const rest = {
    code: readProjectCode(reader),
    builderName: reader.text("建设单位", { max: 200 }),
    creditCode: readCreditCode(reader),
    industryCode: readIndustry(reader),
    buildKind: reader.word("建设性质", buildKindOf, { choices: buildKinds }),
    chains: readChains(reader),
    fixedAssetFen: reader.wan("固定资产投资(万元)"),
    landMu: reader.decimal("用地面积(亩)", 4, { excess: "round" }),
    planned: { start: reader.when("计划开工"), completion: reader.when("计划竣工"), production: reader.when("计划投产") },
    startedOn: reader.when("实际开工"),
    producedOn: reader.when("实际投产"),
    leaderTitle: reader.text("包保领导", { max: 100 }),
    unit: reader.text("责任单位", { max: 200 }),
    longitude: reader.decimal("经度", 6, { min: 73, max: 136, excess: "round" }),
    latitude: reader.decimal("纬度", 6, { min: 3, max: 54, excess: "round" }),
    remark: reader.text("备注", { max: 2_000 }),
  };
  if (name === null || level === null || kind === null || stage === null || totalFen === null || planFen === null || year === null || place === null)
    return null;
  return { reader, row: reader.row, name, level, class: kind, stage, totalFen, planFen, year, place, ...rest };
}
