import { randomUUID } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import { problem } from "@baton/contract/problems";
import type { Database } from "#platform/database";
import type { EventWriter } from "./events.ts";
import { clientHeader, type Library } from "./library.ts";
import { type Attempt, countAttempt } from "./lockout.ts";
import { cookieOf, type SessionReader, sign, signedValue } from "./sessions.ts";
import type { AccountSettings } from "./settings.ts";

/** What the sign-in routes share: the library behind the door, and what we keep before and after it. */
export type Door = {
  /** As baton_auth. */
  db: Database;
  library: Library;
  sessions: SessionReader;
  settings: AccountSettings;
  secret: string;
  prefix: string;
  secureCookies: boolean;
  clientAddress(request: FastifyRequest): string;
  writeEvent: EventWriter;
};

/** One request at the door. */
export type Visit = { door: Door; request: FastifyRequest; reply: FastifyReply };

export type Passed = {
  status: number;
  body: Record<string, unknown>;
  cookies: string[];
  location: string | null;
};

/** The library counts by address and knows neither networks nor unix sockets. */
function libraryAddress(client: string): string {
  return client === "unix" ? "127.0.0.1" : client.replace(/\/64$/, "");
}

/**
 * Passes a request on to the library with what we know to be true in place of what the caller says: our origin (the
 * server has judged the real one), our client address, and only the cookies named.
 */
export async function passOn(
  door: Door,
  request: FastifyRequest,
  to: { method: "GET" | "POST"; path: string; body?: Record<string, unknown>; cookies: readonly string[] },
): Promise<Passed> {
  const cookies = to.cookies.flatMap((name) => {
    const value = cookieOf(request.headers.cookie, `${door.prefix}.${name}`);
    return value === undefined ? [] : [`${door.prefix}.${name}=${encodeURIComponent(value)}`];
  });
  const headers = new Headers({
    origin: door.settings.origin,
    [clientHeader]: libraryAddress(door.clientAddress(request)),
  });
  if (cookies.length > 0) headers.set("cookie", cookies.join("; "));
  if (to.body !== undefined) headers.set("content-type", "application/json");
  const agent = request.headers["user-agent"];
  if (agent !== undefined) headers.set("user-agent", agent.slice(0, 200));
  const response = await door.library.handler(
    new Request(`${door.settings.origin}/api/auth${to.path}`, {
      method: to.method,
      headers,
      body: to.body === undefined ? null : JSON.stringify(to.body),
    }),
  );
  const text = await response.text();
  // The library's complaints are objects with a code; anything else it says is not for us.
  const isJson = (response.headers.get("content-type") ?? "").includes("json") && text !== "";
  const parsed: unknown = isJson ? JSON.parse(text) : {};
  const body = typeof parsed === "object" && parsed !== null ? (parsed as Record<string, unknown>) : {};
  if (response.status === 429)
    throw problem("too-many-requests", {
      retryAfter: Number(response.headers.get("retry-after") ?? response.headers.get("x-retry-after") ?? 10),
    });
  if (response.status >= 500) throw new Error(`the sign-in library failed on ${to.path} with ${response.status}`);
  return {
    status: response.status,
    body,
    cookies: response.headers.getSetCookie(),
    location: response.headers.get("location"),
  };
}

/** Hands the library's cookies to the caller. */
export function giveCookies(reply: FastifyReply, passed: Passed): void {
  for (const cookie of passed.cookies) reply.header("set-cookie", cookie);
  reply.header("cache-control", "no-store");
}

/** The token of the session that the library just made, or undefined when it made none. */
export function newToken(door: Door, passed: Passed): string | undefined {
  const name = `${door.prefix}.session_token`;
  for (const cookie of passed.cookies) {
    const value = signedValue(cookieOf(cookie.split(";")[0], name), door.secret);
    if (value !== undefined) return value;
  }
  return undefined;
}

const knownNamesMax = 5;

function device(door: Door, request: FastifyRequest): { id: string; names: string[] } | undefined {
  const value = signedValue(cookieOf(request.headers.cookie, `${door.prefix}.device`), door.secret);
  const [id, names] = value?.split(":") ?? [];
  return id === undefined || names === undefined ? undefined : { id, names: names.split(",") };
}

/**
 * Where guesses come from: a browser from which this subject signed in before counts by itself, so that a stranger at
 * the same address or elsewhere cannot lock it out; everything else counts by client address.
 */
export function sourceOf(door: Door, request: FastifyRequest, subject: string): string {
  const known = device(door, request);
  return known?.names.includes(subject) ? `device:${known.id}` : `address:${door.clientAddress(request)}`;
}

/** Remembers in the browser that this subject came in from it; the cookie opens nothing. */
export function rememberDevice({ door, request, reply }: Visit, subject: string): void {
  const known = device(door, request);
  const names = [subject, ...(known?.names ?? []).filter((name) => name !== subject)].slice(0, knownNamesMax);
  const value = encodeURIComponent(sign(`${known?.id ?? randomUUID()}:${names.join(",")}`, door.secret));
  const secure = door.secureCookies ? "; Secure" : "";
  reply.header("set-cookie", `${door.prefix}.device=${value}; Max-Age=31536000; Path=/; HttpOnly; SameSite=Lax${secure}`);
}

/** Counts an attempt and answers how many more may fail before the lock; a locked one is written down before it is refused. */
export async function countOrRefuse(door: Door, request: FastifyRequest, attempt: Attempt & { accountId: string | null }): Promise<number> {
  try {
    return await countAttempt(door.db, attempt);
  } catch (error) {
    await door.writeEvent(request, "sign-in-locked", attempt.accountId);
    throw error;
  }
}
