import type { ReactNode } from "react";
import { useText } from "../text/useText.ts";

export type LightVerdict = "merit" | "none" | "remind" | "warn";
export type LightColour = "blue" | "yellow" | "red" | "green" | "none";

/** The shape follows the verdict, the colour follows the rule set. */
export const lightShapes: Record<LightVerdict, string> = { merit: "★", none: "○", remind: "▲", warn: "■" };

export type LightMarkProps = {
  verdict: LightVerdict;
  colour: LightColour;
  /** Of a frozen period: solid; otherwise hollow and dashed. */
  isFixed: boolean;
  /** The word of the rule set; by default the colour's (红牌). */
  word?: string;
  /** Calendar date to which the light is exempt, as shown: 2023-12-31. */
  exemptUntil?: string;
};

/** A light: shape, word and colour together, never colour alone. */
export function LightMark({ verdict, colour, isFixed, word, exemptUntil }: LightMarkProps): ReactNode {
  const text = useText();
  const named = word ?? text.lights[colour];
  const firmness = verdict === "none" ? "none" : isFixed ? "fixed" : "provisional";
  const state = verdict === "none" ? "" : isFixed ? text.ui.fixed : text.ui.provisional;
  return (
    <span className={`b-light b-light-${firmness} b-light-${verdict === "none" ? "none" : colour}`}>
      <span aria-hidden="true">{lightShapes[verdict]}</span>
      <span>{named}</span>
      {exemptUntil && <span>{text.ui.exemptUntil(exemptUntil)}</span>}
      {state && <span className="b-sr">{text.ui.bracketed(state)}</span>}
    </span>
  );
}
