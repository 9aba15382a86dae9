import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { projectClasses, projectLevels } from "@baton/contract/codes";
import type { Adjustment } from "@baton/contract/library";
import type { Adjustments, AdjustmentsPreview, AdjustmentsPreviewed } from "@baton/contract/listings";
import { problem } from "@baton/contract/problems";
import { beginAct, type Tx } from "#platform/database";
import { settleProjects } from "./settling.ts";
import { type Asked, assertSteward } from "./writing.ts";

type ListClass = "implementation" | "reserve";
/** Which adjustment of which list, before anything is said of why. */
type Wanted = Omit<Adjustment, "reason" | "documentNo">;
type Open = { versionId: string; listingId: string; class: ListClass; planFen: number; validFrom: string };
type Standing = { subjectId: string; scopeId: number; name: string; isMerged: boolean; open: Open | null; leftOn: string | null };
type Move = { standing: Standing; to: { class: ListClass; planFen: number } | null };
type Refused = { refused: { slug: "not-found" | "rule-refused"; detail: string } };

const levelNames = new Map<string, string>(projectLevels.map((level) => [level.code, level.zh]));
const classNames = new Map<string, string>(projectClasses.map((one) => [one.code, one.zh]));

/** Which class an adjustment leaves and which it leads to; 增补 leaves none, 退出 leads to none. */
const ways: Record<Adjustment["kind"], { from: ListClass | null; to: ListClass | null }> = {
  added: { from: null, to: null },
  reserve_to_implementation: { from: "reserve", to: "implementation" },
  implementation_to_reserve: { from: "implementation", to: "reserve" },
  left: { from: null, to: null },
};

export function listName({ year, level }: { year: number; level: string }): string {
  return `${year}年${levelNames.get(level) ?? level}`;
}

type StandingRow = {
  subject_id: string;
  scope_id: number;
  name: string;
  is_merged: boolean;
  version_id: string | null;
  listing_id: string | null;
  class: ListClass | null;
  plan_fen: number | null;
  valid_from: string | null;
  left_on: string | null;
};

/** How the projects stand on one list of one year; those out of reach are absent. */
async function readStanding(tx: Tx, { year, level }: Wanted, ids: readonly string[]): Promise<Map<string, Standing>> {
  const { rows } = await sql<StandingRow>`
    select s.subject_id, s.scope_id, s.name, s.merged_into_id is not null as is_merged, l.version_id, l.listing_id, l.class, l.plan_fen, l.valid_from,
      (select max(past.valid_to) from projects_listing past where past.subject_id = s.subject_id and past.year = ${year} and past.level = ${level}
        and past.superseded_at = 'infinity' and past.valid_to < 'infinity') as left_on
    from kernel_subject s
    left join projects_listing l on l.subject_id = s.subject_id and l.year = ${year} and l.level = ${level} and l.superseded_at = 'infinity' and l.valid_to = 'infinity'
    where s.kind = 'project' and s.subject_id = any(${ids}::uuid[])`.execute(tx);
  return new Map(rows.map((row) => [row.subject_id, toStanding(row)]));
}

function toStanding(row: StandingRow): Standing {
  const { version_id: versionId, listing_id: listingId, plan_fen: planFen, valid_from: validFrom } = row;
  const isOpen = versionId !== null && listingId !== null && row.class !== null && planFen !== null && validFrom !== null;
  return {
    subjectId: row.subject_id,
    scopeId: row.scope_id,
    name: row.name,
    isMerged: row.is_merged,
    open: isOpen ? { versionId, listingId, class: row.class as ListClass, planFen, validFrom } : null,
    leftOn: row.left_on,
  };
}

function refuse(detail: string, slug: "not-found" | "rule-refused" = "rule-refused"): Refused {
  return { refused: { slug, detail } };
}

/** Where one project would move, or why it may not. */
function moveOf(standing: Standing | undefined, adjustment: Wanted, planFen: number | undefined): Move | Refused {
  if (standing === undefined) return refuse("没有找到这个项目，或者它不在您的范围内。", "not-found");
  if (standing.isMerged) return refuse("该项目已并入另一个项目，请在合并后的项目上办理。");
  return adjustment.kind === "added" ? addedMove(standing, adjustment, planFen) : changedMove(standing, adjustment, planFen);
}

function addedMove(standing: Standing, adjustment: Wanted, planFen: number | undefined): Move | Refused {
  const { open, leftOn } = standing;
  if (open !== null) return refuse(`项目已在${listName(adjustment)}名单内（${classNames.get(open.class) ?? ""}），不需要增补。`);
  if (adjustment.class === undefined || planFen === undefined) return refuse("增补须写明项目类别和年度计划投资。");
  if (leftOn !== null && adjustment.effectiveOn < leftOn) return refuse(`项目在${listName(adjustment)}名单中列到${leftOn}，增补的生效日不能早于该日。`);
  return { standing, to: { class: adjustment.class, planFen } };
}

function changedMove(standing: Standing, adjustment: Wanted, planFen: number | undefined): Move | Refused {
  const { open } = standing;
  const way = ways[adjustment.kind];
  if (open === null) return refuse(`项目不在${listName(adjustment)}名单内，请核对年度和级别。`);
  if (adjustment.effectiveOn <= open.validFrom) return refuse(`生效日${adjustment.effectiveOn}须晚于列入名单的日期${open.validFrom}。`);
  if (way.from !== null && open.class !== way.from)
    return refuse(`项目在${listName(adjustment)}名单中是${classNames.get(open.class) ?? ""}，不是${classNames.get(way.from) ?? ""}。`);
  return { standing, to: way.to === null ? null : { class: way.to, planFen: planFen ?? open.planFen } };
}

function assertOfYear(adjustment: Wanted): void {
  if (adjustment.effectiveOn.slice(0, 4) !== String(adjustment.year))
    throw problem("rule-refused", { detail: `生效日${adjustment.effectiveOn}不在${adjustment.year}年内，请核对年度或日期。` });
}

type Planned = { projectId: string; standing: Standing | undefined; move: Move | Refused };

async function planMoves(tx: Tx, adjustment: Wanted, wanted: Adjustments["rows"]): Promise<Planned[]> {
  assertOfYear(adjustment);
  const standing = await readStanding(
    tx,
    adjustment,
    wanted.map((row) => row.projectId),
  );
  return wanted.map(({ projectId, planFen }) => ({
    projectId,
    standing: standing.get(projectId),
    move: moveOf(standing.get(projectId), adjustment, planFen ?? adjustment.planFen),
  }));
}

/** What an adjustment of these projects would move, and what it would refuse; writes nothing. */
export async function previewAdjustments(tx: Tx, { actor }: Asked, { rows, ...adjustment }: AdjustmentsPreviewed): Promise<AdjustmentsPreview> {
  assertSteward(actor, "名单调整");
  const planned = await planMoves(tx, adjustment, rows);
  const told = planned.map(({ projectId, standing, move }) => ({
    projectId,
    name: standing?.name ?? null,
    from: standing?.open ? { class: standing.open.class, planFen: standing.open.planFen } : null,
    to: "refused" in move ? null : move.to,
    fault: "refused" in move ? move.refused.detail : null,
  }));
  const movable = told.filter((row) => row.fault === null);
  return {
    rows: told,
    movableCount: movable.length,
    planBeforeFen: movable.reduce((sum, row) => sum + (row.from?.planFen ?? 0), 0),
    planAfterFen: movable.reduce((sum, row) => sum + (row.to?.planFen ?? 0), 0),
  };
}

/**
 * One of the four lists of a mid-year adjustment, with reason and document: each listing ends on the day it takes
 * effect and the next begins that day, so that every day of the year has at most one (domain §1). A project that left
 * keeps its history and its years. All rows or none. Throws `rule-refused` with the rows that do not stand as it says.
 */
export async function adjustListings(
  tx: Tx,
  { actor, clock }: Asked,
  { rows, ...adjustment }: Adjustments,
): Promise<{ written: number; listingIds: string[] }> {
  assertSteward(actor, "名单调整");
  const ids = rows.map((row) => row.projectId);
  if (new Set(ids).size < ids.length) throw problem("rule-refused", { detail: "同一项目选了两次，请核对。" });
  const act = await beginAct(tx, { kind: "adjust-listing", subjects: ids, reason: adjustment.reason, documentNo: adjustment.documentNo });
  const planned = await planMoves(tx, adjustment, rows);
  const moves = planned.map(({ move }) => move).filter((move): move is Move => !("refused" in move));
  assertAllMove(planned);
  await endListings(tx, moves, adjustment);
  const begun = moves.flatMap(({ standing, to }) =>
    to === null
      ? []
      : [
          {
            listing_id: standing.open?.listingId ?? randomUUID(),
            subject_id: standing.subjectId,
            scope_id: standing.scopeId,
            class: to.class,
            plan_fen: to.planFen,
          },
        ],
  );
  await sql`insert into projects_listing (listing_id, scope_id, subject_id, year, level, class, plan_fen, adjustment, reason, document_no, valid_from)
    select r.listing_id, r.scope_id, r.subject_id, ${adjustment.year}, ${adjustment.level}, r.class, r.plan_fen, ${adjustment.kind}, ${adjustment.reason}, ${adjustment.documentNo},
      ${adjustment.effectiveOn}::date
    from jsonb_to_recordset(${JSON.stringify(begun)}::jsonb) as r(listing_id uuid, scope_id int, subject_id uuid, class text, plan_fen bigint)`.execute(tx);
  await settleProjects(tx, { act, today: clock.today().toString() }, ids);
  return { written: moves.length, listingIds: moves.map(({ standing }, at) => standing.open?.listingId ?? begun[at]?.listing_id ?? "") };
}

function assertAllMove(planned: readonly Planned[]): void {
  const faults = planned.flatMap(({ projectId, standing, move }) => ("refused" in move ? [{ projectId, name: standing?.name ?? null, ...move.refused }] : []));
  const [first] = faults;
  if (first === undefined) return;
  if (planned.length === 1) throw problem(first.slug, { detail: first.detail });
  throw problem("rule-refused", {
    detail: `有${faults.length}个项目不能这样调整，全部没有写入：${first.name === null ? "" : `“${first.name}”`}${first.detail}`,
    rows: faults.map(({ projectId, detail }) => ({ projectId, message: detail })),
  });
}

/** The same listings with their last day; only a project that leaves carries the adjustment there, else the next span does. */
async function endListings(tx: Tx, moves: readonly Move[], adjustment: Adjustment): Promise<void> {
  const versions = moves.flatMap(({ standing }) => standing.open?.versionId ?? []);
  if (versions.length === 0) return;
  const closed =
    await sql`update projects_listing set superseded_at = now() where version_id = any(${versions}::uuid[]) and superseded_at = 'infinity'`.execute(tx);
  // rows that may be read but not written are passed over by the database without a word
  if (Number(closed.numAffectedRows ?? 0) < versions.length)
    throw problem("not-allowed", { detail: "其中有的项目不在您的办理范围内，请由所属区（市）或调度机构调整。" });
  const isLeft = adjustment.kind === "left";
  await sql`insert into projects_listing (listing_id, scope_id, subject_id, year, level, class, plan_fen, plan_by_month_fen, adjustment, reason, document_no, valid_from, valid_to)
    select listing_id, scope_id, subject_id, year, level, class, plan_fen, plan_by_month_fen, case when ${isLeft} then 'left' else adjustment end,
      case when ${isLeft} then ${adjustment.reason} else reason end, case when ${isLeft} then ${adjustment.documentNo} else document_no end, valid_from, ${adjustment.effectiveOn}::date
    from projects_listing where version_id = any(${versions}::uuid[])`.execute(tx);
}

/** One project's adjustment: the smallest set. Throws `not-found` out of reach. */
export async function adjustListing(tx: Tx, asked: Asked, { id, adjustment }: { id: string; adjustment: Adjustment }): Promise<{ id: string }> {
  const { listingIds } = await adjustListings(tx, asked, { ...adjustment, rows: [{ projectId: id }] });
  return { id: listingIds[0] ?? "" };
}
