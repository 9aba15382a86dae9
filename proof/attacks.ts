/**
 * Every way we know in which whoever owns the database could rewrite what was recorded, and what the verification must
 * say of it. `npm run tamper` prints the list with its findings; the same list runs in `npm test`.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Attack } from "./attack.ts";
import { entryOf, type Stage } from "./stage.ts";

const editProfile = "update projects_profile set total_investment_fen = 5 where version_id = $1";
const editImage = "update kernel_audit_image set after = jsonb_set(after, '{total_investment_fen}', '5') where entry_id = $1";
const fitCommitment = `update kernel_audit_entry e set commitment = sha256(i.salt || convert_to(jsonb_build_array(i.before, i.after)::text, 'UTF8'))
  from kernel_audit_image i where i.entry_id = e.entry_id and e.entry_id = $1`;

/** The row, what the trail says of it and the commitment to that: a lie that agrees with itself. */
async function rewriteWholly({ tamper, owner }: Stage, version: string): Promise<void> {
  const entry = await entryOf(owner, "projects_profile", version);
  await tamper("projects_profile", editProfile, [version]);
  await tamper("kernel_audit_image", editImage, [entry]);
  await tamper("kernel_audit_entry", fitCommitment, [entry]);
}

const rows: Attack[] = [
  {
    name: "改一行业务数据",
    outside: "nothing",
    act: async ({ tamper, first, entry }) => {
      await tamper("projects_profile", editProfile, [first]);
      return { check: "row", tableName: "projects_profile", rowKey: first, entryId: entry, says: "total_investment_fen" };
    },
  },
  {
    name: "改一行后再正常改一次来遮盖",
    outside: "nothing",
    act: async ({ owner, tamper }) => {
      await owner.query("insert into platform_mark values ('a', '1')");
      await tamper("platform_mark", "update platform_mark set value = '9' where name = 'a'");
      await owner.query("update platform_mark set value = '2' where name = 'a'");
      return { check: "history", tableName: "platform_mark", rowKey: "a" };
    },
  },
  {
    name: "改一行后重新登记基线来遮盖",
    outside: "nothing",
    act: async ({ owner, tamper }) => {
      await owner.query("insert into platform_mark values ('a', '1')");
      await tamper("platform_mark", "update platform_mark set value = '9' where name = 'a'");
      await owner.query("alter table platform_mark add column w int");
      await owner.query("call kernel_audit_attach_all()");
      return { check: "history", tableName: "platform_mark", rowKey: "a" };
    },
  },
  {
    name: "删一行",
    outside: "nothing",
    act: async ({ tamper, first }) => {
      await tamper("projects_profile", "delete from projects_profile where version_id = $1", [first]);
      return { check: "row", tableName: "projects_profile", rowKey: first, says: "没有删除的审计条目" };
    },
  },
  {
    name: "添一行",
    outside: "nothing",
    act: async ({ tamper }) => {
      await tamper("platform_mark", "insert into platform_mark values ('forged', '1')");
      return { check: "row", tableName: "platform_mark", rowKey: "forged", entryId: null, says: "绕过审计" };
    },
  },
  {
    name: "放回已删除的一行",
    outside: "nothing",
    act: async ({ owner, tamper }) => {
      await owner.query("insert into platform_mark values ('gone', '1')");
      await owner.query("delete from platform_mark where name = 'gone'");
      await tamper("platform_mark", "insert into platform_mark values ('gone', '1')");
      return { check: "row", tableName: "platform_mark", rowKey: "gone", says: "又出现" };
    },
  },
  {
    name: "提高自己的权限（权限矩阵添一格）",
    outside: "nothing",
    act: async ({ tamper }) => {
      await tamper("kernel_right", "insert into kernel_right (role, table_name, verb) values ('town', 'kernel_period_event', 'delete')");
      return { check: "row", tableName: "kernel_right" };
    },
  },
  {
    name: "伪造组织上下级以扩大可见范围",
    outside: "nothing",
    act: async ({ owner, seeded }) => {
      await owner.query("insert into kernel_org_closure values ($1, $2, 1)", [seeded.org.townB1, seeded.org.countyA]);
      return { check: "row", tableName: "kernel_org_closure" };
    },
  },
];

const guards: Attack[] = [
  {
    name: "停用一张表的审计触发器",
    outside: "nothing",
    act: async ({ owner }) => {
      await owner.query("alter table projects_profile disable trigger projects_profile_audit_update");
      return { check: "guard", tableName: "projects_profile" };
    },
  },
  {
    name: "删除一张表的审计触发器",
    outside: "nothing",
    act: async ({ owner }) => {
      await owner.query("drop trigger projects_report_audit_insert on projects_report");
      return { check: "guard", tableName: "projects_report" };
    },
  },
  {
    name: "换掉审计触发器的函数，改完再换回",
    outside: "nothing",
    act: async ({ owner, first }) => {
      const { rows: kept } = await owner.query<{ text: string }>("select pg_get_functiondef('kernel_audit_write'::regproc) as text");
      await owner.query("create or replace function kernel_audit_write() returns trigger language plpgsql as $$ begin return null; end $$");
      await owner.query("alter table projects_profile disable trigger projects_profile_close");
      await owner.query(editProfile, [first]);
      await owner.query("alter table projects_profile enable trigger projects_profile_close");
      await owner.query(kept[0]?.text ?? "");
      return { check: "row", tableName: "projects_profile", rowKey: first };
    },
  },
  {
    name: "以副本模式（session_replication_role）绕过触发器",
    outside: "nothing",
    act: async ({ owner, first }) => {
      // The owner of a schema may not; a superuser may. Every trigger sleeping is what that mode does.
      await owner.query("alter table projects_profile disable trigger user");
      await owner.query(editProfile, [first]);
      await owner.query("alter table projects_profile enable trigger user");
      return { check: "row", tableName: "projects_profile", rowKey: first };
    },
  },
];

const entries: Attack[] = [
  {
    name: "改一条审计条目（换人）",
    outside: "nothing",
    act: async ({ tamper, entry, first }) => {
      await tamper("kernel_audit_entry", "update kernel_audit_entry set account_id = uuidv7() where entry_id = $1", [entry]);
      return { check: "chain", entryId: entry, tableName: "projects_profile", rowKey: first };
    },
  },
  {
    name: "改一条审计条目（换时间）",
    outside: "nothing",
    act: async ({ tamper, entry }) => {
      await tamper("kernel_audit_entry", "update kernel_audit_entry set at = at - interval '1 month' where entry_id = $1", [entry]);
      return { check: "chain", entryId: entry };
    },
  },
  {
    name: "改行并改审计影像",
    outside: "nothing",
    act: async ({ tamper, entry, first }) => {
      await tamper("kernel_audit_image", editImage, [entry]);
      await tamper("projects_profile", editProfile, [first]);
      return { check: "entry", entryId: entry };
    },
  },
  {
    name: "改行、影像并重算承诺值",
    outside: "nothing",
    act: async (stage) => {
      await rewriteWholly(stage, stage.first);
      return { check: "chain", entryId: stage.entry };
    },
  },
  {
    name: "删一条审计条目，影像留下",
    outside: "nothing",
    act: async ({ tamper, entry }) => {
      await tamper("kernel_audit_entry", "delete from kernel_audit_entry where entry_id = $1", [entry]);
      return { check: "chain", entryId: entry };
    },
  },
  {
    name: "删一条审计条目连同影像",
    outside: "nothing",
    act: async ({ tamper, entry }) => {
      await tamper("kernel_audit_entry", "delete from kernel_audit_entry where entry_id = $1", [entry]);
      await tamper("kernel_audit_image", "delete from kernel_audit_image where entry_id = $1", [entry]);
      return { check: "chain", says: `第${entry - 1}条之后` };
    },
  },
  {
    name: "在已封印的过去添一条审计条目",
    outside: "nothing",
    act: async ({ tamper, entry }) => {
      await tamper(
        "kernel_audit_entry",
        `insert into kernel_audit_entry overriding system value
        select 1000000, xid, at, timeline, account_id, post_id, request_id, act_kind, session_role, table_name, operation, 'forged', commitment
        from kernel_audit_entry where entry_id = $1`,
        [entry],
      );
      return { check: "chain", rowKey: "forged", entryId: 1_000_000 };
    },
  },
  {
    name: "两条审计条目对调次序",
    outside: "nothing",
    act: async ({ owner, tamper, entry }) => {
      await owner.query("alter table kernel_audit_entry alter entry_id set generated by default");
      for (const [from, to] of [
        [entry, 1_000_000],
        [entry - 1, entry],
        [1_000_000, entry - 1],
      ]) {
        await tamper("kernel_audit_entry", "update kernel_audit_entry set entry_id = $2 where entry_id = $1", [from, to]);
      }
      return { check: "chain", entryId: entry - 1 };
    },
  },
  {
    name: "不经程序清空一份审计影像（冒充依法清除）",
    outside: "nothing",
    act: async ({ tamper, entry }) => {
      await tamper("kernel_audit_image", "update kernel_audit_image set salt = null, before = null, after = null, erased_at = now() where entry_id = $1", [
        entry,
      ]);
      return { check: "entry", entryId: entry };
    },
  },
];

/** Deletes the last seal; what it covered stands unsealed, and the program will seal it again. */
const cutSeal = "delete from kernel_audit_seal where seal_id = (select max(seal_id) from kernel_audit_seal)";

const seals: Attack[] = [
  {
    name: "改一个封印的时间",
    outside: "nothing",
    act: async ({ tamper }) => {
      await tamper("kernel_audit_seal", "update kernel_audit_seal set sealed_at = sealed_at - interval '1 day' where seal_id = 2");
      return { check: "chain", sealId: 2 };
    },
  },
  {
    name: "删一个封印（链中）",
    outside: "nothing",
    act: async ({ tamper }) => {
      await tamper("kernel_audit_seal", "delete from kernel_audit_seal where seal_id = 1");
      return { check: "chain", says: "第1号封印不见了" };
    },
  },
  {
    name: "伪造一个封印接在末尾",
    outside: "nothing",
    act: async ({ tamper }) => {
      await tamper(
        "kernel_audit_seal",
        `insert into kernel_audit_seal select 3, timeline, to_xid, (to_xid::text::bigint + 1)::text::xid8, last_entry_id, last_entry_id, 1, digest, marks, hash, sha256(hash), mac, now()
        from kernel_audit_seal where seal_id = 2`,
      );
      return { check: "chain", sealId: 3 };
    },
  },
  {
    name: "改一条并用另一把密钥重作整条链",
    outside: "nothing",
    act: async ({ tamper, seal, entry }) => {
      await tamper("kernel_audit_entry", "update kernel_audit_entry set account_id = null where entry_id = $1", [entry]);
      await tamper("kernel_audit_seal", "delete from kernel_audit_seal");
      await seal(Buffer.alloc(32, 7));
      return { check: "chain", sealId: 1, says: "密钥" };
    },
  },
  {
    name: "截去末尾封印，改其所封的行，由程序重新封印",
    outside: "head",
    act: async (stage) => {
      await stage.tamper("kernel_audit_seal", cutSeal);
      await rewriteWholly(stage, stage.second);
      await stage.seal();
      return { check: "anchor", sealId: 2, says: "末尾被截去" };
    },
  },
  {
    name: "截去整条尾巴：行、条目、影像、封印一起退回",
    outside: "head",
    act: async ({ owner, tamper, second }) => {
      const { rows: last } = await owner.query<{ from_xid: string }>("select from_xid::text from kernel_audit_seal order by seal_id desc limit 1");
      const cut = [last[0]?.from_xid];
      await tamper("projects_profile", "delete from projects_profile where version_id = $1", [second]);
      const rowsOf = async (table: string) =>
        (await owner.query<{ row_key: string }>("select row_key from kernel_audit_entry where xid >= $1::xid8 and table_name = $2", [cut[0], table])).rows.map(
          (row) => row.row_key,
        );
      for (const [table, key] of [
        ["kernel_subject", "subject_id"],
        ["kernel_act", "act_id"],
      ] as const) {
        await tamper(table, `delete from ${table} where ${key}::text = any($1)`, [await rowsOf(table)]);
      }
      await tamper(
        "kernel_audit_image",
        "delete from kernel_audit_image i using kernel_audit_entry e where e.entry_id = i.entry_id and e.xid >= $1::xid8",
        cut,
      );
      await tamper("kernel_audit_entry", "delete from kernel_audit_entry where xid >= $1::xid8", cut);
      await tamper("kernel_audit_seal", cutSeal);
      return { check: "anchor", sealId: 2, says: "末尾被截去" };
    },
  },
];

const anchors: Attack[] = [
  {
    name: "持有密钥者重作整条链并删除库中锚点",
    outside: "anchors",
    act: async ({ tamper, seal, forgetHead, anchor, entry }) => {
      await anchor();
      await forgetHead();
      await tamper("kernel_audit_entry", "update kernel_audit_entry set account_id = null where entry_id = $1", [entry]);
      await tamper("kernel_audit_seal", "delete from kernel_audit_seal");
      await seal();
      await tamper("kernel_audit_anchor", "delete from kernel_audit_anchor");
      return { check: "anchor", says: "所指的第2号封印不见了" };
    },
  },
  {
    name: "把一天的锚点换到另一天",
    outside: "nothing",
    act: async ({ tamper, anchor }) => {
      await anchor();
      await tamper(
        "kernel_audit_anchor",
        "insert into kernel_audit_anchor select anchor_on - 1, seal_id, hash, entry_count, anchored_at, signature from kernel_audit_anchor",
      );
      return { check: "anchor", says: "签名不符" };
    },
  },
  {
    name: "改锚点所记的条目数",
    outside: "nothing",
    act: async ({ tamper, anchor }) => {
      await anchor();
      await tamper("kernel_audit_anchor", "update kernel_audit_anchor set entry_count = entry_count - 1");
      return { check: "anchor", says: "签名不符" };
    },
  },
  {
    name: "换掉交出去的锚点文件",
    outside: "anchors",
    act: async ({ owner, anchorsDir, anchor }) => {
      await anchor();
      const { rows: day } = await owner.query<{ day: string }>("select anchor_on::text as day from kernel_audit_anchor");
      const path = join(anchorsDir, `anchor-${day[0]?.day ?? ""}.json`);
      writeFileSync(path, JSON.stringify({ ...(JSON.parse(readFileSync(path, "utf8")) as object), hash: "0".repeat(64) }));
      return { check: "anchor", says: "签名不符" };
    },
  },
];

const unseen: Attack[] = [
  {
    name: "同时持有数据库、密钥与本机文件者，在首个锚点交出之前重作一切",
    outside: "head",
    unseen: "没有任何东西留在此人够不到的地方：首个锚点交到外面以前，一切都由他说了算。因此锚点须每日交出。",
    act: async (stage) => {
      await rewriteWholly(stage, stage.first);
      await stage.tamper("kernel_audit_seal", "delete from kernel_audit_seal");
      await stage.forgetHead();
      await stage.seal();
      return {};
    },
  },
  {
    name: "在封印之前（约一秒内）由数据库所有者把新写的行连同条目一起改好",
    outside: "head",
    unseen: "尚未封印的条目没有对应的摘要；封印每秒一次，窗口即这一秒。",
    act: async (stage) => {
      const { rows: made } = await stage.owner.query<{ name: string }>("insert into platform_mark values ('fresh', '1') returning name");
      const entry = await entryOf(stage.owner, "platform_mark", made[0]?.name ?? "");
      await stage.tamper("platform_mark", "update platform_mark set value = '9' where name = 'fresh'");
      await stage.tamper("kernel_audit_image", "update kernel_audit_image set after = jsonb_set(after, '{value}', '\"9\"') where entry_id = $1", [entry]);
      await stage.tamper("kernel_audit_entry", fitCommitment, [entry]);
      await stage.seal();
      return {};
    },
  },
];

export const attacks: readonly Attack[] = [...rows, ...guards, ...entries, ...seals, ...anchors, ...unseen];
