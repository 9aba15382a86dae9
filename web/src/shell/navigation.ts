import type { Me, Role } from "../api/me.ts";
import { paths } from "../paths.ts";
import type { Text } from "../text/useText.ts";

export type NavName = Exclude<keyof Text["nav"], "main" | "fold" | "unfold">;

export type NavEntry = { name: NavName; path: string; mark: string };
export type NavGroup = { name: NavName; mark: string; path?: string; entries: readonly NavEntry[] };

type Listed = { name: NavName; path: string; roles: readonly Role[] };
type ListedGroup = { name: NavName; mark: string } & ({ path: string; roles: readonly Role[] } | { entries: readonly Listed[] });

const leaders: readonly Role[] = ["leader", "chief"];
const offices: readonly Role[] = ["dispatch", "district", "town", "department"];

/**
 * Who may ever use what; a page enters this table with its first release. It only spares people doors that never open for them; what a role may read or write
 * is decided by the server.
 */
const listed: readonly ListedGroup[] = [
  { name: "inHand", mark: "手", path: paths.inHand(), roles: [...leaders, ...offices, "enterprise"] },
  { name: "overview", mark: "览", path: paths.overview(), roles: [...leaders, "dispatch", "district", "department"] },
  { name: "ask", mark: "问", path: paths.ask(), roles: [...leaders, "dispatch", "district", "department", "town"] },
  { name: "ledger", mark: "账", path: paths.projects(), roles: [...leaders, ...offices] },
  { name: "report", mark: "报", path: paths.report(), roles: ["district", "town"] },
  { name: "review", mark: "审", path: paths.review(), roles: ["dispatch", "district"] },
  {
    name: "dispatch",
    mark: "调",
    entries: [
      { name: "thisPeriod", path: paths.thisPeriod(), roles: ["dispatch"] },
      { name: "bulletins", path: paths.bulletins(), roles: [...leaders, ...offices] },
      { name: "confirmations", path: paths.confirmations(), roles: ["district", "town"] },
      { name: "scores", path: paths.scores(), roles: [...leaders, "dispatch", "district", "town", "department"] },
    ],
  },
  {
    name: "administration",
    mark: "管",
    entries: [
      { name: "posts", path: paths.posts(), roles: ["sysadmin", "secadmin"] },
      { name: "people", path: paths.people(), roles: ["sysadmin", "secadmin"] },
      { name: "calendar", path: paths.calendar(), roles: ["dispatch", "sysadmin"] },
      { name: "rules", path: paths.rules(), roles: ["dispatch"] },
      { name: "imports", path: paths.imports(), roles: ["dispatch", "district", "sysadmin"] },
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
    const entries = group.entries.filter((entry) => isFor(entry.roles)).map((entry) => ({ name: entry.name, path: entry.path, mark }));
    return entries.length > 0 ? [{ name, mark, entries }] : [];
  });
}

/** Every page of the navigation, flat, as commands and the phone's 查询 list them. */
export function navigationEntries(groups: readonly NavGroup[]): NavEntry[] {
  return groups.flatMap(({ name, mark, path, entries }) => (path ? [{ name, path, mark }] : entries));
}
