/**
 * Every failure that Baton expects, by slug. Server code throws `problem("slug", {…})`;
 * one handler answers RFC 9457 `application/problem+json`. A slug is part of the outside contract:
 * add, never rename. The title is told in the language asked for; a composed `detail` is Chinese.
 */
export const problemRegistry = {
  "bad-request": { status: 400, title: "请求格式不正确", titleEn: "The request is malformed" },
  "invalid-input": { status: 400, title: "填写内容有误", titleEn: "Something entered needs mending" },
  "not-signed-in": { status: 401, title: "请先登录", titleEn: "Please sign in first" },
  "sign-in-failed": { status: 401, title: "用户名或密码不正确", titleEn: "User name or password is not right" },
  "sign-in-locked": { status: 429, title: "登录尝试过多，请稍后再试", titleEn: "Too many sign-in attempts; try again later" },
  "session-expired": { status: 401, title: "登录已过期，请重新登录", titleEn: "The sign-in has expired; please sign in again" },
  "factor-enrolment-required": { status: 403, title: "请先绑定动态口令", titleEn: "Please bind a one-time password device first" },
  "fresh-factor-required": { status: 403, title: "此操作需要重新验证动态口令", titleEn: "This act asks for the one-time password again" },
  "password-change-required": { status: 403, title: "请先修改初始密码", titleEn: "Please change the initial password first" },
  "not-allowed": { status: 403, title: "您没有此项权限", titleEn: "You have no right to this" },
  "foreign-origin": { status: 403, title: "请求来源不被接受", titleEn: "The origin of the request is not accepted" },
  "unknown-host": { status: 421, title: "访问地址不被接受", titleEn: "The address is not accepted" },
  "not-found": { status: 404, title: "没有找到，或者您无权查看", titleEn: "Not found, or not within your reach" },
  conflict: { status: 409, title: "内容已被他人修改", titleEn: "Somebody else has changed it meanwhile" },
  "import-running": { status: 409, title: "已有一个导入正在进行", titleEn: "An import is already under way" },
  "import-cancelled": { status: 409, title: "导入已取消", titleEn: "The import was cancelled" },
  "import-rests": { status: 409, title: "这次导入不能撤销", titleEn: "This import cannot be taken back" },
  "edit-conflict": { status: 409, title: "内容已被他人修改", titleEn: "Somebody else has changed it meanwhile" },
  "baton-already-held": { status: 409, title: "该责任在此期间已有承担者", titleEn: "The responsibility is already held in this span" },
  "period-frozen": { status: 409, title: "该期已冻结", titleEn: "The period is frozen" },
  "period-not-frozen": { status: 409, title: "该期尚未冻结", titleEn: "The period is not frozen yet" },
  "period-state": { status: 409, title: "当前状态下不能这样做", titleEn: "Not possible in the present state" },
  "matter-state": { status: 409, title: "事项当前状态下不能这样做", titleEn: "Not possible in the matter's present state" },
  "duplicate-subject": { status: 409, title: "可能与已有对象重复", titleEn: "May be the same as one already registered" },
  "idempotency-mismatch": { status: 422, title: "同一请求编号对应了不同内容", titleEn: "One request key stood for different contents" },
  "rule-refused": { status: 422, title: "规则不允许", titleEn: "A rule does not allow it" },
  "stage-out-of-order": { status: 422, title: "阶段顺序不符", titleEn: "The stages are out of order" },
  "evidence-missing": { status: 422, title: "缺少佐证", titleEn: "Evidence is missing" },
  "same-person": { status: 422, title: "须由另一人办理", titleEn: "Another person has to do this" },
  "import-refused": { status: 422, title: "文件不能导入", titleEn: "The file cannot be imported" },
  "file-refused": { status: 422, title: "文件不能读取", titleEn: "The file cannot be read" },
  "unknown-figure": { status: 404, title: "没有这个指标", titleEn: "There is no such figure" },
  "unknown-dimension": { status: 400, title: "该指标没有这个维度", titleEn: "The figure has no such dimension" },
  "too-large": { status: 413, title: "内容过大", titleEn: "The contents are too large" },
  "too-many-requests": { status: 429, title: "请求过于频繁", titleEn: "Too many requests" },
  busy: { status: 503, title: "正忙，请稍后再试", titleEn: "Busy; please try again shortly" },
  "storage-low": { status: 503, title: "存储空间不足，暂时只读", titleEn: "Storage is running out; read-only for now" },
  "database-unavailable": { status: 503, title: "数据库暂时无法连接", titleEn: "The database cannot be reached at the moment" },
  internal: { status: 500, title: "服务出错，已记录", titleEn: "The service failed; it has been recorded" },
} as const satisfies Record<string, { status: number; title: string; titleEn: string }>;

export type ProblemSlug = keyof typeof problemRegistry;

/** One faulty input: where (JSON pointer into the body or query), which rule, and a sentence that names the remedy. */
export type InputFault = { pointer: string; code: string; detail: string };

export type ProblemMembers = {
  detail?: string;
  errors?: InputFault[];
  [member: string]: unknown;
};

/** A failure the contract names. `members` are printed in the answer: never put secrets or other units' content there. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly slug: ProblemSlug;
  readonly status: number;
  readonly title: string;
  readonly members: ProblemMembers;

  constructor(slug: ProblemSlug, members: ProblemMembers = {}) {
    super(members.detail ?? problemRegistry[slug].title);
    this.slug = slug;
    this.status = problemRegistry[slug].status;
    this.title = problemRegistry[slug].title;
    this.members = members;
  }
}

/** Makes the failure to throw: `throw problem("not-found")`. */
export function problem(slug: ProblemSlug, members: ProblemMembers = {}): Problem {
  return new Problem(slug, members);
}

/** Marks the impossible: a false condition is a bug, never bad input. */
export function assert(condition: unknown, why: string): asserts condition {
  if (!condition) throw new Error(`assertion failed: ${why}`);
}
