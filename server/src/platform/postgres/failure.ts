/** The database could not be started for a reason the operator can mend; `message` says what and how, in Chinese. */
export class PostgresStartError extends Error {
  override readonly name = "PostgresStartError";
}

/** The code of a failed system call (`ENOENT`, `EACCES` …), or undefined for any other error. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}
