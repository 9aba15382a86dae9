import { ApiProblem } from "../api/problem.ts";
import type { Text } from "../text/useText.ts";
import { problemWords } from "../ui/problemWords.ts";

/** Why signing in failed and what to do, for the password and for the one-time code. */
export function signInWords(failure: unknown, step: "password" | "code", text: Text): string {
  if (failure instanceof ApiProblem) {
    const { status, retryAfterSeconds, slug } = failure;
    if (status === 429) {
      const minutes = Math.ceil((retryAfterSeconds ?? 0) / 60);
      return minutes > 1 ? text.signIn.lockedFor(minutes) : text.signIn.locked;
    }
    // The sign-in library answers 400, 401 and 403 alike for names and passwords that do not fit.
    if (slug !== "foreign-origin" && status >= 400 && status < 404)
      return step === "code" ? text.signIn.codeFailed : text.signIn.failed;
  }
  const { title, detail } = problemWords(failure, text);
  return detail ?? title;
}
