import type pg from "pg";
import { administratorRoles } from "@baton/contract/accounts";
import { hashPassword, oneTimePassword } from "./passwords.ts";

export type AdministratorReset = { username: string; title: string; oneTimePassword: string; isReopened: boolean; isFactorForgotten: boolean };

/** Nobody of this name, or nobody who holds one of the three administrators' posts; `message` names those who do. */
export class NoSuchAdministrator extends Error {
  override readonly name = "NoSuchAdministrator";
}

type Found = { id: string; username: string; title: string; closed: boolean };

const administratorsSql = `select a.id, a.username, min(p.title) as title, a.closed_at is not null as closed
  from kernel_account a join kernel_appointment t on t.account_id = a.id and t.valid_from <= current_date and t.valid_to > current_date
  join kernel_post p on p.post_id = t.post_id and not p.is_closed
  where p.role = any($1) group by a.id, a.username, a.closed_at order by a.username`;

/** Everything that leads in is taken away and one way is given: a password for 24 hours. */
const resetSql = [
  `update kernel_account set must_change_password = true, password_expires_at = now() + interval '24 hours',
     closed_at = null, dormant_since = null, reset_at = null, updated_at = now() where id = $1`,
  `insert into kernel_password_history (account_id, password)
     select account_id, password from kernel_credential where account_id = $1 and provider_id = 'credential' and password is not null`,
  `delete from kernel_session where account_id = $1`,
] as const;

const forgetFactorSql = [
  `update kernel_account set two_factor_enabled = false, updated_at = now() where id = $1`,
  `delete from kernel_second_factor where account_id = $1`,
] as const;

async function note(client: pg.ClientBase, kind: string, accountId: string): Promise<void> {
  await client.query("insert into kernel_sign_in_event (kind, account_id, detail) values ($1, $2, 'by the console of the machine')", [kind, accountId]);
}

/**
 * Lets a lost administrator in again, from the console of the machine: a one-time password, a closed account opened, on demand
 * the second factor forgotten. Only for the three administrators, so that nobody takes over a business account this way.
 * Each step is on record. `owner` is the schema's owner. Throws `NoSuchAdministrator`.
 */
export async function resetAdministrator(owner: pg.Pool, asked: { username: string; forgetFactor: boolean }): Promise<AdministratorReset> {
  const client = await owner.connect();
  try {
    await client.query("begin");
    const { rows } = await client.query<Found>(administratorsSql, [administratorRoles]);
    const person = rows.find(({ username }) => username === asked.username.trim().toLowerCase());
    if (person === undefined) throw new NoSuchAdministrator(rows.map(({ username, title }) => `${username}（${title}）`).join("、"));
    const password = oneTimePassword();
    for (const text of resetSql) await client.query(text, [person.id]);
    await client.query("update kernel_credential set password = $2, updated_at = now() where account_id = $1 and provider_id = 'credential'", [
      person.id,
      await hashPassword(password),
    ]);
    if (asked.forgetFactor) for (const text of forgetFactorSql) await client.query(text, [person.id]);
    await note(client, "password-reset", person.id);
    if (asked.forgetFactor) await note(client, "factor-reset", person.id);
    await client.query("commit");
    return { username: person.username, title: person.title, oneTimePassword: password, isReopened: person.closed, isFactorForgotten: asked.forgetFactor };
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}
