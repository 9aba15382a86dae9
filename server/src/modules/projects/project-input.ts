import type { z } from "zod";
import { checkCreditCode, checkProjectCode } from "@baton/contract/codes";
import { findIndustry } from "@baton/contract/industries";
import type { projectInput } from "@baton/contract/library";
import { type InputFault, problem } from "@baton/contract/problems";

export type ProjectInput = z.infer<typeof projectInput>;

/** What is stored of the checked fields; a value that was not changed is not judged again. */
export type FormerCodes = { code: string | null; creditCode: string | null; creditCodeOverride: string | null };

/** 73°–136° east and 3°–54° north hold all of the country: other numbers are mistakes, mostly the two swapped. */
const bounds = { longitude: [73, 136, "经度"], latitude: [3, 54, "纬度"] } as const;

function decimal(text: string | null): string | null {
  if (text === null || text.trim() === "") return null;
  return text
    .trim()
    .replace(/(\.\d*?)0+$/, "$1")
    .replace(/\.$/, "");
}

function blank(text: string | null): string | null {
  const trimmed = text?.trim() ?? "";
  return trimmed === "" ? null : trimmed;
}

/**
 * The form's fields as they are kept. Throws `invalid-input` with every fault found. A credit code that only fails
 * its check characters may stay with a written reason; without one the answer is `rule-refused`.
 */
export function settleInput(input: ProjectInput, former: FormerCodes | null): ProjectInput {
  const settled: ProjectInput = {
    ...input,
    name: input.name.trim(),
    code: blank(input.code),
    builderName: blank(input.builderName),
    creditCode: blank(input.creditCode),
    creditCodeOverride: blank(input.creditCodeOverride),
    industryCode: blank(input.industryCode),
    landMu: decimal(input.landMu),
    longitude: decimal(input.longitude),
    latitude: decimal(input.latitude),
    content: blank(input.content),
    remark: blank(input.remark),
    chainIds: [...new Set(input.chainIds)],
  };
  const errors: InputFault[] = [];
  const fault = (field: keyof ProjectInput, code: string, detail: string) => errors.push({ pointer: `/${field}`, code, detail });
  if (settled.code !== null && settled.code !== former?.code) {
    const checked = checkProjectCode(settled.code);
    settled.code = checked.normalised;
    for (const one of checked.faults) fault("code", one.code, `${one.message}，${one.remedy}。`);
  }
  if (settled.industryCode !== null && findIndustry(settled.industryCode) === undefined)
    fault("industryCode", "unknown", `“${settled.industryCode}”不是国民经济行业代码（GB/T 4754-2017），请重新选择。`);
  if (settled.fixedAssetFen !== null && settled.fixedAssetFen > settled.totalInvestmentFen)
    fault("fixedAssetFen", "above-total", "固定资产投资大于总投资，请核对两项金额。");
  for (const [field, [least, most, name]] of Object.entries(bounds)) {
    const value = settled[field as "longitude" | "latitude"];
    if (value !== null && !(/^\d{1,3}(\.\d{1,6})?$/.test(value) && Number(value) >= least && Number(value) <= most)) {
      fault(field as "longitude" | "latitude", "out-of-range", `${name}应在${least}至${most}之间，最多六位小数，请核对是否与另一项颠倒。`);
    }
  }
  if ((settled.longitude === null) !== (settled.latitude === null)) fault("longitude", "pair", "经度和纬度须同时填写。");
  const creditWarnings = settleCreditCode(settled, former, fault);
  if (errors.length > 0) throw problem("invalid-input", { detail: errors[0]?.detail ?? "", errors });
  if (creditWarnings.length > 0)
    throw problem("rule-refused", { detail: `${creditWarnings[0]?.detail ?? ""}确认无误的，请写明核对情况后保存。`, errors: creditWarnings });
  return settled;
}

function settleCreditCode(
  settled: ProjectInput,
  former: FormerCodes | null,
  fault: (field: keyof ProjectInput, code: string, detail: string) => void,
): InputFault[] {
  if (settled.creditCode === null) {
    settled.creditCodeOverride = null;
    return [];
  }
  const checked = checkCreditCode(settled.creditCode);
  settled.creditCode = checked.normalised;
  if (former !== null && former.creditCode === checked.normalised) {
    settled.creditCodeOverride ??= former.creditCodeOverride;
    return [];
  }
  for (const one of checked.faults) fault("creditCode", one.code, `${one.message}，${one.remedy}。`);
  if (settled.creditCodeOverride !== null) return [];
  return checked.warnings.map((one) => ({ pointer: "/creditCode", code: one.code, detail: `${one.message}，${one.remedy}。` }));
}
