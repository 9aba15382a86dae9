/** The actor of a transaction is judged once and sealed: what an injected statement may try with that, as the web role. */
import type pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, inject, test } from "vitest";
import type { Actor } from "#platform/database";
import { type City, cloneCity, type SeededCity, seedCity } from "./testing/database.ts";

let city: City;
let seeded: SeededCity;
let client: pg.PoolClient;

const refused = { code: "42501" };

beforeAll(async () => {
  city = await cloneCity(inject("cluster"));
  seeded = await seedCity(city);
});
afterAll(() => city.drop());
beforeEach(async () => {
  client = await city.web.raw.connect();
  await client.query("begin");
  return async () => {
    await client.query("rollback");
    client.release();
  };
});

async function become(actor: Pick<Actor, "accountId" | "postId">): Promise<void> {
  await client.query("select kernel_settle($1, $2, 'test'), set_config('role', 'baton_act', true)", [actor.accountId, actor.postId]);
}

async function settled(): Promise<string> {
  const { rows } = await client.query<{ sealed: string }>("select current_setting('baton.settled', true) as sealed");
  return rows[0]?.sealed ?? "";
}

const forge = (sealed: string) => client.query("select set_config('baton.settled', $1, true)", [sealed]);
const subjects = "select count(*)::int as seen from kernel_subject";

/** Every way in which rights are asked. */
const questions = [
  subjects,
  "insert into platform_idempotency (account_id, key, request_hash, status) values (gen_random_uuid(), 'k', 'h', 200)",
  "select kernel_may('kernel_subject', 'select')",
  "select kernel_reach('kernel_subject', 'select')",
  "select kernel_granted('kernel_subject', 'select')",
  "select kernel_actor_scopes()",
  "select kernel_begin_act('try', '{}', null, null)",
];

async function expectEachRefused(sealed: string): Promise<void> {
  await forge(sealed);
  for (const question of questions) {
    await client.query("savepoint attempt");
    await expect(client.query(question), question).rejects.toMatchObject(refused);
    await client.query("rollback to savepoint attempt");
  }
}

test("a settled town reads its own unit's subjects", async () => {
  await become(seeded.actor.town);
  expect((await client.query(subjects)).rows).not.toEqual([{ seen: 0 }]);
});

test("a made-up actor is refused wherever a right is asked", async () => {
  await become(seeded.actor.town);
  await expectEachRefused(`${"0".repeat(64)}${seeded.actor.dispatch.accountId}|${seeded.actor.dispatch.postId}|dispatch|{1,2,3,4,5,6,7,8}`);
});

test("a wider reach, another role or another account under a true seal is refused", async () => {
  await become(seeded.actor.town);
  const sealed = await settled();
  await expectEachRefused(sealed.replace(/\{(\d+)\}$/, `{$1,${seeded.scope.city}}`));
  await expectEachRefused(sealed.replace("|town|", "|dispatch|"));
  await expectEachRefused(sealed.replace(seeded.actor.town.accountId, seeded.actor.dispatch.accountId));
  await expectEachRefused(`${sealed}|`);
});

test("what another transaction settled is refused, on this connection and on another", async () => {
  await become(seeded.actor.dispatch);
  const former = await settled();
  await client.query("commit");
  await client.query("begin");
  await client.query("select set_config('role', 'baton_act', true)");
  await expectEachRefused(former);
  const other = await city.web.raw.connect();
  try {
    await other.query("begin");
    await other.query("select kernel_settle($1, $2, 'test')", [seeded.actor.dispatch.accountId, seeded.actor.dispatch.postId]);
    const { rows } = await other.query<{ sealed: string }>("select current_setting('baton.settled') as sealed");
    await expectEachRefused(rows[0]?.sealed ?? "");
  } finally {
    await other.query("rollback");
    other.release();
  }
});

test("whoever acts names nobody else: neither by settling again nor by settings", async () => {
  await become(seeded.actor.town);
  const { accountId, postId } = seeded.actor.dispatch;
  await client.query("savepoint attempt");
  await expect(client.query("select kernel_settle($1, $2, 'test')", [accountId, postId])).rejects.toMatchObject(refused);
  await client.query("rollback to savepoint attempt");
  await expect(client.query("select kernel_settle_again()")).rejects.toMatchObject(refused);
  await client.query("rollback to savepoint attempt");
  await client.query("select set_config('baton.actor', $1, true), set_config('baton.post', $2, true)", [accountId, String(postId)]);
  expect((await client.query("select kernel_actor_account() as account, kernel_actor_post() as post, kernel_actor_role() as role")).rows).toEqual([
    { account: seeded.actor.town.accountId, post: seeded.actor.town.postId, role: "town" },
  ]);
});

test("a cleared actor reaches nothing", async () => {
  await become(seeded.actor.town);
  await forge("");
  expect((await client.query(subjects)).rows).toEqual([{ seen: 0 }]);
  expect((await client.query("select kernel_may('kernel_subject', 'select') as may, kernel_actor_role() as role")).rows).toEqual([{ may: false, role: null }]);
});

test("a post that the account does not hold gives nothing", async () => {
  await become({ accountId: seeded.actor.town.accountId, postId: seeded.actor.dispatch.postId });
  expect((await client.query(subjects)).rows).toEqual([{ seen: 0 }]);
  expect((await client.query("select kernel_actor_post() as post, kernel_actor_scopes() as scopes")).rows).toEqual([{ post: null, scopes: [] }]);
});

test("an appointment that ended, and a closed post, give nothing from the next transaction on", async () => {
  const { rows } = await city.owner.raw.query<{ post_id: number }>(
    "insert into kernel_post (org_id, title, role) values ($1, '封签测试', 'town') returning post_id",
    [seeded.org.townA1],
  );
  const actor = { accountId: crypto.randomUUID(), postId: rows[0]?.post_id ?? 0 };
  await city.owner.raw.query("insert into kernel_appointment (account_id, post_id, valid_from) values ($1, $2, '2022-01-01')", [actor.accountId, actor.postId]);
  const seen = async (): Promise<unknown> => {
    await client.query("rollback");
    await client.query("begin");
    await become(actor);
    return (await client.query(`select (select count(*) from kernel_subject) > 0 as seen`)).rows[0]?.seen;
  };
  expect(await seen()).toBe(true);
  await city.owner.raw.query("update kernel_post set is_closed = true where post_id = $1", [actor.postId]);
  expect(await seen()).toBe(false);
  await city.owner.raw.query("update kernel_post set is_closed = false where post_id = $1", [actor.postId]);
  expect(await seen()).toBe(true);
  await city.owner.raw.query("update kernel_appointment set valid_to = current_date where account_id = $1", [actor.accountId]);
  expect(await seen()).toBe(false);
});

test("nobody who logs in or acts reads the key or makes a seal", async () => {
  for (const role of ["baton_web", "baton_act", "baton_city", "baton_public"]) {
    await client.query("savepoint attempt");
    await client.query("select set_config('role', $1, true)", [role]);
    for (const attempt of ["select secret from kernel_settling_key", "select kernel_settling_seal('', '')", "select kernel_settle_again()"]) {
      await client.query("savepoint one");
      await expect(client.query(attempt), `${role}: ${attempt}`).rejects.toMatchObject(refused);
      await client.query("rollback to savepoint one");
    }
    await client.query("rollback to savepoint attempt");
  }
});

test("what the audit trail keeps of the key is a digest", async () => {
  const { rows } = await city.owner.raw.query<{ kept: string }>(
    "select i.after ->> 'secret' as kept from kernel_audit_entry e join kernel_audit_image i using (entry_id) where e.table_name = 'kernel_settling_key'",
  );
  for (const { kept } of rows) expect(kept).toMatch(/^sha256:/);
});

test("the organisation added by an act is in reach of the same act", async () => {
  await become(seeded.actor.dispatch);
  const { rows } = await client.query<{ id: string }>("select uuidv7() as id");
  const id = rows[0]?.id ?? "";
  await client.query("select kernel_begin_act('try', '{}', null, null)");
  await client.query("select kernel_add_org_subject($1, 'org', null, '新设单位', '新设单位')", [id]);
  await client.query("insert into kernel_org (org_id, name, kind, parent_org_id) values ($1, '新设单位', 'town', $2)", [id, seeded.org.countyA]);
  await client.query("select kernel_rebuild_org_closure()");
  expect((await client.query("select (select scope_id from kernel_scope where org_id = $1) = any(kernel_actor_scopes()) as reached", [id])).rows).toEqual([
    { reached: true },
  ]);
});
