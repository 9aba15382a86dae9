import { describe, expect, it } from "vitest";
import { ApiProblem, problemFrom } from "../api/problem.ts";
import { zhCN } from "../text/zh-CN.ts";
import { signInWords } from "./signInWords.ts";

describe("why signing in failed", () => {
  it("keeps the server's sentence, and never says whether the name or the password was wrong", () => {
    const type = "urn:baton:problem:sign-in-failed";
    const detail = "用户名或密码不正确，请核对后再试。";
    expect(signInWords(problemFrom(401, { type, detail }, null), "password", zhCN)).toBe(detail);
    expect(signInWords(problemFrom(401, { type }, null), "password", zhCN)).toBe(zhCN.signIn.failed);
  });

  it("says how long a lock lasts where the server says so", () => {
    expect(signInWords(problemFrom(429, {}, "900"), "password", zhCN)).toBe("登录尝试过多，请在 15 分钟后再试。");
    expect(signInWords(problemFrom(429, {}, null), "password", zhCN)).toBe(zhCN.signIn.locked);
  });

  it("asks for the next code when one did not fit", () => {
    expect(signInWords(problemFrom(401, { type: "urn:baton:problem:sign-in-failed" }, null), "code", zhCN)).toBe(zhCN.signIn.codeFailed);
  });

  it("does not blame the password for a lost connection", () => {
    expect(signInWords(new ApiProblem("network", 0), "password", zhCN)).toBe(zhCN.ui.networkLost);
  });
});
