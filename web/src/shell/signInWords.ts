import { ApiProblem } from "../api/problem.ts";
import type { Text } from "../text/useText.ts";
import { problemWords } from "../ui/problemWords.ts";

/** Why signing in failed and what to do, for the password and for the one-time code. */
export function signInWords(failure: unknown, step: "password" | "code", text: Text): string {
  if (failure instanceof ApiProblem && failure.status === 429) {
    const minutes = Math.ceil((failure.retryAfterSeconds ?? 0) / 60);
    return minutes > 1 ? text.signIn.lockedFor(minutes) : text.signIn.locked;
  }
  if (failure instanceof ApiProblem && failure.slug === "sign-in-failed" && failure.detail === undefined) {
    return step === "code" ? text.signIn.codeFailed : text.signIn.failed;
  }
  const { title, detail } = problemWords(failure, text);
  return detail ?? title;
}
