import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Rollover } from "@baton/contract/library";
import type { RolloverCandidate, RolloverDone, RolloverException } from "@baton/contract/listings";
import { problem } from "@baton/contract/problems";
import { monthEnd } from "@baton/contract/time";
import { beginAct, type Tx } from "#platform/database";
import { listName } from "./adjusting.ts";
import { settleProjects } from "./settling.ts";
import { type Asked, assertSteward } from "./writing.ts";

type Standing = { subject_id: string; scope_id: number; name: string; was_listed: boolean; is_listed: boolean };

/**
 * Lists projects of one year in the next with their new plans: all rows or none. What was done in earlier years stays
 * with those years, so the total since the start is their sum and nothing is counted twice. Throws `rule-refused`
 * with the rows that do not stand at the end of the old list, or already stand on the new one.
 */
export async function rollOver(tx: Tx, { actor, clock }: Asked, rollover: Rollover): Promise<{ id: string; written: number; toYear: number }> {
  assertSteward(actor, "年度结转");
  if (rollover.toYear <= rollover.fromYear) throw problem("rule-refused", { detail: `结转的年度须晚于${rollover.fromYear}年。` });
  const ids = rollover.rows.map((row) => row.projectId);
  if (new Set(ids).size < ids.length) throw problem("rule-refused", { detail: "同一项目在结转名单中出现了两次，请核对。" });
  const act = await beginAct(tx, {
    kind: "roll-over",
    subjects: ids,
    reason: `${rollover.fromYear}年结转${rollover.toYear}年`,
    documentNo: rollover.documentNo,
  });
  const standing = await readStanding(tx, rollover, ids);
  const faults = ids.flatMap((id) => faultOf(id, standing.get(id), rollover));
  if (faults.length > 0) throw problem("rule-refused", { detail: `有${faults.length}个项目不能结转，全部没有写入：${faults[0]?.message ?? ""}`, rows: faults });
  const rows = rollover.rows.map((row) => ({
    listing_id: randomUUID(),
    subject_id: row.projectId,
    scope_id: standing.get(row.projectId)?.scope_id,
    class: row.class,
    plan_fen: row.planFen,
  }));
  await sql`insert into projects_listing (listing_id, scope_id, subject_id, year, level, class, plan_fen, adjustment, document_no, valid_from)
    select r.listing_id, r.scope_id, r.subject_id, ${rollover.toYear}, ${rollover.level}, r.class, r.plan_fen, 'rolled_over', ${rollover.documentNo}, ${`${rollover.toYear}-01-01`}::date
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(listing_id uuid, scope_id int, subject_id uuid, class text, plan_fen bigint)`.execute(tx);
  await settleProjects(tx, { act, today: clock.today().toString() }, ids);
  return { id: act.actId, written: rows.length, toYear: rollover.toYear };
}

async function readStanding(tx: Tx, { fromYear, toYear, level }: Rollover, ids: readonly string[]): Promise<Map<string, Standing>> {
  const { rows } = await sql<Standing>`
    select s.subject_id, s.scope_id, s.name,
      exists (select from projects_listing l where l.subject_id = s.subject_id and l.year = ${fromYear} and l.level = ${level} and l.superseded_at = 'infinity' and l.valid_to > ${`${fromYear}-12-31`}::date) as was_listed,
      exists (select from projects_listing l where l.subject_id = s.subject_id and l.year = ${toYear} and l.level = ${level} and l.superseded_at = 'infinity') as is_listed
    from kernel_subject s where s.subject_id = any(${ids}::uuid[]) and s.kind = 'project' and s.merged_into_id is null`.execute(tx);
  return new Map(rows.map((row) => [row.subject_id, row]));
}

function faultOf(id: string, standing: Standing | undefined, rollover: Rollover): { projectId: string; message: string }[] {
  const refuse = (message: string) => [{ projectId: id, message }];
  if (standing === undefined) return refuse("没有找到这个项目，或者它不在您的范围内。");
  if (!standing.was_listed) return refuse(`“${standing.name}”年底不在${listName({ year: rollover.fromYear, level: rollover.level })}名单内，请用增补办理。`);
  return standing.is_listed ? refuse(`“${standing.name}”已在${listName({ year: rollover.toYear, level: rollover.level })}名单内。`) : [];
}

type CandidateRow = {
  subject_id: string;
  name: string;
  org_name: string;
  class: RolloverCandidate["class"];
  plan_fen: number;
  done_fen: number | null;
  done_before_fen: number;
  total_investment_fen: number | null;
  stage: string | null;
  is_listed: boolean;
};

const finished = new Set(["in_production", "at_capacity"]);
const stopped = new Set(["shelved", "transferred", "terminated"]);

/** Who stands at the end of the old list, with what was done and what asks for a look before it is carried over. */
export async function listRolloverCandidates(tx: Tx, asked: { fromYear: number; toYear: number; level: string }): Promise<RolloverCandidate[]> {
  if (asked.toYear <= asked.fromYear) throw problem("rule-refused", { detail: `结转的年度须晚于${asked.fromYear}年。` });
  const yearEnd = monthEnd(`${asked.fromYear}-12`);
  const { rows } = await sql<CandidateRow>`
    select l.subject_id, v.name, coalesce(o.name, '') as org_name, l.class, l.plan_fen, done.value as done_fen, coalesce(before.value, 0)::bigint as done_before_fen,
      p.total_investment_fen, st.stage,
      exists (select from projects_listing n where n.subject_id = l.subject_id and n.year = ${asked.toYear} and n.level = ${asked.level} and n.superseded_at = 'infinity') as is_listed
    from projects_listing l
    join kernel_subject_version v on v.subject_id = l.subject_id and v.superseded_at = 'infinity' and v.merged_into_id is null
    join projects_profile p on p.subject_id = l.subject_id and p.superseded_at = 'infinity'
    left join kernel_org o on o.org_id = v.account_org_id and o.superseded_at = 'infinity'
    left join lateral (select s.value from kernel_observation s where s.metric = 'investment_done' and s.period_from = ${`${asked.fromYear}-01-01`}::date and s.subject_id = l.subject_id
      and s.ledger = 'management' and s.nature = 'actual' and s.superseded_at = 'infinity' order by s.period_to desc limit 1) done on true
    left join lateral (select sum(y.value) as value from (select distinct on (s.period_from) s.value from kernel_observation s
      where s.metric = 'investment_done' and s.period_from < ${`${asked.fromYear}-01-01`}::date and s.subject_id = l.subject_id
        and s.ledger = 'management' and s.nature = 'actual' and s.superseded_at = 'infinity' order by s.period_from, s.period_to desc) y) before on true
    left join lateral (select s.stage from kernel_stage s where s.subject_id = l.subject_id and s.track = 'main' and s.is_preferred and s.superseded_at = 'infinity'
      and (s.stage_rank < 100 or not exists (select from kernel_stage later where later.subject_id = s.subject_id and later.track = 'main' and later.stage_rank < 100
        and later.superseded_at = 'infinity' and later.entered_on > s.entered_on))
      order by s.stage_rank desc, s.entered_on desc limit 1) st on true
    where l.year = ${asked.fromYear} and l.level = ${asked.level} and l.superseded_at = 'infinity' and l.valid_to > ${yearEnd}::date
    order by o.name, v.name, l.subject_id limit 5000`.execute(tx);
  return rows.map(toCandidate);
}

function toCandidate(row: CandidateRow): RolloverCandidate {
  const remainingFen = row.total_investment_fen === null ? null : row.total_investment_fen - row.done_before_fen - (row.done_fen ?? 0);
  const exceptions: (RolloverException | false)[] = [
    row.is_listed && "already-listed",
    row.stage !== null && finished.has(row.stage) && "finished",
    row.stage !== null && stopped.has(row.stage) && "stopped",
    remainingFen !== null && remainingFen <= 0 && "fully-invested",
    row.done_fen === null && row.class === "implementation" && "unreported",
  ];
  return {
    projectId: row.subject_id,
    name: row.name,
    orgName: row.org_name,
    class: row.class,
    planFen: row.plan_fen,
    doneFen: row.done_fen,
    totalInvestmentFen: row.total_investment_fen,
    remainingFen,
    stage: row.stage,
    exceptions: exceptions.filter((one): one is RolloverException => one !== false),
    suggestedPlanFen: Math.max(0, Math.min(row.plan_fen, remainingFen ?? row.plan_fen)),
  };
}

type DoneRow = {
  act_id: string;
  to_year: number;
  level: RolloverDone["level"];
  count: number;
  plan_fen: number;
  document_no: string | null;
  recorded_at: string;
  by: string | null;
};

/** Rollovers whose rows stand in the actor's reach, newest first. */
export async function listRollovers(tx: Tx): Promise<RolloverDone[]> {
  const { rows } = await sql<DoneRow>`
    with done as (
      select l.act_id, l.year as to_year, l.level, count(*)::int as count, sum(l.plan_fen)::bigint as plan_fen, min(l.document_no) as document_no, min(l.recorded_at) as recorded_at
      from projects_listing l where l.adjustment = 'rolled_over' and l.superseded_at = 'infinity'
      group by l.act_id, l.year, l.level order by min(l.recorded_at) desc limit 50)
    select done.*, nullif(concat_ws('·', s.org_name, s.post_title), '') as by
    from done left join kernel_act_signatures(array(select act_id from done)) s on s.act_id = done.act_id order by done.recorded_at desc`.execute(tx);
  return rows.map((row) => ({
    id: row.act_id,
    toYear: row.to_year,
    level: row.level,
    count: row.count,
    planFen: row.plan_fen,
    documentNo: row.document_no,
    recordedAt: row.recorded_at,
    by: row.by,
  }));
}

type WrittenRow = { version_id: string; subject_id: string; name: string; year: number; is_current: boolean; is_followed: boolean; is_reported: boolean };

/**
 * Takes a rollover back whole while nobody has built on it: no row of it adjusted since, no month of the new year
 * reported. Throws `not-found` for another act, `rule-refused` with what stands in the way.
 */
export async function withdrawRollover(tx: Tx, { actor, clock }: Asked, { id, reason }: { id: string; reason: string }): Promise<{ withdrawn: number }> {
  assertSteward(actor, "撤回结转");
  const { rows: found } = await sql<{
    subject_id: string;
  }>`select distinct subject_id from projects_listing where act_id = ${id} and adjustment = 'rolled_over'`.execute(tx);
  if (found.length === 0) throw problem("not-found", { detail: "没有找到这次结转，或者它不在您的范围内。" });
  const ids = found.map((row) => row.subject_id);
  const act = await beginAct(tx, { kind: "withdraw-rollover", subjects: ids, reason });
  const { rows } = await sql<WrittenRow>`select l.version_id, l.subject_id, s.name, l.year, l.superseded_at = 'infinity' as is_current,
      exists (select from projects_listing n where n.listing_id = l.listing_id and n.superseded_at = 'infinity' and n.version_id <> l.version_id) as is_followed,
      exists (select from projects_report r where r.subject_id = l.subject_id and extract(year from r.month_end) = l.year and r.status <> 'withdrawn'
        and r.superseded_at = 'infinity' and r.recorded_at > l.recorded_at) as is_reported
    from projects_listing l join kernel_subject s on s.subject_id = l.subject_id where l.act_id = ${id} and l.adjustment = 'rolled_over' order by s.name`.execute(
    tx,
  );
  if (rows.every((row) => !row.is_current && !row.is_followed)) throw problem("rule-refused", { detail: "这次结转已经撤回过。" });
  const built = rows.filter((row) => !row.is_current || row.is_reported);
  const [first] = built;
  if (first !== undefined) {
    const why = first.is_current ? `“${first.name}”已报送${first.year}年的月报` : `“${first.name}”的名单之后又有调整`;
    throw problem("rule-refused", { detail: `结转之后已有${built.length}个项目继续办理（${why}），不能整批撤回，请逐项用名单调整更正。` });
  }
  const closed =
    await sql`update projects_listing set superseded_at = now() where version_id = any(${rows.map((row) => row.version_id)}::uuid[]) and superseded_at = 'infinity'`.execute(
      tx,
    );
  if (Number(closed.numAffectedRows ?? 0) < rows.length) throw problem("not-allowed", { detail: "其中有的项目不在您的办理范围内，请由上一级调度机构撤回。" });
  await settleProjects(tx, { act, today: clock.today().toString() }, ids);
  return { withdrawn: rows.length };
}
