import { heldRoleName } from "@baton/contract/batons";

/** One current baton as an act on it needs it. Days are valid-time, `validTo` not included ("infinity" while no end is set). */
export type Baton = {
  id: string;
  versionId: string;
  scopeId: number;
  subjectId: string;
  subjectName: string;
  isMerged: boolean;
  role: string;
  seat: number;
  holderPostId: number;
  validFrom: string;
  validTo: string;
  note: string | null;
};

/** Why this baton cannot pass to that post on that day, in a sentence that names it; null when it can. */
export function refusalOf(baton: Baton, to: { toPostId?: number | undefined; on?: string | undefined }): string | null {
  const what = `“${baton.subjectName}”的${heldRoleName(baton.role)}`;
  if (baton.isMerged) return `“${baton.subjectName}”已并入另一个对象，请在合并后的对象上移交。`;
  if (baton.seat !== 0) return `${what}由几个岗位共同承担，请在对象页面逐项办理。`;
  if (baton.holderPostId === to.toPostId) return `${what}本来就由该岗位承担，不需要移交。`;
  if (to.on === undefined) return null;
  if (to.on <= baton.validFrom) return `${what}自${baton.validFrom}起才由现岗位承担，移交日期应在此之后。`;
  if (baton.validTo !== "infinity" && to.on >= baton.validTo) return `${what}到${baton.validTo}已经结束，不能在${to.on}移交。`;
  return null;
}

/** The hands these batons are in: a post may hold two roles of one subject, and its matters pass once. */
export function distinctHands(batons: readonly Baton[]): { subjectId: string; postId: number }[] {
  const hands = batons.map(({ subjectId, holderPostId }) => ({ subjectId, postId: holderPostId }));
  return [...new Map(hands.map((hand) => [`${hand.subjectId} ${hand.postId}`, hand])).values()];
}
