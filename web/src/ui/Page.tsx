import { useEffect, type ReactNode } from "react";
import "./page.css";
import { useText } from "../text/useText.ts";

export type PageProps = {
  title: string;
  /** Beside the title: tabs, counts, the time of the data. */
  aside?: ReactNode;
  /** The page's single primary button (top right; on phones at the bottom). */
  primary?: ReactNode;
  /** Other buttons, before the primary one. */
  actions?: ReactNode;
  /** Below the heading line, as filters. */
  lead?: ReactNode;
  /** The content takes exactly the window's height and scrolls inside, as ledgers and sheets do. */
  fill?: boolean;
  children: ReactNode;
};

/** One heading, one primary button. */
export function Page({ title, aside, primary, actions, lead, fill, children }: PageProps): ReactNode {
  const { product } = useText();
  useEffect(() => {
    document.title = `${title} · ${product.name}`;
  }, [title, product.name]);
  return (
    <article className={`b-page${fill ? " b-page-fill" : ""}${primary ? " b-page-has-primary" : ""}`}>
      <header className="b-page-head">
        <h1 tabIndex={-1}>{title}</h1>
        <div className="b-page-aside">{aside}</div>
        {(actions || primary) && (
          <div className="b-page-actions">
            {actions}
            {primary && <span className="b-page-primary">{primary}</span>}
          </div>
        )}
      </header>
      {lead && <div className="b-page-lead">{lead}</div>}
      <div className="b-page-body">{children}</div>
    </article>
  );
}
