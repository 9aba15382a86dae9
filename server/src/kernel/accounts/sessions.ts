import { createHmac, timingSafeEqual } from "node:crypto";
import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import { problem } from "@baton/contract/problems";
import type { Actor, Database } from "#platform/database";
import type { AccountSettings } from "./settings.ts";

export type HeldPost = {
  postId: number;
  title: string;
  orgId: string;
  orgName: string;
  role: string;
  isActing: boolean;
  /** Whether the post's organisation stands at the top of the tree. */
  isRoot: boolean;
};

/** A signed-in account, from one row of the database: nothing of it is believed from the cookie. */
export type Session = {
  sessionId: string;
  token: string;
  accountId: string;
  username: string;
  displayName: string;
  posts: HeldPost[];
  hasFactor: boolean;
  /** A second factor was given in this session within ten minutes. */
  isFactorFresh: boolean;
  mustChangePassword: boolean;
  /** A held role demands a factor and the account has none. */
  mustEnrolFactor: boolean;
  /** The account has a factor and this session has not given it. */
  mustVerifyFactor: boolean;
  /** Whether one of the held roles demands a factor. */
  demandsFactor: boolean;
};

type Row = {
  session_id: string;
  account_id: string;
  username: string;
  name: string;
  posts: HeldPost[];
  has_factor: boolean;
  is_factor_given: boolean;
  is_factor_fresh: boolean;
  must_change: boolean;
  demands_factor: boolean;
  is_stale: boolean;
};

export type SessionReader = {
  /** The session of a request, or null: absent, forged, idle too long, past its hours, revoked, closed account. */
  find(request: FastifyRequest): Promise<Session | null>;
  /** The session with this token; `isPolling` keeps it from counting as use. */
  findByToken(token: string, isPolling: boolean): Promise<Session | null>;
  /** The token of a Cookie header, or undefined when it is missing or not signed by us. */
  tokenOf(cookies: string | undefined): string | undefined;
};

/** Routes that pages ask by themselves; they keep nobody signed in (SECURITY S5). Others say so by `baton-background`. */
const pollingPaths = new Set(["/api/events"]);

function isPolling(request: FastifyRequest): boolean {
  return request.headers["baton-background"] !== undefined || pollingPaths.has(request.url.split("?")[0] ?? "");
}

export function cookieOf(header: string | undefined, name: string): string | undefined {
  for (const part of (header ?? "").split(";")) {
    const [key, ...value] = part.split("=");
    if (key?.trim() !== name) continue;
    try {
      return decodeURIComponent(value.join("=").trim());
    } catch {
      // A cookie that is not well formed was not written by us.
      return undefined;
    }
  }
  return undefined;
}

/** The content of a cookie signed as `value.signature`, or undefined when the signature is not ours. */
export function signedValue(signed: string | undefined, secret: string): string | undefined {
  const dot = signed?.lastIndexOf(".") ?? -1;
  if (signed === undefined || dot < 1) return undefined;
  const value = signed.slice(0, dot);
  const expected = createHmac("sha256", secret).update(value).digest();
  const given = Buffer.from(signed.slice(dot + 1), "base64");
  return given.length === expected.length && timingSafeEqual(given, expected) ? value : undefined;
}

export function sign(value: string, secret: string): string {
  return `${value}.${createHmac("sha256", secret).update(value).digest("base64")}`;
}

async function findRow(db: Database, token: string, settings: AccountSettings): Promise<Row | undefined> {
  const { rows } = await sql<Row>`
    select s.id as session_id, a.id as account_id, a.username, a.name, p.posts, p.demands_factor,
      a.two_factor_enabled as has_factor,
      s.factor_verified_at is not null as is_factor_given,
      coalesce(s.factor_verified_at > now() - interval '10 minutes', false) as is_factor_fresh,
      a.must_change_password or (${settings.passwordAgeDays}::int > 0 and a.password_expires_at is null
        and a.password_changed_at < now() - make_interval(days => ${settings.passwordAgeDays}::int)) as must_change,
      s.last_used_at < now() - interval '30 seconds' as is_stale
    from kernel_session s
    join kernel_account a on a.id = s.account_id
    cross join lateral (
      select coalesce(json_agg(json_build_object('postId', po.post_id, 'title', po.title, 'orgId', po.org_id, 'orgName', o.name,
            'role', po.role, 'isActing', ap.is_acting, 'isRoot', o.parent_org_id is null)
          order by ap.valid_from, ap.appointment_id), '[]') as posts,
        coalesce(bool_or(kernel_is_administrator(po.role)), false) as is_administrator,
        coalesce(bool_or(rp.demands_factor), false) as demands_factor
      from kernel_appointment ap
      join kernel_post po on po.post_id = ap.post_id and not po.is_closed
      join kernel_org o on o.org_id = po.org_id and o.superseded_at = 'infinity'
      left join kernel_role_policy rp on rp.role = po.role
      where ap.account_id = a.id and ap.valid_from <= current_date and ap.valid_to > current_date) p
    where s.token = ${token} and s.expires_at > now() and a.closed_at is null
      and s.created_at > now() - make_interval(hours => ${settings.sessionHours}::int)
      and s.last_used_at > now() - make_interval(mins => case when p.is_administrator
        then ${settings.administratorIdleMinutes}::int else ${settings.idleMinutes}::int end)`.execute(db);
  return rows[0];
}

/** Reads sessions by one prepared statement a request; use is noted at most every 30 s. */
export function sessionReader(db: Database, options: { settings: AccountSettings; secret: string; cookieName: string }): SessionReader {
  const tokenOf = (cookies: string | undefined): string | undefined => signedValue(cookieOf(cookies, options.cookieName), options.secret);
  const findByToken = async (token: string, polling: boolean): Promise<Session | null> => {
    const row = await findRow(db, token, options.settings);
    if (row === undefined) return null;
    if (row.is_stale && !polling) await sql`update kernel_session set last_used_at = now() where id = ${row.session_id}`.execute(db);
    return {
      sessionId: row.session_id,
      token,
      accountId: row.account_id,
      username: row.username,
      displayName: row.name,
      posts: row.posts,
      hasFactor: row.has_factor,
      isFactorFresh: row.is_factor_fresh,
      mustChangePassword: row.must_change,
      mustEnrolFactor: row.demands_factor && !row.has_factor,
      mustVerifyFactor: row.has_factor && !row.is_factor_given,
      demandsFactor: row.demands_factor,
    };
  };
  return {
    tokenOf,
    findByToken,
    find: async (request) => {
      const token = tokenOf(request.headers.cookie);
      return token === undefined ? null : findByToken(token, isPolling(request));
    },
  };
}

/**
 * The post a request acts from: by header `baton-post`, else by the cookie, else the first by appointment. A header
 * that names a post no longer held is refused, except where the page asks what it holds (`isAsking`).
 */
function postOf(request: FastifyRequest, session: Session, isAsking: boolean): HeldPost | undefined {
  const header = request.headers["baton-post"];
  if (header !== undefined) {
    const post = session.posts.find((held) => String(held.postId) === header);
    if (post === undefined && isAsking) return session.posts[0];
    if (post === undefined) throw problem("not-allowed", { detail: "您现在不担任所选的岗位，请重新选择。" });
    return post;
  }
  const remembered = cookieOf(request.headers.cookie, "baton-post");
  return session.posts.find((held) => String(held.postId) === remembered) ?? session.posts[0];
}

/** The actor of a session. Without a post nothing is allowed: post 0 exists nowhere, so the database grants nothing. */
export function actorFrom(request: FastifyRequest, session: Session, isAsking: boolean): Actor {
  const post = postOf(request, session, isAsking);
  return {
    accountId: session.accountId,
    postId: post?.postId ?? 0,
    role: post?.role ?? "none",
    // A leader of a county is not wide: only the top of the tree reads the whole city without filters.
    // The dispatch office is one for the whole city wherever it stands in the tree; a leader leads what is below.
    isWide: post !== undefined && (post.role === "dispatch" || (post.role === "leader" && post.isRoot)),
    orgId: post?.orgId ?? "00000000-0000-0000-0000-000000000000",
    requestId: request.id,
  };
}

const ofRequest = new WeakMap<FastifyRequest, Session>();

export function rememberSession(request: FastifyRequest, session: Session): void {
  ofRequest.set(request, session);
}

/** The session that the hook found for this request; throws `not-signed-in` for nobody. */
export function sessionOf(request: FastifyRequest): Session {
  const session = ofRequest.get(request);
  if (session === undefined) throw problem("not-signed-in");
  return session;
}

/**
 * Asks for a second factor given in this session within the last ten minutes (SECURITY S8). An account without a
 * factor passes when none of its roles demands one: what was never demanded cannot be asked again.
 * Throws `fresh-factor-required`.
 */
export function requireFreshFactor(request: FastifyRequest): void {
  const session = sessionOf(request);
  if ((session.hasFactor || session.demandsFactor) && !session.isFactorFresh) throw problem("fresh-factor-required");
}

/** What the person must do before anything else, as the problem that says so; undefined when nothing. */
export function pendingDuty(session: Session): "password-change-required" | "factor-enrolment-required" | "fresh-factor-required" | undefined {
  if (session.mustVerifyFactor) return "fresh-factor-required";
  if (session.mustChangePassword) return "password-change-required";
  if (session.mustEnrolFactor) return "factor-enrolment-required";
  return undefined;
}
