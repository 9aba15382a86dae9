import { describe, expect, it } from "vitest";
import { paths } from "./paths.ts";

describe("addresses of the web application", () => {
  it("stay what shared links say", () => {
    const list = Object.entries(paths).map(([name, path]) => `${name} ${(path as (id: string) => string)("$id")}`);
    expect(list).toMatchInlineSnapshot();
  });

  it("escape what stands in them", () => {
    expect(paths.project("甲/乙")).toBe("/projects/%E7%94%B2%2F%E4%B9%99");
  });
});
