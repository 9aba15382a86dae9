import { Drawer } from "antd";
import { useEffect, useRef, type ReactNode } from "react";
import { useText } from "../text/useText.ts";

export type Drawer480Props = {
  title: ReactNode;
  open: boolean;
  onClose: () => void;
  /** Buttons at the foot, primary last. */
  foot?: ReactNode;
  children: ReactNode;
};

/** The place for details: 480 px on the right, the whole width on phones. Esc closes, the focus goes back. */
export function Drawer480({ title, open, onClose, foot, children }: Drawer480Props): ReactNode {
  const text = useText();
  useFocusBack(open);
  return (
    <Drawer
      title={title}
      open={open}
      onClose={onClose}
      size="min(480px, 100vw)"
      destroyOnHidden
      closable={{ "aria-label": text.ui.close, placement: "end" }}
      focusable={{ trap: true, focusTriggerAfterClose: true }}
      footer={foot}
    >
      {children}
    </Drawer>
  );
}

/** The focus goes back at once; the library itself waits for the end of its motion. */
function useFocusBack(open: boolean): void {
  const origin = useRef<Element | null>(null);
  const wasOpen = useRef(false);
  // Read while drawing: the drawer takes the focus before any effect of ours.
  if (open && !wasOpen.current) origin.current = document.activeElement;
  useEffect(() => {
    const isClosing = wasOpen.current && !open;
    wasOpen.current = open;
    if (isClosing && origin.current instanceof HTMLElement) origin.current.focus({ preventScroll: true });
  }, [open]);
}
