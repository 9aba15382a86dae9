/** Role × table × verb, tried in SQL as the application's own database role (SECURITY D1–D3, S9; KERNEL B11). */
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { Actor } from "#platform/database";
import { type Catalogue, readCatalogue, type Table } from "./generate/catalogue.ts";
import { roles } from "./generate/rights-text.ts";
import { type City, cloneCity, type Role, type SeededCity, seedCity } from "./testing/database.ts";
import { testSchema } from "./testing/cluster.ts";
import { addRow, freshSubject, imagineRow, insertRow, type Row, timesOf } from "./testing/rows.ts";

/**
 * Which rows of a table a post may reach. `tree`: its unit's tree and its grants; `reference`: all; the tables ruled
 * by ownership or closed to the application have tests of their own below. A table missing here fails the test.
 */
const expectedReach: Record<string, "tree" | "reference" | "own" | "closed"> = {
  dispatch_bulletin: "own",
  dispatch_bulletin_event: "own",
  dispatch_bulletin_facts: "own",
  dispatch_confirmation: "tree",
  dispatch_erratum: "own",
  enterprises_profile: "tree",
  investment_contract: "tree",
  investment_lead: "tree",
  kernel_account: "reference",
  kernel_act: "own",
  kernel_appointment: "reference",
  kernel_area: "reference",
  kernel_audit_anchor: "reference",
  kernel_audit_entry: "reference",
  kernel_audit_image: "closed",
  kernel_audit_seal: "reference",
  kernel_audit_table: "closed",
  kernel_audit_timeline: "reference",
  kernel_baton: "tree",
  kernel_calendar: "reference",
  kernel_calendar_day: "reference",
  kernel_credential: "closed",
  kernel_digest: "own",
  kernel_evidence: "tree",
  kernel_exemption: "tree",
  kernel_exemption_request: "tree",
  kernel_figure_frozen: "reference",
  kernel_grant: "own",
  kernel_light: "tree",
  kernel_light_run: "reference",
  kernel_matter: "tree",
  kernel_matter_event: "tree",
  kernel_matter_material: "tree",
  kernel_matter_state: "tree",
  kernel_metric: "reference",
  kernel_node: "tree",
  kernel_node_link: "tree",
  kernel_observation: "tree",
  kernel_occasion: "tree",
  kernel_occasion_part: "tree",
  kernel_org: "reference",
  kernel_org_closure: "reference",
  kernel_password_history: "closed",
  kernel_period: "reference",
  kernel_period_event: "reference",
  kernel_post: "reference",
  kernel_rate_limit: "closed",
  kernel_relation: "tree",
  kernel_replan_request: "tree",
  kernel_right: "reference",
  kernel_role_policy: "reference",
  kernel_rule_set: "reference",
  kernel_scope: "reference",
  kernel_second_factor: "closed",
  kernel_session: "reference",
  kernel_settling_key: "closed",
  kernel_sign_in_event: "reference",
  kernel_sign_in_lock: "closed",
  kernel_stage: "tree",
  kernel_stage_evidence: "tree",
  kernel_subject: "tree",
  kernel_subject_version: "tree",
  kernel_verification: "closed",
  platform_idempotency: "own",
  platform_mark: "closed",
  platform_migration: "closed",
  platform_outbox: "closed",
  projects_card: "tree",
  projects_card_year: "reference",
  projects_draft: "tree",
  projects_duplicate_search: "own",
  projects_import: "own",
  projects_import_mapping: "own",
  projects_listing: "tree",
  projects_profile: "tree",
  projects_report: "tree",
  projects_saved_view: "own",
  scoring_appeal: "tree",
  scoring_run: "reference",
  scoring_scheme: "reference",
  scoring_score: "tree",
};

type Verb = "select" | "insert" | "update" | "delete";
type Reach = "inside" | "outside" | "granted";
/** How many rows the statement touched, or the SQLSTATE of its refusal. */
type Outcome = number | string;

const verbs = ["select", "insert", "update", "delete"] as const;
const refused = "42501";

let city: City;
let seeded: SeededCity;
let admin: pg.Client;
let catalogue: Catalogue;
let foreignScope: number;

beforeAll(async () => {
  const cluster = inject("cluster");
  city = await cloneCity(cluster);
  seeded = await seedCity(city);
  admin = new pg.Client({
    ...cluster.admin,
    database: city.connection("baton_owner").database,
    options: `-c search_path=${testSchema} -c TimeZone=Asia/Shanghai`,
  });
  await admin.connect();
  catalogue = await readCatalogue(admin, testSchema);
  foreignScope = await addNeighbour();
});
afterAll(async () => {
  await admin.end();
  await city.drop();
});

/** A second root of the organisation tree: out of reach even for the city's own leader. */
async function addNeighbour(): Promise<number> {
  await admin.query("begin");
  await admin.query("select kernel_begin_history_act('seed', '2022-12-02T00:00:00+08')");
  const { rows } = await admin.query<{ id: string }>("select uuidv7() as id");
  await admin.query("set local session authorization baton_owner");
  await admin.query("select kernel_add_org_subject($1, 'org', null, '邻市人民政府', '')", [rows[0]?.id]);
  await admin.query("reset session authorization");
  await admin.query("insert into kernel_org (org_id, name, kind) values ($1, '邻市人民政府', 'city')", [rows[0]?.id]);
  await admin.query("select kernel_rebuild_org_closure()");
  const { rows: scopes } = await admin.query<{ scope_id: number }>("select scope_id from kernel_scope where org_id = $1", [rows[0]?.id]);
  await admin.query("commit");
  return scopes[0]?.scope_id ?? 0;
}

/** A scope the role reaches: below its own unit where something is below. */
function scopeInside(role: Role): number {
  const { scope } = seeded;
  if (role === "district" || role === "town") return scope.townA1;
  if (role === "chief" || role === "department") return scope.department;
  return role === "enterprise" ? scope.firm : scope.townB1;
}

/** A scope the role does not reach: a sibling or a cousin, and for the whole city another city. */
function scopeOutside(role: Role): number {
  const { scope } = seeded;
  if (role === "town") return scope.townA2;
  if (role === "district") return scope.townB1;
  return role === "chief" || role === "department" || role === "enterprise" ? scope.townA1 : foreignScope;
}

/** Runs the work in a transaction that is always taken back. */
async function takenBack<T>(work: () => Promise<T>): Promise<T> {
  await admin.query("begin");
  try {
    return await work();
  } finally {
    await admin.query("rollback");
  }
}

/** From here on the transaction is the web server's, acting as the given account from the given post. */
async function become(actor: Pick<Actor, "accountId" | "postId"> | null, role = "baton_act"): Promise<void> {
  await admin.query("set local session authorization baton_web");
  await admin.query("select kernel_settle($2, $3, null), set_config('role', $1, true)", [role, actor?.accountId || null, actor?.postId ?? null]);
}

/** Whether the column itself is closed: a policy's refusal has the same code, but would come too late to prove it. */
async function isColumnClosed(table: string, row: Row): Promise<boolean> {
  await admin.query("savepoint attempt");
  try {
    await addRow(admin, table, row);
    return false;
  } catch (error) {
    return error instanceof Error && error.message.startsWith("permission denied");
  } finally {
    await admin.query("rollback to savepoint attempt");
  }
}

/** One statement, undone afterwards: rows touched or SQLSTATE. */
async function attempt(work: () => Promise<unknown>): Promise<Outcome> {
  await admin.query("savepoint attempt");
  try {
    const result = await work();
    return typeof result === "object" && result !== null && "rowCount" in result ? Number(result.rowCount) : 1;
  } catch (error) {
    return error instanceof Error && "code" in error ? String(error.code) : String(error);
  } finally {
    await admin.query("rollback to savepoint attempt");
  }
}

function isVersion(table: Table): boolean {
  return table.columns.some((column) => column.name === "superseded_at");
}

function keyOf(table: Table): string[] {
  return table.constraints.find((one) => one.kind === "p")?.columns ?? [];
}

/** The column that an update of this table may touch, if any. */
function changeable(table: Table): string | undefined {
  const granted = table.grants.filter((grant) => grant.role === "baton_act" && grant.verb === "update");
  const named = granted.find((grant) => grant.column === "superseded_at") ?? granted.find((grant) => grant.column !== null);
  if (named?.column !== undefined && named.column !== null) return named.column;
  const keys = keyOf(table);
  return table.columns.find((column) => !keys.includes(column.name) && !column.isGenerated)?.name ?? keys[0];
}

/** Tries the four verbs of one table on one row as one role. */
async function tryAll(table: Table, role: Role, reach: Reach): Promise<Record<Verb, Outcome>> {
  return takenBack(async () => {
    await admin.query("select kernel_begin_history_act('try', '2023-06-01T00:00:00+08')");
    const actor = seeded.actor[role];
    const scopeId = reach === "inside" ? scopeInside(role) : scopeOutside(role);
    const subjects = [await freshSubject(admin, scopeId), await freshSubject(admin, scopeId)];
    if (reach === "granted") {
      await admin.query("insert into kernel_grant (post_id, subject_id, why, source_id) select $1, id, 'baton', id from unnest($2::uuid[]) id", [
        actor.postId,
        subjects,
      ]);
    }
    const isSubject = table.name === "kernel_subject";
    const wish = (index: number) => ({ table: table.name, subject: { subjectId: subjects[index] ?? "", scopeId } });
    const stored = isSubject
      ? { subject_id: subjects[0] }
      : await insertRow(admin, table.name, { ...(await imagineRow(admin, catalogue, wish(0))), ...timesOf(table) });
    const fresh = await imagineRow(admin, catalogue, wish(1));
    if (isSubject) await admin.query("delete from kernel_grant where subject_id = $1", [subjects[1]]);
    if (isSubject) await admin.query("delete from kernel_subject where subject_id = $1", [subjects[1]]);
    await become(actor);
    return tryVerbs(table, stored, fresh);
  });
}

/** Tables with one current row for the whole city: policies are judged before the unique index refuses the second. */
const oneCurrentRow = new Set(["kernel_calendar"]);

function judgedInsert(table: Table, outcome: Outcome): Outcome {
  return oneCurrentRow.has(table.name) && outcome === "23505" ? 1 : outcome;
}

async function tryVerbs(table: Table, stored: Row, fresh: Row): Promise<Record<Verb, Outcome>> {
  const keys = keyOf(table);
  const where = keys.map((key, index) => `${key} = $${index + 1}`).join(" and ");
  const values = keys.map((key) => stored[key]);
  const column = changeable(table);
  const wanted = column === "superseded_at" ? "now()" : (column ?? "");
  return {
    select: await attempt(() => admin.query(`select from ${table.name} where ${where}`, values)),
    insert: judgedInsert(table, await attempt(() => addRow(admin, table.name, fresh))),
    update: await attempt(() => admin.query(`update ${table.name} set ${column} = ${wanted} where ${where}`, values)),
    delete: await attempt(() => admin.query(`delete from ${table.name} where ${where}`, values)),
  };
}

/** What the matrix and the reach promise for one attempt. */
function promised(table: Table, role: Role, attempted: { verb: Verb; reach: Reach }): Outcome {
  const { verb, reach } = attempted;
  const isGranted = table.grants.some((grant) => grant.role === "baton_act" && grant.verb === verb);
  if (!isGranted) return refused;
  const isAllowed = catalogue.rights.some((right) => right.role === role && right.table === table.name && right.verb === verb);
  const isReached = expectedReach[table.name] === "reference" || reach !== "outside";
  if (verb === "insert") return isAllowed && isReached ? 1 : refused;
  return isAllowed && isReached ? 1 : 0;
}

async function surprises(table: Table, role: Role): Promise<string[]> {
  const reaches: Reach[] = expectedReach[table.name] === "tree" ? ["inside", "outside", "granted"] : ["inside"];
  const found: string[] = [];
  for (const reach of reaches) {
    const outcomes = await tryAll(table, role, reach);
    for (const verb of verbs) {
      const expected = promised(table, role, { verb, reach });
      // a new subject has no grant yet: it is added inside the tree only
      const isUngrantable = table.name === "kernel_subject" && reach === "granted" && verb === "insert";
      if (outcomes[verb] !== (isUngrantable ? refused : expected)) found.push(`${role} ${verb} ${reach}: ${outcomes[verb]}, promised ${expected}`);
    }
  }
  return found;
}

const matrixTables = Object.entries(expectedReach)
  .filter(([, reach]) => reach === "tree" || reach === "reference")
  .map(([name]) => name);

describe("the matrix", () => {
  test("every table has an expectation, and every expectation a table", () => {
    expect(catalogue.tables.map((table) => table.name)).toEqual(Object.keys(expectedReach).toSorted());
  });

  test.each(matrixTables)("%s gives every role exactly what its rights and reach say", async (name) => {
    const table = catalogue.tables.find((one) => one.name === name);
    if (table === undefined) throw new Error(`no table ${name}`);
    const found: string[] = [];
    for (const role of roles) found.push(...(await surprises(table, role)));
    expect(found).toEqual([]);
  });

  test("closed tables answer nobody who acts from a post", async () => {
    const closed = Object.keys(expectedReach).filter((name) => expectedReach[name] === "closed" && name !== "platform_mark");
    for (const role of roles) {
      for (const name of closed) {
        await takenBack(async () => {
          await become(seeded.actor[role]);
          expect({ [`${role} ${name}`]: await attempt(() => admin.query(`select from ${name}`)) }).toEqual({
            [`${role} ${name}`]: refused,
          });
          expect({ [`${role} ${name}`]: await attempt(() => admin.query(`delete from ${name}`)) }).toEqual({
            [`${role} ${name}`]: refused,
          });
        });
      }
    }
  });

  test("a policy that forgets reach or right is noticed", async () => {
    const table = catalogue.tables.find((one) => one.name === "projects_profile");
    const policy = table?.policies.find((one) => one.name === "projects_profile_read");
    if (table === undefined || policy?.using === null || policy === undefined) throw new Error("no policy to spoil");
    try {
      await admin.query("alter policy projects_profile_read on projects_profile using ((select kernel_may('projects_profile', 'select')))");
      expect(await surprises(table, "town")).toEqual(["town select outside: 1, promised 0"]);
      await admin.query("alter policy projects_profile_read on projects_profile using (true)");
      expect(await surprises(table, "auditor")).toHaveLength(3);
    } finally {
      await admin.query(`alter policy projects_profile_read on projects_profile using (${policy.using})`);
    }
    expect(await surprises(table, "town")).toEqual([]);
  });
});

/** The transaction of one actor with an act begun; the stored rows come from an earlier, stated act. */
async function acting<T>(actor: Pick<Actor, "accountId" | "postId">, work: () => Promise<T>): Promise<T> {
  return takenBack(async () => {
    await become(actor);
    await admin.query("select kernel_begin_act('try', '{}', null, null)");
    return work();
  });
}

/** One current version of a table's row in the given scope, kept for the rest of the file. */
async function storedVersion(name: string, scopeId: number): Promise<Row> {
  const table = catalogue.tables.find((one) => one.name === name);
  if (table === undefined) throw new Error(`no table ${name}`);
  await admin.query("begin");
  await admin.query("select kernel_begin_history_act('store', '2022-12-31T00:00:00+08')");
  const subject = { subjectId: await freshSubject(admin, scopeId), scopeId };
  const row = await insertRow(admin, name, {
    ...(await imagineRow(admin, catalogue, { table: name, subject })),
    ...timesOf(table),
  });
  await admin.query("commit");
  return row;
}

function closing(name: string, row: Row, instant = "now()"): () => Promise<unknown> {
  return () => admin.query(`update ${name} set superseded_at = ${instant} where version_id = $1 and superseded_at = 'infinity'`, [row["version_id"]]);
}

describe("who asks", () => {
  test("without an actor every table is refused, also an empty one", async () => {
    for (const { name } of catalogue.tables) {
      await takenBack(async () => {
        await admin.query("set local session authorization baton_web");
        expect({ [name]: await attempt(() => admin.query(`select from ${name}`)) }).toEqual({ [name]: refused });
      });
    }
  });

  test("a post that the account does not hold gives nothing, and an actor without a post writes nothing", async () => {
    const row = await storedVersion("projects_profile", seeded.scope.townA1);
    const forged = { accountId: seeded.actor.town.accountId, postId: seeded.actor.dispatch.postId };
    await takenBack(async () => {
      await become(forged);
      expect(await attempt(() => admin.query("select from projects_profile"))).toBe(0);
      expect(await attempt(() => admin.query("select kernel_rescope($1, $2)", [row["subject_id"], seeded.scope.townA1]))).toBe(refused);
    });
    await takenBack(async () => {
      await become(seeded.actor.town);
      expect(await attempt(() => admin.query("select from projects_profile where version_id = $1", [row["version_id"]]))).toBe(1);
    });
  });

  test("an appointment that ended yesterday, or begins tomorrow, gives nothing", async () => {
    for (const span of ["valid_to = current_date", "valid_from = current_date + 1"]) {
      await takenBack(async () => {
        await admin.query(`update kernel_appointment set ${span} where account_id = $1`, [seeded.actor.dispatch.accountId]);
        await become(seeded.actor.dispatch);
        expect(await attempt(() => admin.query("select from kernel_org"))).toBe(0);
      });
    }
  });

  test("whoever serves subjects of other units reaches its own organisation only, however high it sits", async () => {
    for (const role of ["chief", "department", "enterprise"]) {
      await takenBack(async () => {
        const { rows } = await admin.query<{ post_id: number }>("insert into kernel_post (org_id, title, role) values ($1, $2, $2) returning post_id", [
          seeded.org.city,
          role,
        ]);
        const actor = { accountId: crypto.randomUUID(), postId: rows[0]?.post_id ?? 0 };
        await admin.query("insert into kernel_appointment (account_id, post_id, valid_from) values ($1, $2, '2022-01-01')", [actor.accountId, actor.postId]);
        await become(actor);
        const { rows: reach } = await admin.query<{ scopes: number[] }>("select kernel_actor_scopes() as scopes");
        expect({ [role]: reach[0]?.scopes }).toEqual({ [role]: [seeded.scope.city] });
      });
    }
  });

  test("the three administrators see no business row at all", async () => {
    for (const role of ["sysadmin", "secadmin", "auditor"] as const) {
      for (const name of Object.keys(expectedReach).filter((table) => expectedReach[table] === "tree")) {
        await takenBack(async () => {
          await become(seeded.actor[role]);
          expect({ [`${role} ${name}`]: await attempt(() => admin.query(`select from ${name}`)) }).toEqual({
            [`${role} ${name}`]: 0,
          });
        });
      }
    }
  });

  test("of other people's acts the readers in reach and the auditor see what was done, the other administrators nothing", async () => {
    await storedVersion("projects_profile", seeded.scope.townA1);
    const seen = async (actor: Actor, scopeId: number): Promise<Outcome> =>
      takenBack(async () => {
        await admin.query("update kernel_act set scope_id = $1 where kind = 'store'", [scopeId]);
        await become(actor);
        const outcome = await attempt(() => admin.query("select from kernel_act where kind = 'store'"));
        return typeof outcome === "number" ? Math.min(outcome, 1) : outcome;
      });
    expect(await seen(seeded.actor.district, seeded.scope.townA1)).toBe(1);
    expect(await seen(seeded.stranger.district, seeded.scope.townA1)).toBe(0);
    expect(await seen(seeded.actor.auditor, seeded.scope.city)).toBe(1);
    expect(await seen(seeded.actor.sysadmin, seeded.scope.city)).toBe(0);
    expect(await seen(seeded.actor.secadmin, seeded.scope.city)).toBe(0);
  });

  test("the reader of the whole city writes nowhere", async () => {
    for (const table of catalogue.tables) {
      expect({
        [table.name]: table.grants.filter((grant) => grant.role === "baton_city" && grant.verb !== "select"),
      }).toEqual({ [table.name]: [] });
      await takenBack(async () => {
        await become(seeded.actor.dispatch, "baton_city");
        expect({ [table.name]: await attempt(() => admin.query(`delete from ${table.name}`)) }).toEqual({
          [table.name]: refused,
        });
      });
    }
  });
});

describe("what one says", () => {
  const versions = (): Table[] => catalogue.tables.filter((table) => isVersion(table) && expectedReach[table.name] !== "closed");

  test("nobody states when a version was known, until when, or by which act", async () => {
    for (const table of versions()) {
      for (const [column, value] of [
        ["recorded_at", "2022-01-01"],
        ["superseded_at", "infinity"],
        ["act_id", crypto.randomUUID()],
      ]) {
        const isClosed = await acting(seeded.actor.dispatch, () => isColumnClosed(table.name, { [column ?? ""]: value }));
        expect({ [`${table.name}.${column}`]: isClosed }).toEqual({ [`${table.name}.${column}`]: true });
      }
    }
  });

  test("no fact of a version is overwritten", async () => {
    const mutable = new Set(["kernel_matter.is_held_back"]);
    for (const table of versions()) {
      for (const column of table.columns) {
        if (column.name === "superseded_at" || column.isGenerated || mutable.has(`${table.name}.${column.name}`)) continue;
        const outcome = await acting(seeded.actor.dispatch, () => attempt(() => admin.query(`update ${table.name} set ${column.name} = default`)));
        expect({ [`${table.name}.${column.name}`]: outcome }).toEqual({ [`${table.name}.${column.name}`]: refused });
      }
    }
  });

  test("a version closes at its act's instant, whatever the statement says, and only once", async () => {
    const row = await storedVersion("projects_profile", seeded.scope.countyA);
    await acting(seeded.actor.district, async () => {
      await closing("projects_profile", row, "'2022-12-31T12:00:00+08'")();
      const { rows } = await admin.query("select superseded_at = kernel_recorded_at() as stamped from projects_profile where version_id = $1", [
        row["version_id"],
      ]);
      expect(rows).toEqual([{ stamped: true }]);
      expect(await attempt(() => admin.query("update projects_profile set superseded_at = 'infinity' where version_id = $1", [row["version_id"]]))).toBe(
        "P0B03",
      );
    });
  });

  test("nothing is written without an act", async () => {
    const row = await storedVersion("projects_profile", seeded.scope.countyA);
    await takenBack(async () => {
      await become(seeded.actor.district);
      expect(await attempt(closing("projects_profile", row))).toBe("P0B01");
    });
  });

  test("nobody speaks of another unit's subject under the own unit's name", async () => {
    for (const table of versions().filter(({ name }) => expectedReach[name] === "tree")) {
      const outcome = await takenBack(async () => {
        await admin.query("select kernel_begin_history_act('try', '2023-06-01T00:00:00+08')");
        const subject = { subjectId: await freshSubject(admin, seeded.scope.townB1), scopeId: seeded.scope.townB1 };
        const row = await imagineRow(admin, catalogue, { table: table.name, subject });
        const role = catalogue.rights.some((right) => right.table === table.name && right.verb === "insert" && right.role === "district")
          ? "district"
          : "dispatch";
        await become(seeded.actor[role]);
        return attempt(() =>
          addRow(admin, table.name, {
            ...row,
            scope_id: role === "district" ? seeded.scope.countyA : seeded.scope.city,
          }),
        );
      });
      expect({ [table.name]: outcome }).toEqual({ [table.name]: "23503" });
    }
  });

  test("a subject moves only by those who reach it where it is and where it goes, and its rows follow", async () => {
    const row = await storedVersion("projects_profile", seeded.scope.townA1);
    const move = (actor: Actor, scopeId: number) =>
      acting(actor, async () => {
        const outcome = await attempt(() => admin.query("select kernel_rescope($1, $2)", [row["subject_id"], scopeId]));
        if (outcome !== 1) return outcome;
        await admin.query("select kernel_rescope($1, $2)", [row["subject_id"], scopeId]);
        const { rows } = await admin.query("select scope_id from projects_profile where version_id = $1", [row["version_id"]]);
        return rows[0]?.scope_id === scopeId ? "followed" : "left behind";
      });
    expect(await move(seeded.stranger.district, seeded.scope.countyB)).toBe(refused);
    expect(await move(seeded.actor.town, seeded.scope.townA1)).toBe(refused);
    expect(await move(seeded.actor.district, seeded.scope.countyB)).toBe(refused);
    expect(await move(seeded.actor.district, seeded.scope.townA2)).toBe("followed");
    expect(await move(seeded.actor.dispatch, seeded.scope.countyB)).toBe("followed");
  });

  test("a town freezes nothing", async () => {
    const outcome = await takenBack(async () => {
      await admin.query("select kernel_begin_history_act('try', '2023-06-01T00:00:00+08')");
      const row = await imagineRow(admin, catalogue, {
        table: "kernel_period_event",
        set: { kind: "freeze", known_at: "2023-06-01T00:00:00+08" },
      });
      await become(seeded.actor.town);
      return attempt(() => addRow(admin, "kernel_period_event", row));
    });
    expect(outcome).toBe(refused);
  });

  test("whoever reported does not review, whoever asked does not exempt", async () => {
    const person = seeded.actor.dispatch.accountId;
    const pairs = [
      ["projects_report", { reported_by: person, reviewed_by: person }, "projects_report_two_people"],
      ["kernel_exemption", { requested_by: person, approved_by: person }, "kernel_exemption_two_people"],
    ] as const;
    for (const [name, set, constraint] of pairs) {
      await takenBack(async () => {
        await admin.query("select kernel_begin_history_act('try', '2023-06-01T00:00:00+08')");
        const subject = { subjectId: await freshSubject(admin, seeded.scope.townA1), scopeId: seeded.scope.townA1 };
        const row = await imagineRow(admin, catalogue, { table: name, subject, set });
        await become(seeded.actor.dispatch);
        await expect(addRow(admin, name, row)).rejects.toMatchObject({ code: "23514", constraint });
      });
    }
  });

  test("nobody is named as reporter, reviewer, asker or approver but the one who acts", async () => {
    const other = crypto.randomUUID();
    const subject = { subjectId: await freshSubject(admin, seeded.scope.townA1), scopeId: seeded.scope.townA1 };
    const stored = async (name: string, set: Row): Promise<Row> => {
      let found: Row = {};
      await takenBack(async () => {
        await admin.query("select kernel_begin_history_act('try', '2023-06-01T00:00:00+08')");
        const row = await imagineRow(admin, catalogue, { table: name, subject, set });
        await become(seeded.actor.dispatch);
        found = await insertRow(admin, name, row);
      });
      return found;
    };
    const me = seeded.actor.dispatch.accountId;
    for (const set of [{ reported_by: other }, { reported_by: me, reviewed_by: other }]) {
      await expect(stored("projects_report", set), JSON.stringify(set)).rejects.toMatchObject({ code: "42501" });
    }
    expect(await stored("projects_report", { reported_by: me })).toMatchObject({ reported_by: me });
    expect(await stored("kernel_exemption_request", { requested_by: other })).toMatchObject({ requested_by: me });
    expect(await stored("kernel_exemption", { approved_by: other })).toMatchObject({ approved_by: me });
    await expect(stored("kernel_exemption", { requested_by: other, dimension: "money" })).rejects.toMatchObject({ code: "42501" });
  });

  test("a baton in two hands on one day is refused by name; the day after it may change hands", async () => {
    const row = await storedVersion("kernel_baton", seeded.scope.townA1);
    const baton = (from: string, to: string): Row => ({
      baton_id: crypto.randomUUID(),
      scope_id: row["scope_id"],
      subject_id: row["subject_id"],
      role: row["role"],
      holder_post_id: seeded.actor.town.postId,
      valid_from: from,
      valid_to: to,
    });
    await acting(seeded.actor.dispatch, () =>
      expect(addRow(admin, "kernel_baton", baton("2024-01-01", "2024-02-01"))).rejects.toMatchObject({
        constraint: "kernel_baton_one_holder",
      }),
    );
    await acting(seeded.actor.dispatch, () => addRow(admin, "kernel_baton", baton("2022-01-01", "2023-01-01")));
  });
});

describe("known instants", () => {
  test("a settled instant waits for every writer that may still write before it, and for nobody else", async () => {
    const [writer, later] = [await city.owner.raw.connect(), await city.owner.raw.connect()];
    const asker = await city.web.raw.connect();
    try {
      await writer.query("begin");
      const { rows: written } = await writer.query<{ recorded_at: string }>("select recorded_at from kernel_begin_act('write', '{}', null, null)");
      await asker.query("begin");
      await asker.query("set local role baton_act");
      let settled: string | undefined;
      const asked = asker.query<{ at: string }>("select kernel_settled_now() as at").then(({ rows }) => (settled = rows[0]?.at));
      await new Promise((resolve) => setTimeout(resolve, 150));
      expect(settled).toBeUndefined();
      await later.query("begin");
      const { rows: since } = await later.query<{ recorded_at: string }>("select recorded_at from kernel_begin_act('later', '{}', null, null)");
      await writer.query("rollback");
      await asked;
      const { rows } = await admin.query<{ ordered: boolean }>("select $1::timestamptz < $2::timestamptz and $2::timestamptz < $3::timestamptz as ordered", [
        written[0]?.recorded_at,
        settled,
        since[0]?.recorded_at,
      ]);
      expect(rows).toEqual([{ ordered: true }]);
    } finally {
      for (const client of [asker, writer, later]) {
        await client.query("rollback");
        client.release();
      }
    }
  });

  test("a settled instant is refused after the first write, when it would settle nothing", async () => {
    await acting(seeded.actor.dispatch, async () => expect(await attempt(() => admin.query("select kernel_settled_now()"))).toBe("P0B02"));
    await takenBack(async () => {
      await become(seeded.actor.dispatch);
      expect(await attempt(() => admin.query("select kernel_settled_now()"))).toBe(1);
    });
  });
});

describe("grants", () => {
  test("when a chain changes hands the former holder loses the chain's projects", async () => {
    await takenBack(async () => {
      await admin.query("select kernel_begin_history_act('try', '2022-06-01T00:00:00+08')");
      const scopeId = seeded.scope.townA1;
      const [chain, project] = [await freshSubject(admin, seeded.scope.city), await freshSubject(admin, scopeId)];
      const held = await insertRow(admin, "kernel_baton", {
        baton_id: crypto.randomUUID(),
        scope_id: seeded.scope.city,
        subject_id: chain,
        role: "chain_chief",
        holder_post_id: seeded.actor.chief.postId,
        valid_from: "2022-01-01",
      });
      await addRow(admin, "kernel_relation", {
        relation_id: crypto.randomUUID(),
        scope_id: scopeId,
        subject_id: project,
        to_subject_id: chain,
        kind: "chain",
        valid_from: "2022-01-01",
      });
      const holders = async (): Promise<number[]> => {
        await admin.query("select kernel_refresh_grants($1)", [[chain]]);
        const { rows } = await admin.query<{ post_id: number }>("select post_id from kernel_grant where subject_id = $1", [project]);
        return rows.map((row) => row.post_id);
      };
      expect(await holders()).toEqual([seeded.actor.chief.postId]);
      await admin.query("delete from kernel_baton where version_id = $1", [held["version_id"]]);
      expect(await holders()).toEqual([]);
    });
  });
});

describe("rows of one's own", () => {
  const own: [string, Row][] = [
    ["projects_saved_view", { name: "甲", query: "" }],
    ["projects_import", { kind: "projects", file_name: "a.xlsx", file_sha256: "0", row_count: 1, accepted_count: 1, rejected_count: 0 }],
    ["platform_idempotency", { key: "k", request_hash: "h", status: 200 }],
  ];

  test.each(own)("%s is written and read by its own account only", async (name, values) => {
    await takenBack(async () => {
      await become(seeded.actor.town);
      expect(await attempt(() => addRow(admin, name, { ...values, account_id: seeded.actor.district.accountId }))).toBe(refused);
      await addRow(admin, name, { ...values, account_id: seeded.actor.town.accountId });
      expect(await attempt(() => admin.query(`select from ${name}`))).toBe(1);
      await admin.query("reset session authorization");
      await become(seeded.actor.district);
      expect(await attempt(() => admin.query(`select from ${name}`))).toBe(0);
      await admin.query("reset session authorization");
      await become({ accountId: "", postId: seeded.actor.town.postId });
      expect(await attempt(() => admin.query(`select from ${name}`))).toBe(0);
    });
  });

  test("a receipt's moment is the database's", async () => {
    await takenBack(async () => {
      await become(seeded.actor.town);
      expect(await isColumnClosed("projects_import", { recorded_at: "2022-01-01" })).toBe(true);
    });
  });

  test("an organisation's workbook mapping is its own", async () => {
    const row = (orgId: string): Row => ({ org_id: orgId, kind: "projects", header_key: "甲", mapping: "{}" });
    await takenBack(async () => {
      await become(seeded.actor.town);
      expect(await attempt(() => addRow(admin, "projects_import_mapping", row(seeded.org.countyA)))).toBe(refused);
      await addRow(admin, "projects_import_mapping", row(seeded.org.townA1));
      await admin.query("reset session authorization");
      await become(seeded.actor.district);
      expect(await attempt(() => admin.query("select from projects_import_mapping"))).toBe(0);
    });
  });

  test("a digest is read by its own account and by the dispatch office", async () => {
    await takenBack(async () => {
      await admin.query("insert into kernel_digest (account_id, day, body, matter_count) values ($1, '2023-06-30', '', 0)", [seeded.actor.town.accountId]);
      const seen: Record<string, Outcome> = {};
      for (const role of ["town", "district", "dispatch", "sysadmin"] as const) {
        await become(seeded.actor[role]);
        seen[role] = await attempt(() => admin.query("select from kernel_digest"));
        await admin.query("reset session authorization");
      }
      expect(seen).toEqual({ town: 1, district: 0, dispatch: 1, sysadmin: 0 });
    });
  });

  test("a search for duplicates is read by who asked, and written by the search alone", async () => {
    await takenBack(async () => {
      await admin.query("insert into projects_duplicate_search (account_id, post_id, found_count) values ($1, $2, 0)", [
        seeded.actor.town.accountId,
        seeded.actor.town.postId,
      ]);
      await become(seeded.actor.town);
      expect(await attempt(() => admin.query("select from projects_duplicate_search"))).toBe(1);
      expect(await isColumnClosed("projects_duplicate_search", { found_count: 0 })).toBe(true);
      await admin.query("reset session authorization");
      await become(seeded.actor.dispatch);
      expect(await attempt(() => admin.query("select from projects_duplicate_search"))).toBe(0);
    });
  });

  test("a post reads its own grants and writes none; changes are announced but not read back", async () => {
    await takenBack(async () => {
      const subject = await freshSubject(admin, seeded.scope.townB1);
      await admin.query("insert into kernel_grant (post_id, subject_id, why, source_id) values ($1, $2, 'baton', $2)", [
        seeded.actor.department.postId,
        subject,
      ]);
      await become(seeded.actor.town);
      expect(await attempt(() => admin.query("select from kernel_grant"))).toBe(0);
      expect(
        await attempt(() =>
          admin.query("insert into kernel_grant (post_id, subject_id, why, source_id) values ($1, $2, 'baton', $2)", [seeded.actor.town.postId, subject]),
        ),
      ).toBe(refused);
      expect(await attempt(() => addRow(admin, "platform_outbox", { topic: "t" }))).toBe(1);
      expect(await attempt(() => admin.query("select from platform_outbox"))).toBe(refused);
      await admin.query("reset session authorization");
      await become(seeded.actor.department);
      expect(await attempt(() => admin.query("select from kernel_grant"))).toBe(1);
    });
  });
});
