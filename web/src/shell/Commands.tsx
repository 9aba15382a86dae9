import { useNavigate } from "@tanstack/react-router";
import { useCallback, useMemo, type ReactNode } from "react";
import { api } from "../api/client.ts";
import { paths } from "../paths.ts";
import { useText } from "../text/useText.ts";
import { CommandPalette } from "../ui/CommandPalette.tsx";
import { usePresentCommands, type Command } from "../ui/commands.ts";
import { useNavigation } from "./useNavigation.ts";

type FoundProjects = { items: { id: string; name: string }[] };

/** Acts of this page first, then pages, then projects that the server finds. */
export function Commands({ open, onClose }: { open: boolean; onClose: () => void }): ReactNode {
  const { nav, ui } = useText();
  const navigate = useNavigate();
  const { entries } = useNavigation();
  const present = usePresentCommands();
  const commands = useMemo(() => {
    const go = (path: string) => () => void navigate({ to: path });
    const pages: Command[] = entries.map(({ name, path }) => ({
      id: path,
      title: nav[name],
      group: ui.commandsPages,
      run: go(path),
    }));
    return [...present, ...pages, { id: paths.mine(), title: nav.mine, group: ui.commandsPages, run: go(paths.mine()) }];
  }, [entries, present, nav, ui, navigate]);
  const seesProjects = entries.some(({ path }) => path === paths.projects());
  const find = useCallback(
    async (typed: string): Promise<Command[]> => {
      const { items } = await api.get<FoundProjects>("/api/projects", { query: { q: typed, limit: 8 } });
      return items.map(({ id, name }) => ({
        id,
        title: name,
        group: nav.ledger,
        run: () => void navigate({ to: paths.project(id) }),
      }));
    },
    [nav, navigate],
  );
  return <CommandPalette open={open} onClose={onClose} commands={commands} {...(seesProjects ? { find } : {})} />;
}
