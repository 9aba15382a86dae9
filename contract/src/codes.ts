/**
 * Codes and official words: what a person may write for them, and the one form Baton keeps.
 * A wrong check digit only warns: real codes that fail it are in use.
 */

export type CodeRemark = { code: string; message: string; remedy: string };

/**
 * `normalised` is the form to keep, also when `ok` is false (for showing). `faults` refuse; `warnings` ask the person
 * to look again and may be overridden.
 */
export type CodeCheck = { ok: boolean; normalised: string; faults: CodeRemark[]; warnings: CodeRemark[] };

/** Full width to half, one kind of hyphen, upper case, no white space or invisible characters. */
function foldCode(text: string): string {
  return text
    .normalize("NFKC")
    .replaceAll(/[\s\u200B-\u200D\u2060\uFEFF]/g, "")
    .replaceAll(/[\u2212\u2010-\u2015]/g, "-")
    .toUpperCase();
}

const creditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const creditWeights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const organisationAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const organisationWeights = [3, 7, 9, 10, 5, 8, 4, 2];

/** Letters that credit codes do not use, because they look like a digit. */
const lookalikes: Record<string, string> = { I: "1", O: "0", S: "5", V: "U", Z: "2" };

function weigh(text: string, weights: readonly number[], alphabet: string): number {
  return weights.reduce((sum, weight, at) => sum + weight * alphabet.indexOf(text.charAt(at)), 0);
}

/** Character 18 by GB 32100-2015: (31 − Σ CᵢWᵢ mod 31) mod 31, where a remainder of 0 gives '0'. */
function creditCheckCharacter(code: string): string {
  return creditAlphabet.charAt((31 - (weigh(code, creditWeights, creditAlphabet) % 31)) % 31);
}

/** Character 17 by GB 11714-1997 over characters 9–16: 11 − Σ mod 11, 10 being X and 11 being 0. */
function organisationCheckCharacter(code: string): string {
  const remainder = 11 - (weigh(code.slice(8, 16), organisationWeights, organisationAlphabet) % 11);
  return remainder === 10 ? "X" : remainder === 11 ? "0" : String(remainder);
}

function passesChecks(code: string): boolean {
  return creditCheckCharacter(code) === code.charAt(17) && organisationCheckCharacter(code) === code.charAt(16);
}

function creditFaults(code: string): CodeRemark[] {
  if (code === "") return [{ code: "empty", message: "没有填写统一社会信用代码", remedy: "请填写18位代码" }];
  if (/^\d+\.\d*E\+\d+$/.test(code)) return [{ code: "digits-lost", message: "代码成了科学计数，后几位已经丢失", remedy: "请把单元格设为文本后重新填写" }];
  const strange = [...code].filter((letter) => !creditAlphabet.includes(letter));
  if (strange.length > 0) {
    const mended = code.replaceAll(/[IOSVZ]/g, (letter) => lookalikes[letter] ?? letter);
    const remedy = mended.length === 18 && passesChecks(mended) ? `是否应为${mended}` : "代码只用数字和除I、O、S、V、Z以外的大写字母";
    return [{ code: "wrong-alphabet", message: `代码中有不使用的字符“${[...new Set(strange)].join("")}”`, remedy }];
  }
  if (code.length !== 18) return [{ code: "wrong-length", message: `代码有${code.length}位，应为18位`, remedy: "请核对是否多写或少写" }];
  return [];
}

/**
 * Checks a unified social credit code (GB 32100-2015). Length and alphabet refuse. The two check characters only warn,
 * as codes in force fail them. A number of a cell is refused: Excel keeps 15 digits of 18.
 */
export function checkCreditCode(value: string | number): CodeCheck {
  const normalised = foldCode(String(value)).replaceAll("-", "");
  if (typeof value === "number") {
    const message = "单元格是数值，Excel只保留前15位";
    return {
      ok: false,
      normalised,
      faults: [{ code: "digits-lost", message, remedy: "请把单元格设为文本后重新填写" }],
      warnings: [],
    };
  }
  const faults = creditFaults(normalised);
  const warnings: CodeRemark[] = [];
  if (faults.length === 0 && !passesChecks(normalised))
    warnings.push({
      code: "check-character",
      message: `代码${normalised}的校验位不符`,
      remedy: "请对照营业执照核对，确认无误可以保留",
    });
  return { ok: faults.length === 0, normalised, faults, warnings };
}

const projectCodeForm = /^\d{4}-\d{6}-\d{2}-\d{2}-\d{5}[\dX]$/;
const unhyphenated = /^(\d{4})(\d{6})(\d{2})(\d{2})(\d{5}[\dX])$/;

export type ProjectCodeCheck = CodeCheck & { generation?: "new" | "old" };

/**
 * Checks the code of an investment project. New (GB/T 40058-2021, in force in steps from November 2020): year and month
 * first; old (2015–2021): the year first. Told apart by the last two digits of the first segment: 01–12 is a month.
 * The check character's algorithm is not published, so it is never a reason to refuse.
 */
export function checkProjectCode(value: string | number): ProjectCodeCheck {
  const normalised = foldCode(String(value)).replace(unhyphenated, "$1-$2-$3-$4-$5");
  const remedy = "请按2306-370404-04-01-123456的样式填写";
  if (normalised === "") return { ok: false, normalised, faults: [{ code: "empty", message: "没有填写项目代码", remedy }], warnings: [] };
  if (!projectCodeForm.test(normalised)) {
    const message = `“${normalised.slice(0, 40)}”不是项目代码`;
    return { ok: false, normalised, faults: [{ code: "wrong-form", message, remedy }], warnings: [] };
  }
  const head = Number(normalised.slice(0, 4));
  const generation = head % 100 >= 1 && head % 100 <= 12 ? "new" : "old";
  const plausible = generation === "new" ? head >= 2011 && head < 9913 : head >= 2015 && head <= 2021;
  const warnings = plausible
    ? []
    : [
        {
          code: "unusual-time",
          message: `代码开头的${normalised.slice(0, 4)}不是通常的年月或年份`,
          remedy: "请对照立项文件核对",
        },
      ];
  return { ok: true, normalised, generation, faults: [], warnings };
}

const phaseNumerals: Record<string, string> = {
  一: "1",
  二: "2",
  三: "3",
  四: "4",
  五: "5",
  六: "6",
  七: "7",
  八: "8",
  九: "9",
  十: "10",
  i: "1",
  ii: "2",
  iii: "3",
  iv: "4",
  v: "5",
};
const phase = /第?([一二三四五六七八九十]|\d{1,2}|i{1,3}|iv|v)期/g;
const emptyWords = /(?:建设项目|建设工程|项目建设|项目工程|项目|工程)$/;

/**
 * The part of a name that tells two things apart, for finding duplicates; never for showing. Width, case, white space,
 * brackets, punctuation and a closing 项目 or 工程 do not count; phases do, however they are written:
 * X项目(一期) and X一期工程 are the same, X二期 is another.
 */
export function normaliseName(text: string): string {
  const phases: string[] = [];
  let name = text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/\s/g, "")
    .replaceAll(phase, (_, numeral: string) => {
      phases.push(phaseNumerals[numeral] ?? numeral);
      return "";
    })
    // A dot stays between digits only; without lookbehind, which Safari 15 does not read.
    .replaceAll(/\./g, (dot, at: number, whole: string) => (/\d\.\d/.test(whole.slice(Math.max(0, at - 1), at + 2)) ? dot : ""))
    .replaceAll(/[^\p{L}\p{N}.%+#]/gu, "");
  for (let shorter = name.replace(emptyWords, ""); shorter !== "" && shorter !== name; shorter = name.replace(emptyWords, "")) name = shorter;
  return phases.length === 0 ? name : `${name}#${phases.join("#")}`;
}

/** An official word with its code and the other words understood for it. */
export type Term<Code extends string> = { code: Code; zh: string; en: string; aliases: readonly string[] };

export type StageCode = "lead" | "negotiation" | "review" | "signed" | "landed" | "started" | "in_production" | "at_capacity";
export type SideStateCode = "shelved" | "transferred" | "terminated";

/** The lifecycle of a project in its order. */
export const stages: readonly Term<StageCode>[] = [
  { code: "lead", zh: "线索", en: "Lead", aliases: [] },
  { code: "negotiation", zh: "在谈", en: "In negotiation", aliases: ["洽谈", "在洽谈", "洽谈中"] },
  { code: "review", zh: "联审", en: "Joint review", aliases: ["联合评审", "联审中"] },
  { code: "signed", zh: "签约", en: "Signed", aliases: ["已签约"] },
  { code: "landed", zh: "落地", en: "Landed", aliases: ["已落地"] },
  { code: "started", zh: "开工", en: "Started", aliases: ["建设", "在建", "建设中", "已开工", "开工建设"] },
  { code: "in_production", zh: "投产", en: "In production", aliases: ["已投产"] },
  { code: "at_capacity", zh: "达效", en: "At capacity", aliases: ["达产", "达产达效", "已达产", "已达效"] },
];

/** States beside the lifecycle; a subject comes back from the first two into the stage it left. */
export const sideStates: readonly Term<SideStateCode>[] = [
  { code: "shelved", zh: "搁置", en: "Shelved", aliases: ["已搁置"] },
  { code: "transferred", zh: "流转", en: "Transferred", aliases: ["已流转"] },
  { code: "terminated", zh: "终止", en: "Terminated", aliases: ["已终止"] },
];

export const projectLevels: readonly Term<"province" | "city" | "county">[] = [
  { code: "province", zh: "省重点", en: "Provincial key project", aliases: ["省级重点", "省级", "省"] },
  { code: "city", zh: "市重点", en: "Municipal key project", aliases: ["市级重点", "市级", "市"] },
  {
    code: "county",
    zh: "区重点",
    en: "District key project",
    aliases: ["区级重点", "区级", "区", "县重点", "区(市)重点", "县级重点"],
  },
];

export const projectClasses: readonly Term<"implementation" | "reserve">[] = [
  { code: "implementation", zh: "实施类", en: "Implementation", aliases: ["实施"] },
  { code: "reserve", zh: "储备类", en: "Reserve", aliases: ["储备", "准备类", "准备"] },
];

export const buildKinds: readonly Term<"new" | "continued" | "expansion" | "conversion" | "relocation">[] = [
  { code: "new", zh: "新建", en: "New", aliases: [] },
  { code: "continued", zh: "续建", en: "Continued", aliases: [] },
  { code: "expansion", zh: "扩建", en: "Expansion", aliases: [] },
  { code: "conversion", zh: "改建", en: "Conversion", aliases: ["技改", "技术改造"] },
  { code: "relocation", zh: "迁建", en: "Relocation", aliases: ["搬迁"] },
];

function findTerm<Code extends string>(terms: readonly Term<Code>[], text: string): Code | undefined {
  const word = foldWord(text);
  return terms.find(({ code, zh, aliases }) => word === zh || word === code || aliases.includes(word))?.code;
}

/** 在谈（洽谈） is 在谈; 签约阶段 is 签约; the brackets of 区(市)重点 belong to the word. */
function foldWord(text: string): string {
  return text
    .normalize("NFKC")
    .replaceAll(/\s/g, "")
    .replace(/\([^)]*\)$/, "")
    .replace(/阶段$/, "")
    .toLowerCase();
}

/** The stage or side state a word means; undefined where it means none. Codes are understood as well. */
export function stageOf(text: string): StageCode | SideStateCode | undefined {
  return findTerm<StageCode | SideStateCode>([...stages, ...sideStates], text);
}

export function levelOf(text: string): "province" | "city" | "county" | undefined {
  return findTerm(projectLevels, text);
}

export function classOf(text: string): "implementation" | "reserve" | undefined {
  return findTerm(projectClasses, text);
}

export function buildKindOf(text: string): (typeof buildKinds)[number]["code"] | undefined {
  return findTerm(buildKinds, text);
}
