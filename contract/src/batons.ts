/** Batons held (我持有的责任): what a post answers for, and how it passes on. Days are valid-time, `until` not included. */
import { z } from "zod";
import { batonRoles } from "./library.ts";
import { matterLineSchema, postNameSchema } from "./matters.ts";

/** Every role that a post may hold: those of projects, and the chief of a chain. */
export const heldRoles: readonly { code: string; zh: string }[] = [...batonRoles, { code: "chief", zh: "链长" }];

const roleNames = new Map(heldRoles.map(({ code, zh }) => [code, zh]));

/** A role in official words; an unknown one is shown as it is kept. */
export function heldRoleName(code: string): string {
  return roleNames.get(code) ?? code;
}

/** Who wrote a baton, by post; null for loaded history. */
const signature = z.strictObject({ title: z.string(), orgName: z.string() }).nullable();

export const heldBaton = z.strictObject({
  id: z.uuid(),
  subjectId: z.uuid(),
  subjectName: z.string(),
  subjectKind: z.string(),
  role: z.string(),
  roleName: z.string(),
  validFrom: z.iso.date(),
  /** Null while no end is set. */
  validTo: z.iso.date().nullable(),
  /** Begins after today. */
  isAhead: z.boolean(),
  note: z.string().nullable(),
  handedOverBy: signature,
  /** Matters of this subject that the post has in hand. */
  openMatters: z.int(),
});
export type HeldBaton = z.infer<typeof heldBaton>;

/** A post of the reader's own, with what it holds; `isActing` where the person acts for its proper holder. */
export const ownPost = z.strictObject({ ...postNameSchema.shape, isActing: z.boolean(), count: z.int() });

export const heldBatons = z.strictObject({
  /** Whose batons these are. */
  post: z.strictObject({ ...postNameSchema.shape, isActing: z.boolean(), isOwn: z.boolean() }),
  posts: z.array(ownPost),
  items: z.array(heldBaton),
  total: z.int(),
  next: z.string().nullable(),
  /** Whether the reader's role may hand over. */
  mayHandOver: z.boolean(),
});
export type HeldBatons = z.infer<typeof heldBatons>;

export const heldBatonsQuery = z.strictObject({
  /** Absent = the post acted from. */
  post: z.coerce.number().int().min(1).optional(),
  q: z.string().trim().max(60).optional(),
  role: z.string().max(40).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(300).optional(),
});

/** One span of a role on a subject: who, from when, written by whom. */
export const batonSpan = z.strictObject({
  id: z.uuid(),
  holder: z.string(),
  holderOrg: z.string(),
  validFrom: z.iso.date(),
  validTo: z.iso.date().nullable(),
  note: z.string().nullable(),
  handedOverBy: signature,
  recordedAt: z.string(),
});
export const batonHistory = z.strictObject({ subjectName: z.string(), roleName: z.string(), items: z.array(batonSpan) });
export type BatonHistory = z.infer<typeof batonHistory>;

/** Who holds what on a subject today, to choose a hand from. */
export const holdersOfSubject = z.strictObject({
  subjectId: z.uuid(),
  subjectName: z.string(),
  items: z.array(z.strictObject({ role: z.string(), roleName: z.string(), ...postNameSchema.shape })),
});
export type HoldersOfSubject = z.infer<typeof holdersOfSubject>;

/** So many at once: what one post of a city holds. */
export const handoversMax = 500;

const batonIds = z.array(z.uuid()).min(1, "请选择要移交的责任").max(handoversMax, `一次至多移交${handoversMax}项`);

export const handoverPlanBody = z.strictObject({ batonIds, toPostId: z.int().optional(), on: z.iso.date().optional() });

/** What a hand-over would take along, and what stands in its way; nothing is written. */
export const handoverPlan = z.strictObject({
  matters: z.array(matterLineSchema),
  /** Matters go along only on a day that has come. */
  mattersGoAlong: z.boolean(),
  refusals: z.array(z.strictObject({ batonId: z.uuid(), detail: z.string() })),
});
export type HandoverPlan = z.infer<typeof handoverPlan>;

export const handoversBody = z.strictObject({
  batonIds,
  toPostId: z.int(),
  on: z.iso.date(),
  note: z.string().trim().min(2, "请写明移交说明").max(500, "移交说明不超过500个字"),
  /** Open matters of these subjects that the former holder has in hand go along. */
  withMatters: z.boolean().default(true),
});
export type Handovers = z.infer<typeof handoversBody>;

export const handoversAnswer = z.strictObject({ handedOver: z.int(), matters: z.int() });
