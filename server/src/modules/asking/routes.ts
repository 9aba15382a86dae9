import { askedAnswer, askedQuery, type AskedAnswer } from "@baton/contract/asking";
import { type Asked, type Piece, readAsked } from "@baton/contract/asking-rules";
import { sayNumber } from "@baton/contract/wording";
import { evaluate, type Figures, getFigure, readQuestion, scopeOf } from "#kernel/figures";
import { type Actor, readAs, type Tx } from "#platform/database";
import { type App, actorOf, type Context } from "#platform/http";
import { readVocabulary } from "./vocabulary.ts";

/** The address of a question, as a figure's own address asks it. */
function queryOf({ where, by, validFrom, validOn }: Asked, knownAt: string | undefined): Record<string, string | string[]> {
  const filters = Object.fromEntries(Object.entries(where).map(([dimension, values]) => [`where.${dimension}`, values]));
  return { ...filters, ...(by === null ? {} : { by }), ...(validFrom === null ? {} : { validFrom }), validOn, ...(knownAt === undefined ? {} : { knownAt }) };
}

function rowsUrl(figure: string, query: Record<string, string | string[]>): string {
  const address = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (name === "by") continue;
    for (const one of Array.isArray(value) ? value : [value]) address.append(name, one);
  }
  return `/api/figures/${figure}/rows?${address.toString()}`;
}

/** 薛城区（370403）· 总投资超过1亿元 · 2023-01-01至2023-06-30 · 新开工项目数 */
function readingOf(pieces: readonly Piece[], label: string): string {
  const said = pieces
    .filter(({ as }) => as === "filter" || as === "by" || as === "span")
    .map(({ text, says }) => (says === text ? text : `${text}（${says}）`));
  return [...new Set(said), label].join(" · ");
}

type Asking = { actor: Actor; asked: Asked; pieces: readonly Piece[]; knownAt: string | undefined; today: string };

async function answerOne(tx: Tx, figures: Figures, { actor, asked, pieces, knownAt, today }: Asking): Promise<AskedAnswer["answers"][number]> {
  const figure = getFigure(figures, asked.figure);
  const question = await readQuestion(tx, queryOf(asked, knownAt), today);
  const answer = await evaluate(tx, figure, { question, scope: await scopeOf(tx, actor) });
  return {
    question: asked,
    reading: readingOf(pieces, figure.labelZh),
    said: sayNumber({ value: answer.value, unit: answer.unit, comparator: answer.comparator }),
    answer: { ...answer, rowsUrl: rowsUrl(asked.figure, queryOf({ ...asked, validFrom: question.validFrom }, question.knownAt)) },
  };
}

export function routes(app: App, context: Context, figures: Figures): void {
  app.get(
    "/api/answers",
    { schema: { summary: "一句话问数：先说明读法，再给数", tags: ["figures"], querystring: askedQuery, response: { 200: askedAnswer } } },
    async (request) => {
      const actor = actorOf(request);
      const { q, knownAt } = request.query;
      const today = context.clock.today().toString();
      return readAs(context.db, actor, async (tx) => {
        const { pieces, asks, remarks } = readAsked(q, { vocabulary: await readVocabulary(tx), today });
        const answers: AskedAnswer["answers"] = [];
        for (const asked of asks) answers.push(await answerOne(tx, figures, { actor, asked, pieces, knownAt, today }));
        return { pieces, remarks, answers };
      });
    },
  );
}
