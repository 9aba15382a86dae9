import { sql } from "kysely";
import type { z } from "zod";
import type { BulletinAnswer, BulletinFacts, Confirmation, confirmationBody } from "@baton/contract/bulletins";
import { problem } from "@baton/contract/problems";
import { sayNumber } from "@baton/contract/wording";
import { type Actor, announce, beginAct, type Tx } from "#platform/database";
import type { ReadBulletin } from "./bulletins.ts";

type Numbers = Confirmation["numbers"];

/** The filter that picks one group of a dimension. */
function filterOf(dimension: string): string {
  return dimension === "area:town" ? "town" : (dimension.split(":")[0] ?? dimension);
}

/** What a bulletin says of each unit: the groups of its numbers by division. */
function numbersByUnit(answers: readonly BulletinAnswer[]): Map<string, { label: string; numbers: Numbers }> {
  const units = new Map<string, { label: string; numbers: Numbers }>();
  for (const answer of answers) {
    const { by } = answer;
    if (by === null || !by.startsWith("area")) continue;
    for (const { key, label, value, comparator } of answer.groups) {
      if (key === null) continue;
      const unit = units.get(key) ?? { label, numbers: [] };
      const where = { ...answer.where, [filterOf(by)]: [key] };
      const { figure, labelZh, unit: measuredIn, validFrom, validOn } = answer;
      unit.numbers.push({ label: labelZh, said: sayNumber({ value, unit: measuredIn, comparator }), figure, where, validFrom, validOn });
      units.set(key, unit);
    }
  }
  return units;
}

/** Asks each unit that governs a division of the bulletin's tables; answers how many were asked. */
export async function askUnits(tx: Tx, { bulletin, facts, dueOn }: { bulletin: ReadBulletin; facts: BulletinFacts; dueOn: string }): Promise<number> {
  const units = [...numbersByUnit(facts.answers)].map(([key, { label, numbers }]) => ({ key, label, numbers }));
  const { rows } = await sql<{ confirmation_id: string }>`
    insert into dispatch_confirmation (bulletin_id, scope_id, subject_id, unit_key, unit_label, numbers, due_on)
    select distinct on (u.key) ${bulletin.line.id}::uuid, s.scope_id, o.org_id, u.key, u.label, u.numbers, ${dueOn}::date
    from jsonb_to_recordset(${JSON.stringify(units)}::jsonb) u (key text, label text, numbers jsonb)
    join kernel_area a on a.code = u.key and a.superseded_at = 'infinity'
    join kernel_org o on o.area_id = a.area_id and o.kind in ('county', 'town', 'park') and o.superseded_at = 'infinity'
    join kernel_subject s on s.subject_id = o.org_id
    order by u.key, o.kind, o.org_id returning confirmation_id`.execute(tx);
  return rows.length;
}

async function read(tx: Tx, narrowed: { bulletinId?: string; id?: string; today: string }): Promise<Confirmation[]> {
  const { rows } = await sql<Omit<Confirmation, "state"> & { state: Exclude<Confirmation["state"], "silent"> }>`
    select c.confirmation_id as id, c.bulletin_id as "bulletinId", dispatch_title(c.bulletin_id) as "bulletinTitle", to_char(dispatch_month(c.bulletin_id), 'YYYY-MM') as month,
      c.unit_label as "unitLabel", c.numbers, c.due_on as "dueOn", c.state, c.note, c.answer
    from dispatch_confirmation c where c.superseded_at = 'infinity'
      and (${narrowed.bulletinId ?? null}::uuid is null or c.bulletin_id = ${narrowed.bulletinId ?? null}::uuid)
      and (${narrowed.id ?? null}::uuid is null or c.confirmation_id = ${narrowed.id ?? null}::uuid)
    order by c.due_on desc, c.unit_key limit 600`.execute(tx);
  return rows.map((row) => ({ ...row, state: row.state === "asked" && row.dueOn < narrowed.today ? "silent" : row.state }));
}

export function listOfBulletin(tx: Tx, bulletinId: string, today: string): Promise<Confirmation[]> {
  return read(tx, { bulletinId, today });
}

/** What the reader's own units are asked, the latest first. */
export function listConfirmations(tx: Tx, today: string): Promise<Confirmation[]> {
  return read(tx, { today });
}

async function getConfirmation(tx: Tx, id: string, today: string): Promise<Confirmation> {
  const [found] = await read(tx, { id, today });
  if (found === undefined) throw problem("not-found", { detail: "没有这件核对，或者您无权查看。" });
  return found;
}

type Next = { id: string; state: "confirmed" | "objected" | "answered"; note: string | null; answer: string | null };

async function replace(tx: Tx, next: Next): Promise<void> {
  await sql`update dispatch_confirmation set superseded_at = now() where confirmation_id = ${next.id} and superseded_at = 'infinity'`.execute(tx);
  await sql`insert into dispatch_confirmation (confirmation_id, bulletin_id, scope_id, subject_id, unit_key, unit_label, numbers, due_on, state, note, answer)
    select confirmation_id, bulletin_id, scope_id, subject_id, unit_key, unit_label, numbers, due_on, ${next.state}, ${next.note}, ${next.answer}
    from dispatch_confirmation where confirmation_id = ${next.id} order by recorded_at desc limit 1`.execute(tx);
  await announce(tx, "bulletin", {});
}

type Word = { id: string; body: z.infer<typeof confirmationBody>; today: string };

/** A unit's word on its own numbers; it may be changed until the day it is due, and given late until the freeze. */
export async function answerConfirmation(tx: Tx, actor: Actor, { id, body, today }: Word): Promise<Confirmation> {
  if (actor.role === "dispatch") throw problem("not-allowed", { detail: "由被征求意见的单位自己确认或提出异议。" });
  await beginAct(tx, { kind: "confirm-numbers", subjects: [actor.orgId] });
  const { state, bulletinId } = await getConfirmation(tx, id, today);
  if (state === "answered" || state === "dropped" || !(await isAsking(tx, bulletinId))) {
    throw problem("rule-refused", { detail: "通报已经定稿或退回，不再征求意见。" });
  }
  await replace(tx, body.isConfirmed ? { id, state: "confirmed", note: null, answer: null } : { id, state: "objected", note: body.note, answer: null });
  return getConfirmation(tx, id, today);
}

async function isAsking(tx: Tx, bulletinId: string): Promise<boolean> {
  const { rows } = await sql<{ is_asking: boolean }>`select dispatch_is_asking(${bulletinId}) as is_asking`.execute(tx);
  return rows[0]?.is_asking === true;
}

/** The office's answer to an objection, on record beside it. */
export async function answerObjection(tx: Tx, actor: Actor, { id, answer, today }: { id: string; answer: string; today: string }): Promise<Confirmation> {
  if (actor.role !== "dispatch") throw problem("not-allowed", { detail: "异议由调度机构答复。" });
  await beginAct(tx, { kind: "answer-objection", subjects: [actor.orgId], reason: answer });
  const { state, note } = await getConfirmation(tx, id, today);
  if (state !== "objected") throw problem("rule-refused", { detail: "该单位没有待答复的异议。" });
  await replace(tx, { id, state: "answered", note, answer });
  return getConfirmation(tx, id, today);
}
