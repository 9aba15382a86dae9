import { describe, expect, it } from "vitest";
import { ApiProblem, problemFrom } from "../api/problem.ts";
import { zhCN } from "../text/zh-CN.ts";
import { problemWords } from "./problemWords.ts";

describe("a failure in words", () => {
  it("keeps the server's sentence and lists each faulty input", () => {
    const body = {
      type: "https://baton.example/problems/invalid-input",
      title: "填写内容有误",
      detail: "有1处需要改正",
      errors: [
        {
          pointer: "/rows/4/total",
          code: "not-a-number",
          detail: "第5行“总投资(万元)”：“3.2亿”不是数字，请按万元填写",
        },
      ],
    };
    const failure = problemFrom(400, body, null);
    expect(failure.slug).toBe("invalid-input");
    expect(problemWords(failure, zhCN)).toEqual({
      title: "填写内容有误",
      detail: "有1处需要改正",
      faults: [{ pointer: "/rows/4/total", words: "第5行“总投资(万元)”：“3.2亿”不是数字，请按万元填写" }],
    });
  });

  it("says what to do when the server was not reached", () => {
    expect(problemWords(new ApiProblem("network", 0), zhCN).title).toBe("没有连上服务器，请检查网络后重试。");
  });

  it("gives the request number only where the failure is ours", () => {
    expect(problemWords(problemFrom(500, { title: "服务出错，已记录", requestId: "r1" }, null), zhCN).requestId).toBe("r1");
    expect(problemWords(problemFrom(404, { title: "没有找到，或者您无权查看", requestId: "r1" }, null), zhCN).requestId).toBeUndefined();
  });

  it("reads an answer that is no problem of ours by its status", () => {
    expect(problemFrom(502, undefined, "3")).toMatchObject({ slug: "busy", retryAfterSeconds: 3 });
    expect(problemFrom(404, { type: "about:blank" }, null).slug).toBe("not-found");
  });

  it("never shows a programming error's own text", () => {
    expect(problemWords(new TypeError("x is undefined"), zhCN)).toEqual({ title: zhCN.ui.unknownFailure, faults: [] });
  });
});
