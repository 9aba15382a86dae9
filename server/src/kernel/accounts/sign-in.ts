import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import { changePasswordBody, doneAnswer, enrolFactorAnswer, enrolFactorBody, signInAnswer, signInBody, verifyFactorBody } from "@baton/contract/accounts";
import { assert, problem } from "@baton/contract/problems";
import type { App } from "#platform/http";
import { countOrRefuse, type Door, giveCookies, newToken, type Passed, passOn, rememberDevice, sourceOf, type Visit } from "./door.ts";
import { spendCode } from "./factors.ts";
import { provincialProvider } from "./library.ts";
import { type Attempt, forgetAttempts, nameDigest, oneAfterAnother } from "./lockout.ts";
import { changePassword } from "./password-change.ts";
import { cookieOf, type Session, signedValue } from "./sessions.ts";

const tags = ["accounts"];

type Next = "ready" | "factor" | "change-password" | "enrol-factor";

function nextOf(session: Session | null): Next {
  if (session === null || session.mustVerifyFactor) return "factor";
  if (session.mustChangePassword) return "change-password";
  return session.mustEnrolFactor ? "enrol-factor" : "ready";
}

async function findAccount(door: Door, username: string): Promise<string | null> {
  const { rows } = await sql<{
    id: string;
  }>`select id from kernel_account where username = ${username.toLowerCase()}`.execute(door.db);
  return rows[0]?.id ?? null;
}

/** The session that a changing request carries; throws `not-signed-in`. */
async function requireSession(door: Door, request: FastifyRequest): Promise<Session> {
  const session = await door.sessions.find(request);
  if (session === null) throw problem("not-signed-in");
  return session;
}

async function endSession(door: Door, token: string | undefined): Promise<void> {
  if (token !== undefined) await sql`delete from kernel_session where token = ${token}`.execute(door.db);
}

type PasswordTry = Attempt & { accountId: string | null; username: string; password: string };

/** Said only to whoever typed the right password. */
const toldAfterPassword: Readonly<Record<string, string>> = {
  FIRST_PASSWORD_EXPIRED: "管理员给的一次性密码已过 24 小时，请联系系统管理员重新设置。",
  RESET_AWAITS_RELEASE: "密码已由系统管理员重置，须经安全管理员放行后才能使用，请联系安全管理员。",
  ACCOUNT_DORMANT: "账号因长期未登录已停用，请联系系统管理员重置密码。",
};

/** Warns before the door is locked, by the count of what was typed: names of nobody are warned alike. */
function warningOf(left: number): string {
  if (left > 2) return "";
  return left === 0 ? "已连续多次不正确，现在起暂停登录 15 分钟以上。" : `再有 ${left} 次不正确，将暂停登录 15 分钟以上。`;
}

/** Counts, then asks the library; a right password forgets the count. Throws `sign-in-failed`, `sign-in-locked`. */
async function tryPassword(door: Door, request: FastifyRequest, attempt: PasswordTry): Promise<Passed> {
  const left = await countOrRefuse(door, request, attempt);
  const { username, password } = attempt;
  // No cookie goes along: a session or a trusted device planted in the browser must not take part (fixation).
  const passed = await passOn(door, request, {
    method: "POST",
    path: "/sign-in/username",
    body: { username, password },
    cookies: [],
  });
  if (passed.status !== 200) {
    await door.writeEvent(request, "sign-in-failed", attempt.accountId);
    const known = toldAfterPassword[String(passed.body["code"])];
    throw problem("sign-in-failed", { detail: known ?? `用户名或密码不正确，请核对后再试。${warningOf(left)}` });
  }
  await forgetAttempts(door.db, attempt);
  return passed;
}

async function signIn(visit: Visit, typed: { username: string; password: string }): Promise<Next> {
  const { door, request, reply } = visit;
  const username = typed.username.normalize("NFKC").trim().toLowerCase();
  const subject = nameDigest(door.secret, username);
  const accountId = await findAccount(door, username);
  const attempt = { subject, source: sourceOf(door, request, subject) };
  const passed = await oneAfterAnother(attempt, () => tryPassword(door, request, { ...attempt, accountId, username, password: typed.password }));
  await endSession(door, door.sessions.tokenOf(request.headers.cookie));
  giveCookies(reply, passed);
  const token = newToken(door, passed);
  if (token === undefined) {
    assert(passed.body["twoFactorRedirect"] === true, "no session means that the second factor is asked");
    await door.writeEvent(request, "factor-asked", accountId);
    return "factor";
  }
  rememberDevice(visit, subject);
  await door.writeEvent(request, "sign-in", accountId);
  return nextOf(await door.sessions.findByToken(token, true));
}

/** The account whose password was right a moment ago and whose code is awaited. */
async function findAwaited(door: Door, request: FastifyRequest): Promise<{ accountId: string; username: string } | undefined> {
  const identifier = signedValue(cookieOf(request.headers.cookie, `${door.prefix}.two_factor`), door.secret);
  if (identifier === undefined) return undefined;
  const { rows } = await sql<{ account_id: string; username: string }>`
    select a.id as account_id, a.username from kernel_verification v join kernel_account a on a.id::text = v.value
    where v.identifier = ${identifier} and v.expires_at > now()`.execute(door.db);
  const row = rows[0];
  return row === undefined ? undefined : { accountId: row.account_id, username: row.username };
}

async function verifyFactor(visit: Visit, code: string): Promise<Next> {
  const { door, request, reply } = visit;
  const session = await door.sessions.find(request);
  const awaited = session ?? (await findAwaited(door, request));
  if (awaited === undefined) throw problem("sign-in-failed", { detail: "登录等待已超时，请重新输入账号和密码。" });
  const { accountId, username } = awaited;
  const attempt = {
    subject: `factor:${accountId}`,
    source: sourceOf(door, request, nameDigest(door.secret, username)),
  };
  await countOrRefuse(door, request, { ...attempt, accountId });
  const refuse = async (): Promise<never> => {
    await door.writeEvent(request, "factor-failed", accountId);
    const detail = "动态口令不正确，或者已经用过，请等下一个口令再试。";
    if (session === null) throw problem("sign-in-failed", { detail });
    throw problem("invalid-input", { detail, errors: [{ pointer: "/code", code: "wrong-code", detail }] });
  };
  if (!(await spendCode(door.db, door.secret, { accountId, code }))) return refuse();
  const cookies = [session === null ? "two_factor" : "session_token"];
  const passed = await passOn(door, request, {
    method: "POST",
    path: "/two-factor/verify-totp",
    body: { code },
    cookies,
  });
  if (passed.status !== 200) return refuse();
  const token = newToken(door, passed) ?? session?.token;
  assert(token !== undefined, "a verified code leaves a session");
  await sql`update kernel_session set factor_verified_at = now(), last_used_at = now() where token = ${token}`.execute(door.db);
  const isEnrolment = session !== null && !session.hasFactor;
  // A factor bound now was not given in the sessions before it.
  if (isEnrolment) await sql`delete from kernel_session where account_id = ${accountId} and token <> ${token}`.execute(door.db);
  await forgetAttempts(door.db, attempt);
  giveCookies(reply, passed);
  if (session === null) rememberDevice(visit, nameDigest(door.secret, username));
  await door.writeEvent(request, isEnrolment ? "factor-enabled" : session === null ? "sign-in" : "factor-verified", accountId);
  return nextOf(await door.sessions.findByToken(token, true));
}

async function enrolFactor(door: Door, request: FastifyRequest, password: string): Promise<{ uri: string; secret: string }> {
  const session = await requireSession(door, request);
  if (session.hasFactor) throw problem("conflict", { detail: "已经绑定动态口令。要更换，请联系安全管理员解除后重新绑定。" });
  const attempt = { subject: `password:${session.accountId}`, source: `session:${session.sessionId}` };
  await countOrRefuse(door, request, { ...attempt, accountId: session.accountId });
  const passed = await passOn(door, request, {
    method: "POST",
    path: "/two-factor/enable",
    body: { password, method: "totp" },
    cookies: ["session_token"],
  });
  if (passed.status !== 200) {
    await door.writeEvent(request, "password-refused", session.accountId);
    throw problem("invalid-input", {
      detail: "当前密码不正确。",
      errors: [{ pointer: "/password", code: "wrong-password", detail: "当前密码不正确。" }],
    });
  }
  await forgetAttempts(door.db, attempt);
  const secret = new URL(String(passed.body["totpURI"])).searchParams.get("secret");
  assert(secret !== null, "the library's address carries the secret");
  // The library labels the code with the invented mail address; the app shows the username instead.
  const label = `${encodeURIComponent("接力")}:${encodeURIComponent(session.username)}`;
  return {
    uri: `otpauth://totp/${label}?secret=${secret}&issuer=${encodeURIComponent("接力")}&digits=6&period=30`,
    secret,
  };
}

function provincialRoutes(app: App, door: Door): void {
  const oauthCookies = ["state", "oauth_state", "pk_code_verifier", "nonce"];
  app.get("/api/auth/sign-in/provincial", { schema: { summary: "Go to the provincial sign-on", tags } }, async (request, reply) => {
    const body = { provider: provincialProvider, callbackURL: "/", errorCallbackURL: "/sign-in?provincial=refused" };
    const passed = await passOn(door, request, { method: "POST", path: "/sign-in/social", body, cookies: [] });
    if (passed.status !== 200 || typeof passed.body["url"] !== "string")
      throw problem("busy", { detail: "省统一身份认证暂时无法连接，请稍后再试，或者用账号和密码登录。" });
    giveCookies(reply, passed);
    return reply.redirect(passed.body["url"], 302);
  });
  app.get(`/api/auth/callback/${provincialProvider}`, { schema: { summary: "Come back from the provincial sign-on", tags } }, async (request, reply) => {
    const query = request.url.includes("?") ? request.url.slice(request.url.indexOf("?")) : "";
    const passed = await passOn(door, request, {
      method: "GET",
      path: `/callback/${provincialProvider}${query}`,
      cookies: oauthCookies,
    });
    giveCookies(reply, passed);
    const token = newToken(door, passed);
    const session = token === undefined ? null : await door.sessions.findByToken(token, true);
    await door.writeEvent(request, session === null ? "sign-in-failed" : "sign-in", session?.accountId ?? null);
    return reply.redirect(session === null ? "/sign-in?provincial=refused" : "/", 302);
  });
}

function passwordRoutes(app: App, door: Door): void {
  app.post(
    "/api/auth/sign-in/username",
    {
      schema: { summary: "Sign in; sets the session cookie", tags, body: signInBody, response: { 200: signInAnswer } },
    },
    async (request, reply) => ({
      next: await signIn({ door, request, reply }, request.body),
    }),
  );
  app.post("/api/auth/sign-out", { schema: { summary: "End this session", tags, response: { 200: doneAnswer } } }, async (request, reply) => {
    const session = await door.sessions.find(request);
    const passed = await passOn(door, request, {
      method: "POST",
      path: "/sign-out",
      body: {},
      cookies: ["session_token"],
    });
    giveCookies(reply, passed);
    if (session !== null) await door.writeEvent(request, "sign-out", session.accountId);
    return { done: true as const };
  });
  app.post(
    "/api/auth/change-password",
    {
      schema: {
        summary: "Change one's own password; ends all other sessions",
        tags,
        body: changePasswordBody,
        response: { 200: signInAnswer },
      },
    },
    async (request, reply) => {
      const session = await requireSession(door, request);
      if (session.mustVerifyFactor) throw problem("fresh-factor-required");
      const token = await changePassword({ door, request, reply }, session, request.body);
      return { next: nextOf(await door.sessions.findByToken(token, true)) };
    },
  );
}

function factorRoutes(app: App, door: Door): void {
  app.post(
    "/api/auth/two-factor/enable",
    {
      schema: {
        summary: "Begin to bind a second factor (TOTP)",
        tags,
        body: enrolFactorBody,
        response: { 200: enrolFactorAnswer },
      },
    },
    async (request, reply) => {
      reply.header("cache-control", "no-store");
      return enrolFactor(door, request, request.body.password);
    },
  );
  app.post(
    "/api/auth/two-factor/verify-totp",
    {
      schema: {
        summary: "Give a code: to sign in, to finish binding, or to refresh",
        tags,
        body: verifyFactorBody,
        response: { 200: signInAnswer },
      },
    },
    async (request, reply) => ({
      next: await verifyFactor({ door, request, reply }, request.body.code),
    }),
  );
}

/** The paths of the door: these and no others reach the library (SECURITY S1). */
export function signInRoutes(app: App, door: Door): void {
  passwordRoutes(app, door);
  factorRoutes(app, door);
  if (door.settings.provincial !== undefined) provincialRoutes(app, door);
}
