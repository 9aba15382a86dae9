/** What must hold of every table, function and constraint of a city, read from the catalogue (SECURITY D2–D5, KERNEL B0, K1). */
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { type Catalogue, readCatalogue, type Table } from "./generate/catalogue.ts";
import { partsOf } from "./generate/dictionary.ts";
import { testSchema } from "./testing/cluster.ts";
import { type City, cloneCity } from "./testing/database.ts";

/** Tables without row security or without a policy, and why. */
const withoutPolicies: Record<string, string> = {
  kernel_audit_image: "contents of the trail: nobody but the owner and the backup reads them",
  kernel_audit_table: "bookkeeping of the trail: nobody but the owner and the backup reads it",
  kernel_settling_key: "a key that functions of the owner read and nobody else",
  platform_migration: "made by the migration runner before any migration; granted to nobody",
};

/** Tables that are not versions (KERNEL K1: everything that a figure, light or page may read travels in time), and why. */
const notVersions: Record<string, string> = {
  kernel_account: "a person's way in: rights and names are judged now, never at a past instant",
  kernel_act: "written once; it gives versions their instant",
  kernel_appointment: "dated by its own span; its changes are kept by the audit trail",
  kernel_audit_anchor: "the trail itself",
  kernel_audit_entry: "the trail itself",
  kernel_audit_image: "the trail itself",
  kernel_audit_seal: "the trail itself",
  kernel_audit_table: "derived from the catalogue",
  kernel_audit_timeline: "the trail itself",
  kernel_calendar_day: "belongs to a calendar version and is written with it",
  kernel_credential: "a secret, not a fact",
  kernel_digest: "a message sent once",
  kernel_grant: "derived from current versions; rights are judged now (SECURITY D12)",
  kernel_metric: "the registry of metrics: changed by migrations only",
  kernel_org_closure: "derived from current organisations; rights are judged now",
  kernel_password_history: "digests of secrets, not facts",
  kernel_period: "a span's name; its way is told by kernel_period_event",
  kernel_post: "a place for appointments; rights are judged now, changes are kept by the audit trail",
  kernel_rate_limit: "a counter",
  kernel_right: "the matrix: changed by migrations only",
  kernel_role_policy: "judged now; changes are kept by the audit trail",
  kernel_scope: "an access label; rights are judged now",
  kernel_second_factor: "a secret, not a fact",
  kernel_session: "ends; not a fact",
  kernel_settling_key: "a secret, not a fact",
  kernel_sign_in_event: "appended only, never changed",
  kernel_sign_in_lock: "a counter",
  kernel_subject: "identity with current name for search; the past is in kernel_subject_version",
  kernel_verification: "minutes old at most",
  projects_card: "derived for the question now (KERNEL B13)",
  projects_card_year: "derived: the day that cards stand on",
  projects_draft: "typing before it is said",
  projects_duplicate_search: "a record of asking, written once",
  projects_import: "a record of one import, ended once; a trigger keeps it",
  projects_import_mapping: "a convenience for the next file, no number reads it",
  projects_saved_view: "a person's own arrangement of a list",
};

/** Functions that run with their owner's rights, each asking for what it needs itself. Another one must be listed on purpose. */
const definers = [
  "dispatch_bulletin_event_guard",
  "dispatch_bulletin_guard",
  "dispatch_is_asking",
  "dispatch_month",
  "dispatch_readable",
  "dispatch_title",
  "kernel_act_closings",
  "kernel_act_signatures",
  "kernel_add_account",
  "kernel_add_demo_account",
  "kernel_add_first_administrators",
  "kernel_add_org_subject",
  "kernel_audit_write",
  "kernel_begin_act",
  "kernel_check_duties",
  "kernel_close_account",
  "kernel_close_version",
  "kernel_current_act",
  "kernel_end_sessions_of_appointee",
  "kernel_ensure_scope",
  "kernel_granted",
  "kernel_insert_account",
  "kernel_keep_post_duty",
  "kernel_link_identity",
  "kernel_may",
  "kernel_month_frozen_at",
  "kernel_note_account_event",
  "kernel_observation_guard",
  "kernel_period_event_guard",
  "kernel_reach",
  "kernel_rebuild_org_closure",
  "kernel_record_statistics",
  "kernel_recorded_at",
  "kernel_refresh_grants",
  "kernel_refresh_matter_grants",
  "kernel_release_password",
  "kernel_rename_org_subject",
  "kernel_rescope",
  "kernel_reset_factor",
  "kernel_reset_password",
  "kernel_revoke_sessions",
  "kernel_settle",
  "kernel_settle_again",
  "kernel_settled",
  "kernel_settled_now",
  "kernel_setup_counts",
  "kernel_stop_dormant_accounts",
  "platform_forget_answers",
  "platform_migrated_to",
  "platform_take_outbox",
  "projects_find_duplicates",
  "projects_import_obstacle",
  "projects_keep_import",
  "projects_take_back_made",
  "scoring_run_hands",
  "scoring_scheme_hands",
];

/** Columns that a version table's fact may nevertheless be changed in, and why. */
const changeable: Record<string, string> = {
  "kernel_matter.is_held_back": "a matter's release from a freeze; its history is in kernel_matter_event",
};

let city: City;
let admin: pg.Client;
let catalogue: Catalogue;

beforeAll(async () => {
  const cluster = inject("cluster");
  city = await cloneCity(cluster);
  admin = new pg.Client({ ...cluster.admin, database: city.connection("baton_owner").database });
  await admin.connect();
  catalogue = await readCatalogue(admin, testSchema);
});
afterAll(async () => {
  await admin.end();
  await city.drop();
});

function isVersion(table: Table): boolean {
  return ["recorded_at", "superseded_at", "act_id"].every((name) => table.columns.some((column) => column.name === name));
}

/** Faults of one catalogue, as sentences; the checks are functions of it, so that a spoilt one shows that they see. */
type Check = (catalogue: Catalogue) => string[];

const rowSecurity: Check = ({ tables }) =>
  tables
    .filter((table) => withoutPolicies[table.name] === undefined)
    .flatMap((table) => [
      ...(table.isRowSecured && table.isForced ? [] : [`${table.name}: row security is not enabled and forced`]),
      ...(table.policies.length > 0 ? [] : [`${table.name}: no policy`]),
    ]);

const policies: Check = ({ tables }) =>
  tables.flatMap((table) =>
    table.policies.flatMap((policy) => [
      ...(policy.roles.includes("public") ? [`${policy.name}: for everybody`] : []),
      ...(policy.verb === "insert" && policy.check === null ? [`${policy.name}: unchecked insert`] : []),
      ...(policy.verb === "update" && (policy.using === null || policy.check === null) ? [`${policy.name}: update without both conditions`] : []),
      ...(policy.name.startsWith(table.name) ? [] : [`${policy.name}: not named after ${table.name}`]),
      // a function of the row, instead of an array computed once, costs fifteen times as much (SECURITY D3)
      ...(/kernel_(actor_\w+|reach|granted|settled)\(/.test((policy.using ?? "").replaceAll(/\( ?SELECT [^()]*\w+\([^()]*\)[^()]*\)/g, ""))
        ? [`${policy.name}: computed for every row`]
        : []),
    ]),
  );

const names: Check = ({ tables }) =>
  tables.flatMap((table) =>
    [...table.constraints, ...table.indexes, ...table.triggers]
      .filter(({ name }) => !name.startsWith(`${table.name}_`) && !name.startsWith(table.name.replace(/_(version|state|event|day|part)$/, "_")))
      .map(({ name }) => `${table.name}: ${name} does not begin with the table's name`),
  );

const versions: Check = ({ tables }) =>
  tables.filter(isVersion).flatMap((table) => {
    const stated = table.grants.filter(
      (grant) =>
        grant.role === "baton_act" && grant.verb === "insert" && (grant.column === null || ["recorded_at", "superseded_at", "act_id"].includes(grant.column)),
    );
    const changed = table.grants.filter(
      (grant) =>
        grant.role !== "baton_backup" &&
        (grant.verb === "delete" ||
          grant.verb === "truncate" ||
          (grant.verb === "update" && grant.column !== "superseded_at" && changeable[`${table.name}.${grant.column}`] === undefined)),
    );
    return [
      ...(table.triggers.some(
        (trigger) => trigger.definition.includes("BEFORE UPDATE OF superseded_at") && trigger.definition.includes("kernel_close_version()"),
      )
        ? []
        : [`${table.name}: nothing stamps its closing`]),
      ...stated.map((grant) => `${table.name}: ${grant.column ?? "every column"} may be stated`),
      ...changed.map((grant) => `${table.name}: ${grant.role} may ${grant.verb} ${grant.column ?? ""}`),
    ];
  });

const exceptions: Check = ({ tables }) => {
  const found = tables.filter((table) => !isVersion(table) && !table.name.startsWith("platform_")).map((table) => table.name);
  return [
    ...found.filter((name) => notVersions[name] === undefined).map((name) => `${name} does not travel in time and gives no reason`),
    ...Object.keys(notVersions)
      .filter((name) => !found.includes(name))
      .map((name) => `${name} is listed but is a version table or gone`),
  ];
};

const functions: Check = ({ routines }) =>
  routines.flatMap((routine) => [
    ...(routine.executors.includes("public") ? [`${routine.signature}: executed by PUBLIC`] : []),
    ...(routine.isDefiner && !routine.settings.some((setting) => setting.startsWith("search_path=")) ? [`${routine.signature}: no fixed search_path`] : []),
    ...(routine.isDefiner && routine.isOwnerSuperuser ? [`${routine.signature}: owned by a superuser`] : []),
    ...(routine.isDefiner && !definers.includes(routine.name) ? [`${routine.name} runs with its owner's rights and is not listed`] : []),
  ]);

const listedDefiners: Check = ({ routines }) =>
  definers
    .filter((name) => !routines.some((routine) => routine.name === name && routine.isDefiner))
    .map((name) => `${name} is listed but is no definer function`);

const grants: Check = ({ tables, views }) => [
  ...tables.flatMap((table) =>
    table.grants.filter((grant) => grant.role === "public" || grant.role === "baton_web").map((grant) => `${table.name}: ${grant.role} may ${grant.verb}`),
  ),
  ...views.flatMap((view) => [
    ...(view.kind === "view" && !view.options.some((option) => /^security_invoker=(true|on)$/.test(option)) ? [`${view.name}: not security_invoker`] : []),
    ...(view.kind === "materialized view" && view.readers.length > 0 ? [`${view.name}: a materialised view escapes the policies`] : []),
  ]),
];

const comments: Check = ({ tables }) =>
  tables.flatMap((table) =>
    [{ name: table.name, comment: table.comment }, ...table.columns.map((column) => ({ name: `${table.name}.${column.name}`, comment: column.comment }))]
      .filter(({ comment }) => {
        const { zh, en } = partsOf(comment);
        return !/\p{Script=Han}/u.test(zh) || !/[A-Za-z]/.test(en);
      })
      .map(({ name }) => `${name}: no comment in Chinese and English`),
  );

/** Columns that tell of a person, by name; each must say why it is kept and on which basis (PIPL 6, 13, 34). */
const personalNames =
  /(^|_)(username|phone|contact|ip_address|user_agent|client_address|account_id|reported_by|reviewed_by|requested_by|approved_by|saved_by|credit_code_person|id_card)$/;

const personal: Check = ({ tables }) =>
  tables.flatMap((table) =>
    table.columns
      .filter((column) => personalNames.test(column.name) && !/目的.+依据/.test(partsOf(column.comment).personal ?? ""))
      .map((column) => `${table.name}.${column.name}: personal data without purpose and basis`),
  );

/** A copy of the catalogue with one table or function spoilt. */
function spoilt(spoil: (copy: Catalogue) => void): Catalogue {
  const copy = structuredClone(catalogue);
  spoil(copy);
  return copy;
}

function tableOf(copy: Catalogue, name = "projects_profile"): Table {
  const table = copy.tables.find((one) => one.name === name);
  if (table === undefined) throw new Error(`no table ${name}`);
  return table;
}

describe("tables", () => {
  test("every table has row security enabled and forced, and policies", () => {
    expect(rowSecurity(catalogue)).toEqual([]);
    expect(
      rowSecurity(
        spoilt((copy) => {
          tableOf(copy).isForced = false;
        }),
      ),
    ).toHaveLength(1);
    expect(
      rowSecurity(
        spoilt((copy) => {
          tableOf(copy).policies = [];
        }),
      ),
    ).toHaveLength(1);
  });

  test("policies name their roles, check what is written, and compute reach once", () => {
    expect(policies(catalogue)).toEqual([]);
    const spoil = (change: Partial<Table["policies"][number]>) =>
      spoilt((copy) => {
        Object.assign(tableOf(copy).policies.find((one) => one.verb === "update") ?? {}, change);
      });
    expect(policies(spoil({ roles: ["public"] }))).toHaveLength(1);
    expect(policies(spoil({ check: null }))).toHaveLength(1);
    expect(policies(spoil({ using: "(scope_id = ANY (kernel_actor_scopes()))" }))).toHaveLength(1);
    expect(policies(spoil({ using: "(scope_id = ANY (kernel_reach('projects_card', 'update')))" }))).toHaveLength(1);
  });

  test("constraints, indexes and triggers begin with their table's name, for names map to problems", () => {
    expect(names(catalogue)).toEqual([]);
    expect(
      names(
        spoilt((copy) => {
          tableOf(copy).constraints[0]!.name = "one_holder";
        }),
      ),
    ).toHaveLength(1);
  });

  test("versions are closed by the trigger, stamped by the act, and never overwritten or deleted", () => {
    expect(versions(catalogue)).toEqual([]);
    expect(
      versions(
        spoilt((copy) => {
          tableOf(copy).triggers = [];
        }),
      ),
    ).toHaveLength(1);
    expect(
      versions(
        spoilt((copy) => {
          tableOf(copy).grants.push({ role: "baton_act", verb: "insert", column: "recorded_at" });
        }),
      ),
    ).toHaveLength(1);
    expect(
      versions(
        spoilt((copy) => {
          tableOf(copy).grants.push({ role: "baton_act", verb: "update", column: "total_investment_fen" });
        }),
      ),
    ).toHaveLength(1);
  });

  test("whatever does not travel in time is listed with its reason", () => {
    expect(exceptions(catalogue)).toEqual([]);
    expect(
      exceptions(
        spoilt((copy) => {
          tableOf(copy).columns = [];
        }),
      ),
    ).toHaveLength(1);
  });

  test("every table and column is explained in Chinese and English", () => {
    expect(comments(catalogue)).toEqual([]);
    expect(
      comments(
        spoilt((copy) => {
          tableOf(copy).comment = "a profile";
        }),
      ),
    ).toHaveLength(1);
  });

  test("every column that tells of a person says why it is kept and on which basis", () => {
    expect(personal(catalogue)).toEqual([]);
    expect(
      personal(
        spoilt((copy) => {
          tableOf(copy, "enterprises_profile").columns.find((one) => one.name === "contact_phone")!.comment = "电话 — Phone";
        }),
      ),
    ).toHaveLength(1);
  });
});

describe("functions and grants", () => {
  test("functions with their owner's rights are listed, search a fixed path and belong to no superuser", () => {
    expect([...functions(catalogue), ...listedDefiners(catalogue)]).toEqual([]);
    const spoil = (change: Partial<Catalogue["routines"][number]>) =>
      spoilt((copy) => {
        Object.assign(copy.routines.find((one) => one.name === "kernel_may") ?? {}, change);
      });
    expect(functions(spoil({ executors: ["public"] }))).toHaveLength(1);
    expect(functions(spoil({ settings: [] }))).toHaveLength(1);
    expect(functions(spoil({ isOwnerSuperuser: true }))).toHaveLength(1);
    expect(functions(spoil({ name: "kernel_may_everything" }))).toHaveLength(1);
    expect(listedDefiners(spoil({ isDefiner: false }))).toHaveLength(1);
  });

  test("nothing is granted to PUBLIC or to the web role itself; views ask as their reader", () => {
    expect(grants(catalogue)).toEqual([]);
    expect(
      grants(
        spoilt((copy) => {
          tableOf(copy).grants.push({ role: "baton_web", verb: "select", column: null });
        }),
      ),
    ).toHaveLength(1);
    const view = { name: "v", kind: "view", definition: "", comment: null, options: [], readers: [] };
    expect(
      grants(
        spoilt((copy) => {
          copy.views.push(view);
        }),
      ),
    ).toHaveLength(1);
  });

  test("temporary tables and new functions are closed to the application", async () => {
    const { rows } = await admin.query<{ role: string; temp: boolean; makes: boolean; inherits: boolean }>(
      `select r.rolname as role, has_database_privilege(r.oid, current_database(), 'temp') as temp,
         has_schema_privilege(r.oid, $1, 'create') as makes,
         exists (select from pg_auth_members m where m.member = r.oid and m.inherit_option) as inherits
       from pg_roles r where r.rolname like 'baton\\_%' and r.rolname <> 'baton_owner' and (has_database_privilege(r.oid, current_database(), 'temp')
         or has_schema_privilege(r.oid, $1, 'create') or r.rolsuper or r.rolcreaterole)`,
      [testSchema],
    );
    expect(rows).toEqual([]);
  });

  test("the web role inherits nothing and is nobody's owner", async () => {
    const { rows } = await admin.query(
      `select (select count(*)::int from pg_auth_members m where m.member = r.oid and (m.inherit_option or m.admin_option)) as inherited,
         r.rolsuper or r.rolbypassrls or r.rolcreatedb or r.rolcreaterole or r.rolreplication as powerful,
         (select count(*)::int from pg_class c where c.relowner = r.oid) as owned
       from pg_roles r where r.rolname = 'baton_web'`,
    );
    expect(rows).toEqual([{ inherited: 0, powerful: false, owned: 0 }]);
  });
});
