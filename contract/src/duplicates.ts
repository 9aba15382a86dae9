import { z } from "zod";
import { duplicate } from "./library.ts";

const side = z.strictObject({
  id: z.string(),
  name: z.string(),
  code: z.string().nullable(),
  holdingUnit: z.string(),
  totalInvestmentFen: z.number().int().nullable(),
});

/** Two projects in the asker's reach that may be one, and in what they agree; pairs said to be two do not appear. */
export const duplicatePair = z.strictObject({ why: z.array(duplicate.shape.why), left: side, right: side });
export type DuplicatePair = z.infer<typeof duplicatePair>;
export const duplicatePairs = z.strictObject({
  items: z.array(duplicatePair),
  /** More pairs were found than are listed. */ isCut: z.boolean(),
});

/** Says that two projects are two, with the reason, so that they are not offered as duplicates again. */
export const distinctionBody = z.strictObject({
  projectId: z.uuid(),
  otherId: z.uuid(),
  reason: z.string().trim().min(2, "请写明为什么不是同一项目。").max(500),
});
