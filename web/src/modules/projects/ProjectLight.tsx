import type { ReactNode } from "react";
import { LightMark, type LightVerdict } from "../../ui/LightMark.tsx";
import { useLightLook } from "./lightWords.ts";

type ProjectLightProps = { verdict: LightVerdict; isFixed: boolean; exemptUntil?: string | undefined };

/** A project's light in the words of the rule set in force. */
export function ProjectLight({ verdict, isFixed, exemptUntil }: ProjectLightProps): ReactNode {
  const look = useLightLook();
  return <LightMark verdict={verdict} isFixed={isFixed} {...look(verdict)} {...(exemptUntil ? { exemptUntil } : {})} />;
}
