import { z } from "zod";

const contract = z.strictObject({ kind: z.enum(["formal", "framework"]), signedOn: z.string(), amountFen: z.number().int() });

export const leadRow = z.strictObject({
  id: z.string(),
  name: z.string(),
  investorName: z.string().nullable(),
  orgName: z.string().nullable(),
  areaName: z.string().nullable(),
  chains: z.array(z.string()),
  stage: z.string().nullable(),
  intendedFen: z.number().int(),
  firstContactOn: z.string(),
  contracts: z.array(contract),
  isSample: z.boolean(),
});
export const leadPage = z.strictObject({ items: z.array(leadRow), total: z.number().int(), next: z.string().nullable() });

export const enterpriseRow = z.strictObject({
  id: z.string(),
  name: z.string(),
  creditCode: z.string(),
  areaName: z.string().nullable(),
  chains: z.array(z.string()),
  isAboveScale: z.boolean().nullable(),
  industryCode: z.string().nullable(),
  contactPost: z.string().nullable(),
  tags: z.array(z.string()),
  isSample: z.boolean(),
});
export const enterprisePage = z.strictObject({ items: z.array(enterpriseRow), total: z.number().int(), next: z.string().nullable() });

/** `area` is a division's code or name, the divisions below it included. */
export const plainListQuery = z.strictObject({
  q: z.string().max(100).optional(),
  area: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.uuid({ error: "游标无效，请从头翻页" }).optional(),
});
