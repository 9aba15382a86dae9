import type { ClipboardEvent, ReactNode } from "react";
import { useText } from "../text/useText.ts";
import { figureDigits, figureText, type FigureForm } from "./figureText.ts";

export type NumProps = {
  /** `null` where there is no value to compute; `undefined` where nothing was reported. */
  value: number | null | undefined;
  form: FigureForm;
  /** Equal decimals in a column. */
  decimals?: number;
  /** Why there is no value, read out and shown on focus. */
  reason?: string;
  /** The reader may not see it. */
  isMasked?: boolean;
  /** Opens the explanation; the number becomes a button. */
  onExplain?: () => void;
};

/** A figure. 0, 未报, — (with its reason) and ＊＊＊ are four different things. */
export function Num({ value, form, decimals, reason, isMasked, onExplain }: NumProps): ReactNode {
  const text = useText();
  if (isMasked) return <span aria-label={text.ui.masked}>{text.ui.masked}</span>;
  if (value === undefined) return <span className="b-not-reported">{text.ui.notReported}</span>;
  if (value === null) return <Dash reason={reason ?? text.ui.notComputable} onExplain={onExplain} />;
  const words = figureText(value, form, decimals);
  const onCopy = (event: ClipboardEvent): void => {
    // Only where this number alone is selected; larger selections keep the words around it.
    if (window.getSelection()?.toString().trim() !== words) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", figureDigits(value, form));
  };
  if (!onExplain) return <span onCopy={onCopy}>{words}</span>;
  return (
    <button type="button" className="b-plain-button b-link-button" onClick={onExplain} onCopy={onCopy}>
      {words}
    </button>
  );
}

function Dash({ reason, onExplain }: { reason: string; onExplain: (() => void) | undefined }): ReactNode {
  return (
    <button type="button" className="b-plain-button b-reason" title={reason} aria-label={`—，${reason}`} onClick={onExplain}>
      —
    </button>
  );
}

export type MoneyProps = Omit<NumProps, "form" | "value"> & {
  /** Integer fen. */
  fen: number | null | undefined;
  unit: "万元" | "亿元";
  /** The unit stands behind the number; leave it out where the column's header says it. */
  showUnit?: boolean;
};

export function Money({ fen, unit, showUnit, ...rest }: MoneyProps): ReactNode {
  const { ui } = useText();
  return (
    <span className="b-nowrap">
      <Num value={fen} form={unit === "万元" ? "wan" : "yi"} {...rest} />
      {showUnit && typeof fen === "number" && (unit === "万元" ? ui.wan : ui.yi)}
    </span>
  );
}
