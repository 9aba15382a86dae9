import { ApiProblem } from "../api/problem.ts";
import type { Text } from "../text/useText.ts";

/** What to tell a person about a failure, in sentences, with the faulty inputs apart. */
export type ProblemWords = {
  title: string;
  /** Absent where the title says it all. */
  detail?: string;
  faults: { pointer: string; words: string }[];
  requestId?: string;
};

/** One way from a failure to words, for every page. */
export function problemWords(failure: unknown, text: Text): ProblemWords {
  if (!(failure instanceof ApiProblem)) return { title: text.ui.unknownFailure, faults: [] };
  if (failure.slug === "network") return { title: text.ui.networkLost, faults: [] };
  const title = failure.title === failure.slug ? text.ui.unknownFailure : failure.title;
  return {
    title,
    ...(failure.detail && failure.detail !== title ? { detail: failure.detail } : {}),
    faults: failure.faults.map(({ pointer, detail }) => ({ pointer, words: detail })),
    ...(failure.status >= 500 && failure.requestId ? { requestId: failure.requestId } : {}),
  };
}
