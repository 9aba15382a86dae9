import { useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { Money, Num } from "../../ui/Num.tsx";
import type { FigureForm } from "../../ui/figureText.ts";
import { signedPoints } from "./explanation.ts";
import { Explain } from "./Explain.tsx";
import { figureQuery, type FigureQuestion } from "./question.ts";

export type FigureNumProps = {
  question: FigureQuestion;
  /** `null` where undefined. */
  value: number | null;
  form: FigureForm;
  /** What the number is, for the drawer's title and assistive technology. */
  title?: string;
  decimals?: number;
  reason?: string;
};

/** A figure as a button that opens its explanation; asked for already when pointed at or reached by keyboard. */
export function FigureNum({ question, value, form, title, decimals, reason }: FigureNumProps): ReactNode {
  // Kept after closing, so that the focus can go back to the number.
  const [drawer, setDrawer] = useState<"never" | "open" | "closed">("never");
  const client = useQueryClient();
  const ask = (): void => void client.prefetchQuery(figureQuery({ ...question, by: [] }));
  const explain = (): void => setDrawer("open");
  const optional = { ...(decimals === undefined ? {} : { decimals }), ...(reason === undefined ? {} : { reason }) };
  return (
    <span className="f-number" onPointerEnter={ask} onFocus={ask}>
      {form === "points" && value !== null ? (
        <button type="button" className="b-plain-button b-link-button" onClick={explain}>
          {signedPoints(value)}
        </button>
      ) : form === "wan" || form === "yi" ? (
        <Money fen={value} unit={form === "wan" ? "万元" : "亿元"} onExplain={explain} {...optional} />
      ) : (
        <Num value={value} form={form} onExplain={explain} {...optional} />
      )}
      {drawer !== "never" && <Explain question={question} title={title} open={drawer === "open"} onClose={() => setDrawer("closed")} />}
    </span>
  );
}
