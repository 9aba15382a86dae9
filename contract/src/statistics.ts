import { z } from "zod";
import { month } from "./reports.ts";

/** How the bureau's ledger stands to a project: in it, known not to be, nothing known; or both ledgers differ. */
export const statisticsState = z.enum(["listed", "unlisted", "unknown", "differing"]);
export type StatisticsState = z.infer<typeof statisticsState>;

export const statisticsQuery = z.strictObject({
  month,
  q: z.string().max(100).optional(),
  area: z.string().max(20).optional(),
  state: statisticsState.optional(),
  knownAt: z.iso.datetime({ offset: true }).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
  cursor: z.string().max(600).optional(),
});
export type StatisticsQuery = z.infer<typeof statisticsQuery>;

/** Both ledgers of one project at one month's end, side by side; neither corrects the other. Amounts in fen, of the year. */
export const statisticsRow = z.strictObject({
  projectId: z.string(),
  name: z.string(),
  orgName: z.string(),
  /** As last reported in the year, and the month end it stands for. */
  managementFen: z.number().int().nullable(),
  managementOn: z.string().nullable(),
  /** Null where the bureau has said nothing by this month. */
  isListed: z.boolean().nullable(),
  /** The bureau's figure of this very month. */
  statisticsFen: z.number().int().nullable(),
  /** 调度数 less 统计数 where both speak of this month. */
  differenceFen: z.number().int().nullable(),
  explanation: z.string().nullable(),
});
export type StatisticsRow = z.infer<typeof statisticsRow>;

export const statisticsPage = z.strictObject({
  month,
  items: z.array(statisticsRow),
  total: z.number().int(),
  /** Over all in reach and in the area asked, whatever else the page narrows to. */
  counts: z.strictObject({
    all: z.number().int(),
    listed: z.number().int(),
    unlisted: z.number().int(),
    unknown: z.number().int(),
    differing: z.number().int(),
  }),
  /** Whether the asker may write the bureau's figures. */
  canRecord: z.boolean(),
  next: z.string().nullable(),
});
export type StatisticsPage = z.infer<typeof statisticsPage>;
