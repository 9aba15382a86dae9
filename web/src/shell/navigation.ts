import type { Me, Role } from "../api/me.ts";
import { paths } from "../paths.ts";
import type { Text } from "../text/useText.ts";

export type NavName = Exclude<keyof Text["nav"], "main" | "fold" | "unfold">;

export type NavEntry = { name: NavName; path: string; mark: string };
export type NavGroup = { name: NavName; mark: string; path?: string; entries: readonly NavEntry[] };

type Listed = { name: NavName; path: string; roles: readonly Role[] };
type ListedGroup = { name: NavName; mark: string } & (
  | { path: string; roles: readonly Role[] }
  | { entries: readonly Listed[] }
);

const leaders: readonly Role[] = ["leader", "chief"];
const offices: readonly Role[] = ["dispatch", "district", "town", "department"];

/**
 * Who may ever use what. It only spares people doors that never open for them; what a role may read or write
 * is decided by the server.
 */
const listed: readonly ListedGroup[] = [
  { name: "inHand", mark: "手", path: paths.inHand(), roles: [...leaders, ...offices, "enterprise"] },
  { name: "overview", mark: "览", path: paths.overview(), roles: [...leaders, "dispatch", "district", "department"] },
  { name: "ledger", mark: "账", path: paths.projects(), roles: [...leaders, ...offices] },
  { name: "report", mark: "报", path: paths.report(), roles: ["district", "town", "department"] },
  { name: "review", mark: "审", path: paths.review(), roles: ["dispatch", "district"] },
  {
    name: "dispatch",
    mark: "调",
    entries: [
      { name: "thisPeriod", path: paths.thisPeriod(), roles: ["dispatch"] },
      { name: "bulletins", path: paths.bulletins(), roles: [...leaders, ...offices] },
      { name: "scores", path: paths.scores(), roles: [...leaders, ...offices] },
      { name: "indicators", path: paths.indicators(), roles: [...leaders, "dispatch", "district", "department"] },
      { name: "supervision", path: paths.supervision(), roles: [...leaders, "dispatch"] },
    ],
  },
  {
    name: "warMap",
    mark: "图",
    entries: [
      { name: "map", path: paths.map(), roles: [...leaders, ...offices] },
      { name: "plans", path: paths.plans(), roles: [...leaders, ...offices] },
      { name: "factors", path: paths.factors(), roles: [...leaders, "dispatch", "district", "department"] },
      { name: "ceremonies", path: paths.ceremonies(), roles: ["leader", "dispatch", "district"] },
      { name: "lookAhead", path: paths.lookAhead(), roles: [...leaders, "dispatch", "district"] },
    ],
  },
  {
    name: "investment",
    mark: "招",
    entries: [
      { name: "leads", path: paths.leads(), roles: [...leaders, ...offices] },
      { name: "jointReview", path: paths.jointReviews(), roles: ["leader", "dispatch", "district", "department"] },
      { name: "contracts", path: paths.contracts(), roles: [...leaders, "dispatch", "district", "department"] },
      { name: "trips", path: paths.trips(), roles: [...leaders, "dispatch", "district", "department"] },
      { name: "campaigns", path: paths.campaigns(), roles: ["leader", "dispatch", "district"] },
      { name: "conversion", path: paths.conversion(), roles: [...leaders, "dispatch"] },
    ],
  },
  { name: "chains", mark: "链", path: paths.chains(), roles: [...leaders, "dispatch", "district", "department"] },
  {
    name: "enterprises",
    mark: "企",
    path: paths.enterprises(),
    roles: [...leaders, ...offices, "enterprise"],
  },
  { name: "public", mark: "公", path: paths.disclosure(), roles: ["leader", "dispatch"] },
  {
    name: "administration",
    mark: "管",
    entries: [
      { name: "posts", path: paths.posts(), roles: ["sysadmin", "secadmin"] },
      { name: "people", path: paths.people(), roles: ["sysadmin", "secadmin"] },
      { name: "calendar", path: paths.calendar(), roles: ["dispatch", "sysadmin"] },
      { name: "rules", path: paths.rules(), roles: ["dispatch"] },
      { name: "imports", path: paths.imports(), roles: ["dispatch", "sysadmin"] },
      { name: "audit", path: paths.audit(), roles: ["auditor"] },
    ],
  },
];

/** The roles of all posts a person holds, acting ones included. */
export function rolesOf(me: Pick<Me, "role" | "posts">): ReadonlySet<string> {
  return new Set([me.role, ...me.posts.map(({ role }) => role)]);
}

/** The groups and entries that some role of the person may ever use; a group with nothing in it is absent. */
export function navigationFor(roles: ReadonlySet<string>): NavGroup[] {
  const isFor = (allowed: readonly Role[]): boolean => allowed.some((role) => roles.has(role));
  return listed.flatMap((group): NavGroup[] => {
    const { name, mark } = group;
    if ("path" in group) return isFor(group.roles) ? [{ name, mark, path: group.path, entries: [] }] : [];
    const entries = group.entries
      .filter((entry) => isFor(entry.roles))
      .map((entry) => ({ name: entry.name, path: entry.path, mark }));
    return entries.length > 0 ? [{ name, mark, entries }] : [];
  });
}

/** Every page of the navigation, flat, as commands and the phone's 查询 list them. */
export function navigationEntries(groups: readonly NavGroup[]): NavEntry[] {
  return groups.flatMap(({ name, mark, path, entries }) => (path ? [{ name, path, mark }] : entries));
}
