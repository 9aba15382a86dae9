import type { KeyboardEvent, ReactNode } from "react";

export type Tab = { id: string; title: string; count?: number };

export type TabsProps = {
  label: string;
  tabs: readonly Tab[];
  chosen: string;
  onChosen: (id: string) => void;
  /** Id of the element that the tabs switch. */
  controls?: string;
};

/** Views of one page; arrows move, as they do in every tab list. */
export function Tabs({ label, tabs, chosen, onChosen, controls }: TabsProps): ReactNode {
  const onKeyDown = (event: KeyboardEvent<HTMLButtonElement>): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const at = tabs.findIndex(({ id }) => id === chosen);
    const next = tabs[(at + step + tabs.length) % tabs.length];
    if (!next) return;
    event.preventDefault();
    onChosen(next.id);
    event.currentTarget.parentElement?.querySelector<HTMLElement>(`[data-tab="${CSS.escape(next.id)}"]`)?.focus();
  };
  return (
    <div className="b-tabs" role="tablist" aria-label={label}>
      {tabs.map(({ id, title, count }) => (
        <button
          key={id}
          type="button"
          role="tab"
          data-tab={id}
          aria-selected={id === chosen}
          aria-controls={controls}
          tabIndex={id === chosen ? 0 : -1}
          onClick={() => onChosen(id)}
          onKeyDown={onKeyDown}
        >
          {title}
          {count !== undefined && <small> {count}</small>}
        </button>
      ))}
    </div>
  );
}
