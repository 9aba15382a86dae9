/**
 * Every failure that Baton expects, by slug. Server code throws `problem("slug", {…})`;
 * one handler answers RFC 9457 `application/problem+json`. A slug is part of the outside contract:
 * add, never rename.
 */
export const problemRegistry = {
  "bad-request": { status: 400, title: "请求格式不正确" },
  "invalid-input": { status: 400, title: "填写内容有误" },
  "not-signed-in": { status: 401, title: "请先登录" },
  "sign-in-failed": { status: 401, title: "用户名或密码不正确" },
  "sign-in-locked": { status: 429, title: "登录尝试过多，请稍后再试" },
  "session-expired": { status: 401, title: "登录已过期，请重新登录" },
  "factor-enrolment-required": { status: 403, title: "请先绑定动态口令" },
  "fresh-factor-required": { status: 403, title: "此操作需要重新验证动态口令" },
  "password-change-required": { status: 403, title: "请先修改初始密码" },
  "not-allowed": { status: 403, title: "您没有此项权限" },
  "foreign-origin": { status: 403, title: "请求来源不被接受" },
  "unknown-host": { status: 421, title: "访问地址不被接受" },
  "not-found": { status: 404, title: "没有找到，或者您无权查看" },
  conflict: { status: 409, title: "内容已被他人修改" },
  "import-running": { status: 409, title: "已有一个导入正在进行" },
  "import-cancelled": { status: 409, title: "导入已取消" },
  "import-rests": { status: 409, title: "这次导入不能撤销" },
  "edit-conflict": { status: 409, title: "内容已被他人修改" },
  "baton-already-held": { status: 409, title: "该责任在此期间已有承担者" },
  "period-frozen": { status: 409, title: "该期已冻结" },
  "period-not-frozen": { status: 409, title: "该期尚未冻结" },
  "period-state": { status: 409, title: "当前状态下不能这样做" },
  "matter-state": { status: 409, title: "事项当前状态下不能这样做" },
  "duplicate-subject": { status: 409, title: "可能与已有对象重复" },
  "idempotency-mismatch": { status: 422, title: "同一请求编号对应了不同内容" },
  "rule-refused": { status: 422, title: "规则不允许" },
  "stage-out-of-order": { status: 422, title: "阶段顺序不符" },
  "evidence-missing": { status: 422, title: "缺少佐证" },
  "same-person": { status: 422, title: "须由另一人办理" },
  "import-refused": { status: 422, title: "文件不能导入" },
  "file-refused": { status: 422, title: "文件不能读取" },
  "unknown-figure": { status: 404, title: "没有这个指标" },
  "unknown-dimension": { status: 400, title: "该指标没有这个维度" },
  "too-large": { status: 413, title: "内容过大" },
  "too-many-requests": { status: 429, title: "请求过于频繁" },
  busy: { status: 503, title: "正忙，请稍后再试" },
  "storage-low": { status: 503, title: "存储空间不足，暂时只读" },
  "database-unavailable": { status: 503, title: "数据库暂时无法连接" },
  internal: { status: 500, title: "服务出错，已记录" },
} as const satisfies Record<string, { status: number; title: string }>;

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
