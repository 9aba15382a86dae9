/**
 * The columns of every import, in the words of the workbook: one table for reading, templates, matching by hand and
 * the export of the ledger. A heading is never renamed: workbooks outlive programs.
 */
import { buildKinds, projectClasses, projectLevels, sideStates, stages } from "./codes.ts";

export const importKinds = ["organisations", "projects", "monthly-reports", "leads", "enterprises"] as const;
export type ImportKind = (typeof importKinds)[number];

export const importKindNames: Record<ImportKind, string> = {
  organisations: "组织",
  projects: "项目",
  "monthly-reports": "月报",
  leads: "线索",
  enterprises: "企业",
};

/**
 * `isNumber`: an amount or other number; the template gives it a number format. `choices` are offered, other understood
 * words are accepted too. `aliases` are headings of other workbooks that mean the same; brackets and width never count.
 */
export type ImportColumn = {
  name: string;
  isRequired?: boolean;
  isNumber?: boolean;
  choices?: readonly string[];
  aliases?: readonly string[];
  note?: string;
  example: string | number;
};

const words = (terms: readonly { zh: string }[]): string[] => terms.map((term) => term.zh);

export const organisationKinds = [
  { zh: "市", code: "city" },
  { zh: "区县", code: "county" },
  { zh: "部门", code: "department" },
  { zh: "镇街", code: "town" },
  { zh: "园区", code: "park" },
  { zh: "国企", code: "state_firm" },
  { zh: "专班", code: "task_force" },
  { zh: "企业", code: "enterprise" },
] as const;

export const postRoles = [
  { zh: "领导", code: "leader", aliases: ["市领导", "区领导", "县领导"] },
  { zh: "链长", code: "chief", aliases: [] },
  { zh: "调度", code: "dispatch", aliases: ["调度机构", "调度员", "市级调度"] },
  { zh: "区县", code: "district", aliases: ["区县调度", "区县调度员", "区级调度"] },
  { zh: "镇街", code: "town", aliases: ["镇街经办", "园区"] },
  { zh: "部门", code: "department", aliases: ["部门经办", "国企", "专班"] },
  { zh: "企业", code: "enterprise", aliases: ["企业联络员"] },
] as const;

const organisations: readonly ImportColumn[] = [
  { name: "组织名称", isRequired: true, aliases: ["单位名称", "机构名称"], example: "示例：甲区人民政府（导入前请删除本行）" },
  { name: "上级组织", aliases: ["上级单位"], note: "写上级组织的名称；可以在后面的行里", example: "示例市人民政府" },
  { name: "类别", isRequired: true, choices: words(organisationKinds), aliases: ["组织类别", "单位类别"], example: "区县" },
  { name: "行政区划代码", aliases: ["区划代码"], note: "国家统计局区划代码；功能区写本市自定的代码", example: "370402" },
  { name: "岗位名称", aliases: ["岗位", "职务"], note: "一行一个岗位；同一组织可写多行", example: "调度员" },
  { name: "姓名或账号", aliases: ["账号", "用户名", "姓名"], example: "jiaqu-diaodu" },
  { name: "手机号", aliases: ["联系电话", "电话"], example: "" },
  { name: "角色", choices: words(postRoles), note: "不写时按类别确定", example: "区县" },
];

const projects: readonly ImportColumn[] = [
  { name: "项目名称", isRequired: true, aliases: ["名称", "项目"], example: "示例：正极材料生产项目（导入前请删除本行）" },
  {
    name: "项目代码",
    aliases: ["立项代码", "在线平台项目代码", "项目统一代码"],
    note: "在线平台赋码，如2306-370404-04-01-123456",
    example: "2306-370404-04-01-123456",
  },
  { name: "建设单位", aliases: ["项目单位", "业主单位", "企业名称"], example: "示例新材料有限公司" },
  { name: "统一社会信用代码", aliases: ["信用代码", "社会信用代码"], note: "单元格设为文本", example: "91110000600037341L" },
  { name: "属地", isRequired: true, aliases: ["所属区域", "所在区市", "所在地", "区市"], note: "区划名称、区划代码或组织名称", example: "甲区" },
  { name: "项目级别", isRequired: true, choices: words(projectLevels), aliases: ["级别"], example: "市重点" },
  { name: "项目类别", isRequired: true, choices: words(projectClasses), aliases: ["类别"], example: "实施类" },
  { name: "建设性质", choices: words(buildKinds), example: "新建" },
  { name: "产业链", aliases: ["所属产业链"], example: "高端装备产业链" },
  { name: "行业代码", aliases: ["国民经济行业代码"], note: "GB/T 4754-2017，可带或不带门类字母", example: "C3841" },
  { name: "总投资(万元)", isRequired: true, isNumber: true, aliases: ["总投资", "计划总投资(万元)", "项目总投资(万元)"], example: 32000 },
  { name: "固定资产投资(万元)", isNumber: true, aliases: ["固定资产投资"], example: 28000 },
  { name: "用地面积(亩)", isNumber: true, aliases: ["用地面积", "占地面积(亩)"], example: 120 },
  { name: "年度", isRequired: true, aliases: ["列入年度", "年份"], example: 2023 },
  { name: "年度计划投资(万元)", isRequired: true, isNumber: true, aliases: ["年度计划投资", "年计划投资(万元)", "本年计划投资(万元)"], example: 8000 },
  { name: "计划开工", aliases: ["计划开工时间"], note: "2023-06或2023-06-15", example: "2023-03" },
  { name: "计划竣工", aliases: ["计划竣工时间"], example: "2023-11" },
  { name: "计划投产", aliases: ["计划投产时间"], example: "2023-12" },
  { name: "实际开工", aliases: ["实际开工时间", "开工时间"], note: "永久性工程正式破土的日期", example: "2023-03-20" },
  { name: "实际投产", aliases: ["实际投产时间", "投产时间"], example: "" },
  { name: "当前阶段", isRequired: true, choices: words([...stages, ...sideStates]), aliases: ["阶段", "项目阶段"], example: "开工" },
  { name: "包保领导", aliases: ["帮包领导", "包联领导", "包保领导岗位"], note: "写岗位名称，不写姓名", example: "" },
  { name: "责任单位", aliases: ["责任部门", "牵头单位"], example: "" },
  { name: "经度", isNumber: true, example: 117.5234 },
  { name: "纬度", isNumber: true, example: 34.8612 },
  { name: "备注", aliases: ["说明"], example: "" },
];

/** Headings that the export of the ledger adds for reading; coming back they are known and left out. */
export const projectExportOnly = ["本年累计完成投资(万元)", "累计截至", "年度计划完成率", "亮牌", "其他名单", "截至", "所知"] as const;

const monthlyReports: readonly ImportColumn[] = [
  { name: "项目代码", aliases: ["立项代码"], example: "2306-370404-04-01-123456" },
  { name: "项目名称", aliases: ["名称", "项目"], example: "示例：正极材料生产项目（导入前请删除本行）" },
  { name: "月份", isRequired: true, aliases: ["报告期", "报送月份"], note: "2023-06", example: "2023-06" },
  { name: "本月完成投资(万元)", isNumber: true, aliases: ["本月完成投资", "本月完成(万元)", "本月完成"], note: "与本年累计至少填一项", example: 1600 },
  { name: "本年累计完成投资(万元)", isNumber: true, aliases: ["本年累计完成投资", "本年累计(万元)", "本年累计", "累计完成投资(万元)"], example: 14000 },
  { name: "形象进度", aliases: ["工程形象进度", "进展情况"], example: "主体封顶" },
  { name: "存在问题", aliases: ["问题", "存在的问题"], example: "" },
];

const leads: readonly ImportColumn[] = [
  { name: "项目名称", isRequired: true, aliases: ["线索名称", "名称"], example: "示例：储能电池项目（导入前请删除本行）" },
  { name: "投资方", aliases: ["投资单位", "投资企业"], example: "示例投资有限公司" },
  { name: "统一社会信用代码", aliases: ["信用代码"], example: "" },
  { name: "产业链", aliases: ["所属产业链"], example: "锂电新能源产业链" },
  { name: "意向投资(万元)", isRequired: true, isNumber: true, aliases: ["意向投资", "计划投资(万元)"], example: 50000 },
  { name: "首谈单位", isRequired: true, aliases: ["首报单位", "招引单位"], example: "甲区" },
  { name: "首谈日期", isRequired: true, aliases: ["首谈时间", "首次洽谈日期"], example: "2023-02-10" },
  { name: "当前阶段", isRequired: true, choices: words([...stages, ...sideStates]), aliases: ["阶段"], example: "在谈" },
  { name: "签约日期", aliases: ["签约时间"], example: "" },
  { name: "合同类型", choices: ["正式", "框架"], aliases: ["协议类型"], example: "" },
  { name: "合同投资(万元)", isNumber: true, aliases: ["合同投资", "协议投资(万元)"], example: "" },
  { name: "利用外资(万美元)", isNumber: true, aliases: ["利用外资"], example: "" },
  { name: "备注", aliases: ["说明"], example: "" },
];

const enterprises: readonly ImportColumn[] = [
  { name: "企业名称", isRequired: true, aliases: ["单位名称", "名称"], example: "示例：示例新材料有限公司（导入前请删除本行）" },
  { name: "统一社会信用代码", isRequired: true, aliases: ["信用代码"], note: "单元格设为文本", example: "91110000600037341L" },
  { name: "属地", isRequired: true, aliases: ["所在区市", "所在地"], example: "甲区" },
  { name: "产业链", aliases: ["所属产业链"], example: "高端装备产业链" },
  { name: "是否规上", choices: ["是", "否"], aliases: ["规上"], example: "是" },
  { name: "行业代码", aliases: ["国民经济行业代码"], example: "C3841" },
  { name: "联系人岗位", aliases: ["联系岗位"], note: "写岗位，不写姓名", example: "办公室主任" },
  { name: "联系电话", aliases: ["电话"], example: "" },
  { name: "标签", note: "几个标签用顿号分开", example: "专精特新、高新技术" },
];

export const importColumns: Record<ImportKind, readonly ImportColumn[]> = {
  organisations,
  projects,
  "monthly-reports": monthlyReports,
  leads,
  enterprises,
};

/** Two headings are the same when only width, brackets, white space, stars or case differ. */
export function foldHeading(text: string): string {
  return text
    .normalize("NFKC")
    .replaceAll(/[\s*()[\]【】:：_-]/g, "")
    .toLowerCase();
}

/** Column name by folded heading or alias of a kind. */
export function headingsOf(kind: ImportKind): Map<string, string> {
  const found = new Map<string, string>();
  for (const column of importColumns[kind]) for (const alias of column.aliases ?? []) found.set(foldHeading(alias), column.name);
  // A column's own name wins over another's alias.
  for (const column of importColumns[kind]) found.set(foldHeading(column.name), column.name);
  return found;
}

/** The example row of a template is told by its first words, and is never brought in. */
export const examplePrefix = "示例：";
