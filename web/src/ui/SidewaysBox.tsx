import { useEffect, useRef, useState, type ReactNode } from "react";
import { useText } from "../text/useText.ts";

export type SidewaysBoxProps = {
  className?: string;
  children: ReactNode;
};

/** A box that scrolls sideways where its table is wider than the page; only then it takes the focus, so that arrow keys move it. */
export function SidewaysBox({ className = "", children }: SidewaysBoxProps): ReactNode {
  const { ui } = useText();
  const box = useRef<HTMLDivElement>(null);
  const [isWider, setIsWider] = useState(false);
  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => setIsWider(element.scrollWidth > element.clientWidth));
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={box} className={`b-sideways ${className}`} {...(isWider ? { role: "group", tabIndex: 0, "aria-label": ui.sideways } : {})}>
      {children}
    </div>
  );
}
