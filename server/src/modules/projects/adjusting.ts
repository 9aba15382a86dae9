import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { projectClasses, projectLevels } from "@baton/contract/codes";
import type { Adjustment, Rollover } from "@baton/contract/library";
import { problem } from "@baton/contract/problems";
import { beginAct, type Tx } from "#platform/database";
import { settleProjects } from "./settling.ts";
import { type Asked, assertSteward } from "./writing.ts";

type Listing = { version_id: string; listing_id: string; class: string; plan_fen: number; valid_from: string };
type Project = { scope_id: number; merged_into_id: string | null };

const levelNames = new Map<string, string>(projectLevels.map((level) => [level.code, level.zh]));
const classNames = new Map<string, string>(projectClasses.map((one) => [one.code, one.zh]));

/** Which class an adjustment leaves and which it leads to; 增补 leaves none, 退出 leads to none. */
const ways: Record<Adjustment["kind"], { from: string | null; to: string | null }> = {
  added: { from: null, to: null },
  reserve_to_implementation: { from: "reserve", to: "implementation" },
  implementation_to_reserve: { from: "implementation", to: "reserve" },
  left: { from: null, to: null },
};

async function getProject(tx: Tx, id: string): Promise<Project> {
  const { rows } = await sql<Project>`select scope_id, merged_into_id from kernel_subject where subject_id = ${id} and kind = 'project'`.execute(tx);
  const [project] = rows;
  if (project === undefined) throw problem("not-found");
  if (project.merged_into_id !== null) throw problem("rule-refused", { detail: "该项目已并入另一个项目，请在合并后的项目上办理。" });
  return project;
}

/**
 * One of the four lists of a mid-year adjustment, with reason and document: the listing ends on the day it takes
 * effect and the next begins that day, so that every day of the year has at most one (domain §1). A project that left
 * keeps its history and its years. Throws `rule-refused` where the list does not stand as the adjustment says.
 */
export async function adjustListing(tx: Tx, { actor, clock }: Asked, asked: { id: string; adjustment: Adjustment }): Promise<{ id: string }> {
  assertSteward(actor, "名单调整");
  const { id, adjustment } = asked;
  const act = await beginAct(tx, { kind: "adjust-listing", subjects: [id], reason: adjustment.reason, documentNo: adjustment.documentNo });
  const project = await getProject(tx, id);
  if (adjustment.effectiveOn.slice(0, 4) !== String(adjustment.year))
    throw problem("rule-refused", { detail: `生效日${adjustment.effectiveOn}不在${adjustment.year}年内，请核对年度或日期。` });
  const open = await findOpen(tx, id, adjustment);
  const next = adjustment.kind === "added" ? addedListing(open, adjustment) : changedListing(open, adjustment);
  if (open !== undefined) await endListing(tx, { id, scopeId: project.scope_id, open }, adjustment);
  const listingId = open?.listing_id ?? randomUUID();
  if (next !== null) {
    await sql`insert into projects_listing (listing_id, scope_id, subject_id, year, level, class, plan_fen, adjustment, reason, document_no, valid_from)
      values (${listingId}, ${project.scope_id}, ${id}, ${adjustment.year}, ${adjustment.level}, ${next.class}, ${next.planFen}, ${adjustment.kind}, ${adjustment.reason}, ${adjustment.documentNo},
        ${adjustment.effectiveOn}::date)`.execute(tx);
  }
  await settleProjects(tx, { act, today: clock.today().toString() }, [id]);
  return { id: listingId };
}

async function findOpen(tx: Tx, id: string, { year, level }: Adjustment): Promise<Listing | undefined> {
  const { rows } = await sql<Listing>`select version_id, listing_id, class, plan_fen, valid_from from projects_listing
    where subject_id = ${id} and year = ${year} and level = ${level} and superseded_at = 'infinity' and valid_to = 'infinity'`.execute(tx);
  return rows[0];
}

function listName({ year, level }: Pick<Adjustment, "year" | "level">): string {
  return `${year}年${levelNames.get(level) ?? level}`;
}

function addedListing(open: Listing | undefined, adjustment: Adjustment): { class: string; planFen: number } {
  if (open !== undefined)
    throw problem("rule-refused", { detail: `项目已在${listName(adjustment)}名单内（${classNames.get(open.class) ?? ""}），不需要增补。` });
  if (adjustment.class === undefined || adjustment.planFen === undefined) throw problem("rule-refused", { detail: "增补须写明项目类别和年度计划投资。" });
  return { class: adjustment.class, planFen: adjustment.planFen };
}

function changedListing(open: Listing | undefined, adjustment: Adjustment): { class: string; planFen: number } | null {
  const way = ways[adjustment.kind];
  if (open === undefined) throw problem("rule-refused", { detail: `项目不在${listName(adjustment)}名单内，请核对年度和级别。` });
  if (adjustment.effectiveOn <= open.valid_from)
    throw problem("rule-refused", { detail: `生效日${adjustment.effectiveOn}须晚于列入名单的日期${open.valid_from}。` });
  if (way.from !== null && open.class !== way.from)
    throw problem("rule-refused", {
      detail: `项目在${listName(adjustment)}名单中是${classNames.get(open.class) ?? ""}，不是${classNames.get(way.from) ?? ""}。`,
    });
  return way.to === null ? null : { class: way.to, planFen: adjustment.planFen ?? open.plan_fen };
}

/** The same listing with its last day; only a project that leaves carries the adjustment there, else the next span does. */
async function endListing(tx: Tx, { id, scopeId, open }: { id: string; scopeId: number; open: Listing }, adjustment: Adjustment): Promise<void> {
  await sql`update projects_listing set superseded_at = now() where version_id = ${open.version_id} and superseded_at = 'infinity'`.execute(tx);
  const isLeft = adjustment.kind === "left";
  await sql`insert into projects_listing (listing_id, scope_id, subject_id, year, level, class, plan_fen, plan_by_month_fen, adjustment, reason, document_no, valid_from, valid_to)
    select listing_id, ${scopeId}, ${id}, year, level, class, plan_fen, plan_by_month_fen, case when ${isLeft} then 'left' else adjustment end,
      case when ${isLeft} then ${adjustment.reason} else reason end, case when ${isLeft} then ${adjustment.documentNo} else document_no end, valid_from, ${adjustment.effectiveOn}::date
    from projects_listing where version_id = ${open.version_id}`.execute(tx);
}

type Standing = { subject_id: string; scope_id: number; name: string; was_listed: boolean; is_listed: boolean };

/**
 * Lists projects of one year in the next with their new plans: all rows or none. What was done in earlier years stays
 * with those years, so the total since the start is their sum and nothing is counted twice. Throws `rule-refused`
 * with the rows that do not stand at the end of the old list, or already stand on the new one.
 */
export async function rollOver(tx: Tx, { actor, clock }: Asked, rollover: Rollover): Promise<{ written: number; toYear: number }> {
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
  return { written: rows.length, toYear: rollover.toYear };
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

/**
 * Merges one project into another, with what had been merged into it. Dated by the act (KERNEL K18): asked as known
 * before, both count; from now on one does. Throws `rule-refused` for a project merged into itself or into a merged one.
 */
export async function mergeProjects(
  tx: Tx,
  { actor, clock }: Asked,
  asked: { id: string; intoId: string; reason: string; documentNo: string | null },
): Promise<{ id: string }> {
  assertSteward(actor, "项目合并");
  const { id, intoId } = asked;
  if (id === intoId) throw problem("rule-refused", { detail: "不能把项目并入它自己，请另选一个项目。" });
  const { rows: followers } = await sql<{ subject_id: string }>`select subject_id from kernel_subject where merged_into_id = ${id}`.execute(tx);
  const moved = [id, ...followers.map((row) => row.subject_id)];
  const act = await beginAct(tx, { kind: "merge-project", subjects: [...moved, intoId], reason: asked.reason, documentNo: asked.documentNo });
  await getProject(tx, id);
  await getProject(tx, intoId);
  const closed =
    await sql`update kernel_subject_version set superseded_at = now() where subject_id = any(${moved}::uuid[]) and superseded_at = 'infinity'`.execute(tx);
  // rows that may be read but not written are passed over by the database without a word
  if (Number(closed.numAffectedRows ?? 0) < moved.length) throw problem("not-allowed", { detail: "其中有的项目不在您的办理范围内，请由上一级调度机构合并。" });
  await sql`insert into kernel_subject_version (subject_id, scope_id, name, code, account_org_id, account_area_id, place_area_id, longitude, latitude, merged_into_id)
    select v.subject_id, s.scope_id, v.name, v.code, v.account_org_id, v.account_area_id, v.place_area_id, v.longitude, v.latitude, ${intoId}
    from kernel_subject_version v join kernel_subject s on s.subject_id = v.subject_id
    where v.subject_id = any(${moved}::uuid[]) and v.superseded_at = ${act.recordedAt}::timestamptz`.execute(tx);
  await sql`update kernel_subject set merged_into_id = ${intoId} where subject_id = any(${moved}::uuid[])`.execute(tx);
  await settleProjects(tx, { act, today: clock.today().toString() }, [...moved, intoId]);
  return { id: intoId };
}
