import { Button } from "antd";
import type { ReactNode } from "react";
import { useText } from "../text/useText.ts";
import { problemWords } from "./problemWords.ts";

export type ProblemProps = {
  /** What was thrown; nothing is shown for nothing. */
  failure: unknown;
  /** Id of the field a pointer means; with it each fault is a link to its field. */
  fieldOf?: (pointer: string) => string | undefined;
  onRetry?: () => void;
  /** Further ways out, as [采用1,500][保留1,200]. */
  children?: ReactNode;
};

/** A failure in plain words that stays until it is mended. */
export function Problem({ failure, fieldOf, onRetry, children }: ProblemProps): ReactNode {
  const text = useText();
  if (failure === undefined || failure === null) return null;
  const { title, detail, faults, requestId } = problemWords(failure, text);
  return (
    <section className="b-problem" role="alert">
      <strong>{title}</strong>
      {detail && <p>{detail}</p>}
      {faults.length > 0 && (
        <ul>
          {faults.map(({ pointer, words }) => {
            const field = fieldOf?.(pointer);
            return <li key={`${pointer}${words}`}>{field ? <FieldLink field={field}>{words}</FieldLink> : words}</li>;
          })}
        </ul>
      )}
      {(requestId || onRetry || children) && (
        <div className="b-problem-foot">
          {children}
          {onRetry && (
            <Button size="small" onClick={onRetry}>
              {text.ui.retry}
            </Button>
          )}
          {requestId && <span className="b-caption">{text.ui.requestId(requestId)}</span>}
        </div>
      )}
    </section>
  );
}

/** Goes to the field by focus and leaves the address alone, which belongs to the router. */
function FieldLink({ field, children }: { field: string; children: ReactNode }): ReactNode {
  return (
    <a
      href={`#${field}`}
      onClick={(event) => {
        event.preventDefault();
        document.getElementById(field)?.focus();
      }}
    >
      {children}
    </a>
  );
}
