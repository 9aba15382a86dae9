import { sql } from "kysely";
import type { z } from "zod";
import { problem } from "@baton/contract/problems";
import type { statisticsBody } from "@baton/contract/reports";
import { monthEnd } from "@baton/contract/time";
import { announce, beginAct, type Tx } from "#platform/database";
import type { Asked } from "./writing.ts";

/**
 * Writes the bureau's figure of one month into the statistics ledger; the management ledger is out of its reach in the
 * database itself. By the statistics bureau, or by the dispatch office from the bureau's table. Throws `not-allowed`.
 */
export async function recordStatistics(tx: Tx, { actor, clock }: Asked, said: z.infer<typeof statisticsBody>): Promise<{ id: string }> {
  if (actor.role !== "dispatch" && actor.role !== "department") throw problem("not-allowed", { detail: "统计数由统计部门或调度机构录入。" });
  const today = clock.today().toString();
  if (said.month > today.slice(0, 7)) throw problem("rule-refused", { detail: `${said.month}还没有到，不能录入统计数。` });
  await beginAct(tx, { kind: "record-statistics", subjects: [said.projectId] });
  const { rows } = await sql`select from kernel_subject where subject_id = ${said.projectId} and kind = 'project'`.execute(tx);
  if (rows.length === 0) throw problem("not-found");
  await sql`select kernel_record_statistics(${said.projectId}, ${monthEnd(said.month)}::date, ${said.investmentFen}::bigint, ${said.isListed}, ${said.explanation})`.execute(
    tx,
  );
  await announce(tx, "statistics", { subjectId: said.projectId });
  return { id: said.projectId };
}
