import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import { problem } from "@baton/contract/problems";
import { type Actor, type Connection, openPool } from "#platform/database";
import type { App, ConstraintProblems, Context } from "#platform/http";
import { clientAddressReader } from "./addresses.ts";
import type { Door } from "./door.ts";
import { eventWriter } from "./events.ts";
import { cookiePrefix, openLibrary } from "./library.ts";
import { hashPassword, oneTimePassword } from "./passwords.ts";
import { peopleRoutes } from "./routes.ts";
import { actorFrom, pendingDuty, rememberSession, sessionReader } from "./sessions.ts";
import { type AccountSettings, defaultSettings } from "./settings.ts";
import { signInRoutes } from "./sign-in.ts";

export type AccountsOptions = {
  /** How role baton_auth gets in. */
  authConnection: Connection;
  /** Signs cookies and encrypts second factors; at least 32 characters, kept with the data. */
  secret: string;
  isDemo: boolean;
  /** True where browsers come by HTTPS. */
  secureCookies: boolean;
  settings?: AccountSettings;
  /** Receives failures of the pool and complaints of the library; texts without secrets. */
  log?: (message: string) => void;
};

export type FirstAdministrator = { username: string; title: string; oneTimePassword: string };

export type Accounts = {
  /** Who asks; null for nobody. A stream calls it again every 30 s, for sessions end. Throws what the person must do first, everywhere but on `/api/me` and `/api/city`. */
  resolveActor: (request: FastifyRequest) => Promise<Actor | null>;
  routes(app: App, context: Context): void;
  /** Adds an account of the demonstration with its public password; needs the mark `demo` in the database. Repeatable. */
  createDemoAccount(person: { username: string; displayName: string; postId: number | null }): Promise<string>;
  /** The three administrators of an empty city with passwords to print once; null when there are accounts already. */
  firstAdministrator(city?: { name: string }): Promise<FirstAdministrator[] | null>;
  /** What the hourly round does; also called by tests. */
  sweep(): Promise<void>;
  close(): Promise<void>;
};

export const demoPassword = "Baton-demo-2026";

/** Constraints of this slice, as the problems people are told. */
export const accountConstraints: ConstraintProblems = {
  kernel_account_one_username: { slug: "conflict", detail: "该账号名已被使用，请换一个。" },
  kernel_account_username: {
    slug: "invalid-input",
    detail: "账号用 2 至 32 个小写字母、数字、汉字、点、横线或下划线。",
  },
  kernel_credential_one_identity: { slug: "conflict", detail: "该省统一身份已绑定其他账号，请先核实。" },
  kernel_appointment_one_duty: {
    slug: "rule-refused",
    detail: "系统、安全、审计管理员岗位不能与其他岗位由同一账号兼任。请先结束原任职，或者另选账号。",
  },
  kernel_appointment_not_own: { slug: "same-person", detail: "不能任免自己的账号，须由另一名安全管理员办理。" },
  kernel_post_held: {
    slug: "rule-refused",
    detail: "该岗位有人任职，不能更改其角色或所属组织。请先由安全管理员结束任职。",
  },
};

/** What an account that still has a duty may ask; the paths under /api/auth/ are never guarded by it. */
const openPaths = new Set(["/api/me", "/api/city"]);

const sweepEveryMs = 3_600_000;

export function createAccounts(options: AccountsOptions): Accounts {
  const { authConnection, secret, secureCookies } = options;
  if (secret.length < 32) throw new Error("登录密钥不足 32 个字符，不能启动。");
  const given = options.settings ?? defaultSettings;
  // The demonstration's password is public and stays what it is, and its accounts wait for visitors.
  const settings = options.isDemo ? { ...given, passwordAgeDays: 0, dormantDays: 0 } : given;
  const log = options.log ?? (() => undefined);
  const onPoolError = (error: Error): void => log(`sign-in database connection lost: ${error.message}`);
  const pool = openPool(authConnection, { name: "baton-sign-in", max: 6, onError: onPoolError });
  const library = openLibrary({
    connection: authConnection,
    settings,
    secret,
    secureCookies,
    onComplaint: log,
    onPoolError,
  });
  const prefix = cookiePrefix(secureCookies);
  const sessions = sessionReader(pool.db, { settings, secret, cookieName: `${prefix}.session_token` });
  const clientAddress = clientAddressReader(settings.trustedProxies);
  const writeEvent = eventWriter(pool.db, clientAddress);
  const door: Door = {
    db: pool.db,
    library,
    sessions,
    settings,
    secret,
    prefix,
    secureCookies,
    clientAddress,
    writeEvent,
  };
  const sweeping = setInterval(() => {
    sweep(door).catch((error: unknown) => log(`sweeping ended sign-ins failed: ${error instanceof Error ? error.message : "unknown"}`));
  }, sweepEveryMs).unref();
  let demoHash: Promise<string> | undefined;

  return {
    resolveActor: async (request) => {
      const session = await sessions.find(request);
      if (session === null) return null;
      rememberSession(request, session);
      const isAsking = openPaths.has(request.routeOptions.url ?? "");
      const duty = pendingDuty(session);
      if (duty !== undefined && !isAsking) throw problem(duty);
      return actorFrom(request, session, isAsking);
    },
    routes: (app, context) => {
      signInRoutes(app, door);
      peopleRoutes(app, context, door);
    },
    createDemoAccount: async (person) => {
      demoHash ??= hashPassword(demoPassword);
      const { rows } = await sql<{ id: string }>`
        select kernel_add_demo_account(${person.username}, ${person.displayName}, ${await demoHash}, ${person.postId}) as id`.execute(pool.db);
      return rows[0]?.id ?? "";
    },
    firstAdministrator: (city) => addFirstAdministrators(door, city?.name ?? "市人民政府"),
    sweep: () => sweep(door),
    close: async () => {
      clearInterval(sweeping);
      await library.close();
      await pool.close();
    },
  };
}

async function addFirstAdministrators(door: Door, city: string): Promise<FirstAdministrator[] | null> {
  const people = (
    [
      ["sysadmin", "系统管理员"],
      ["secadmin", "安全管理员"],
      ["auditor", "审计管理员"],
    ] as const
  ).map(([username, title]) => ({
    username,
    title,
    oneTimePassword: oneTimePassword(),
  }));
  const hashes = await Promise.all(people.map((person) => hashPassword(person.oneTimePassword)));
  const { rows } = await sql<{ done: boolean }>`
    select kernel_add_first_administrators(${city}, ${hashes}::text[], now() + interval '24 hours') as done`.execute(door.db);
  return rows[0]?.done === true ? people : null;
}

/** Stops what nobody uses and removes what has ended: sessions past their hours, awaited codes, forgotten failures. The record of events stays. */
async function sweep(door: Door): Promise<void> {
  await sql`select kernel_stop_dormant_accounts(${door.settings.dormantDays})`.execute(door.db);
  await sql`delete from kernel_session where expires_at < now()`.execute(door.db);
  await sql`delete from kernel_verification where expires_at < now()`.execute(door.db);
  await sql`delete from kernel_sign_in_lock where tried_at < now() - interval '2 days'`.execute(door.db);
  await sql`delete from kernel_rate_limit where last_request < extract(epoch from now() - interval '1 hour') * 1000`.execute(door.db);
}
