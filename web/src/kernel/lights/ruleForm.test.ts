import type { RuleDocument } from "@baton/contract/periods";
import { describe, expect, it } from "vitest";
import { ruleFaults, typedRules, withTyped } from "./ruleForm.ts";

const rules: RuleDocument = {
  words: {
    merit: { word: "蓝牌", colour: "blue" },
    none: { word: "无牌", colour: "plain" },
    remind: { word: "黄牌", colour: "yellow" },
    warn: { word: "红牌", colour: "red" },
  },
  money: { behindRemindPoints: 0, behindWarnPoints: 10, meritTopShare: 1 / 3 },
  schedule: { lateRemindDays: 0, lateWarnDays: 30 },
  stage: { startOverdueRemindMonths: 1, startOverdueWarnMonths: 3 },
  freshness: { unreportedRemindMonths: 1, unreportedWarnMonths: 2 },
  blockage: { overdueRemindDays: 0, overdueWarnDays: 15 },
  remindRunsToWarn: 2,
  worstWins: true,
};

describe("rules as typed numbers", () => {
  it("keep every value exactly when nothing was typed, a third included", () => {
    expect(withTyped(rules, typedRules(rules))).toEqual(rules);
    expect(typedRules(rules)["money.meritTopShare"]).toBe("33.33");
  });

  it("read a share as a percentage, full-width digits too", () => {
    const typed = { ...typedRules(rules), "money.meritTopShare": "２０", "schedule.lateWarnDays": "45" };
    expect(ruleFaults(typed)).toEqual({});
    expect(withTyped(rules, typed)).toMatchObject({ money: { meritTopShare: 0.2 }, schedule: { lateWarnDays: 45 } });
  });

  it("refuse what is no number, part of a day, more than all, and red before yellow", () => {
    const typed = {
      ...typedRules(rules),
      "money.behindRemindPoints": "十",
      "schedule.lateRemindDays": "1.5",
      "money.meritTopShare": "120",
      "stage.startOverdueWarnMonths": "0",
    };
    expect(ruleFaults(typed)).toEqual({
      "money.behindRemindPoints": "numberFault",
      "schedule.lateRemindDays": "wholeFault",
      "money.meritTopShare": "shareFault",
      "stage.startOverdueWarnMonths": "orderFault",
    });
  });
});
