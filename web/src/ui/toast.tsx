import { useEffect, useSyncExternalStore, type ReactNode } from "react";
import { useText } from "../text/useText.ts";

export type Toast = {
  /** What was done: 已报送18行. */
  words: string;
  /** The way back, offered for ten seconds. */
  onUndo?: () => void;
  /** By default 撤销; 报送 says 撤回. */
  undoWords?: string;
};

const shownMs = 10_000;
let nextId = 1;
let shown: readonly (Toast & { id: number })[] = [];
const listeners = new Set<() => void>();

function change(next: typeof shown): void {
  shown = next;
  for (const listener of listeners) listener();
}

/** Tells what was done, for ten seconds, with the way back. Failures are told by `Problem`, which stays. */
export function showToast(toast: Toast): void {
  change([...shown.slice(-2), { ...toast, id: nextId++ }]);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function Toasts(): ReactNode {
  const toasts = useSyncExternalStore(subscribe, () => shown);
  return (
    <div className="b-toasts" role="status" aria-live="polite">
      {toasts.map((toast) => (
        <ToastLine key={toast.id} toast={toast} onGone={() => change(shown.filter(({ id }) => id !== toast.id))} />
      ))}
    </div>
  );
}

function ToastLine({ toast, onGone }: { toast: Toast; onGone: () => void }): ReactNode {
  const text = useText();
  useEffect(() => {
    const timer = setTimeout(onGone, shownMs);
    return () => clearTimeout(timer);
    // The ten seconds run from when it appeared.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  return (
    <div className="b-toast">
      <span>{toast.words}</span>
      {toast.onUndo && (
        <button
          type="button"
          className="b-plain-button"
          onClick={() => {
            toast.onUndo?.();
            onGone();
          }}
        >
          {toast.undoWords ?? text.ui.undo}
        </button>
      )}
    </div>
  );
}
