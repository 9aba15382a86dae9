/**
 * `npm run tamper`: on a throw-away city, as the database's owner, tries every known way of rewriting what was recorded,
 * and prints what `audit:verify` says of each. Ends with 1 when one that can be found is not found or not named.
 */
import type { AuditFault } from "@baton/contract/audit";
import { startCluster } from "../server/src/testing/cluster.ts";
import { type Attack, isExpected } from "./attack.ts";
import { attacks } from "./attacks.ts";
import { setStage } from "./stage.ts";

const helpers: Record<Attack["outside"], string> = { nothing: "数据库本身与密钥", head: "本机所记的末尾封印", anchors: "异地保存的锚点" };

function placeOf(fault: AuditFault): string {
  const parts = [
    fault.tableName === null ? "" : `表 ${fault.tableName}`,
    fault.rowKey === null ? "" : `行 ${fault.rowKey.slice(0, 40)}`,
    fault.entryId === null ? "" : `条目 ${fault.entryId}`,
    fault.sealId === null ? "" : `封印 ${fault.sealId}`,
  ];
  return parts.filter((part) => part !== "").join("，");
}

const say = (line: string): boolean => process.stdout.write(`${line}\n`);

const { cluster, stop } = await startCluster();
let missed = 0;
try {
  for (const [at, attack] of attacks.entries()) {
    const stage = await setStage(cluster);
    const expected = await attack.act(stage);
    const receipt = await stage.verify(attack.outside);
    await stage.close();
    const named = receipt.faults.find((fault) => isExpected(fault, expected));
    say(`\n${at + 1}. ${attack.name}`);
    if (attack.unseen !== undefined) {
      if (!receipt.ok) missed += 1;
      say(receipt.ok ? `   发现不了：${attack.unseen}` : "   与预期不符：竟被发现");
    } else if (named === undefined) {
      missed += 1;
      say(receipt.ok ? "   没有发现" : `   发现了，但没有指明：${receipt.firstFault?.detail ?? ""}`);
    } else say(`   已发现（凭${helpers[attack.outside]}）${placeOf(named)}：${named.detail}`);
  }
  const unseen = attacks.filter((attack) => attack.unseen !== undefined).length;
  say(`\n共 ${attacks.length} 种：应被发现 ${attacks.length - unseen} 种，不能发现 ${unseen} 种；与预期不符 ${missed} 种。`);
} finally {
  await stop();
}
process.exitCode = missed === 0 ? 0 : 1;
