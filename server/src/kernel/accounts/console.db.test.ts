/** A lost administrator gets in again from the machine's console, and nobody else does. */
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { cloneCity, type City } from "../../testing/database.ts";
import { createAccounts } from "./accounts.ts";
import { NoSuchAdministrator, resetAdministrator } from "./console.ts";
import { verifyPassword } from "./passwords.ts";

let city: City;
let first: string;

beforeAll(async () => {
  city = await cloneCity(inject("cluster"));
  const accounts = createAccounts({ authConnection: city.connection("baton_auth"), secret: "s".repeat(40), isDemo: false, secureCookies: false });
  first = (await accounts.firstAdministrator())?.[0]?.oneTimePassword ?? "";
  await accounts.close();
  await city.owner.raw.query("call kernel_audit_attach_all()");
});
afterAll(() => city.drop());

const stateOf = async () =>
  (
    await city.owner.raw.query<{ id: string; password: string; must: boolean; closed: boolean; factor: boolean; hours: number }>(
      `select a.id, c.password, a.must_change_password as must, a.closed_at is not null as closed, a.two_factor_enabled as factor,
         round(extract(epoch from a.password_expires_at - now()) / 3600)::int as hours
       from kernel_account a join kernel_credential c on c.account_id = a.id where a.username = 'sysadmin'`,
    )
  ).rows[0];

test("a closed, locked-out administrator gets a password for 24 hours, must change it, and the sessions and codes are gone", async () => {
  const before = await stateOf();
  await city.owner.raw.query("update kernel_account set closed_at = now(), two_factor_enabled = true where id = $1", [before?.id]);
  await city.owner.raw.query("insert into kernel_second_factor (account_id, secret, backup_codes, verified) values ($1, 's', 'b', true)", [before?.id]);
  await city.owner.raw.query("insert into kernel_session (account_id, token, expires_at) values ($1, 't', now() + interval '1 hour')", [before?.id]);
  const given = await resetAdministrator(city.owner.raw, { username: " SysAdmin ", forgetFactor: true });
  expect(given).toMatchObject({ username: "sysadmin", title: "系统管理员", isReopened: true, isFactorForgotten: true });
  expect(given.oneTimePassword).not.toBe(first);
  const after = await stateOf();
  expect(after).toMatchObject({ must: true, closed: false, factor: false, hours: 24 });
  expect(await verifyPassword(after?.password ?? "", given.oneTimePassword)).toBe(true);
  const { rows } = await city.owner.raw.query(
    "select (select count(*)::int from kernel_session) as sessions, (select count(*)::int from kernel_second_factor) as factors",
  );
  expect(rows).toEqual([{ sessions: 0, factors: 0 }]);
});

test("it is on record, in the events and in the audit trail, without the password", async () => {
  const { rows: events } = await city.owner.raw.query(
    "select kind, detail from kernel_sign_in_event where detail = 'by the console of the machine' order by event_id",
  );
  expect(events).toEqual([
    { kind: "password-reset", detail: "by the console of the machine" },
    { kind: "factor-reset", detail: "by the console of the machine" },
  ]);
  const { rows: entries } = await city.owner.raw.query<{ session_role: string; after: string }>(
    "select e.session_role, i.after::text from kernel_audit_entry e join kernel_audit_image i using (entry_id) where e.table_name = 'kernel_credential' and e.operation = 'update'",
  );
  expect(entries).toEqual([{ session_role: "baton_owner", after: expect.stringContaining('"password": "sha256:') }]);
});

test("the factor stays where nobody asked to forget it; a name that is no administrator's is refused and names those who are", async () => {
  const before = await stateOf();
  await city.owner.raw.query("update kernel_account set two_factor_enabled = true where id = $1", [before?.id]);
  await resetAdministrator(city.owner.raw, { username: "sysadmin", forgetFactor: false });
  expect(await stateOf()).toMatchObject({ factor: true });
  await expect(resetAdministrator(city.owner.raw, { username: "nobody", forgetFactor: false })).rejects.toThrow(NoSuchAdministrator);
  await expect(resetAdministrator(city.owner.raw, { username: "nobody", forgetFactor: false })).rejects.toThrow(
    "auditor（审计管理员）、secadmin（安全管理员）、sysadmin（系统管理员）",
  );
});
