/** Where the supervisor says what it does: pino's logger and `console` both fit. Lines never carry secrets. */
export type PostgresLog = {
  info(line: string): void;
  warn(line: string): void;
  error(line: string): void;
};

/** `city`: every commit reaches the disk. `test`: small; a commit survives kill −9 but not a power cut. */
export type Profile = "city" | "test";

export type PostgresOptions = {
  /** A directory that belongs to this database alone; made when missing. */
  dataDir: string;
  log: PostgresLog;
  /** Default `city`. */
  profile?: Profile;
  /** Space kept back for recovery from a full disk, in MB (2^20 bytes). Default 256; 0 for the test profile. */
  ballastMb?: number;
  /**
   * Whether the database stops by itself when this process dies without `stop()`. Default: only for the test
   * profile. A city's database outlives a killed server and is adopted by the next, which spares crash recovery.
   */
  diesWithParent?: boolean;
};

export type PostgresServer = {
  /** Directory of the Unix socket; pass it as `host` to `pg`. */
  socketDir: string;
  port: number;
  superuser: { user: string; password: string };
  /** A database left running by a killed server was taken over; its old sessions have been ended. */
  adopted: boolean;
  /** Fast shutdown, made immediate when it takes too long. May be called more than once. */
  stop: () => Promise<void>;
};

/** `PostgresOptions` with the defaults filled in. */
export type Settled = Required<PostgresOptions>;

export function settle(options: PostgresOptions): Settled {
  const profile = options.profile ?? "city";
  return {
    dataDir: options.dataDir,
    log: options.log,
    profile,
    ballastMb: options.ballastMb ?? (profile === "city" ? 256 : 0),
    diesWithParent: options.diesWithParent ?? profile === "test",
  };
}
