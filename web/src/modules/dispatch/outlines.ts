import type { BulletinAsk, BulletinBlock, BulletinDocument, BulletinLine, BulletinRun, BulletinSaying } from "@baton/contract/bulletins";
import { outlineWords as words } from "../../text/papers.ts";

let nextId = 0;

/** A name for a run or block, apart from all others of the document. */
export function newId(): string {
  nextId += 1;
  return `${Date.now().toString(36)}${nextId.toString(36)}`;
}

const ask = (figure: string): BulletinAsk => ({ figure, where: {}, span: "year" });
const said = (text: string): BulletinRun => ({ kind: "text", text });
const asked = (figure: string, say: BulletinSaying = { as: "number" }): BulletinRun => ({ kind: "figure", id: newId(), ask: ask(figure), say });
const rate = "projects.completion_rate";
const completed = "projects.completed_this_year";
const county = "area:county";

function general(): BulletinBlock {
  return {
    kind: "paragraph",
    runs: [
      said(words.lead),
      asked("projects.count"),
      said(words.planned),
      asked("projects.annual_plan"),
      said(words.completed),
      asked(completed),
      said(words.rate),
      asked(rate),
      said(words.comma),
      asked("projects.ahead_of_time", { as: "ahead" }),
      said(words.stop),
      {
        kind: "choice",
        id: newId(),
        ask: ask("projects.ahead_of_time"),
        operator: "<",
        value: "0",
        met: [{ kind: "text", text: words.behind }],
        otherwise: [{ kind: "text", text: words.ahead }],
      },
    ],
  };
}

function districts(): BulletinBlock[] {
  const table: BulletinBlock = {
    kind: "table",
    id: newId(),
    title: words.table,
    by: county,
    columns: [
      { label: words.columns.rate, ask: ask(rate) },
      { label: words.columns.completed, ask: ask(completed) },
      { label: words.columns.count, ask: ask("projects.count") },
    ],
    sortBy: 0,
    isRanked: true,
  };
  const names: BulletinBlock = {
    kind: "paragraph",
    runs: [
      said(words.best),
      asked(rate, { as: "names", by: county, order: "best", count: 2 }),
      said(words.worst),
      asked(rate, { as: "names", by: county, order: "worst", count: 2 }),
      said(words.stop),
    ],
  };
  return [table, names];
}

function lights(): BulletinBlock[] {
  return [
    { kind: "lights", id: newId(), title: words.red, verdict: "warn" },
    { kind: "lights", id: newId(), title: words.yellow, verdict: "remind" },
  ];
}

/** What a new paper of a kind begins with; everything in it can be changed. */
export function outlineOf(kind: BulletinLine["kind"]): BulletinDocument {
  const heading = (text: string): BulletinBlock => ({ kind: "heading", level: 1, text });
  const chart: BulletinBlock = { kind: "chart", id: newId(), title: words.chart, by: county, ask: ask(rate) };
  if (kind === "speech") return { blocks: [general(), ...districts().slice(1)] };
  if (kind === "brief") return { blocks: [general(), ...districts(), { kind: "lights", id: newId(), title: words.red, verdict: "warn" }] };
  return {
    blocks: [
      heading(words.general),
      general(),
      heading(words.districts),
      ...districts(),
      chart,
      heading(words.lights),
      ...lights(),
      heading(words.asks),
      { kind: "paragraph", runs: [said(words.ask)] },
    ],
  };
}
