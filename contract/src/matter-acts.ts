/**
 * Who may do what to a matter, and the sentence when not. One pure rule for both sides: the page disables a button
 * with its reason, the server refuses with the same words. Reach of the subject is the database's own affair.
 */
import { isApproval, type MatterAct, matterActs, type MatterEventKind, type MatterKind, type MatterRule } from "./matters.ts";
import { type MatterState, undoableEvents } from "./matter-state.ts";
import type { ProblemSlug } from "./problems.ts";

/** The reader in relation to one matter. */
export type MatterViewer = {
  accountId: string;
  postId: number;
  role: string;
  /** Acts from a post of the organisation that holds the matter. */
  isOfHolder: boolean;
  /** Acts from a post of the organisation that opened it. */
  isOfOpener: boolean;
  /** Acts from a dispatch or district post whose organisation stands above, or is, the subject's. */
  isOverseer: boolean;
};

export type MatterRefusal = { slug: ProblemSlug; detail: string };
export type MatterActQuestion = {
  act: MatterAct;
  kind: MatterKind;
  rule: MatterRule;
  state: MatterState;
  viewer: MatterViewer;
  /** The business instant of the question; an extension is asked before the deadline. */
  now: string;
  /** The newest event: only this may be undone, by who did it. */
  lastEvent: { kind: MatterEventKind; byAccountId: string | null } | null;
  /** Assisting parts still being done: the whole is not struck off before them. */
  openParts: number;
};

const wrongState = (detail: string): MatterRefusal => ({ slug: "matter-state", detail });
const notYours = (detail: string): MatterRefusal => ({ slug: "not-allowed", detail });
const refused = (detail: string): MatterRefusal => ({ slug: "rule-refused", detail });

function isBeingDone(state: MatterState): boolean {
  return state.status === "open" || state.status === "in_hand";
}

/** Within the holding organisation: the assignee's, the holding post's, or anybody's while nobody is assigned. */
function isInHandOf(viewer: MatterViewer, state: MatterState): boolean {
  return state.assigneeAccountId === null || state.assigneeAccountId === viewer.accountId || state.holderPostId === viewer.postId;
}

type HolderAct = "sign" | "assign" | "hand_on" | "reply" | "done" | "ask_extension";
type OverseerAct = "verify" | "return" | "pause" | "resume" | "chase" | "reopen";
type Of<A extends MatterAct> = MatterActQuestion & { act: A };

/** Acts of the hand that holds it. */
function refusalOfHolder({ act, kind, rule, state, viewer, now }: Of<HolderAct>): MatterRefusal | null {
  const isOpenCall = state.holderPostId === null && act === "sign";
  if (!isOpenCall && !viewer.isOfHolder) return notYours("这件事项不在您单位手里。");
  if (isApproval(kind) && act !== "sign" && act !== "assign") return refused("审批事项由承办岗位直接审批，不转办、不回复办结。");
  if (!isBeingDone(state)) return wrongState("事项不在办理中。");
  const isMine = isInHandOf(viewer, state);
  switch (act) {
    case "sign":
      return state.status === "open" ? null : wrongState("事项已经签收。");
    case "hand_on":
      if (!isMine) return notYours("事项已分办给本单位另一人。");
      if (state.isPaused) return wrongState("计时已暂停，恢复后才能转办。");
      if (state.isExtensionPending) return wrongState("延期申请待审批，批复后才能转办。");
      return state.handOnCount < rule.handOnLimit ? null : refused(`转办以${rule.handOnLimit}次为限，可在本单位内分办，或请交办单位协调。`);
    case "ask_extension":
      if (!isMine) return notYours("事项已分办给本单位另一人。");
      return refusalOfExtension({ rule, state, now });
    case "done":
      return isMine ? null : notYours("事项已分办给本单位另一人，由其办结。");
    case "assign":
    case "reply":
      return null;
  }
}

function refusalOfExtension({ rule, state, now }: { rule: MatterRule; state: MatterState; now: string }): MatterRefusal | null {
  if (rule.extensionDaysMax === 0) return refused("这类事项不能延期。");
  if (state.isExtended) return refused("延期以一次为限，已经延过期。");
  if (state.isExtensionPending) return wrongState("延期申请已提交，等待审批。");
  if (state.isPaused) return wrongState("计时已暂停，不需要延期。");
  return state.dueAt !== null && Date.parse(now) <= Date.parse(state.dueAt) ? null : refused("已过办结时限，不能再申请延期。");
}

/** Acts of those who look after the holder: the opener's side and the dispatch or district office of the subject. */
function refusalOfOverseer({ act, kind, state, viewer, openParts }: Of<OverseerAct>): MatterRefusal | null {
  // Nobody oversees the own unit's work, except the dispatch office, above which there is none; there a person differs.
  const isOwnWork = viewer.isOfHolder && viewer.role !== "dispatch";
  if (isOwnWork || !(viewer.isOverseer || viewer.isOfOpener)) return notYours("由交办单位或调度部门办理。");
  switch (act) {
    case "verify":
      if (state.status !== "to_verify") return wrongState("承办单位尚未办结，不能核验。");
      if (openParts > 0) return refused(`还有${openParts}个协办部分没有办结，办结或撤回后才能核验销号。`);
      return state.doneByAccountId === viewer.accountId ? { slug: "same-person", detail: "办结人不能核验自己办的事项，请由另一人核验。" } : null;
    case "return":
      return state.status === "to_verify" ? null : wrongState("事项不在待核验状态。");
    case "pause":
      if (isApproval(kind)) return refused("审批事项不暂停计时。");
      if (!isBeingDone(state)) return wrongState("事项不在办理中。");
      return state.isPaused ? wrongState("计时已经暂停。") : null;
    case "resume":
      return state.isPaused ? null : wrongState("计时没有暂停。");
    case "chase":
      return isBeingDone(state) && !state.isPaused ? null : wrongState("事项不在办理中。");
    case "reopen":
      return state.status === "closed" && !isApproval(kind) ? null : wrongState("只有已销号的事项可以重新打开。");
  }
}

/** Acts of the opener alone; the overseers stand in where a rule of the system opened it. */
function refusalOfOpener({ act, rule, state, viewer }: Of<"rate" | "withdraw">): MatterRefusal | null {
  const isOpener = viewer.isOfOpener || (state.openedByPostId === null && viewer.isOverseer);
  if (!isOpener) return notYours("由交办单位办理。");
  if (act === "rate") {
    if (!rule.isRatable) return refused("这类事项不评价。");
    if (viewer.isOfHolder) return notYours("承办单位不能评价自己。");
    if (state.status !== "closed") return wrongState("销号后才能评价。");
    return state.rating === null ? null : wrongState("已经评价过。");
  }
  const isLive = isBeingDone(state) || state.status === "prepared" || state.status === "held_back";
  return isLive ? null : wrongState("已办结、已销号或已撤回的事项不能撤回。");
}

function refusalOfDecision({ kind, state, viewer }: MatterActQuestion): MatterRefusal | null {
  if (!isApproval(kind)) return wrongState("这不是审批事项。");
  if (!viewer.isOfHolder) return notYours("这件审批不在您单位手里。");
  if (!isBeingDone(state)) return wrongState("审批已经办结。");
  if (!isInHandOf(viewer, state)) return notYours("审批已分办给本单位另一人。");
  return state.openedByAccountId === viewer.accountId ? { slug: "same-person", detail: "申请人不能审批自己的申请，请由另一人审批。" } : null;
}

/** 撤销 of 签收 or 分办: by who did it, until anything else happens. */
function refusalOfUndoing({ viewer, lastEvent, state }: MatterActQuestion): MatterRefusal | null {
  if (lastEvent === null || !undoableEvents.includes(lastEvent.kind)) return wrongState("只有刚刚的签收或分办可以撤销，之后已有办理记录的不能撤销。");
  if (!isBeingDone(state)) return wrongState("事项不在办理中。");
  return lastEvent.byAccountId === viewer.accountId ? null : notYours("由签收或分办的本人撤销。");
}

/** Why the viewer may not do this now; null when it may. */
export function refusalOf(question: MatterActQuestion): MatterRefusal | null {
  const { act } = question;
  switch (act) {
    case "sign":
    case "assign":
    case "hand_on":
    case "reply":
    case "done":
    case "ask_extension":
      return refusalOfHolder({ ...question, act });
    case "undo":
      return refusalOfUndoing(question);
    case "decide":
      return refusalOfDecision(question);
    case "verify":
    case "return":
    case "pause":
    case "resume":
    case "chase":
    case "reopen":
      return refusalOfOverseer({ ...question, act });
    case "rate":
    case "withdraw":
      return refusalOfOpener({ ...question, act });
  }
}

/** Every act the viewer may do now, in the order of the buttons. */
export function allowedActs(question: Omit<MatterActQuestion, "act">): MatterAct[] {
  return (Object.keys(matterActs) as MatterAct[]).filter((act) => refusalOf({ ...question, act }) === null);
}
