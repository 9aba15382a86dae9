import { describe, expect, it } from "vitest";
import { ApiProblem, problemFrom } from "../api/problem.ts";
import { zhCN } from "../text/zh-CN.ts";
import { signInWords } from "./signInWords.ts";

describe("why signing in failed", () => {
  it("never says whether the name or the password was wrong", () => {
    const answers = [401, 400, 403].map((status) =>
      signInWords(problemFrom(status, { message: "x" }, null), "password", zhCN),
    );
    expect(new Set(answers)).toEqual(new Set([zhCN.signIn.failed]));
  });

  it("says how long a lock lasts where the server says so", () => {
    expect(signInWords(problemFrom(429, {}, "900"), "password", zhCN)).toBe("登录尝试过多，请在 15 分钟后再试。");
    expect(signInWords(problemFrom(429, {}, null), "password", zhCN)).toBe(zhCN.signIn.locked);
  });

  it("asks for the next code when one did not fit", () => {
    expect(signInWords(problemFrom(401, {}, null), "code", zhCN)).toBe(zhCN.signIn.codeFailed);
  });

  it("does not blame the password for a lost connection", () => {
    expect(signInWords(new ApiProblem("network", 0), "password", zhCN)).toBe(zhCN.ui.networkLost);
  });
});
