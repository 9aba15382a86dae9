import { Modal } from "antd";
import type { ReactNode } from "react";
import { useText } from "../text/useText.ts";

export type KeyHelpProps = {
  open: boolean;
  onClose: () => void;
  /** Keys of the page shown now: `[["J", "下一行"], …]`. */
  pageKeys?: readonly (readonly [keys: string, does: string])[];
};

/** `?`: the list of keys. */
export function KeyHelp({ open, onClose, pageKeys = [] }: KeyHelpProps): ReactNode {
  const { keys, ui } = useText();
  const everywhere = [
    ["Ctrl+K", keys.commands],
    ["/", keys.search],
    ["?", keys.help],
    ["F6", keys.region],
    ["Esc", keys.cancel],
  ] as const;
  const tables = [
    ["↑ ↓ ← →", keys.move],
    ["Enter", keys.enter],
    ["Tab", keys.tab],
    ["F2", keys.edit],
    ["Ctrl+C", keys.copy],
    ["Ctrl+V", keys.paste],
    ["Ctrl+Z", keys.undo],
    ["Ctrl+Y", keys.redo],
    ["Ctrl+D", keys.fillDown],
    ["Ctrl+Enter", keys.fillSelection],
    ["Space", keys.peek],
    ["Ctrl+Shift+Enter", keys.submit],
    ["Ctrl+S", keys.save],
  ] as const;
  return (
    <Modal open={open} onCancel={onClose} footer={null} title={ui.keysTitle} width={560} destroyOnHidden>
      {pageKeys.length > 0 && <Keys title={ui.commandsOnPage} keys={pageKeys} />}
      <Keys title={keys.groupEverywhere} keys={everywhere} />
      <Keys title={keys.groupTable} keys={tables} />
    </Modal>
  );
}

function Keys({ title, keys }: { title: string; keys: readonly (readonly [string, string])[] }): ReactNode {
  return (
    <section style={{ marginBottom: 16 }}>
      <h3>{title}</h3>
      <dl className="b-keys" style={{ marginTop: 8 }}>
        {keys.map(([key, does]) => (
          <div key={key} style={{ display: "contents" }}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
