import type { FigureEntry } from "@baton/contract/figures";
import { problem } from "@baton/contract/problems";
import { type Figure, measuredOf } from "./definition.ts";

/** The figures of this program by name; filled once in `app.ts`, module by module. */
export type Figures = ReadonlyMap<string, Figure>;

export function figuresOf(...lists: readonly (readonly Figure[])[]): Figures {
  const found = new Map<string, Figure>();
  for (const figure of lists.flat()) {
    if (found.has(figure.name)) throw new Error(`figure ${figure.name} is defined twice`);
    found.set(figure.name, figure);
  }
  for (const figure of found.values()) assertCounterpart(found, figure);
  return found;
}

/** A number and its counterpart are of two books, and only a comparison is of both: the ledgers are never mixed. */
function assertCounterpart(figures: Figures, { name, ledger, counterpart }: Figure): void {
  if (counterpart === undefined) return;
  const other = figures.get(counterpart.figure);
  const difference = figures.get(counterpart.difference);
  const isOtherBook = other?.ledger !== undefined && other.ledger !== "both" && other.ledger !== ledger && ledger !== "both";
  if (!isOtherBook || difference?.ledger !== "both" || figures.get(counterpart.explained)?.ledger !== "both") {
    throw new Error(`figure ${name} has no counterpart in the other ledger`);
  }
}

/** Throws `unknown-figure` with the nearest names. */
export function getFigure(figures: Figures, name: string): Figure {
  const figure = figures.get(name);
  if (figure !== undefined) return figure;
  const near = [...figures.keys()].filter((one) => one.split(".")[0] === name.split(".")[0]);
  throw problem("unknown-figure", { detail: `没有指标“${name}”。${near.length > 0 ? `相近的有：${near.join("、")}。` : "全部指标见 /api/figures。"}` });
}

export function describe(figure: Figure): FigureEntry {
  const { name, labelZh, labelEn, unit, tense, definition, formula, ledger = null, counterpart = null } = figure;
  const dimensions = measuredOf(figure).population.dimensions.map((one) => ({
    name: one.name,
    labelZh: one.labelZh,
    labelEn: one.labelEn,
    overlaps: one.overlaps,
  }));
  return { name, labelZh, labelEn, unit, tense, definition, formula, ledger, counterpart, dimensions };
}
