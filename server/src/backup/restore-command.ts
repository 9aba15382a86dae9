/**
 * `npm run restore -- --from=file`: brings a backup back into an empty data directory (BATON_DATA), or onto an empty server
 * (DATABASE_URL). A city that has anything is refused. Exit code 0 when everything is there and the audit trail agrees.
 */
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { PostgresStartError } from "#platform/postgres";
import { connectCity, dataDirectory } from "../connect.ts";
import { migrationFolder } from "../prepare.ts";
import { BackupError } from "./package.ts";
import { restoreBackup, type RestoreOutcome } from "./restoring.ts";
import { backupSettings } from "./settings.ts";

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const complain = (line: string): void => void process.stderr.write(`${line}\n`);

function print({ manifest, rows, receipt, seconds }: RestoreOutcome): void {
  say(
    `恢复完成：${manifest.city}，截至 ${manifest.takenAt}，${manifest.tables.length} 张表 ${rows} 行，材料文件 ${manifest.files} 份，用时 ${seconds.toFixed(1)} 秒。`,
  );
  if (receipt.ok) say(`审计核对一致：条目 ${receipt.entries}，封印 ${receipt.seals}，锚点 ${receipt.anchors}。已开始新的时间线。`);
  else {
    complain("审计核对不一致：");
    for (const fault of receipt.faults) complain(`  ${fault.tableName ?? ""} ${fault.rowKey ?? ""} ${fault.detail}`);
  }
  say("所有人须重新登录。备份之后的办理、密码更改和停用账号都不在其中，请据此核对。下一步：npm start");
}

try {
  const { values } = parseArgs({ options: { from: { type: "string" } } });
  if (values.from === undefined) throw new BackupError("请指定备份文件：npm run restore -- --from=文件。");
  const { passphrase } = backupSettings(process.env);
  const connect = () => connectCity({ info: () => undefined, warn: complain, error: complain });
  const outcome = await restoreBackup({ from: resolve(values.from), passphrase, dataDir: dataDirectory(), migrationFolder, connect, say });
  print(outcome);
  if (!outcome.receipt.ok) process.exitCode = 1;
} catch (error) {
  const isExpected = error instanceof BackupError || error instanceof PostgresStartError;
  complain(isExpected ? error.message : `恢复没有完成，数据库中没有留下内容：${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  process.exitCode = 1;
}
