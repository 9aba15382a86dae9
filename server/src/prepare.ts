import { join } from "node:path";
import type { Accounts } from "#kernel/accounts";
import { ensureCalendar } from "#kernel/calendar";
import { ensureSampleRuleSet } from "#kernel/lights";
import { loadSampleBulletins } from "#modules/dispatch";
import { fixDemoMonths } from "#modules/projects";
import { loadSampleScores } from "#modules/scoring";
import { migrate, type Pool } from "#platform/database";
import type { CityConnection } from "./connect.ts";
import { figures } from "./app.ts";
import { type LoadedDemo, loadDemo } from "./demo/index.ts";

export const migrationFolder = join(import.meta.dirname, "../migrations");

export type Preparation = {
  city: CityConnection;
  owner: Pool;
  mayLoadDemo: boolean;
  openAccounts: (isDemo: boolean) => Accounts;
  say: (line: string) => void;
};

/**
 * Makes the database ready for this program: migrations, audit triggers, the calendar; then, where it is empty, the
 * demonstration city or the first three administrators, whose passwords are said once.
 */
export async function prepareCity({ city, owner, mayLoadDemo, openAccounts, say }: Preparation): Promise<{ accounts: Accounts }> {
  const run = await migrate(city.connection("baton_owner"), migrationFolder);
  if (run.length > 0) say(`数据库已更新：${run.length} 个迁移。`);
  await owner.raw.query("call kernel_audit_attach_all()");
  await ensureCalendar(owner.db);
  await ensureSampleRuleSet(owner.db);
  const { rows } = await owner.raw.query<{ empty: boolean; demo: boolean }>(
    "select not exists (select from kernel_org) as empty, exists (select from platform_mark where name = 'demo') as demo",
  );
  const isEmpty = rows[0]?.empty === true;
  if (isEmpty && mayLoadDemo) {
    say("正在装入演示城市（示例数据）……");
    const loaded = await loadDemo(owner);
    await fixDemoMonths(owner, { months: loaded.months, live: { validOn: loaded.today, statedAt: loaded.morning } });
    await loadSamples(owner, loaded);
    const accounts = openAccounts(true);
    for (const account of loaded.accounts) await accounts.createDemoAccount(account);
    say("演示账号（密码均为 Baton-demo-2026）：");
    for (const account of loaded.accounts) say(`  ${account.username.padEnd(12)}${account.displayName}`);
    return { accounts };
  }
  const accounts = openAccounts(rows[0]?.demo === true);
  const first = await accounts.firstAdministrator();
  if (first !== null) {
    say("空白城市已建立。首批管理员的一次性密码只显示这一次，24 小时内有效：");
    for (const person of first) say(`  ${person.username.padEnd(12)}${person.title}  ${person.oneTimePassword}`);
  }
  return { accounts };
}

/** What the demonstration's office has made of its months: scores and bulletins of the last two frozen ones, a draft for the open one. */
async function loadSamples(owner: Pool, { months, morning }: LoadedDemo): Promise<void> {
  const lately = months.toSorted((a, b) => (a.month < b.month ? -1 : 1)).slice(-3);
  const frozen = lately.flatMap(({ month, frozenAt, publishedAt }) => (frozenAt === null || publishedAt === null ? [] : [{ month, frozenAt, publishedAt }]));
  await loadSampleScores(owner, { figures, months: frozen });
  await loadSampleBulletins(owner, { figures, months: lately, now: morning });
}
