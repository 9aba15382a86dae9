import { z } from "zod";

/** A light's verdict; colour and word follow the rule set in force. */
export const verdict = z.enum(["merit", "none", "remind", "warn"]);

export const projectRow = z.strictObject({
  id: z.string(),
  name: z.string(),
  code: z.string().nullable(),
  /** GB/T 2260 or functional-area code of the account, and its name. */
  areaCode: z.string().nullable(),
  areaName: z.string().nullable(),
  countyCode: z.string().nullable(),
  countyName: z.string().nullable(),
  /** All lists of the year, in words: 省重点, 市重点, 区重点. */
  levels: z.array(z.string()),
  level: z.string(),
  class: z.string(),
  chains: z.array(z.string()),
  stage: z.string().nullable(),
  light: verdict.nullable(),
  totalInvestmentFen: z.number().int().nullable(),
  annualPlanFen: z.number().int(),
  /** Cumulative of the year as last reported; null where nothing was reported. */
  completedFen: z.number().int().nullable(),
  /** The month end the cumulative stands for. */
  completedOn: z.string().nullable(),
  /** 0…; null where the plan is 0 or nothing was reported. */
  completionRate: z.number().nullable(),
  isSample: z.boolean(),
});
export type ProjectRow = z.infer<typeof projectRow>;

export const projectPage = z.strictObject({ items: z.array(projectRow), total: z.number().int(), next: z.string().nullable() });
export type ProjectPage = z.infer<typeof projectPage>;

export const projectSorts = ["name", "completion_rate", "annual_plan", "total_investment", "completed", "area", "stage", "light", "code"] as const;

const repeated = z.union([z.string(), z.array(z.string())]).optional();

/** The one selection that the list, the export, and the footer's figures share. */
export const projectQuery = z.strictObject({
  q: z.string().max(100).optional(),
  area: repeated,
  /** Account area exactly, without the areas below it. */
  town: repeated,
  level: repeated,
  class: repeated,
  stage: repeated,
  chain: repeated,
  light: repeated,
  size: repeated,
  event: repeated,
  blocking_party: repeated,
  year: z.coerce.number().int().min(1990).max(2100).optional(),
  validOn: z.iso.date().optional(),
  knownAt: z.iso.datetime({ offset: true }).optional(),
  sort: z
    .string()
    .regex(/^-?[a-z_]+$/)
    .default("-completion_rate"),
});
export type ProjectQuery = z.infer<typeof projectQuery>;

/** A view of the ledger that a person keeps: the address's query, and the columns shown (none = the default ones). */
export const savedViewBody = z.strictObject({
  name: z.string().trim().min(1, "请填写视图名称。").max(20, "视图名称不超过20个字。"),
  query: z.string().max(2_000),
  columns: z.array(z.string().max(40)).max(60).default([]),
});
export const savedView = savedViewBody.extend({ id: z.string() });
export type SavedView = z.infer<typeof savedView>;
export const savedViews = z.strictObject({ items: z.array(savedView) });
export const savedViewWritten = z.strictObject({ id: z.string() });
