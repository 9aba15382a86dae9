import { sql } from "kysely";
import { type BlockingParty, type Judgement, severityOf, type Verdict } from "@baton/contract/light-rules";
import type { RuleSet } from "@baton/contract/periods";
import { problem } from "@baton/contract/problems";
import { getRuleSet, type Judged, listExemptions } from "#kernel/lights";
import type { Tx } from "#platform/database";
import { type LightSubject, readLightInputs } from "./light-inputs.ts";
import { judgeAll } from "./lights.ts";

/** One project of a run: its lights, and whether a matter opens from them and to whom. */
export type PlannedLight = {
  subject: LightSubject;
  judgements: readonly Judgement[];
  overall: Judgement;
  isExempt: boolean;
  opensMatter: boolean;
  /** Why no matter leaves though the light is bad: held back by the office, or the last one is still in hand. */
  heldBackReason: string | null;
  isHeldBack: boolean;
};

export type RunPlan = { validOn: string; knownAt: string; ruleSet: RuleSet; judged: Judged[]; lights: PlannedLight[] };

export type HeldBack = readonly { projectId: string; reason: string }[];

const remindSeverity = severityOf("remind");

/** Exempt is who has an exemption of the whole, or of every dimension that is bad. */
export function isExempt(judgements: readonly Judgement[], exempted: ReadonlySet<string> | undefined): boolean {
  if (exempted === undefined) return false;
  const bad = judgements.filter((one) => one.dimension !== "overall" && severityOf(one.verdict) >= remindSeverity);
  return exempted.has("overall") || (bad.length > 0 && bad.every((one) => exempted.has(one.dimension)));
}

async function listOpenLightMatters(tx: Tx): Promise<Set<string>> {
  const { rows } = await sql<{ subject_id: string }>`select distinct m.subject_id from kernel_matter m
    join kernel_matter_state s on s.matter_id = m.matter_id and s.superseded_at = 'infinity'
    where m.kind = 'light' and s.status in ('open', 'in_hand', 'to_verify')`.execute(tx);
  return new Set(rows.map((row) => row.subject_id));
}

/**
 * Judges a month and says what opens from it; writes nothing. Exemptions count on `today`, the day on which matters
 * would leave. A project whose last light's matter is still in hand gets another only when its light became worse.
 */
export async function planRun(tx: Tx, at: { validOn: string; knownAt: string; today: string }, heldBack: HeldBack): Promise<RunPlan> {
  const ruleSet = await getRuleSet(tx, at);
  const subjects = await readLightInputs(tx, { ...at, isFixed: true, isPooled: true });
  const judged = judgeAll(subjects, ruleSet);
  const exempted = new Map<string, Set<string>>();
  for (const one of await listExemptions(tx, { validOn: at.today, knownAt: at.knownAt })) {
    exempted.set(one.subjectId, (exempted.get(one.subjectId) ?? new Set()).add(one.dimension));
  }
  const inHand = await listOpenLightMatters(tx);
  const reasons = new Map(heldBack.map((one) => [one.projectId, one.reason]));
  const lights = subjects.map((subject, index): PlannedLight => {
    const judgements = judged[index]?.judgements ?? [];
    const overall = judgements.find((one) => one.dimension === "overall");
    if (overall === undefined) throw new Error("a project was judged without an overall light");
    const isBad = severityOf(overall.verdict) >= remindSeverity;
    const exempt = isBad && isExempt(judgements, exempted.get(subject.subjectId));
    const isRepeated = inHand.has(subject.subjectId) && severityOf(overall.verdict) <= severityOf(subject.before ?? "none");
    const opensMatter = isBad && !exempt && !isRepeated;
    const reason = reasons.get(subject.subjectId) ?? null;
    if (reason !== null && !opensMatter) throw problem("rule-refused", { detail: `“${subject.name}”本期没有要发的事项，不需要暂缓。` });
    return {
      subject,
      judgements,
      overall,
      isExempt: exempt,
      opensMatter,
      isHeldBack: reason !== null,
      heldBackReason: reason ?? (isBad && !exempt && isRepeated ? "上期亮牌事项仍在办理，不重复交办" : null),
    };
  });
  const known = new Set(subjects.map((subject) => subject.subjectId));
  if (heldBack.some((one) => !known.has(one.projectId))) throw problem("rule-refused", { detail: "暂缓的项目不在本期名单内，请刷新后再试。" });
  return { validOn: at.validOn, knownAt: at.knownAt, ruleSet, judged, lights };
}

type HolderRow = { subject_id: string; locality: number | null; enterprise: number | null; nearest: number | null };

/**
 * Who gets the matter of a bad light: the department that holds the open problem, the enterprise's own post where one
 * is named, else the locality: the holder of its baton, or the nearest post of the account organisation upwards.
 */
export async function readHolders(tx: Tx, lights: readonly PlannedLight[], today: string): Promise<Map<string, number>> {
  const ids = lights.map((one) => one.subject.subjectId);
  const baton = (role: string) => sql`(select b.holder_post_id from kernel_baton b join kernel_post p on p.post_id = b.holder_post_id and not p.is_closed
      and p.role not in ('sysadmin', 'secadmin', 'auditor')
    where b.subject_id = v.subject_id and b.role = ${role} and b.superseded_at = 'infinity' and b.valid_from <= ${today}::date and b.valid_to > ${today}::date
    order by b.seat limit 1)`;
  const { rows } = await sql<HolderRow>`
    select v.subject_id, ${baton("locality")} as locality, ${baton("enterprise")} as enterprise,
      (select p.post_id from kernel_org_closure c join kernel_post p on p.org_id = c.ancestor_id and not p.is_closed and p.role in ('town', 'district', 'dispatch')
        where c.descendant_id = v.account_org_id order by c.depth, p.post_id limit 1) as nearest
    from kernel_subject_version v where v.subject_id = any(${ids}::uuid[]) and v.superseded_at = 'infinity'`.execute(tx);
  const places = new Map(rows.map((row) => [row.subject_id, row]));
  const holders = new Map<string, number>();
  for (const { subject, overall } of lights) {
    const place = places.get(subject.subjectId);
    const byParty: Record<BlockingParty, number | null | undefined> = {
      locality: null,
      department: subject.problemHolderPostId,
      enterprise: place?.enterprise,
    };
    const holder = byParty[overall.blockingParty ?? "locality"] ?? place?.locality ?? place?.nearest;
    if (holder == null) throw problem("rule-refused", { detail: `“${subject.name}”没有可以承办的岗位，请先明确属地责任。` });
    holders.set(subject.subjectId, holder);
  }
  return holders;
}

/** Counts by verdict, and how far they moved from the last fixed run of the same projects. */
export function countVerdicts(lights: readonly PlannedLight[]): { counts: Record<Verdict, number>; changes: Record<Verdict, number> } {
  const counts: Record<Verdict, number> = { merit: 0, none: 0, remind: 0, warn: 0 };
  const changes: Record<Verdict, number> = { merit: 0, none: 0, remind: 0, warn: 0 };
  for (const { overall, subject } of lights) {
    counts[overall.verdict] += 1;
    changes[overall.verdict] += 1;
    if (subject.before !== null) changes[subject.before] -= 1;
  }
  return { counts, changes };
}
