import { z } from "zod";
import { figureAnswer, instant } from "./figures.ts";

export const askedQuery = z.strictObject({
  q: z.string().trim().min(1, "请写一句要问的话").max(200, "请把问题写在200字以内").describe("一句话，如：薛城区上半年新开工过亿元项目多少个，总投资多少"),
  knownAt: instant.optional().describe("所知时刻，默认现在"),
});

export const askedAnswer = z.strictObject({
  /** The sentence taken apart: each piece with what it was taken for. */
  pieces: z.array(z.strictObject({ text: z.string(), as: z.enum(["subject", "measure", "filter", "span", "by", "filler", "unknown"]), says: z.string() })),
  /** What was not understood or can't be answered, each with the nearest that can. */
  remarks: z.array(z.string()),
  answers: z.array(
    z.strictObject({
      question: z.strictObject({
        figure: z.string(),
        where: z.record(z.string(), z.array(z.string())),
        by: z.string().nullable(),
        validFrom: z.string().nullable(),
        validOn: z.string(),
      }),
      /** The reading in one sentence, before the number. */
      reading: z.string(),
      /** The number as an official text says it. */
      said: z.string(),
      answer: figureAnswer,
    }),
  ),
});
export type AskedAnswer = z.infer<typeof askedAnswer>;
