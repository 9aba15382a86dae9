import { type Calendar, countWorkingDays, dayOf, type Deadline, workingDaysBetween } from "@baton/contract/calendar";
import { assistantsMax, materialsMax, type OpenedKind } from "@baton/contract/matter-opening";
import { currentRuleVersion, matterRule } from "@baton/contract/matters";

export type Party = "locality" | "department" | "enterprise";
export type Assistant = { key: number; postId: number | undefined; ask: string };

/** What was typed; days stay text until they are sent. */
export type Opening = {
  kind: OpenedKind;
  subjectId: string | undefined;
  title: string;
  ask: string;
  leadPostId: number | undefined;
  party: Party | null;
  dueBy: "days" | "day";
  days: string;
  on: string;
  documentNo: string;
  assistants: readonly Assistant[];
  /** One material a line. */
  materials: string;
};

/** What each role opens most. */
const likeliest: Readonly<Record<string, OpenedKind>> = { leader: "instruction", town: "problem" };

export function emptyOpening(role: string, subjectId: string | undefined): Opening {
  const kind = likeliest[role] ?? "supervision";
  return {
    kind,
    subjectId,
    title: "",
    ask: "",
    leadPostId: undefined,
    party: null,
    dueBy: "days",
    days: usualDays(kind),
    on: "",
    documentNo: "",
    assistants: [],
    materials: "",
  };
}

/** Working days that the rule gives where nobody names any. */
export function usualDays(kind: OpenedKind): string {
  return String(matterRule(kind, currentRuleVersion).workingDays);
}

/** Another kind brings its own usual days, unless somebody typed others; a blocking party belongs to a problem. */
export function withKind(opening: Opening, kind: OpenedKind): Opening {
  const days = opening.days === usualDays(opening.kind) ? usualDays(kind) : opening.days;
  return { ...opening, kind, days, party: kind === "problem" ? opening.party : null };
}

function daysOf({ dueBy, days, on }: Pick<Opening, "dueBy" | "days" | "on">, asked: { now: string; calendar: Calendar }): number | null {
  if (dueBy === "days") {
    const typed = days.normalize("NFKC").trim();
    return /^\d{1,3}$/.test(typed) && Number(typed) >= 1 && Number(typed) <= 250 ? Number(typed) : null;
  }
  const today = dayOf(asked.now);
  if (on === "" || on <= today) return null;
  return Math.min(Math.max(workingDaysBetween(today, on, asked.calendar), 1), 250);
}

/** The deadline as the server will count it; null while it cannot be read. */
export function deadlineOf(opening: Pick<Opening, "dueBy" | "days" | "on">, asked: { now: string; calendar: Calendar }): Deadline | null {
  const days = daysOf(opening, asked);
  return days === null ? null : countWorkingDays({ from: asked.now, days, calendar: asked.calendar });
}

export function materialsOf(typed: string): string[] {
  return typed
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

export type OpeningField = "subject" | "title" | "ask" | "lead" | "due" | "assistants" | "materials";
export type OpeningFault = "required" | "choose" | "days" | "on" | "assistant" | "same" | "materials";
export type OpeningFaults = Partial<Record<OpeningField, OpeningFault>>;

/** What keeps it from being sent, by field, in the order of the page. */
export function faultsOfOpening(opening: Opening, asked: { now: string; calendar: Calendar }): OpeningFaults {
  const faults: OpeningFaults = {};
  if (opening.subjectId === undefined) faults.subject = "choose";
  if (opening.title.trim() === "") faults.title = "required";
  if (opening.ask.trim() === "") faults.ask = "required";
  if (opening.leadPostId === undefined) faults.lead = "choose";
  if (daysOf(opening, asked) === null) faults.due = opening.dueBy === "days" ? "days" : "on";
  const hands = [opening.leadPostId, ...opening.assistants.map(({ postId }) => postId)].filter((postId) => postId !== undefined);
  if (opening.assistants.some(({ postId, ask }) => postId === undefined || ask.trim() === "")) faults.assistants = "assistant";
  else if (new Set(hands).size < hands.length) faults.assistants = "same";
  const materials = materialsOf(opening.materials);
  if (materials.length > materialsMax || materials.some((one) => one.length > 100)) faults.materials = "materials";
  return faults;
}

/** The body as the contract wants it. */
export function bodyOfOpening(opening: Opening): Record<string, unknown> {
  return {
    kind: opening.kind,
    subjectId: opening.subjectId,
    title: opening.title.trim(),
    ask: opening.ask.trim(),
    holderPostId: opening.leadPostId,
    blockingParty: opening.kind === "problem" ? opening.party : null,
    ...(opening.dueBy === "days" ? { workingDays: Number(opening.days.normalize("NFKC").trim()) } : { dueOn: opening.on }),
    documentNo: opening.documentNo.trim() || null,
    assistants: opening.assistants.slice(0, assistantsMax).map(({ postId, ask }) => ({ holderPostId: postId, ask: ask.trim() })),
    materials: materialsOf(opening.materials),
  };
}
