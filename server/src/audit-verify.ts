/**
 * `npm run audit:verify [-- anchor-file.json …]`: compares the audit trail with itself, with its key and anchors, and
 * with every row there is. Works beside a running server; where none runs it starts the embedded database itself.
 * Exit code 0 when all agrees, 1 when something does not or could not be compared.
 */
import { join } from "node:path";
import type { AuditFault, AuditReceipt } from "@baton/contract/audit";
import { findAuditKey, headFileOf, verifyAudit } from "#kernel/audit";
import { dataDirectory } from "./connect.ts";
import { reachCity } from "./reach.ts";

async function verifyHere(): Promise<AuditReceipt> {
  const dataDir = dataDirectory();
  const keyFile = join(dataDir, "audit.key");
  const key = findAuditKey(keyFile);
  if (key === undefined) throw new Error(`没有审计密钥：${keyFile}。尚未启动过，或密钥文件不见了；若曾启动过，请从备份中恢复。`);
  const options = { anchorsDir: join(dataDir, "anchors"), anchorFiles: process.argv.slice(2), headFile: headFileOf(keyFile) };
  const city = await reachCity();
  try {
    return await verifyAudit(city.connection("baton_backup"), key, options);
  } finally {
    await city.stop();
  }
}

function faultLine(fault: AuditFault): string {
  const where = [
    fault.tableName === null ? undefined : `表 ${fault.tableName}`,
    fault.rowKey === null ? undefined : `行 ${fault.rowKey}`,
    fault.entryId === null ? undefined : `审计条目 ${fault.entryId}`,
    fault.sealId === null ? undefined : `封印 ${fault.sealId}`,
  ].filter((part) => part !== undefined);
  return where.length === 0 ? fault.detail : `${where.join("，")}：${fault.detail}`;
}

function print(receipt: AuditReceipt): void {
  const counts = `审计条目${receipt.entries}条（未封印${receipt.unsealed}条），封印${receipt.seals}个，锚点${receipt.anchors}个，内容${receipt.images}份（依法清除${receipt.erased}份），现有行${receipt.rows}行`;
  if (receipt.ok) console.log(`OK 核对一致：${counts}。链首 ${receipt.head ?? "无"}`);
  else {
    console.error(`核对不一致：${counts}`);
    for (const fault of receipt.faults) console.error(`  ${faultLine(fault)}`);
  }
}

try {
  const receipt = await verifyHere();
  print(receipt);
  process.exitCode = receipt.ok ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
