import { useEffect, useState } from "react";
import { flushSync } from "react-dom";

/** True while the browser takes its picture for paper: virtual tables then draw all rows they hold. */
export function usePrinting(): boolean {
  const [isPrinting, setIsPrinting] = useState(false);
  useEffect(() => {
    // The picture is taken right after this event, so drawing cannot wait.
    const begin = (): void => flushSync(() => setIsPrinting(true));
    const end = (): void => setIsPrinting(false);
    window.addEventListener("beforeprint", begin);
    window.addEventListener("afterprint", end);
    return () => {
      window.removeEventListener("beforeprint", begin);
      window.removeEventListener("afterprint", end);
    };
  }, []);
  return isPrinting;
}

/** Every row as the virtual list would place it, for paper. */
export function allItems(count: number): { index: number; key: number; start: number; end: number }[] {
  return Array.from({ length: count }, (_, index) => ({ index, key: index, start: 0, end: 0 }));
}
