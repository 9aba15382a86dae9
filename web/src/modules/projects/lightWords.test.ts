import { expect, test } from "vitest";
import { untoldParty } from "./lightWords.ts";

test("who blocks is told beside a light only where its sentence does not say it", () => {
  expect(untoldParty({ blockingParty: "department", sentence: "受阻于“用地未批”（部门）" })).toBeNull();
  expect(untoldParty({ blockingParty: "enterprise", sentence: "受阻于“企业服务中心项目：用地未批”" })).toBe("enterprise");
  expect(untoldParty({ blockingParty: null, sentence: "投资比计划落后28.93个百分点" })).toBeNull();
});
