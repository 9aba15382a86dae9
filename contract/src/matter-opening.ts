/**
 * Opening a matter by hand (交办): which kinds a person opens, what is said of it, who takes part, and what it cannot be
 * done without. The lead part is the matter itself; every assisting part is a matter of its own beneath it.
 */
import { z } from "zod";
import { blockingPartySchema, type MatterKind, sentence } from "./matters.ts";

/** Kinds that people open; the others follow from lights and requests. */
export const openedKinds = ["supervision", "instruction", "problem", "request"] as const satisfies readonly MatterKind[];
export type OpenedKind = (typeof openedKinds)[number];

/** Roles that open matters: departments and enterprises answer them, and ask through the office that looks after them. */
export const openingRoles: readonly string[] = ["leader", "dispatch", "district", "town"];

export const assistantsMax = 10;
export const materialsMax = 10;

export const openMatterSchema = z.strictObject({
  kind: z.enum(openedKinds),
  subjectId: z.uuid(),
  title: sentence(80, "请填写事项名称"),
  /** What is asked of the holder: what is needed, from whom. */
  ask: sentence(1_000, "请写明需要办什么"),
  /** The lead: who answers for the whole. */
  holderPostId: z.int(),
  blockingParty: blockingPartySchema.nullish(),
  /** By when: a day, or a number of working days; neither = the rule's. */
  dueOn: z.iso.date().nullish(),
  workingDays: z.int().min(1).max(250).nullish(),
  /** 督办件 and 批示 rest on a document; kept with the matter and with the act. */
  documentNo: z.string().trim().max(80).nullish(),
  /** Parts that others do for the lead, due at the same time. */
  assistants: z
    .array(z.strictObject({ holderPostId: z.int(), ask: sentence(1_000, "请写明协办什么") }))
    .max(assistantsMax, `协办单位至多${assistantsMax}个`)
    .default([]),
  /** Materials that must be handed in before it is done. */
  materials: z.array(sentence(100, "请填写材料名称")).max(materialsMax, `材料至多${materialsMax}项`).default([]),
});

/** A subject as it is found for a matter. */
export const subjectFound = z.strictObject({ id: z.uuid(), kind: z.string(), name: z.string(), code: z.string().nullable(), orgName: z.string().nullable() });
export const subjectsFound = z.strictObject({ items: z.array(subjectFound) });
export type SubjectFound = z.infer<typeof subjectFound>;
