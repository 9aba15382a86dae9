import { isApproval, type MatterAct, type MatterKind, type MatterLine } from "@baton/contract/matters";

/** What a form of an act asks; each name is a field of `ActForm`. */
export type ActField =
  | "materials"
  | "assignee"
  | "note"
  | "toPost"
  | "body"
  | "optionalBody"
  | "reason"
  | "days"
  | "optionalDays"
  | "granted"
  | "pauseReason"
  | "rating";

export type ActForm = { path: string; fields: readonly ActField[] };

/** Where each act is written, and what it asks for. 催报 writes nothing: its words are copied. */
const forms: Record<Exclude<MatterAct, "chase" | "decide">, ActForm> = {
  sign: { path: "receipts", fields: [] },
  assign: { path: "assignments", fields: ["assignee", "note"] },
  undo: { path: "undoings", fields: [] },
  hand_on: { path: "transfers", fields: ["toPost", "reason"] },
  reply: { path: "replies", fields: ["body"] },
  done: { path: "replies", fields: ["body", "materials"] },
  ask_extension: { path: "extensions", fields: ["days", "reason"] },
  verify: { path: "verifications", fields: ["optionalBody"] },
  return: { path: "returns", fields: ["reason"] },
  pause: { path: "pauses", fields: ["pauseReason", "optionalBody"] },
  resume: { path: "resumptions", fields: [] },
  reopen: { path: "reopenings", fields: ["reason", "optionalDays"] },
  rate: { path: "ratings", fields: ["rating", "optionalBody"] },
  withdraw: { path: "withdrawals", fields: ["reason"] },
};

/** The form of an act on a matter of this kind; undefined where it writes nothing. */
export function formOf(act: MatterAct, kind: MatterKind): ActForm | undefined {
  if (act === "chase") return undefined;
  if (act !== "decide") return forms[act];
  if (kind === "approval-extension") return { path: "extension-decisions", fields: ["granted", "optionalDays", "reason"] };
  if (kind === "approval-exemption") return { path: "exemption-decisions", fields: ["granted", "reason"] };
  if (kind === "approval-replan") return { path: "replan-decisions", fields: ["granted", "reason"] };
  return undefined;
}

/** Evidence chosen for materials, by the material's id: handed in, or on its way. */
export type MaterialsHanded = Readonly<Record<string, string>>;

/** What was typed, by field. Numbers stay text until they are sent. */
export type ActInput = {
  assignee?: string | undefined;
  toPost?: number | undefined;
  body?: string | undefined;
  note?: string | undefined;
  reason?: string | undefined;
  days?: string | undefined;
  granted?: boolean | undefined;
  pauseReason?: string | undefined;
  rating?: string | undefined;
  materials?: MaterialsHanded | undefined;
  /** Materials of the matter that are still owed, by id; known once the matter was read. */
  owed?: readonly string[] | undefined;
};

export type ActFault = "required" | "choose" | "days" | "reopenDays" | "materials";

const wholeNumber = /^\d{1,3}$/;
const filled = (words: string | undefined): boolean => (words ?? "").trim() !== "";

function dayFault(typed: string | undefined, daysMax: number, code: "days" | "reopenDays"): ActFault | undefined {
  const words = (typed ?? "").trim();
  return wholeNumber.test(words) && Number(words) >= 1 && Number(words) <= daysMax ? undefined : code;
}

function faultOf(field: ActField, input: ActInput, act: MatterAct): ActFault | undefined {
  switch (field) {
    case "assignee":
      return filled(input.assignee) ? undefined : "choose";
    case "toPost":
      return input.toPost === undefined ? "choose" : undefined;
    case "body":
      return filled(input.body) ? undefined : "required";
    case "reason":
      return filled(input.reason) ? undefined : "required";
    case "days":
      return dayFault(input.days, 60, "days");
    case "optionalDays":
      if (!filled(input.days) || input.granted === false) return undefined;
      return act === "reopen" ? dayFault(input.days, 250, "reopenDays") : dayFault(input.days, 60, "days");
    case "granted":
      return input.granted === undefined ? "choose" : undefined;
    case "pauseReason":
      return filled(input.pauseReason) ? undefined : "choose";
    case "rating":
      return filled(input.rating) ? undefined : "choose";
    case "materials":
      return (input.owed ?? []).every((id) => input.materials?.[id] !== undefined) ? undefined : "materials";
    case "note":
    case "optionalBody":
      return undefined;
  }
}

export function faultsOf(act: MatterAct, form: ActForm, input: ActInput): Partial<Record<ActField, ActFault>> {
  const faults: Partial<Record<ActField, ActFault>> = {};
  for (const field of form.fields) {
    const fault = faultOf(field, input, act);
    if (fault) faults[field] = fault;
  }
  return faults;
}

const trimmed = (words: string | undefined): string | null => (filled(words) ? (words as string).trim() : null);

/** The body as the contract wants it; `lastSequence` names the last event the person has seen. */
export function bodyOf(act: MatterAct, form: ActForm, typed: { input: ActInput; lastSequence: number }): Record<string, unknown> {
  const { input, lastSequence } = typed;
  const body: Record<string, unknown> = { lastSequence };
  for (const field of form.fields) {
    if (field === "assignee") body.accountId = input.assignee;
    if (field === "note") body.note = trimmed(input.note);
    if (field === "toPost") body.toPostId = input.toPost;
    if (field === "body" || field === "optionalBody") body.body = trimmed(input.body);
    if (field === "reason") body.reason = trimmed(input.reason);
    if (field === "days") body.workingDays = Number(input.days);
    if (field === "optionalDays" && filled(input.days) && input.granted !== false) body.workingDays = Number(input.days);
    if (field === "granted") body.isGranted = input.granted;
    if (field === "pauseReason") body.reason = input.pauseReason;
    if (field === "rating") body.rating = input.rating;
    if (field === "materials") body.materials = Object.entries(input.materials ?? {}).map(([materialId, evidenceId]) => ({ materialId, evidenceId }));
  }
  if (act === "done") body.isDone = true;
  // Exemption decisions know no sequence.
  if (form.path === "exemption-decisions") delete body.lastSequence;
  return body;
}

const rowOrder: readonly MatterAct[] = ["decide", "sign", "verify", "done", "reply", "assign", "return", "ask_extension", "chase", "rate", "resume"];
const drawerOrder: readonly MatterAct[] = [
  "decide",
  "sign",
  "verify",
  "done",
  "reply",
  "assign",
  "undo",
  "hand_on",
  "ask_extension",
  "return",
  "chase",
  "rate",
  "pause",
  "resume",
  "reopen",
  "withdraw",
];

/** A row shows this many buttons; the drawer has all. */
const rowActsMax = 2;

/** The likeliest acts, first the one that moves the matter. Whoever has only to sign sees that and 分办. */
export function rowActs(line: Pick<MatterLine, "allowedActs" | "status">): MatterAct[] {
  const isOpen = line.status === "open";
  const wanted = rowOrder.filter((act) => line.allowedActs.includes(act) && !(isOpen && (act === "reply" || act === "done")));
  return wanted.slice(0, rowActsMax);
}

export function drawerActs(line: Pick<MatterLine, "allowedActs">): MatterAct[] {
  return drawerOrder.filter((act) => line.allowedActs.includes(act));
}

/** Acts of the holding unit that the state forbids, worth a reason beside a shut button. */
const explained: readonly MatterAct[] = ["done", "hand_on", "ask_extension"];

export function shutActs(
  detail: Pick<MatterLine, "kind" | "status" | "allowedActs"> & { refusals: readonly { act: MatterAct; detail: string }[] },
  isOfHolder: boolean,
): { act: MatterAct; detail: string }[] {
  // An approval is decided and nothing else; that needs no three shut buttons.
  if (!isOfHolder || isApproval(detail.kind) || !(detail.status === "open" || detail.status === "in_hand")) return [];
  return detail.refusals.filter(({ act }) => explained.includes(act));
}

/** The row that opens after one is done: the one below, else the one above, else none. */
export function nextAfter(ids: readonly string[], done: string): string | undefined {
  const at = ids.indexOf(done);
  return at < 0 ? ids[0] : (ids[at + 1] ?? ids[at - 1]);
}
