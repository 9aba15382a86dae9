/** What browsers say when a part of the program cannot be fetched: Chromium, Firefox, Safari, and the bundler's own loader. */
const fileMissing = /dynamically imported module|importing a module script failed|unable to preload css|module script/i;

/** Whether a page threw because a file of the program did not come, or because the program itself is at fault. */
export function isFileMissing(error: unknown): boolean {
  return error instanceof Error && fileMissing.test(error.message);
}

/** What an administrator needs to find the fault: where, when, what; no typed text and no answer of the server. */
export function faultReport(error: unknown, seen: { path: string; at: string; browser: string }): string {
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const where = error instanceof Error ? (error.stack ?? "").split("\n").slice(0, 6).join("\n") : "";
  return [seen.path, seen.at, what, where.startsWith(what) ? where.slice(what.length).trim() : where, seen.browser].filter(Boolean).join("\n");
}
