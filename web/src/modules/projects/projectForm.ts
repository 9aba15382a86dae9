import { describeAmountFault, parseDecimal, plainWan, readAmount } from "@baton/contract/amounts";
import { checkCreditCode, checkProjectCode } from "@baton/contract/codes";
import type { ProjectDetail, ProjectInput } from "@baton/contract/library";

/** An amount as typed: digits (or 3.2亿 in words) and the unit that bare digits are of. */
export type TypedAmount = { text: string; unit: "万元" | "亿元" };

/** The form of a project as typed; empty text is nothing said. */
export type ProjectValues = {
  name: string;
  code: string;
  builderName: string;
  creditCode: string;
  creditCodeOverride: string;
  content: string;
  buildKind: string;
  industryCode: string;
  chainIds: readonly string[];
  total: TypedAmount;
  fixedAsset: TypedAmount;
  accountOrgId: string;
  landMu: string;
  longitude: string;
  latitude: string;
  remark: string;
};
export type ProjectField = keyof ProjectValues;

/** What only a new project says: its first list and the stage it is in. */
export type ListingValues = { year: string; level: string; class: string; plan: TypedAmount; stage: string };
export type ListingField = keyof ListingValues;

const nothing: TypedAmount = { text: "", unit: "万元" };

export const emptyValues: ProjectValues = {
  name: "",
  code: "",
  builderName: "",
  creditCode: "",
  creditCodeOverride: "",
  content: "",
  buildKind: "",
  industryCode: "",
  chainIds: [],
  total: nothing,
  fixedAsset: nothing,
  accountOrgId: "",
  landMu: "",
  longitude: "",
  latitude: "",
  remark: "",
};

export const emptyListing = (year: string): ListingValues => ({ year, level: "", class: "implementation", plan: nothing, stage: "" });

function amountOf(fen: number | null): TypedAmount {
  return fen === null ? nothing : { text: plainWan(fen), unit: "万元" };
}

/** A stored project as the form shows it. */
export function valuesOf(project: ProjectDetail): ProjectValues {
  return {
    name: project.name,
    code: project.code ?? "",
    builderName: project.builderName ?? "",
    creditCode: project.creditCode ?? "",
    creditCodeOverride: project.creditCodeOverride ?? "",
    content: project.content ?? "",
    buildKind: project.buildKind ?? "",
    industryCode: project.industry?.code ?? "",
    chainIds: project.chains.map(({ id }) => id),
    total: amountOf(project.totalInvestmentFen),
    fixedAsset: amountOf(project.fixedAssetFen),
    accountOrgId: project.account.orgId,
    landMu: project.landMu ?? "",
    longitude: project.place.longitude ?? "",
    latitude: project.place.latitude ?? "",
    remark: project.remark ?? "",
  };
}

/** Integer fen of a typed amount; null where nothing is typed; undefined where it was not understood. */
export function fenOf(typed: TypedAmount): number | null | undefined {
  if (typed.text.trim() === "") return null;
  const read = readAmount(typed.text, typed.unit);
  return "fen" in read && read.fen >= 0 ? read.fen : undefined;
}

function amountFault(typed: TypedAmount): string | undefined {
  if (fenOf(typed) !== undefined) return undefined;
  const read = readAmount(typed.text, typed.unit);
  const { message, remedy } = describeAmountFault(typed.text, "fen" in read ? { fault: "not-a-number" } : read, typed.unit);
  return `${message}，${remedy}。`;
}

/** Reads an amount that must be there; the fault's words otherwise. */
export function requiredAmount(typed: TypedAmount, required: string): string | undefined {
  return typed.text.trim() === "" ? required : amountFault(typed);
}

const blank = (text: string): string | null => (text.trim() === "" ? null : text.trim());

export type Faults<Field extends string> = Partial<Record<Field, string>>;

/** A field that is typed into again is judged again at the next attempt, not before. */
export function faultsWithout<Field extends string>(faults: Faults<Field>, changed: object): Faults<Field> {
  return Object.fromEntries(Object.entries(faults).filter(([field]) => !(field in changed))) as Faults<Field>;
}

/** A code's check characters only warn: a written reason keeps it. */
export function creditCodeWarning(text: string): string | undefined {
  if (text.trim() === "") return undefined;
  const { warnings } = checkCreditCode(text);
  return warnings[0] && `${warnings[0].message}，${warnings[0].remedy}。`;
}

/** What is wrong with the form as typed, field by field; `former` values are not judged again. */
export function faultsOf(values: ProjectValues, words: { required: string; warned: string }, former?: ProjectValues): Faults<ProjectField> {
  const faults: Faults<ProjectField> = {};
  const say = (field: ProjectField, fault: string | undefined): void => {
    if (fault !== undefined) faults[field] = fault;
  };
  if (values.name.trim().length < 2) say("name", words.required);
  if (values.accountOrgId === "") say("accountOrgId", words.required);
  say("total", requiredAmount(values.total, words.required));
  say("fixedAsset", amountFault(values.fixedAsset));
  if (values.code.trim() !== "" && values.code.trim() !== former?.code) {
    const [fault] = checkProjectCode(values.code).faults;
    say("code", fault && `${fault.message}，${fault.remedy}。`);
  }
  if (values.creditCode.trim() !== "" && values.creditCode.trim() !== former?.creditCode) {
    const [fault] = checkCreditCode(values.creditCode).faults;
    say("creditCode", fault && `${fault.message}，${fault.remedy}。`);
    if (!fault && creditCodeWarning(values.creditCode) && values.creditCodeOverride.trim().length < 2) say("creditCodeOverride", words.warned);
  }
  for (const [field, scale] of [
    ["landMu", 4],
    ["longitude", 6],
    ["latitude", 6],
  ] as const) {
    if (values[field].trim() === "") continue;
    const read = parseDecimal(values[field], scale);
    if ("fault" in read) say(field, `${describeAmountFault(values[field], read, "数字").message}。`);
  }
  return faults;
}

/** The form as the server takes it. Call only where `faultsOf` finds nothing. */
export function inputOf(values: ProjectValues): ProjectInput {
  const decimal = (text: string, scale: number): string | null => {
    const read = parseDecimal(text, scale);
    return "decimal" in read ? read.decimal : null;
  };
  return {
    name: values.name.trim(),
    code: blank(values.code),
    builderName: blank(values.builderName),
    creditCode: blank(values.creditCode),
    creditCodeOverride: blank(values.creditCodeOverride),
    accountOrgId: values.accountOrgId,
    buildKind: (blank(values.buildKind) ?? null) as ProjectInput["buildKind"],
    chainIds: [...values.chainIds],
    industryCode: blank(values.industryCode),
    totalInvestmentFen: fenOf(values.total) ?? 0,
    fixedAssetFen: fenOf(values.fixedAsset) ?? null,
    landMu: decimal(values.landMu, 4),
    longitude: decimal(values.longitude, 6),
    latitude: decimal(values.latitude, 6),
    content: blank(values.content),
    remark: blank(values.remark),
  };
}

/** One text a field that is equal exactly where the two say the same: 3.2亿 and 32000万 do. */
export function canonical(values: ProjectValues, field: ProjectField): string {
  const value = values[field];
  if (typeof value === "string") return value.trim();
  if ("unit" in value) return String(fenOf(value) ?? value.text.trim());
  return value.toSorted((a, b) => (a < b ? -1 : 1)).join(",");
}

export type FieldChange = { field: ProjectField; isMineToo: boolean };

/**
 * Somebody else saved meanwhile: which fields they changed since this form was opened, and which of those this form
 * changed to something else, so that a choice is needed.
 */
export function changesOfOthers(opened: ProjectValues, stored: ProjectValues, typed: ProjectValues): FieldChange[] {
  return (Object.keys(emptyValues) as ProjectField[])
    .filter((field) => canonical(stored, field) !== canonical(opened, field))
    .map((field) => ({
      field,
      isMineToo: canonical(typed, field) !== canonical(opened, field) && canonical(typed, field) !== canonical(stored, field),
    }));
}

/** What is stored now with this form's own changes on it; of fields that both changed, those in `kept` stay as typed. */
export function mergedValues(parts: { opened: ProjectValues; stored: ProjectValues; typed: ProjectValues }, kept: ReadonlySet<ProjectField>): ProjectValues {
  const { opened, stored, typed } = parts;
  const isTyped = (field: ProjectField): boolean => {
    const isMine = canonical(typed, field) !== canonical(opened, field);
    const isTheirs = canonical(stored, field) !== canonical(opened, field);
    return isMine && (!isTheirs || kept.has(field));
  };
  const fields = Object.keys(emptyValues) as ProjectField[];
  return Object.fromEntries(fields.map((field) => [field, isTyped(field) ? typed[field] : stored[field]])) as ProjectValues;
}
