import { betterAuth } from "better-auth";
import { APIError } from "better-auth/api";
import { genericOAuth } from "better-auth/plugins/generic-oauth";
import { twoFactor } from "better-auth/plugins/two-factor";
import { username } from "better-auth/plugins/username";
import pg from "pg";
import type { Connection } from "#platform/database";
import { hashPassword, verifyPassword } from "./passwords.ts";
import type { AccountSettings } from "./settings.ts";

/** The header by which we tell the library who called; what callers send under this name is dropped. */
export const clientHeader = "x-baton-client";
export const provincialProvider = "provincial";

export type LibraryOptions = {
  connection: Connection;
  settings: AccountSettings;
  secret: string;
  secureCookies: boolean;
  /** Receives the library's complaints, by their fixed text only. */
  onComplaint(message: string): void;
  onPoolError(error: Error): void;
};

/** `__Host-` ties a cookie to this host, to HTTPS and to no subdomain; plain HTTP cannot carry it. */
export function cookiePrefix(secureCookies: boolean): string {
  return secureCookies ? "__Host-baton" : "baton";
}

function openLibraryPool(options: LibraryOptions): pg.Pool {
  const { connection } = options;
  // The library compares instants as JavaScript dates: the driver's own parsers stay, unlike in openPool.
  const pool = new pg.Pool({
    host: connection.host,
    port: connection.port,
    database: connection.database,
    user: connection.user,
    password: connection.password,
    ssl: connection.ssl ?? false,
    max: 6,
    application_name: "baton-sign-in-library",
    connectionTimeoutMillis: 2_000,
    query_timeout: 12_000,
    idleTimeoutMillis: 60_000,
    options: `-c search_path=${connection.schema} -c TimeZone=Asia/Shanghai -c statement_timeout=10s -c lock_timeout=3s`,
  });
  pool.on("error", (error) => options.onPoolError(error));
  return pool;
}

const stamps = { createdAt: "created_at", updatedAt: "updated_at" } as const;

function plugins(settings: AccountSettings) {
  const provincial = settings.provincial;
  return [
    username({
      displayUsername: false,
      minUsernameLength: 1,
      maxUsernameLength: 128,
      // Names of nobody must take as long as names of somebody: no shape is refused before the hash.
      usernameValidator: () => true,
    }),
    twoFactor({
      issuer: "接力",
      twoFactorCookieMaxAge: 300,
      schema: {
        user: { fields: { twoFactorEnabled: "two_factor_enabled" } },
        twoFactor: {
          modelName: "kernel_second_factor",
          fields: {
            userId: "account_id",
            backupCodes: "backup_codes",
            failedVerificationCount: "failed_verification_count",
            lockedUntil: "locked_until",
          },
        },
      },
    }),
    ...(provincial === undefined
      ? []
      : [
          genericOAuth({
            config: [
              {
                providerId: provincialProvider,
                discoveryUrl: provincial.discoveryUrl,
                clientId: provincial.clientId,
                clientSecret: provincial.clientSecret,
                scopes: ["openid"],
                pkce: true,
                requireIdTokenVerification: true,
                // The library wants an address of mail; ours names nobody, so that nothing is matched by it.
                mapProfileToUser: (profile) => ({ email: `${String(profile["sub"])}@provincial.invalid`, name: "" }),
                // Only identities that an administrator tied to an account come in.
                disableSignUp: true,
                disableImplicitSignUp: true,
              },
            ],
          }),
        ]),
  ];
}

const rateLimit = {
  enabled: true,
  storage: "database",
  modelName: "kernel_rate_limit",
  fields: { lastRequest: "last_request" },
  window: 60,
  max: 600,
  // A whole office sits behind one address, and the library's own rules would let three of it in every 10 s.
  // Guessing is bounded by our lock-out; this bounds only the machine's work.
  customRules: {
    "/sign-in/*": { window: 60, max: 1_200 },
    "/change-password": { window: 60, max: 600 },
    "/two-factor/*": { window: 60, max: 600 },
  },
} as const;

const credentialTable = {
  modelName: "kernel_credential",
  fields: {
    userId: "account_id",
    accountId: "provider_account_id",
    providerId: "provider_id",
    accessToken: "access_token",
    refreshToken: "refresh_token",
    idToken: "id_token",
    accessTokenExpiresAt: "access_token_expires_at",
    refreshTokenExpiresAt: "refresh_token_expires_at",
    ...stamps,
  },
  accountLinking: { enabled: false },
  // The sign-on says who came; its tokens open other systems and are not kept here.
  updateAccountOnSignIn: false,
} as const;

/** Refuses sessions to closed and stopped accounts, whatever way they came, and to passwords past their day or not yet released (SECURITY S9). */
function refuseEnded(pool: pg.Pool) {
  return async (session: { userId: string }, context: { path?: string } | null): Promise<void> => {
    const { rows } = await pool.query<{ is_closed: boolean; is_dormant: boolean; is_waiting: boolean; is_late: boolean }>(
      `select closed_at is not null as is_closed, dormant_since is not null as is_dormant, reset_at is not null as is_waiting,
        coalesce(password_expires_at <= now(), false) as is_late from kernel_account where id = $1`,
      [session.userId],
    );
    if (rows[0]?.is_closed !== false) throw new APIError("UNAUTHORIZED", { code: "ACCOUNT_CLOSED", message: "closed" });
    if (rows[0].is_dormant) throw new APIError("UNAUTHORIZED", { code: "ACCOUNT_DORMANT", message: "dormant" });
    const isByPassword = context?.path !== "/callback/:id";
    if (isByPassword && rows[0].is_waiting) throw new APIError("UNAUTHORIZED", { code: "RESET_AWAITS_RELEASE", message: "waiting" });
    if (isByPassword && rows[0].is_late) throw new APIError("UNAUTHORIZED", { code: "FIRST_PASSWORD_EXPIRED", message: "expired" });
  };
}

/**
 * The sign-in library, told everything that NODE_ENV would otherwise decide (SECURITY S3). It is reached only through
 * the routes of this slice, so its own paths are never mounted.
 */
export function openLibrary(options: LibraryOptions) {
  const pool = openLibraryPool(options);
  const { settings } = options;
  const auth = betterAuth({
    appName: "接力",
    baseURL: settings.origin,
    basePath: "/api/auth",
    secret: options.secret,
    database: pool,
    telemetry: { enabled: false },
    logger: { level: "error", log: (_level, message) => options.onComplaint(String(message)) },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      // The rules of length are ours: the library's would answer before the hash is computed.
      minPasswordLength: 1,
      maxPasswordLength: 256,
      password: { hash: hashPassword, verify: ({ hash, password }) => verifyPassword(hash, password) },
    },
    user: { modelName: "kernel_account", fields: { emailVerified: "email_verified", ...stamps } },
    session: {
      modelName: "kernel_session",
      fields: {
        userId: "account_id",
        expiresAt: "expires_at",
        ipAddress: "ip_address",
        userAgent: "user_agent",
        ...stamps,
      },
      expiresIn: settings.sessionHours * 3_600,
      disableSessionRefresh: true,
      cookieCache: { enabled: false },
    },
    account: credentialTable,
    verification: { modelName: "kernel_verification", fields: { expiresAt: "expires_at", ...stamps } },
    rateLimit,
    advanced: {
      cookiePrefix: cookiePrefix(options.secureCookies),
      useSecureCookies: false,
      defaultCookieAttributes: { httpOnly: true, sameSite: "lax", secure: options.secureCookies, path: "/" },
      disableOriginCheck: false,
      disableCSRFCheck: false,
      ipAddress: { ipAddressHeaders: [clientHeader] },
      database: { generateId: "uuid" },
    },
    trustedOrigins: [settings.origin],
    databaseHooks: { session: { create: { before: refuseEnded(pool) } } },
    plugins: plugins(settings),
  });
  return { handler: (request: Request) => auth.handler(request), close: () => pool.end() };
}
export type Library = ReturnType<typeof openLibrary>;
