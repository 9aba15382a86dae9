import { describe, expect, it } from "vitest";
import { navigationEntries, navigationFor, rolesOf } from "./navigation.ts";

function names(...roles: string[]): string[] {
  return navigationEntries(navigationFor(new Set(roles))).map(({ name }) => name);
}

describe("navigation", () => {
  it("spares a role the doors that never open for it", () => {
    expect(names("auditor")).toEqual(["audit"]);
    expect(names("enterprise")).toEqual(["inHand"]);
    expect(names("sysadmin")).toEqual(["posts", "people", "calendar", "imports"]);
    expect(names("town")).not.toContain("thisPeriod");
    expect(names("dispatch")).toContain("thisPeriod");
  });

  it("keeps business and administration of the platform apart", () => {
    for (const role of ["sysadmin", "secadmin", "auditor"] as const) {
      expect(names(role)).not.toContain("ledger");
      expect(names(role)).not.toContain("inHand");
    }
  });

  it("joins the doors of every post that a person holds", () => {
    const posts = [{ postId: 1, title: "", orgId: "o", orgName: "", role: "dispatch" as const, isActing: true }];
    expect(names(...rolesOf({ role: "town", posts }))).toEqual(expect.arrayContaining(["report", "thisPeriod"]));
  });

  it("leaves no group empty", () => {
    expect(navigationFor(new Set(["auditor"])).map(({ name }) => name)).toEqual(["administration"]);
  });
});
