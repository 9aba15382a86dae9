import { useNavigate } from "@tanstack/react-router";
import { Button, Dropdown } from "antd";
import type { ReactNode } from "react";
import { useMe } from "../../api/me.ts";
import { paths } from "../../paths.ts";
import { useTimePoint } from "../../shell/timePoint.ts";
import { libraryText } from "../../text/library.ts";
import { useArea } from "../../text/useText.ts";
import { usePageCommands } from "../../ui/commands.ts";
import { useIsPhone } from "../../ui/useIsPhone.ts";

/** 名单办理: the pages that keep the library, for whoever keeps it; both ledgers for all who read the list. */
export function LibraryMenu(): ReactNode {
  const { acts: text } = useArea(libraryText);
  const { rights } = useMe();
  const { isTravelling } = useTimePoint();
  const navigate = useNavigate();
  const isSteward = rights.includes("projects_listing:insert") && !isTravelling;
  const places = {
    ...(isSteward ? { rollover: paths.rollover(), duplicates: paths.duplicates() } : {}),
    statistics: paths.statistics(),
  };
  const items = (Object.keys(places) as (keyof typeof places)[]).map((key) => ({ key, label: text[key] }));
  const go = (key: string): void => void navigate({ to: places[key as keyof typeof places] ?? paths.projects() });
  usePageCommands(items.map(({ key, label }) => ({ id: key, title: label, group: text.more, run: () => go(key) })));
  return (
    <Dropdown trigger={["click"]} menu={{ items, onClick: ({ key }) => go(key) }}>
      <Button aria-haspopup="menu">{text.more}▾</Button>
    </Dropdown>
  );
}

/** 新建项目: absent where nobody may register. On a phone, where lists are read, the form is reached by its command only. */
export function useNewProject(): ReactNode {
  const { acts: text } = useArea(libraryText);
  const { rights } = useMe();
  const { isTravelling } = useTimePoint();
  const navigate = useNavigate();
  const isPhone = useIsPhone();
  const isOffered = rights.includes("projects_profile:insert") && !isTravelling;
  const go = (): void => void navigate({ to: paths.newProject() });
  usePageCommands(isOffered ? [{ id: "new-project", title: text.create, group: text.more, run: go }] : []);
  if (!isOffered || isPhone) return undefined;
  return (
    <Button type="primary" onClick={go}>
      {text.create}
    </Button>
  );
}
