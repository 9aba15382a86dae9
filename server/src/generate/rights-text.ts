import { partsOf } from "./dictionary.ts";
import type { Catalogue, Table } from "./catalogue.ts";

/** The ten roles of posts, in the order in which the matrix shows them. */
export const roles = ["leader", "chief", "dispatch", "district", "town", "department", "enterprise", "sysadmin", "secadmin", "auditor"] as const;

const roleNames: Record<(typeof roles)[number], string> = {
  leader: "领导",
  chief: "链长",
  dispatch: "调度",
  district: "区县",
  town: "镇街",
  department: "部门",
  enterprise: "企业",
  sysadmin: "系统管理员",
  secadmin: "安全管理员",
  auditor: "审计管理员",
};

const letters = [
  ["select", "读"],
  ["insert", "增"],
  ["update", "改"],
  ["delete", "删"],
] as const;

/**
 * What a row must be for the application to see it, told from the table's policies:
 * tree (the unit's tree or a grant), reference (every post), own (the asker's own rows), closed (no policy for it), other.
 */
export type Shape = "tree" | "reference" | "own" | "closed" | "other";

const shapeNames: Record<Shape, string> = {
  tree: "本单位及下级，或经授权的对象",
  reference: "凡在岗者",
  own: "本人（或本单位）的行",
  closed: "应用不可读",
  other: "见策略原文",
};

export function shapeOf(table: Table): Shape {
  const read = table.policies.filter((policy) => policy.roles.includes("baton_act") && (policy.verb === "select" || policy.verb === "all"));
  const text = read.map((policy) => policy.using ?? "").join(" ");
  if (read.length === 0) return "closed";
  if (text.includes("kernel_reach(")) return "tree";
  if (/kernel_actor_(account|post|posts)\(/.test(text)) return "own";
  if (text.includes("kernel_may(") || text === "true") return "reference";
  return "other";
}

/** docs/rights.md: role × table × verb, and which rows; the same rows of kernel_right that the policies read. */
export function rightsText(catalogue: Catalogue): string {
  const shown = catalogue.tables.map((table) => {
    const cells = roles.map((role) =>
      letters
        .filter(([verb]) => catalogue.rights.some((right) => right.role === role && right.table === table.name && right.verb === verb))
        .map(([, letter]) => letter)
        .join(""),
    );
    return `| \`${table.name}\` ${partsOf(table.comment).zh.split(/[；。（]/)[0] ?? ""} | ${shapeNames[shapeOf(table)]} | ${cells.join(" | ")} |`;
  });
  return [
    "# 权限矩阵 · Rights",
    "",
    "由数据库目录生成（`npm run generate`），请勿手工修改。岗位角色 × 数据表 × 动作；一格为空即不允许，由数据库本身拒绝。",
    "Generated from the catalogue. 读 select, 增 insert, 改 update, 删 delete; an empty cell is refused by the database itself.",
    "",
    "版本表的“改”只能关闭一次（`superseded_at`），事实列不能改写。On version tables 改 means closing a version once; facts are never overwritten.",
    "无角色授权而由本人策略放行的表（草稿视图、导入回执等）各格为空，范围写“本人的行”。Tables ruled by ownership alone have empty cells.",
    "",
    `| 表 table | 可及的行 rows | ${roles.map((role) => `${roleNames[role]} ${role}`).join(" | ")} |`,
    `|---|---|${roles.map(() => "---").join("|")}|`,
    ...shown,
    "",
    "## 数据库角色 · Database roles",
    "",
    "| 表 table | 授予 granted |",
    "|---|---|",
    ...catalogue.tables.map((table) => `| \`${table.name}\` | ${grantCell(table)} |`),
    "",
  ].join("\n");
}

function grantCell(table: Table): string {
  const names = [...new Set(table.grants.map((grant) => grant.role))].toSorted();
  return names
    .map((role) => {
      const own = table.grants.filter((grant) => grant.role === role);
      const verbs = [...new Set(own.map((grant) => grant.verb))].toSorted().map((verb) => {
        const isWhole = own.some((grant) => grant.verb === verb && grant.column === null);
        const columns = own.filter((grant) => grant.verb === verb && grant.column !== null).map((grant) => grant.column);
        return isWhole || columns.length > 3 ? verb : `${verb} (${columns.join(", ")})`;
      });
      return `${role}: ${verbs.join(", ")}`;
    })
    .join("; ");
}
