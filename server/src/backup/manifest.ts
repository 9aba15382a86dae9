import { z } from "zod";

/** How the parts of a backup are locked; absent where no passphrase was given. */
const encryption = z.strictObject({
  cipher: z.literal("aes-256-gcm"),
  derivation: z.literal("scrypt"),
  salt: z.string().regex(/^[0-9a-f]{32}$/),
  // Bounded, so that a file from elsewhere cannot ask for all the memory there is.
  cost: z
    .int()
    .min(2 ** 14)
    .max(2 ** 18),
  blockSize: z.int().min(1).max(16),
  parallel: z.int().min(1).max(4),
});
export type Encryption = z.infer<typeof encryption>;

const digest = z.string().regex(/^[0-9a-f]{64}$/);

/** One part as it stands in the file; `bytes` and `sha256` are of its content, before packing and locking. */
const part = z.strictObject({ name: z.string().min(1), bytes: z.int(), sha256: digest });
export type Part = z.infer<typeof part>;

const tableName = z.string().regex(/^[a-z_][a-z0-9_]*$/);

const table = z.strictObject({ name: tableName, columns: z.array(tableName).min(1), rows: z.int() });
export type BackedTable = z.infer<typeof table>;

/** What a backup says of itself: the last part written, and the first one read. */
export const manifestSchema = z.strictObject({
  kind: z.literal("baton-backup"),
  version: z.literal(1),
  program: z.string(),
  /** Instant of the snapshot: everything committed before it is here, nothing after it. */
  takenAt: z.string(),
  city: z.string(),
  isDemo: z.boolean(),
  schema: tableName,
  postgres: z.string(),
  /** The migrations the tables were made by; a restore makes the same before it loads. */
  migrations: z.array(z.strictObject({ number: z.int(), name: z.string(), checksum: digest })).min(1),
  tables: z.array(table).min(1),
  sequences: z.array(z.strictObject({ name: tableName, lastValue: z.string().regex(/^\d+$/), isCalled: z.boolean() })),
  /** The greatest transaction number an act carries; a restore goes past it (decision 0020). */
  lastXid: z.string().regex(/^\d+$/),
  lastSeal: z.strictObject({ sealId: z.int(), hash: digest }).nullable(),
  jobs: z.int(),
  files: z.int(),
  /** Evidence whose file was missing or not the one that was uploaded, by number of the evidence. */
  gaps: z.array(z.string()),
  /** Whether the key of the seals and the secret of the sign-in travel in this file. */
  hasKeys: z.boolean(),
  parts: z.array(part),
  encryption: encryption.nullable(),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** Tables whose rows stay behind: live sign-ins would come to life again, and counters mean nothing elsewhere. */
export const leftBehind: readonly string[] = ["kernel_session", "kernel_verification", "kernel_rate_limit", "kernel_sign_in_lock"];

/** Of the migration table the restore makes its own rows. */
export const madeByMigration = "platform_migration";

export const tablePart = (name: string): string => `tables/${name}.copy`;
export const jobsPart = "jobs.json";
export const keysPart = "keys.json";
export const filePart = (path: string): string => `files/${path}`;
export const anchorPart = (name: string): string => `anchors/${name}`;
