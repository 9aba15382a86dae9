import { Modal } from "antd";
import { useEffect, useId, useState, type KeyboardEvent, type ReactNode } from "react";
import { useText } from "../text/useText.ts";
import { matchingCommands, type Command } from "./commands.ts";

export type CommandPaletteProps = {
  open: boolean;
  onClose: () => void;
  commands: readonly Command[];
  /** Asks the server as one types, as for projects and figures; its answers come after the commands. */
  find?: (typed: string) => Promise<readonly Command[]>;
};

const longestList = 50;
const askAfterMs = 200;

/** Ctrl+K: acts of this page, pages, and what `find` answers. */
export function CommandPalette({ open, onClose, ...rest }: CommandPaletteProps): ReactNode {
  const text = useText();
  return (
    <Modal open={open} onCancel={onClose} footer={null} title={text.ui.commandsTitle} destroyOnHidden style={{ top: 64 }}>
      <Palette onClose={onClose} {...rest} />
    </Modal>
  );
}

function Palette({ onClose, commands, find }: Omit<CommandPaletteProps, "open">): ReactNode {
  const text = useText();
  const listId = useId();
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState(0);
  const initialsOf = usePinyinInitials();
  const found = useFound(typed, find);
  const matches = [...matchingCommands(commands, typed, initialsOf), ...found].slice(0, longestList);
  const run = (command: Command | undefined): void => {
    if (!command) return;
    onClose();
    command.run();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setChosen((now) => Math.max(0, Math.min(now + step, matches.length - 1)));
    else if (event.key === "Enter") run(matches[chosen]);
    else return;
    event.preventDefault();
  };
  useEffect(() => {
    document.getElementById(`${listId}${chosen}`)?.scrollIntoView({ block: "nearest" });
  }, [chosen, listId]);
  return (
    <div className="b-commands">
      <input
        autoFocus
        role="combobox"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={matches.length > 0 ? `${listId}${chosen}` : undefined}
        aria-label={text.ui.commandsPlaceholder}
        placeholder={text.ui.commandsPlaceholder}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setChosen(0);
        }}
        onKeyDown={onKeyDown}
      />
      <ul role="listbox" id={listId} aria-label={text.ui.commandsTitle}>
        {matches.map((command, at) => (
          // The focus stays in the field, which has the keys; the options only follow it.
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events
          <li
            key={`${command.group}${command.id}`}
            id={`${listId}${at}`}
            role="option"
            aria-selected={at === chosen}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => run(command)}
          >
            {command.title}
            <span>{command.group}</span>
          </li>
        ))}
      </ul>
      {matches.length === 0 && <p className="b-muted">{text.ui.commandsNone}</p>}
    </div>
  );
}

/** The pinyin table is large, so it comes only when somebody opens the list. */
function usePinyinInitials(): ((title: string) => string) | undefined {
  const [initials, setInitials] = useState<(title: string) => string>();
  useEffect(() => {
    let isGone = false;
    void import("pinyin-pro").then(({ pinyin }) => {
      if (isGone) return;
      setInitials(() => (title: string) => pinyin(title, { pattern: "first", toneType: "none", separator: "" }).toLowerCase().replace(/\s/g, ""));
    });
    return () => {
      isGone = true;
    };
  }, []);
  return initials;
}

function useFound(typed: string, find: CommandPaletteProps["find"]): readonly Command[] {
  const [found, setFound] = useState<readonly Command[]>([]);
  useEffect(() => {
    const wanted = typed.trim();
    if (!find || wanted === "") return setFound([]);
    let isStale = false;
    const timer = setTimeout(() => {
      find(wanted).then(
        (answers) => !isStale && setFound(answers),
        // The pages and acts stay usable while the server cannot be asked.
        () => !isStale && setFound([]),
      );
    }, askAfterMs);
    return () => {
      isStale = true;
      clearTimeout(timer);
    };
  }, [typed, find]);
  return found;
}
