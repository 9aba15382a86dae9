import { useEffect, useState, type ReactNode } from "react";
import { useText } from "../text/useText.ts";

/** When waiting begins to show, to have a shape, and to need words. */
const skeletonAfterMs = 200;
const wordsAfterMs = 1000;
const longAfterMs = 5000;

export type LoadingProps = {
  /** What is being read, once it takes a second; by default 正在读取. */
  words?: string;
  lines?: number;
};

/** Nothing to 200 ms, a skeleton to 1 s, then words. */
export function Loading({ words, lines = 4 }: LoadingProps): ReactNode {
  const text = useText();
  const [phase, setPhase] = useState<"nothing" | "skeleton" | "words" | "long">("nothing");
  useEffect(() => {
    const timers = [
      setTimeout(() => setPhase("skeleton"), skeletonAfterMs),
      setTimeout(() => setPhase("words"), wordsAfterMs),
      setTimeout(() => setPhase("long"), longAfterMs),
    ];
    return () => timers.forEach(clearTimeout);
  }, []);
  return (
    <div className="b-loading" role="status" aria-busy="true">
      {(phase === "words" || phase === "long") && <p className="b-muted">{phase === "long" ? text.ui.loadingLong : (words ?? text.ui.loading)}</p>}
      {phase !== "nothing" &&
        Array.from({ length: lines }, (_, line) => <div key={line} className="b-bone" style={{ width: line === lines - 1 ? "40%" : "100%" }} />)}
    </div>
  );
}
