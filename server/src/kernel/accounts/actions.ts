import { sql } from "kysely";
import { problem } from "@baton/contract/problems";
import { beginAct, type Tx } from "#platform/database";
import { hashPassword, oneTimePassword } from "./passwords.ts";

/** A password read out once: it works until `expiresAt` and must then have been changed (SECURITY S9). */
export type FirstPassword = { accountId: string; oneTimePassword: string; expiresAt: string };

const firstPasswordHours = 24;

async function firstPassword(): Promise<{ password: string; hash: string; expiresAt: string }> {
  const password = oneTimePassword();
  const expiresAt = Temporal.Now.instant().add({ hours: firstPasswordHours }).toString();
  return { password, hash: await hashPassword(password), expiresAt };
}

/**
 * Creates an account without any right, as the system administrator of this transaction. `act: false` when the caller
 * has begun the transaction's act itself (an import of people).
 */
export async function createAccount(
  tx: Tx,
  person: { username: string; displayName: string },
  options: { act: boolean } = { act: true },
): Promise<FirstPassword> {
  if (options.act) await beginAct(tx, { kind: "account-created", subjects: [] });
  const { password, hash, expiresAt } = await firstPassword();
  const { rows } = await sql<{ id: string }>`
    select kernel_add_account(${person.username}, ${person.displayName}, ${hash}, ${expiresAt}) as id`.execute(tx);
  return { accountId: rows[0]?.id ?? "", oneTimePassword: password, expiresAt };
}

/** Gives an account a new one-time password and ends its sessions, as the system administrator; 404 for none or a closed one. */
export async function resetPassword(tx: Tx, accountId: string, reason: string): Promise<FirstPassword> {
  await beginAct(tx, { kind: "password-reset", subjects: [], reason });
  const { password, hash, expiresAt } = await firstPassword();
  const { rows } = await sql<{
    done: boolean;
  }>`select kernel_reset_password(${accountId}, ${hash}, ${expiresAt}) as done`.execute(tx);
  if (rows[0]?.done !== true) throw problem("not-found");
  return { accountId, oneTimePassword: password, expiresAt };
}

/**
 * Lets a reset password be used, as the security administrator (as the auditor for a security administrator's own):
 * whoever reads a password out could otherwise come in as its holder (SECURITY S9).
 */
export async function releasePassword(tx: Tx, accountId: string, reason: string): Promise<void> {
  await beginAct(tx, { kind: "password-released", subjects: [], reason });
  const { rows } = await sql<{ done: boolean }>`select kernel_release_password(${accountId}) as done`.execute(tx);
  if (rows[0]?.done !== true) throw problem("not-found", { detail: "该账号没有待放行的密码。" });
}

/** Closes an account for good and ends its sessions, as the system administrator. */
export async function closeAccount(tx: Tx, accountId: string, reason: string): Promise<void> {
  await beginAct(tx, { kind: "account-closed", subjects: [], reason });
  const { rows } = await sql<{ done: boolean }>`select kernel_close_account(${accountId}) as done`.execute(tx);
  if (rows[0]?.done !== true) throw problem("not-found");
}

/** Unbinds a lost second factor and ends the sessions, as the security administrator: never the one who resets passwords. */
export async function resetFactor(tx: Tx, accountId: string, reason: string): Promise<void> {
  await beginAct(tx, { kind: "factor-reset", subjects: [], reason });
  const { rows } = await sql<{ done: boolean }>`select kernel_reset_factor(${accountId}) as done`.execute(tx);
  if (rows[0]?.done !== true) throw problem("not-found");
}

/** Ties a person of the provincial sign-on to an account, as the security administrator; ends the sessions. */
export async function linkIdentity(tx: Tx, accountId: string, link: { subject: string; reason: string }): Promise<void> {
  await beginAct(tx, { kind: "identity-linked", subjects: [], reason: link.reason });
  const { rows } = await sql<{
    done: boolean;
  }>`select kernel_link_identity(${accountId}, ${link.subject}) as done`.execute(tx);
  if (rows[0]?.done !== true) throw problem("not-found");
}

/** Ends all sessions of an account, as the system or security administrator; 404 for none. */
export async function revokeSessions(tx: Tx, accountId: string, reason: string): Promise<void> {
  const { rows } = await sql`select from kernel_account where id = ${accountId}`.execute(tx);
  if (rows.length === 0) throw problem("not-found");
  await beginAct(tx, { kind: "sessions-revoked", subjects: [], reason });
  await sql`select kernel_revoke_sessions(${accountId})`.execute(tx);
}

export type Appointment = {
  accountId: string;
  postId: number;
  validFrom?: string | undefined;
  validTo?: string | undefined;
  isActing: boolean;
  reason: string;
};

/**
 * Appoints an account to a post, as the security administrator. Days are the office's own calendar, not the
 * demonstration's: rights are judged now. The database refuses incompatible duties and one's own account.
 */
export async function appoint(tx: Tx, wanted: Appointment): Promise<string> {
  await beginAct(tx, { kind: "appointed", subjects: [], reason: wanted.reason });
  const { rows: found } = await sql`
    select from kernel_account a, kernel_post p
    where a.id = ${wanted.accountId} and a.closed_at is null and p.post_id = ${wanted.postId} and not p.is_closed`.execute(tx);
  if (found.length === 0) throw problem("not-found", { detail: "没有找到该账号或岗位，或者它已停用。" });
  if (wanted.validFrom !== undefined && wanted.validTo !== undefined && wanted.validTo <= wanted.validFrom) {
    throw problem("invalid-input", {
      detail: "任职止期应晚于起期。",
      errors: [{ pointer: "/validTo", code: "span", detail: "任职止期应晚于起期。" }],
    });
  }
  const { rows } = await sql<{ id: string }>`
    insert into kernel_appointment (account_id, post_id, valid_from, valid_to, is_acting, note)
    values (${wanted.accountId}, ${wanted.postId}, coalesce(${wanted.validFrom ?? null}::date, current_date),
      coalesce(${wanted.validTo ?? null}::date, 'infinity'), ${wanted.isActing}, ${wanted.reason})
    on conflict (account_id, post_id, valid_from) do update set valid_to = excluded.valid_to, is_acting = excluded.is_acting, note = excluded.note
    returning appointment_id as id`.execute(tx);
  return rows[0]?.id ?? "";
}

/** Ends an appointment, from today unless said otherwise; on its first day it leaves an empty span behind. */
export async function endAppointment(tx: Tx, appointmentId: string, end: { validTo?: string | undefined; reason: string }): Promise<void> {
  await beginAct(tx, { kind: "appointment-ended", subjects: [], reason: end.reason });
  const { rows } = await sql`
    update kernel_appointment set valid_to = greatest(valid_from, coalesce(${end.validTo ?? null}::date, current_date)), note = ${end.reason}
    where appointment_id = ${appointmentId} and valid_to > current_date returning 1`.execute(tx);
  if (rows.length === 0) throw problem("not-found", { detail: "没有找到这项任职，或者它已经结束。" });
}

/** Says whether a role signs in with a second factor, as the security administrator. */
export async function setRolePolicy(tx: Tx, policy: { role: string; demandsFactor: boolean; reason: string }): Promise<void> {
  await beginAct(tx, { kind: "role-policy-set", subjects: [], reason: policy.reason });
  const { rows } = await sql`update kernel_role_policy set demands_factor = ${policy.demandsFactor} where role = ${policy.role} returning 1`.execute(tx);
  if (rows.length === 0) throw problem("not-allowed");
}
