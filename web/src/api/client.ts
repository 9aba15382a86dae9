import { newIdempotencyKey } from "./idempotencyKey.ts";
import { systemNotices } from "./notices.ts";
import { ApiProblem, problemFrom } from "./problem.ts";
import { sessionGate } from "./sessionGate.ts";

export type QueryValue = string | number | boolean | null | undefined | readonly string[];

export type RequestOptions = {
  /** Empty values are left out; lists repeat the name. */
  query?: Record<string, QueryValue>;
  signal?: AbortSignal;
  /** Give the key where one intention may be sent from several places, as from the offline queue. */
  idempotencyKey?: string;
  /** Sign-in itself must not wait for a sign-in. */
  outsideSession?: boolean;
};

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
type Sending = { method: Method; path: string; body: unknown; options: RequestOptions };

/** A lost connection may have lost only the answer, so a write is repeated under its own key. */
const pausesBeforeRepeatMs = [400, 1500];

function addressOf(path: string, query: RequestOptions["query"]): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value === undefined || value === null || value === "") continue;
    for (const each of Array.isArray(value) ? value : [value]) search.append(name, String(each));
  }
  const text = search.toString();
  return text ? `${path}${path.includes("?") ? "&" : "?"}${text}` : path;
}

function initOf({ method, body, options }: Sending, key: string | undefined): RequestInit {
  const headers: Record<string, string> = {
    Accept: "application/json, application/problem+json",
    // The page's language, not the browser's: what the server says of a failure is told in it where it can be.
    "Accept-Language": document.documentElement.lang || "zh-CN",
  };
  if (key) headers["Idempotency-Key"] = key;
  const isForm = body instanceof FormData;
  if (body !== undefined && !isForm) headers["Content-Type"] = "application/json";
  return {
    method,
    headers,
    credentials: "same-origin",
    cache: "no-store",
    body: body === undefined ? undefined : isForm ? body : JSON.stringify(body),
    signal: options.signal ?? null,
  };
}

async function fetchRepeating(sending: Sending, key: string | undefined): Promise<Response> {
  const address = addressOf(sending.path, sending.options.query);
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await fetch(address, initOf(sending, key));
    } catch (failure) {
      const pauseMs = pausesBeforeRepeatMs[attempt];
      if (sending.options.signal?.aborted) throw failure;
      if (pauseMs === undefined) throw new ApiProblem("network", 0);
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}

async function readBody(response: Response): Promise<unknown> {
  if (response.status === 204) return undefined;
  const type = response.headers.get("content-type") ?? "";
  if (!type.includes("json")) return response.ok ? await response.text() : undefined;
  return response.json();
}

/** Whether the person, asked over the page, has proven who they are, so that the request may go out again. */
async function isWorthRepeating({ status, slug }: ApiProblem, { outsideSession }: RequestOptions): Promise<boolean> {
  if (outsideSession || !sessionGate.isGuarded()) return false;
  if (status === 401) return sessionGate.wait("sign-in");
  return slug === "fresh-factor-required" && sessionGate.wait("factor");
}

async function send<Answer>(sending: Sending): Promise<Answer> {
  const key = sending.method === "GET" ? undefined : (sending.options.idempotencyKey ?? newIdempotencyKey());
  for (;;) {
    const response = await fetchRepeating(sending, key);
    systemNotices.hear(response.headers.get("x-baton-notice"));
    let body: unknown;
    try {
      body = await readBody(response);
    } catch {
      throw response.ok ? new ApiProblem("network", response.status) : problemFrom(response.status, undefined, null);
    }
    if (!response.ok) {
      const problem = problemFrom(response.status, body, response.headers.get("retry-after"));
      if (await isWorthRepeating(problem, sending.options)) continue;
      throw problem;
    }
    return body as Answer;
  }
}

/**
 * Talks to Baton's own server: same origin, JSON both ways (`FormData` goes as multipart), an Idempotency-Key
 * on every write. Throws {@link ApiProblem}; an expired session is not thrown: the request waits until
 * the person has signed in again.
 */
export const api = {
  get: <Answer>(path: string, options: RequestOptions = {}): Promise<Answer> => send<Answer>({ method: "GET", path, body: undefined, options }),
  post: <Answer = void>(path: string, body?: unknown, options: RequestOptions = {}): Promise<Answer> =>
    send<Answer>({ method: "POST", path, body: body ?? {}, options }),
  put: <Answer = void>(path: string, body: unknown, options: RequestOptions = {}): Promise<Answer> => send<Answer>({ method: "PUT", path, body, options }),
  patch: <Answer = void>(path: string, body: unknown, options: RequestOptions = {}): Promise<Answer> => send<Answer>({ method: "PATCH", path, body, options }),
  delete: <Answer = void>(path: string, options: RequestOptions = {}): Promise<Answer> => send<Answer>({ method: "DELETE", path, body: undefined, options }),
};
