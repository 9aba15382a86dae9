import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { paths } from "../../paths.ts";
import { mattersText } from "../../text/matters.ts";
import { useArea } from "../../text/useText.ts";

/** 我持有的责任, at the foot of the inbox: it is standing, not due. */
export function BatonsHeld({ count }: { count: number }): ReactNode {
  const text = useArea(mattersText);
  return (
    <p className="m-batons">
      <Link to={paths.batons()}>
        {text.batons} {count} ▸
      </Link>
    </p>
  );
}
