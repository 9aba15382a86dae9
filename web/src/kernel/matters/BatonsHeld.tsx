import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { paths } from "../../paths.ts";
import { mattersText } from "../../text/matters.ts";
import { useArea } from "../../text/useText.ts";

/** 我持有的责任, folded: it is standing, not due. */
export function BatonsHeld({ count }: { count: number }): ReactNode {
  const text = useArea(mattersText);
  if (count === 0) return null;
  return (
    <details className="m-batons">
      <summary>
        {text.batons}
        <small className="b-muted">{count}</small>
      </summary>
      <p>
        {text.batonsWhy(count)} <Link to={paths.projects()}>{text.batonsOpen}</Link>
      </p>
    </details>
  );
}
