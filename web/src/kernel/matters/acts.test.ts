import { describe, expect, it } from "vitest";
import { bodyOf, drawerActs, faultsOf, formOf, nextAfter, rowActs, shutActs, type ActForm } from "./acts.ts";

const need = (form: ActForm | undefined): ActForm => {
  if (!form) throw new Error("a form is expected");
  return form;
};

describe("the forms of acts", () => {
  it("ask for nothing where an act is one press", () => {
    expect(formOf("sign", "problem")?.fields).toEqual([]);
    expect(formOf("resume", "problem")?.fields).toEqual([]);
  });

  it("send a decision to the slice that owns the approval", () => {
    expect(formOf("decide", "approval-extension")?.path).toBe("extension-decisions");
    expect(formOf("decide", "approval-exemption")?.path).toBe("exemption-decisions");
    expect(formOf("decide", "approval-replan")).toEqual({ path: "replan-decisions", fields: ["granted", "reason"] });
    expect(formOf("decide", "problem")).toBeUndefined();
    expect(formOf("chase", "problem")).toBeUndefined();
  });

  it("name each empty field", () => {
    expect(faultsOf("hand_on", need(formOf("hand_on", "problem")), {})).toEqual({ toPost: "choose", reason: "required" });
    expect(faultsOf("ask_extension", need(formOf("ask_extension", "problem")), { days: "61", reason: "汛期停工" })).toEqual({
      days: "days",
    });
    expect(faultsOf("verify", need(formOf("verify", "problem")), {})).toEqual({});
  });

  it("tell done from a reply, and name the last event seen", () => {
    const form = need(formOf("done", "problem"));
    expect(bodyOf("done", form, { input: { body: " 已接通 " }, lastSequence: 4 })).toEqual({
      lastSequence: 4,
      body: "已接通",
      isDone: true,
      materials: [],
    });
    expect(bodyOf("reply", need(formOf("reply", "problem")), { input: { body: "在办" }, lastSequence: 4 })).toEqual({ lastSequence: 4, body: "在办" });
  });

  it("keep 办结 until every material owed is handed in", () => {
    const form = need(formOf("done", "supervision"));
    const input = { body: "已接通", owed: ["m1", "m2"], materials: { m1: "e1" } };
    expect(faultsOf("done", form, input)).toEqual({ materials: "materials" });
    const whole = { ...input, materials: { m1: "e1", m2: "e2" } };
    expect(faultsOf("done", form, whole)).toEqual({});
    expect(bodyOf("done", form, { input: whole, lastSequence: 4 })).toMatchObject({
      materials: [
        { materialId: "m1", evidenceId: "e1" },
        { materialId: "m2", evidenceId: "e2" },
      ],
    });
  });

  it("grant fewer days only when granting", () => {
    const form = need(formOf("decide", "approval-extension"));
    expect(bodyOf("decide", form, { input: { granted: false, days: "3", reason: "不属实" }, lastSequence: 1 })).toEqual({
      lastSequence: 1,
      isGranted: false,
      reason: "不属实",
    });
    expect(bodyOf("decide", form, { input: { granted: true, days: "3", reason: "属实" }, lastSequence: 1 })).toEqual({
      lastSequence: 1,
      isGranted: true,
      workingDays: 3,
      reason: "属实",
    });
  });
});

describe("buttons", () => {
  it("offer signing and assigning first, not the reply to what is not signed for", () => {
    expect(rowActs({ status: "open", allowedActs: ["sign", "assign", "reply", "done", "hand_on"] })).toEqual(["sign", "assign"]);
    expect(rowActs({ status: "in_hand", allowedActs: ["assign", "reply", "done", "ask_extension"] })).toEqual(["done", "reply"]);
  });

  it("show every allowed act in the drawer", () => {
    expect(drawerActs({ allowedActs: ["withdraw", "pause", "chase"] })).toEqual(["chase", "pause", "withdraw"]);
  });

  it("explain shut acts to the holding unit only, while the matter is in hand", () => {
    const detail = {
      kind: "problem" as const,
      status: "in_hand" as const,
      allowedActs: [],
      refusals: [
        { act: "hand_on" as const, detail: "转办以1次为限" },
        { act: "verify" as const, detail: "由交办单位办理。" },
      ],
    };
    expect(shutActs(detail, true)).toEqual([{ act: "hand_on", detail: "转办以1次为限" }]);
    expect(shutActs(detail, false)).toEqual([]);
    expect(shutActs({ ...detail, status: "closed" }, true)).toEqual([]);
    expect(shutActs({ ...detail, kind: "approval-replan" }, true)).toEqual([]);
  });

  it("open the row below after one is done, the one above at the end, none when alone", () => {
    expect(nextAfter(["a", "b", "c"], "b")).toBe("c");
    expect(nextAfter(["a", "b"], "b")).toBe("a");
    expect(nextAfter(["a"], "a")).toBeUndefined();
  });
});
