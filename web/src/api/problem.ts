import type { ProblemSlug } from "@baton/contract/problems";

/** One faulty input as the server names it; `pointer` is a JSON pointer into what was sent. */
export type Fault = { pointer: string; code: string; detail: string };

/** What went wrong with a request: RFC 9457 problem JSON, or no answer at all (`network`). */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem";
  readonly slug: ProblemSlug | "network";
  readonly status: number;
  readonly title: string;
  readonly detail: string | undefined;
  readonly faults: Fault[];
  readonly requestId: string | undefined;
  /** Seconds after which trying again makes sense, from Retry-After. */
  readonly retryAfterSeconds: number | undefined;
  /** Every member of the problem, the extra ones included. */
  readonly members: Record<string, unknown>;

  constructor(slug: ProblemSlug | "network", status: number, members: Record<string, unknown> = {}) {
    const title = typeof members.title === "string" ? members.title : slug;
    const detail = typeof members.detail === "string" ? members.detail : undefined;
    super(detail ?? title);
    this.slug = slug;
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.faults = Array.isArray(members.errors) ? members.errors.filter(isFault) : [];
    this.requestId = typeof members.requestId === "string" ? members.requestId : undefined;
    this.retryAfterSeconds = typeof members.retryAfterSeconds === "number" ? members.retryAfterSeconds : undefined;
    this.members = members;
  }
}

function isFault(value: unknown): value is Fault {
  if (typeof value !== "object" || value === null) return false;
  const fault = value as Record<string, unknown>;
  return typeof fault.pointer === "string" && typeof fault.detail === "string";
}

/** Slugs for answers that carry no problem of ours, as from a proxy or the sign-in library. */
const slugByStatus: Record<number, ProblemSlug> = {
  400: "bad-request",
  401: "not-signed-in",
  403: "not-allowed",
  404: "not-found",
  409: "conflict",
  413: "too-large",
  422: "rule-refused",
  429: "too-many-requests",
  502: "busy",
  503: "busy",
  504: "busy",
};

/** The slug is the last segment of the problem's `type`. */
function slugOf(members: Record<string, unknown>, status: number): ProblemSlug {
  const type = typeof members.type === "string" ? members.type : "";
  const last = type.split(/[/:#]/).pop() ?? "";
  if (/^[a-z]+(?:-[a-z]+)*$/.test(last) && last !== "blank") return last as ProblemSlug;
  return slugByStatus[status] ?? "internal";
}

export function problemFrom(status: number, body: unknown, retryAfter: string | null): ApiProblem {
  const members = typeof body === "object" && body !== null ? { ...(body as Record<string, unknown>) } : {};
  const seconds = Number(retryAfter);
  if (retryAfter && Number.isFinite(seconds)) members.retryAfterSeconds = seconds;
  return new ApiProblem(slugOf(members, status), status, members);
}
