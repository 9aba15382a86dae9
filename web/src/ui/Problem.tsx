import { Button } from "antd";
import type { ReactNode } from "react";
import { useText } from "../text/useText.ts";
import { usePreferences } from "./preferences.ts";
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
  const { locale } = usePreferences();
  if (failure === undefined || failure === null) return null;
  const { title, detail, faults, requestId } = problemWords(failure, text);
  const isForeign = locale === "en" && [detail, ...faults.map(({ words }) => words)].some((words) => words !== undefined && hasHan(words));
  return (
    <section className="b-problem" role="alert">
      <strong>{title}</strong>
      {detail && (
        <p>
          <Said>{detail}</Said>
        </p>
      )}
      {faults.length > 0 && (
        <ul>
          {faults.map(({ pointer, words }) => {
            const field = fieldOf?.(pointer);
            return <li key={`${pointer}${words}`}>{field ? <FieldLink field={field}>{words}</FieldLink> : <Said>{words}</Said>}</li>;
          })}
        </ul>
      )}
      {isForeign && <p className="b-caption">{text.ui.saidInChinese}</p>}
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

function hasHan(words: string): boolean {
  return /\p{Script=Han}/u.test(words);
}

/** A sentence of the server, marked as Chinese for whoever reads aloud, whatever the page's language. */
function Said({ children }: { children: string }): ReactNode {
  return <span lang={hasHan(children) ? "zh-CN" : undefined}>{children}</span>;
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
