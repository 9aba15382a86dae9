import type { ReactNode } from "react";

export type EmptyProps = {
  /** What is not there. */
  title: string;
  /** Why. */
  why?: ReactNode;
  /** The one next act. */
  act?: ReactNode;
};

export function Empty({ title, why, act }: EmptyProps): ReactNode {
  return (
    <div className="b-empty">
      <h2>{title}</h2>
      {why && <p className="b-prose">{why}</p>}
      {act}
    </div>
  );
}
