import { randomUUID } from "node:crypto";
import { problem } from "@baton/contract/problems";
import { sql } from "kysely";
import type { Tx } from "#platform/database";
import type { MatterRow } from "./record.ts";

export type Material = { id: string; title: string; evidenceId: string | null };
export type HandedIn = { materialId: string; evidenceId: string };

/** What a matter cannot be done without, in the order it was asked for. */
export async function listMaterials(tx: Tx, matterId: string): Promise<Material[]> {
  const { rows } = await sql<{ material_id: string; title: string; evidence_id: string | null }>`select material_id, title, evidence_id
    from kernel_matter_material where matter_id = ${matterId} and superseded_at = 'infinity' order by position`.execute(tx);
  return rows.map((row) => ({ id: row.material_id, title: row.title, evidenceId: row.evidence_id }));
}

/** Names the materials of a matter inside the act that opens it. */
export async function askMaterials(tx: Tx, matter: Pick<MatterRow, "matter_id" | "subject_id">, titles: readonly string[]): Promise<void> {
  for (const [at, title] of titles.entries()) {
    await sql`insert into kernel_matter_material (material_id, matter_id, scope_id, subject_id, position, title)
      select ${randomUUID()}, ${matter.matter_id}, scope_id, ${matter.subject_id}, ${at + 1}, ${title} from kernel_subject where subject_id = ${matter.subject_id}`.execute(
      tx,
    );
  }
}

/**
 * Takes the materials that come with 办结, inside its act. Throws `rule-refused` while one is still owed, `not-found`
 * for a material of another matter or evidence of another subject.
 */
export async function handInMaterials(tx: Tx, matter: MatterRow, given: readonly HandedIn[]): Promise<void> {
  const asked = await listMaterials(tx, matter.matter_id);
  const handed = new Map(given.map((one) => [one.materialId, one.evidenceId]));
  if (given.some((one) => !asked.some(({ id }) => id === one.materialId))) throw problem("not-found", { detail: "所交材料不是这件事项要求的。" });
  const owed = asked.filter(({ id, evidenceId }) => evidenceId === null && !handed.has(id));
  if (owed.length > 0) throw problem("rule-refused", { detail: `还缺材料：${owed.map(({ title }) => title).join("、")}。请上传后再办结。` });
  const { rows } = await sql<{ evidence_id: string }>`select evidence_id from kernel_evidence
    where subject_id = ${matter.subject_id} and evidence_id = any(${[...handed.values()]}::uuid[]) and superseded_at = 'infinity'`.execute(tx);
  const found = new Set(rows.map((row) => row.evidence_id));
  for (const [materialId, evidenceId] of handed) {
    if (!found.has(evidenceId)) throw problem("not-found", { detail: "所交材料没有上传到这个对象，请重新上传。" });
    await sql`update kernel_matter_material set superseded_at = now() where material_id = ${materialId} and superseded_at = 'infinity'`.execute(tx);
    await sql`insert into kernel_matter_material (material_id, matter_id, scope_id, subject_id, position, title, evidence_id)
      select material_id, matter_id, scope_id, subject_id, position, title, ${evidenceId} from kernel_matter_material
      where material_id = ${materialId} order by recorded_at desc limit 1`.execute(tx);
  }
}
