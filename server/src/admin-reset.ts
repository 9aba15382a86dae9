/**
 * `npm run admin:reset -- sysadmin [--factor]`: gives a lost administrator a one-time password, from the console of the machine
 * that keeps the data. `--factor` also forgets the one-time codes that were bound. Works beside a running server; on record.
 */
import { parseArgs } from "node:util";
import { NoSuchAdministrator, resetAdministrator } from "#kernel/accounts";
import { openPool } from "#platform/database";
import { PostgresStartError } from "#platform/postgres";
import { reachCity } from "./reach.ts";

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function reset(username: string, forgetFactor: boolean): Promise<void> {
  const city = await reachCity();
  const owner = openPool(city.connection("baton_owner"), { name: "baton-admin-reset", max: 1, isMaintenance: true });
  try {
    const done = await resetAdministrator(owner.raw, { username, forgetFactor });
    say(`${done.username}（${done.title}）的一次性密码：${done.oneTimePassword}`);
    say("只显示这一次，24 小时内有效；登录后须立即修改。原有登录已全部退出，此次重置已记入审计。");
    if (done.isReopened) say("该账号此前已停用，现已重新启用。");
    say(done.isFactorForgotten ? "已解除绑定的动态口令，请登录后重新绑定。" : "已绑定的动态口令仍然有效；如也已遗失，请加 --factor 重新执行。");
  } finally {
    await owner.close();
    await city.stop();
  }
}

try {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { factor: { type: "boolean" } } });
  const [username, ...others] = positionals;
  if (username === undefined || others.length > 0) throw new PostgresStartError("请写明一个管理员账号：npm run admin:reset -- sysadmin [--factor]。");
  await reset(username, values.factor === true);
} catch (error) {
  if (error instanceof NoSuchAdministrator)
    process.stderr.write(`没有这个管理员账号。现任系统、安全、审计管理员：${error.message || "无"}。其他账号请由系统管理员在页面上重置。\n`);
  else
    process.stderr.write(`${error instanceof PostgresStartError ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
}
