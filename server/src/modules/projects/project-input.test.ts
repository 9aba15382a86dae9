import { expect, test } from "vitest";
import { projectInput } from "@baton/contract/library";
import { Problem } from "@baton/contract/problems";
import { settleInput } from "./project-input.ts";

const org = "0198c0de-0000-7000-8000-000000000000";
const input = (more: object = {}) => projectInput.parse({ name: " 正极材料项目 ", accountOrgId: org, totalInvestmentFen: 100, ...more });

function refusalOf(more: object, former: Parameters<typeof settleInput>[1] = null): { slug: string; pointers: string[] } {
  try {
    settleInput(input(more), former);
  } catch (error) {
    if (error instanceof Problem) return { slug: error.slug, pointers: (error.members.errors ?? []).map((one) => one.pointer) };
    throw error;
  }
  return { slug: "none", pointers: [] };
}

test("white space, empty fields and trailing zeros are no content", () => {
  expect(settleInput(input({ content: "  ", landMu: "12.500", longitude: "117.320000", latitude: "34.0" }), null)).toMatchObject({
    name: "正极材料项目",
    content: null,
    landMu: "12.5",
    longitude: "117.32",
    latitude: "34",
  });
});

test("every fault is told at once, with the field it is in", () => {
  expect(refusalOf({ code: "无", industryCode: "9999", fixedAssetFen: 101, longitude: "34.8", latitude: "117.3" })).toEqual({
    slug: "invalid-input",
    pointers: ["/code", "/industryCode", "/fixedAssetFen", "/longitude", "/latitude"],
  });
  expect(refusalOf({ longitude: "117.3" })).toEqual({ slug: "invalid-input", pointers: ["/longitude"] });
});

test("a doubtful credit code asks for a reason once: unchanged, it is not judged again", () => {
  const creditCode = "91370400MA3C00000X";
  expect(refusalOf({ creditCode })).toEqual({ slug: "rule-refused", pointers: ["/creditCode"] });
  const former = { code: null, creditCode, creditCodeOverride: "已与执照核对" };
  expect(settleInput(input({ creditCode }), former)).toMatchObject({ creditCode, creditCodeOverride: "已与执照核对" });
  expect(settleInput(input({ creditCode: null, creditCodeOverride: "多余" }), former)).toMatchObject({ creditCode: null, creditCodeOverride: null });
});

test("a code kept from older lists stays; a new one is judged", () => {
  const former = { code: "旧编号7", creditCode: null, creditCodeOverride: null };
  expect(settleInput(input({ code: "旧编号7" }), former).code).toBe("旧编号7");
  expect(refusalOf({ code: "旧编号8" }, former)).toEqual({ slug: "invalid-input", pointers: ["/code"] });
  expect(settleInput(input({ code: "２３０６－370402-04-01-123456" }), former).code).toBe("2306-370402-04-01-123456");
});
