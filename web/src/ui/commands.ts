import { useEffect, useRef, useSyncExternalStore } from "react";

/** Something a person can ask for by name. */
export type Command = { id: string; title: string; group: string; run: () => void };

let groups: readonly { owner: symbol; commands: readonly Command[] }[] = [];
const listeners = new Set<() => void>();

function change(next: typeof groups): void {
  groups = next;
  for (const listener of listeners) listener();
}

/** Offers a page's acts in the command list while the page is shown; they come before everything else. */
export function usePageCommands(commands: readonly Command[]): void {
  const latest = useRef(commands);
  latest.current = commands;
  const ids = commands.map(({ id, title }) => `${id}\t${title}`).join("\n");
  useEffect(() => {
    const owner = Symbol(ids);
    const stable = latest.current.map((command) => ({
      ...command,
      run: () => latest.current.find(({ id }) => id === command.id)?.run(),
    }));
    change([...groups, { owner, commands: stable }]);
    return () => change(groups.filter((group) => group.owner !== owner));
  }, [ids]);
}

export function usePresentCommands(): readonly Command[] {
  const present = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => groups,
  );
  return present.flatMap(({ commands }) => commands);
}

/**
 * Commands whose title, or whose pinyin initials, contain what was typed; those that begin with it first.
 * `initialsOf` may be absent while the pinyin table is still on its way.
 */
export function matchingCommands(commands: readonly Command[], typed: string, initialsOf?: (title: string) => string): Command[] {
  const wanted = typed.trim().toLowerCase().replace(/\s+/g, "");
  if (wanted === "") return [...commands];
  const place = (command: Command): number => {
    const title = command.title.toLowerCase().replace(/\s+/g, "");
    const places = [title.indexOf(wanted), initialsOf ? initialsOf(command.title).indexOf(wanted) : -1].filter((at) => at >= 0);
    return places.length === 0 ? -1 : Math.min(...places);
  };
  return commands
    .map((command) => ({ command, at: place(command) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => Number(a.at > 0) - Number(b.at > 0))
    .map(({ command }) => command);
}
