import type { ReactNode } from "react";
import { useText } from "../text/useText.ts";

export type StepsProps = {
  label: string;
  steps: readonly { id: string; title: string; note?: string }[];
  /** The step one stands at; those before it are done. */
  current: string;
};

/** Where something stands on a known way: 开放─截止─●待冻结─核对. */
export function Steps({ label, steps, current }: StepsProps): ReactNode {
  const text = useText();
  const now = steps.findIndex(({ id }) => id === current);
  return (
    <ol className="b-steps" aria-label={label}>
      {steps.map(({ id, title, note }, at) => {
        const state = at < now ? text.ui.stepDone : at === now ? text.ui.stepNow : text.ui.stepLater;
        return (
          <li key={id} aria-current={at === now ? "step" : undefined}>
            <span className="b-step-mark" aria-hidden="true">
              {at < now ? "✓" : at === now ? "●" : "○"}
            </span>
            {title}
            {note && <span className="b-caption">{text.ui.bracketed(note)}</span>}
            <span className="b-sr">{text.ui.bracketed(state)}</span>
          </li>
        );
      })}
    </ol>
  );
}
