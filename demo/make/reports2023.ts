import { publishedWan, type Facts } from "./facts.ts";
import { openTownCode } from "./organisations.ts";
import { anchorAt, drawCurves, firstMonth, fitOne, fitSum, type Anchors } from "./curves.ts";
import { isListed, type Draft } from "./draft.ts";
import { outside, year, type Lists2023 } from "./lists2023.ts";
import { sum } from "./apportion.ts";
import { seeded } from "./seeded.ts";

/**
 * Monthly reports of January to June 2023. June is the open month: the towns of `lateTowns` have
 * not reported all of it, the open town has reported nothing.
 */
export function reports2023(facts: Facts, lists: Lists2023): void {
  const anchors: Anchors = new Map();
  const april = { anchors, year, month: 4 };
  const june = { anchors, year, month: 6 };
  fitSum(lists.taierzhuang, publishedWan(facts, "tez-key-done"), june);
  for (const group of lists.shizhong) fitSum(group.drafts, group.doneWan, june);
  const settled = [...lists.taierzhuang, ...lists.shizhong.flatMap((group) => group.drafts)];
  for (const draft of settled) {
    const done = anchorAt(anchors, draft, june);
    const share = firstMonth(draft, year) > 4 ? 0 : 0.5 + 0.2 * seeded(`${draft.key}:april`)();
    const months = anchors.get(`${draft.key}:${year}`)!;
    months.set(4, Math.round(done * share));
  }
  const key = settled.filter((draft) => isListed(draft, year, ["province", "city"]));
  const reported = sum(key.map((draft) => anchorAt(anchors, draft, april)));
  fitSum(lists.otherKey, outside.keyDoneApril - reported, april);
  for (const draft of lists.otherKey) advance(draft, anchors);
  for (const draft of lists.otherOwn) {
    fitOne(draft, 0.4 * draft.speed, april);
    advance(draft, anchors);
  }
  const unreported = [...lists.otherKey, ...lists.otherOwn].filter(isUnreported);
  for (const draft of unreported) {
    const months = anchors.get(`${draft.key}:${year}`)!;
    const [fourth, sixth] = [months.get(4)!, months.get(6)!];
    months.set(5, Math.round((fourth + sixth) / 2));
    months.delete(6);
  }
  drawCurves([...settled, ...lists.otherKey, ...lists.otherOwn], year, anchors);
}

/** May and June after April: one in nine stands still, the others go on at their own speed. */
function advance(draft: Draft, anchors: Anchors): void {
  const months = anchors.get(`${draft.key}:${year}`)!;
  const random = seeded(`${draft.key}:june`)();
  const plan = draft.listings.find((entry) => entry.year === year)!.planWan;
  const done = months.get(4) ?? 0;
  const step = random < 0.11 && draft.sample ? 0 : 0.09 + 0.14 * random;
  fitOne(draft, done / plan + step * Math.max(draft.speed, draft.speed === 0 ? 0 : 0.5), { anchors, year, month: 6 });
}

const lateTowns = new Set(["370403104", "370404101", "370481105", "370481113", "370403004"]);

function isUnreported(draft: Draft): boolean {
  if (draft.town === openTownCode) return true;
  return lateTowns.has(draft.town) && seeded(`${draft.key}:late`)() < 0.5;
}
