import { describe, expect, it } from "vitest";
import { inTreeOrder, matchingOrganisations, possibleParents, type Organisation } from "./organisations.ts";

const org = (id: string, parentId: string | null, posts: string[] = []): Organisation => ({
  id,
  parentId,
  name: id,
  version: id,
  kind: "town",
  areaId: null,
  areaCode: null,
  areaName: null,
  depth: 0,
  posts: posts.map((title, at) => ({ id: at, title, role: "town", isClosed: false, holderCount: 0 })),
});
const tree = [org("市", null), org("甲区", "市"), org("乙区", "市"), org("甲镇", "甲区", ["项目填报员"])];

describe("the tree of organisations", () => {
  it("reads children below their parent", () => {
    expect(inTreeOrder(tree).map(({ id }) => id)).toEqual(["市", "甲区", "甲镇", "乙区"]);
  });

  it("finds by post too, and keeps the way up", () => {
    expect(matchingOrganisations(inTreeOrder(tree), "填报").map(({ id }) => id)).toEqual(["市", "甲区", "甲镇"]);
    expect(matchingOrganisations(tree, "丙")).toEqual([]);
  });

  it("never moves an organisation under itself", () => {
    expect(possibleParents(tree, "甲区").map(({ id }) => id)).toEqual(["市", "乙区"]);
  });
});
