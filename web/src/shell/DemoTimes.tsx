import type { ReactNode } from "react";
import { useMe } from "../api/me.ts";
import { useText } from "../text/useText.ts";

/** In the demonstration: why its business dates and the times of its records lie years apart. Nothing in a real city. */
export function DemoTimes(): ReactNode {
  const { shell } = useText();
  const me = useMe();
  if (!me.demo) return null;
  return (
    <p className="b-caption s-demo-times">
      <span className="b-sample">{shell.demoMark}</span> {shell.demoTimes(me.businessDay)}
    </p>
  );
}
