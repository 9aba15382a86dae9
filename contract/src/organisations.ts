import { z } from "zod";
import { roles } from "./accounts.ts";

export const orgKind = z.enum(["city", "county", "department", "town", "park", "state_firm", "task_force", "enterprise"]);
export type OrgKind = z.infer<typeof orgKind>;

export const orgKinds: readonly { code: OrgKind; zh: string; en: string }[] = [
  { code: "city", zh: "市", en: "City" },
  { code: "county", zh: "区县", en: "District or county" },
  { code: "department", zh: "部门", en: "Department" },
  { code: "town", zh: "镇街", en: "Town or street" },
  { code: "park", zh: "园区", en: "Park or functional area" },
  { code: "state_firm", zh: "国企", en: "State-owned firm" },
  { code: "task_force", zh: "专班", en: "Task force" },
  { code: "enterprise", zh: "企业", en: "Enterprise" },
];

/** A place of responsibility. No person stands here: who holds it is told by appointments. */
export const post = z.strictObject({
  id: z.number().int(),
  title: z.string(),
  role: z.string(),
  isClosed: z.boolean(),
  /** People appointed to it today. */ holderCount: z.number().int(),
});

/** One organisation of the tree; `parentId` null at the root. Sorted so that a parent comes before its children. */
export const organisation = z.strictObject({
  id: z.string(),
  version: z.string(),
  name: z.string(),
  kind: orgKind,
  parentId: z.string().nullable(),
  areaId: z.string().nullable(),
  areaCode: z.string().nullable(),
  areaName: z.string().nullable(),
  depth: z.number().int(),
  posts: z.array(post),
});
export type Organisation = z.infer<typeof organisation>;
export const organisationTree = z.strictObject({ items: z.array(organisation) });

export const organisationBody = z.strictObject({
  name: z.string().trim().min(2, "请填写组织名称。").max(100),
  kind: orgKind,
  parentId: z.uuid().nullable(),
  areaId: z.uuid().nullable().default(null),
});
/** An edit carries the version it was made over. A renamed or moved organisation keeps its identity. */
export const organisationEdit = z.strictObject({
  version: z.uuid(),
  organisation: organisationBody,
  reason: z.string().trim().min(2, "请写明依据或原因。").max(200),
});
export const organisationWritten = z.strictObject({ id: z.string(), version: z.string() });

export const postBody = z.strictObject({ orgId: z.uuid(), title: z.string().trim().min(2, "请填写岗位名称。").max(60), role: z.enum(roles) });
export const postWritten = z.strictObject({ id: z.number().int() });

export const postsQuery = z.strictObject({
  /** This organisation and all below it. */ org: z.uuid().optional(),
  q: z.string().max(60).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const postRow = z.strictObject({ id: z.number().int(), title: z.string(), role: z.string(), orgId: z.string(), orgName: z.string() });
export const postList = z.strictObject({ items: z.array(postRow) });

export const area = z.strictObject({ id: z.string(), code: z.string(), name: z.string(), level: z.string(), parentId: z.string().nullable() });
export const areaList = z.strictObject({ items: z.array(area) });

export const chainRow = z.strictObject({ id: z.string(), code: z.string().nullable(), name: z.string() });
export const chainList = z.strictObject({ items: z.array(chainRow) });

/** What an empty city still lacks, in the order it is done. */
export const setupStep = z.strictObject({
  key: z.enum(["organisations", "people", "calendar", "rules", "first-list"]),
  title: z.string(),
  isDone: z.boolean(),
  count: z.number().int(),
});
export const setup = z.strictObject({ items: z.array(setupStep), isReady: z.boolean() });
