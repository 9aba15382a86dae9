import { describe, expect, it } from "vitest";
import { paths } from "./paths.ts";

describe("addresses of the web application", () => {
  it("stay what shared links say", () => {
    const list = Object.entries(paths).map(([name, path]) => `${name} ${(path as (id: string) => string)("$id")}`);
    expect(list).toMatchInlineSnapshot(`
      [
        "home /",
        "signIn /sign-in",
        "inHand /in-hand",
        "matter /in-hand/$id",
        "openMatter /in-hand/new",
        "batons /in-hand/batons",
        "overview /overview",
        "ask /ask",
        "projects /projects",
        "project /projects/$id",
        "newProject /projects/new",
        "editProject /projects/$id/edit",
        "rollover /projects/rollover",
        "duplicates /projects/duplicates",
        "mergeProjects /projects/merge",
        "statistics /projects/statistics",
        "report /report",
        "review /review",
        "thisPeriod /dispatch/period",
        "period /dispatch/period/$id",
        "bulletins /dispatch/bulletins",
        "bulletin /dispatch/bulletins/$id",
        "confirmations /dispatch/confirmations",
        "scores /dispatch/scores",
        "score /dispatch/scores/$id",
        "scheme /dispatch/schemes/$id",
        "indicators /dispatch/indicators",
        "supervision /dispatch/supervision",
        "map /war-map",
        "plans /war-map/plans",
        "plan /war-map/plans/$id",
        "factors /war-map/factors",
        "ceremonies /war-map/ceremonies",
        "ceremony /war-map/ceremonies/$id",
        "lookAhead /war-map/look-ahead",
        "leads /investment/leads",
        "lead /investment/leads/$id",
        "jointReviews /investment/reviews",
        "jointReview /investment/reviews/$id",
        "contracts /investment/contracts",
        "contract /investment/contracts/$id",
        "trips /investment/trips",
        "trip /investment/trips/$id",
        "campaigns /investment/campaigns",
        "campaign /investment/campaigns/$id",
        "conversion /investment/conversion",
        "chains /chains",
        "chain /chains/$id",
        "enterprises /enterprises",
        "enterprise /enterprises/$id",
        "disclosure /disclosure",
        "posts /administration/posts",
        "people /administration/people",
        "calendar /administration/calendar",
        "rules /administration/rules",
        "imports /administration/imports",
        "audit /administration/audit",
        "setup /setup",
        "query /query",
        "mine /mine",
        "screen /screen/$id",
      ]
    `);
  });

  it("escape what stands in them", () => {
    expect(paths.project("甲/乙")).toBe("/projects/%E7%94%B2%2F%E4%B9%99");
  });
});
