import { sql } from "kysely";
import { assert, type Problem, problem } from "@baton/contract/problems";
import { countOrRefuse, type Door, giveCookies, newToken, passOn, type Visit } from "./door.ts";
import { forgetAttempts } from "./lockout.ts";
import { passwordFault, verifyPassword } from "./passwords.ts";
import type { Session } from "./sessions.ts";

const historyLength = 5;

function fault(pointer: string, code: string, detail: string): Problem {
  return problem("invalid-input", { detail, errors: [{ pointer, code, detail }] });
}

async function isRemembered(door: Door, accountId: string, password: string): Promise<boolean> {
  const { rows } = await sql<{ password: string }>`
    select password from kernel_password_history where account_id = ${accountId} order by replaced_at desc limit ${historyLength}`.execute(door.db);
  for (const row of rows) {
    if (await verifyPassword(row.password, password)) return true;
  }
  return false;
}

/**
 * Changes the caller's own password and ends every other session; the caller goes on in a new one, whose token is
 * returned. The current password is looked at first and counted, so that a borrowed session is no place to guess.
 * Throws `invalid-input` naming the field, `sign-in-locked`.
 */
export async function changePassword(
  { door, request, reply }: Visit,
  session: Session,
  typed: { currentPassword: string; newPassword: string },
): Promise<string> {
  const { accountId, sessionId, username } = session;
  const attempt = { subject: `password:${accountId}`, source: `session:${sessionId}` };
  await countOrRefuse(door, request, { ...attempt, accountId });
  const { rows } = await sql<{ password: string; factor_verified_at: string | null }>`
    select c.password, s.factor_verified_at from kernel_credential c join kernel_session s on s.id = ${sessionId}
    where c.account_id = ${accountId} and c.provider_id = 'credential'`.execute(door.db);
  const before = rows[0];
  if (before === undefined || !(await verifyPassword(before.password, typed.currentPassword))) {
    await door.writeEvent(request, "password-refused", accountId);
    throw fault("/currentPassword", "wrong-password", "当前密码不正确。");
  }
  await forgetAttempts(door.db, attempt);
  const refusal = passwordFault(typed.newPassword, username);
  if (refusal !== undefined) throw fault("/newPassword", "weak-password", refusal);
  if (typed.newPassword === typed.currentPassword || (await isRemembered(door, accountId, typed.newPassword))) {
    throw fault("/newPassword", "used-password", `新密码不能与当前或最近 ${historyLength} 次用过的密码相同。`);
  }
  await sql`insert into kernel_password_history (account_id, password) values (${accountId}, ${before.password})`.execute(door.db);
  const passed = await passOn(door, request, {
    method: "POST",
    path: "/change-password",
    body: { ...typed, revokeOtherSessions: true },
    cookies: ["session_token"],
  });
  const token = newToken(door, passed);
  // Another change in the same second is the only way here: the password looked at above is no longer the one stored.
  if (passed.status !== 200 || token === undefined) throw problem("conflict", { detail: "密码刚刚已被修改，请用新密码重新登录。" });
  await sql`update kernel_account set must_change_password = false, password_expires_at = null, password_changed_at = now(), updated_at = now()
    where id = ${accountId}`.execute(door.db);
  await sql`update kernel_session set factor_verified_at = ${before.factor_verified_at} where token = ${token}`.execute(door.db);
  giveCookies(reply, passed);
  await door.writeEvent(request, "password-changed", accountId);
  assert(token !== session.token, "a changed password begins a new session");
  return token;
}
