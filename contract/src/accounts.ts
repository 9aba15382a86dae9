import { z } from "zod";

/** Roles of posts. The three administrators hold no business rights, and business posts no administration. */
export const roles = ["leader", "chief", "dispatch", "district", "town", "department", "enterprise", "sysadmin", "secadmin", "auditor"] as const;
export type Role = (typeof roles)[number];
export const administratorRoles: readonly Role[] = ["sysadmin", "secadmin", "auditor"];

/** What a role finds after signing in; the web maps each to a path. */
export const landings = ["overview", "dispatch", "review", "inbox", "phone", "setup", "people", "audit", "nothing"] as const;
export type Landing = (typeof landings)[number];

/** The page a role lands on. `none` is an account without a post: it may only wait for one. */
export function landingOf(role: string): Landing {
  switch (role) {
    case "leader":
    case "chief":
      return "overview";
    case "dispatch":
      return "dispatch";
    case "district":
      return "review";
    case "town":
    case "department":
      return "inbox";
    case "enterprise":
      return "phone";
    case "sysadmin":
      return "setup";
    case "secadmin":
      return "people";
    case "auditor":
      return "audit";
    default:
      return "nothing";
  }
}

export const username = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9_.一-鿿-]{2,32}$/, "账号用 2 至 32 个小写字母、数字、汉字、点、横线或下划线。");

/** The password as typed; the bound only keeps a request from feeding the hash megabytes. */
const typedPassword = z.string().min(1, "请填写密码。").max(256, "密码不超过 256 个字符。");

export const signInBody = z.strictObject({
  /** As typed: whatever names nobody is answered like a wrong password. */
  username: z.string().min(1, "请填写账号。").max(128, "账号不超过 128 个字符。"),
  password: typedPassword,
});

/** What the person does next: nothing, give the code, set a password of one's own, or bind the second factor. */
export const signInNext = z.enum(["ready", "factor", "change-password", "enrol-factor"]);
export const signInAnswer = z.object({ next: signInNext });

export const changePasswordBody = z.strictObject({ currentPassword: typedPassword, newPassword: typedPassword });
export const enrolFactorBody = z.strictObject({ password: typedPassword });
/** `uri` goes into the QR code, `secret` (base32) is for typing in. Both are shown once. */
export const enrolFactorAnswer = z.object({ uri: z.string(), secret: z.string() });
export const verifyFactorBody = z.strictObject({ code: z.string().regex(/^\d{6}$/, "动态口令是 6 位数字。") });

export const heldPost = z.object({
  postId: z.int(),
  title: z.string(),
  orgId: z.string(),
  orgName: z.string(),
  role: z.string(),
  isActing: z.boolean(),
});

export const me = z.object({
  account: z.object({ id: z.string(), displayName: z.string(), username: z.string() }),
  posts: z.array(heldPost),
  /** The role and post acted from; `none` and 0 for an account without a post. */
  role: z.string(),
  postId: z.int(),
  landing: z.enum(landings),
  /** `table:verb` of the role; empty while the person must first change a password or bind a factor. */
  rights: z.array(z.string()),
  city: z.object({ name: z.string() }),
  demo: z.boolean(),
  /** The city's today, by which things are due; the demonstration's own, shifted one. */
  businessDay: z.iso.date(),
  mustChangePassword: z.boolean(),
  mustEnrolFactor: z.boolean(),
  /** The account has a factor, this session has not given it yet (provincial sign-on). */
  mustVerifyFactor: z.boolean(),
  hasFactor: z.boolean(),
});
export type Me = z.infer<typeof me>;

export const cityAnswer = z.object({
  name: z.string(),
  demo: z.boolean(),
  /** The demonstration's ways in; empty elsewhere. */
  accounts: z.array(z.object({ username: z.string(), title: z.string() })),
  /** Whether the provincial sign-on is configured. */
  hasProvincialSignOn: z.boolean(),
});

export const listedAccount = z.object({
  id: z.string(),
  username: z.string(),
  displayName: z.string(),
  hasFactor: z.boolean(),
  mustChangePassword: z.boolean(),
  /** A reset password that no other administrator has released yet. */
  awaitsRelease: z.boolean(),
  /** Instant since which the account is stopped for not having been used; null while it is not. */
  dormantSince: z.string().nullable(),
  createdAt: z.string(),
  closedAt: z.string().nullable(),
  posts: z.array(
    z.object({
      appointmentId: z.string(),
      postId: z.int(),
      title: z.string(),
      orgName: z.string(),
      role: z.string(),
      isActing: z.boolean(),
      validFrom: z.string(),
      /** Last day exclusive; null while open. */
      validTo: z.string().nullable(),
    }),
  ),
});

export const accountsQuery = z.strictObject({
  q: z.string().max(64).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  /** The last username of the page before. */
  cursor: z.string().max(64).optional(),
});
export const accountsAnswer = z.object({ items: z.array(listedAccount), next: z.string().nullable() });

export const newAccountBody = z.strictObject({
  username,
  displayName: z.string().trim().min(1, "请填写姓名或称谓。").max(40),
});
/** The password is shown once: a repeated Idempotency-Key gives null. It works for 24 hours and must be changed. */
export const oneTimePasswordAnswer = z.object({
  accountId: z.string(),
  oneTimePassword: z.string().nullable(),
  expiresAt: z.string(),
});

export const reasonBody = z.strictObject({ reason: z.string().trim().min(2, "请写明原因。").max(200) });

/** `subject` is the provider's lasting name of the person (`sub`), not a name of ours. */
export const provincialIdentityBody = z.strictObject({
  subject: z.string().trim().min(1).max(255),
  reason: z.string().trim().min(2, "请写明依据。").max(200),
});

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, "日期写作 2023-06-30。");
export const appointmentBody = z.strictObject({
  accountId: z.uuid(),
  postId: z.int().positive(),
  /** First day in force; today when absent. */
  validFrom: day.optional(),
  /** First day no longer in force; open when absent. */
  validTo: day.optional(),
  isActing: z.boolean().default(false),
  reason: z.string().trim().min(2, "请写明依据或原因。").max(200),
});
export const appointmentAnswer = z.object({ appointmentId: z.string() });
export const appointmentEndBody = z.strictObject({
  /** First day no longer in force; today when absent. */ validTo: day.optional(),
  reason: z.string().trim().min(2, "请写明原因。").max(200),
});

export const rolePolicies = z.object({ items: z.array(z.object({ role: z.enum(roles), demandsFactor: z.boolean() })) });
export const rolePolicyBody = z.strictObject({
  role: z.enum(roles),
  demandsFactor: z.boolean(),
  reason: z.string().trim().min(2, "请写明原因。").max(200),
});

export const doneAnswer = z.object({ done: z.literal(true) });
