/**
 * 通报: the shapes of a document made of text and figures. Every number in it is asked of a figure; what stands in free
 * text is text. The rules that read it are in `bulletin-rules.ts`.
 */
import { z } from "zod";
import { comparator, figureUnit } from "./figures.ts";

/** Which span a figure is asked for, seen from the bulletin's month. A state is asked at the span's last day. */
export const bulletinSpan = z.enum(["year", "month", "quarter", "previous", "last_year"]);
export type BulletinSpan = z.infer<typeof bulletinSpan>;
export const spanNames: Record<BulletinSpan, string> = {
  year: "本年累计",
  month: "当月",
  quarter: "当季",
  previous: "上月累计",
  last_year: "上年同期",
};

export const bulletinAsk = z.strictObject({
  figure: z.string().max(80),
  where: z.record(z.string().max(40), z.array(z.string().max(80)).max(30)).default({}),
  span: bulletinSpan.default("year"),
});
export type BulletinAsk = z.infer<typeof bulletinAsk>;

/** How a number is said; each is one phrase of `wording.ts`. */
export const bulletinSaying = z.discriminatedUnion("as", [
  z.strictObject({ as: z.literal("number") }),
  z.strictObject({ as: z.literal("roughly") }),
  z.strictObject({ as: z.literal("ahead") }),
  z.strictObject({ as: z.literal("growth") }),
  /** The change against another span: 比上月增加, 同比提高…个百分点. */
  z.strictObject({ as: z.literal("change"), against: z.enum(["previous", "last_year"]) }),
  /** The place of one group among all: 居全市第2位. */
  z.strictObject({ as: z.literal("rank"), by: z.string().max(40), key: z.string().max(80), pool: z.string().max(20) }),
  /** The names of the first or last groups: 薛城区、台儿庄区和高新区. */
  z.strictObject({ as: z.literal("names"), by: z.string().max(40), order: z.enum(["best", "worst"]), count: z.int().min(1).max(10) }),
]);
export type BulletinSaying = z.infer<typeof bulletinSaying>;

const id = z.string().min(1).max(40);
const textRun = z.strictObject({ kind: z.literal("text"), text: z.string().max(4000) });
const figureRun = z.strictObject({ kind: z.literal("figure"), id, ask: bulletinAsk, say: bulletinSaying });
/** 如果…则写…否则写…: the branches are text and figures, not choices again. */
const choiceRun = z.strictObject({
  kind: z.literal("choice"),
  id,
  ask: bulletinAsk,
  operator: z.enum([">=", ">", "<=", "<", "="]),
  value: z.string().regex(/^-?\d{1,16}(\.\d{1,8})?$/, "请写成数字"),
  met: z.array(z.union([textRun, figureRun])).max(40),
  otherwise: z.array(z.union([textRun, figureRun])).max(40),
});
export const bulletinRun = z.discriminatedUnion("kind", [textRun, figureRun, choiceRun]);
export type BulletinRun = z.infer<typeof bulletinRun>;
export type FigureRun = z.infer<typeof figureRun>;
export type ChoiceRun = z.infer<typeof choiceRun>;

export const bulletinBlock = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("heading"), level: z.int().min(1).max(4), text: z.string().max(200) }),
  z.strictObject({ kind: z.literal("paragraph"), runs: z.array(bulletinRun).max(200) }),
  z.strictObject({
    kind: z.literal("table"),
    id,
    title: z.string().max(100),
    by: z.string().max(40),
    columns: z
      .array(z.strictObject({ label: z.string().max(30), ask: bulletinAsk }))
      .min(1)
      .max(12),
    /** The column whose values order the rows, the greatest first; null for the dimension's own order. */
    sortBy: z.int().min(0).max(11).nullable(),
    isRanked: z.boolean(),
  }),
  z.strictObject({ kind: z.literal("chart"), id, title: z.string().max(100), by: z.string().max(40), ask: bulletinAsk }),
  /** Projects of one light by name, with the reason, who blocks and who holds it. */
  z.strictObject({ kind: z.literal("lights"), id, title: z.string().max(100), verdict: z.enum(["merit", "remind", "warn"]) }),
  /** The ranking of an official run of the bulletin's month. */
  z.strictObject({ kind: z.literal("ranking"), id, title: z.string().max(100), schemeId: z.uuid() }),
  z.strictObject({ kind: z.literal("pageBreak") }),
]);
export type BulletinBlock = z.infer<typeof bulletinBlock>;

export const bulletinDocument = z.strictObject({ blocks: z.array(bulletinBlock).max(400) });
export type BulletinDocument = z.infer<typeof bulletinDocument>;

/** One question to a figure as the bulletin asked it, and what was answered. */
export const bulletinAnswer = z.strictObject({
  key: z.string(),
  figure: z.string(),
  labelZh: z.string(),
  unit: figureUnit,
  where: z.record(z.string(), z.array(z.string())),
  by: z.string().nullable(),
  validFrom: z.string(),
  validOn: z.string(),
  value: z.number().nullable(),
  comparator,
  groups: z.array(z.strictObject({ key: z.string().nullable(), label: z.string(), value: z.number().nullable(), comparator })),
  unreported: z.int(),
});
export type BulletinAnswer = z.infer<typeof bulletinAnswer>;

/** What is named in a `lights` block. */
export const bulletinLight = z.strictObject({
  projectId: z.string(),
  name: z.string(),
  orgName: z.string(),
  sentence: z.string(),
  blockingParty: z.string().nullable(),
  holder: z.string().nullable(),
});
export type BulletinLight = z.infer<typeof bulletinLight>;

export const bulletinRankingRow = z.strictObject({
  key: z.string(),
  label: z.string(),
  total: z.int(),
  rank: z.int().nullable(),
  unrankedBecause: z.string().nullable(),
  movement: z.int().nullable(),
});

/** Everything a document's numbers and names stand on: live while it is drafted, kept for good at the freeze. */
export const bulletinFacts = z.strictObject({
  knownAt: z.string(),
  answers: z.array(bulletinAnswer),
  lights: z.record(z.string(), z.array(bulletinLight)),
  rankings: z.record(z.string(), z.array(bulletinRankingRow)),
});
export type BulletinFacts = z.infer<typeof bulletinFacts>;

export const bulletinKinds = { bulletin: "通报", brief: "领导一页纸", speech: "讲话数据" } as const;
export const bulletinKind = z.enum(["bulletin", "brief", "speech"]);

/** 起草 → 核稿 → 征求意见 → 定稿 → 签发; a returned one is a draft again. */
export const bulletinState = z.enum(["draft", "checked", "asking", "frozen", "issued"]);
export type BulletinState = z.infer<typeof bulletinState>;
export const bulletinStateNames: Record<BulletinState, string> = { draft: "起草", checked: "已核稿", asking: "征求意见", frozen: "已定稿", issued: "已签发" };

const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, "请写成 2023-06");
export const bulletinBody = z.strictObject({
  kind: bulletinKind,
  month,
  title: z.string().trim().min(2, "请填写标题").max(100),
  document: bulletinDocument,
  /** Organisations that may read it once issued; null for all units. */
  audience: z.array(z.uuid()).max(500).nullable().default(null),
});
/** A change of a draft; `seen` is the version that was read, so that nobody writes over another's words. */
export const bulletinChange = bulletinBody.extend({ seen: z.uuid() });

const hand = z.strictObject({ post: z.string().nullable(), at: z.string(), note: z.string().nullable() });

export const bulletinLine = z.strictObject({
  id: z.string(),
  kind: bulletinKind,
  month: z.string(),
  title: z.string(),
  state: bulletinState,
  documentNo: z.string().nullable(),
  issuedOn: z.string().nullable(),
  changedAt: z.string(),
  isSample: z.boolean(),
});
export type BulletinLine = z.infer<typeof bulletinLine>;
export const bulletinLines = z.strictObject({ items: z.array(bulletinLine) });

export const confirmation = z.strictObject({
  id: z.string(),
  bulletinId: z.string(),
  bulletinTitle: z.string(),
  month: z.string(),
  unitLabel: z.string(),
  numbers: z.array(
    z.strictObject({
      label: z.string(),
      said: z.string(),
      figure: z.string(),
      where: z.record(z.string(), z.array(z.string())),
      validFrom: z.string(),
      validOn: z.string(),
    }),
  ),
  dueOn: z.string(),
  /** `silent`: asked, and the day has passed. */
  state: z.enum(["asked", "silent", "confirmed", "objected", "answered", "dropped"]),
  note: z.string().nullable(),
  answer: z.string().nullable(),
});
export type Confirmation = z.infer<typeof confirmation>;
export const confirmations = z.strictObject({ items: z.array(confirmation) });

export const erratum = z.strictObject({
  number: z.int(),
  questionKey: z.string(),
  groupKey: z.string().nullable(),
  label: z.string(),
  was: z.string(),
  now: z.string(),
  reason: z.string(),
  issuedOn: z.string(),
});
export type Erratum = z.infer<typeof erratum>;

export const bulletinDetail = z.strictObject({
  ...bulletinLine.shape,
  version: z.string(),
  document: bulletinDocument,
  audience: z.array(z.string()).nullable(),
  /** Live while it is drafted, kept from the freeze on. */
  facts: bulletinFacts,
  /** Whether the facts are the kept ones. */
  isFixed: z.boolean(),
  writtenBy: hand,
  events: z.array(z.strictObject({ kind: z.enum(["check", "return", "ask", "freeze", "withdraw", "issue"]), ...hand.shape })),
  confirmations: z.array(confirmation),
  errata: z.array(erratum),
  /** Why it can't be checked or frozen yet, in sentences. */
  faults: z.array(z.string()),
  /** Which acts the reader may do now. */
  may: z.array(z.enum(["edit", "check", "return", "ask", "freeze", "withdraw", "issue", "correct"])),
});
export type BulletinDetail = z.infer<typeof bulletinDetail>;

export const bulletinSaved = z.strictObject({ id: z.string(), version: z.string() });
export const noteBody = z.strictObject({ note: z.string().trim().max(500).nullable().default(null) });
export const returnBody = z.strictObject({ note: z.string().trim().min(2, "请写明退回原因").max(500) });
export const askBody = z.strictObject({ dueOn: z.iso.date("请填写反馈时限") });
export const issueBody = z.strictObject({
  documentNo: z
    .string()
    .trim()
    .min(4, "请填写发文字号")
    .max(40)
    .regex(/〔\d{4}〕[1-9]\d*号$/, "发文字号请写成 枣发改通报〔2023〕6号"),
});
export const confirmationBody = z.discriminatedUnion("isConfirmed", [
  z.strictObject({ isConfirmed: z.literal(true) }),
  z.strictObject({ isConfirmed: z.literal(false), note: z.string().trim().min(4, "请写明异议").max(500) }),
]);
export const objectionAnswerBody = z.strictObject({ answer: z.string().trim().min(2, "请写明答复").max(500) });
export const erratumBody = z.strictObject({
  questionKey: z.string().max(2000),
  groupKey: z.string().max(80).nullable(),
  reason: z.string().trim().min(4, "请写明勘误原因").max(500),
});
/** What an issued bulletin says, beside what the same questions answer now. */
export const bulletinDrift = z.strictObject({
  items: z.array(
    z.strictObject({ questionKey: z.string(), groupKey: z.string().nullable(), label: z.string(), was: z.string(), now: z.string(), isCorrected: z.boolean() }),
  ),
  /** Whether the questions asked again at the kept instant give the kept answers to the digit. */
  isReproduced: z.boolean(),
});
export const bulletinDifferences = z.strictObject({
  before: bulletinLine,
  after: bulletinLine,
  items: z.array(
    z.strictObject({
      label: z.string(),
      where: z.record(z.string(), z.array(z.string())),
      unit: figureUnit,
      before: z.number().nullable(),
      after: z.number().nullable(),
    }),
  ),
});
export const bulletinPreview = z.strictObject({
  facts: bulletinFacts,
  faults: z.array(z.string()),
  unsourced: z.array(z.strictObject({ block: z.int(), text: z.string() })),
});
