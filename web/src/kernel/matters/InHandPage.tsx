import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { openingRoles } from "@baton/contract/matter-opening";
import type { MatterAct } from "@baton/contract/matters";
import { useEffect, useState, type ReactNode } from "react";
import { subscribeToEvents } from "../../api/events.ts";
import { useMe } from "../../api/me.ts";
import { paths } from "../../paths.ts";
import { navigationEntries, navigationFor, rolesOf } from "../../shell/navigation.ts";
import { useTimePoint } from "../../shell/timePoint.ts";
import { mattersText } from "../../text/matters.ts";
import { useArea } from "../../text/useText.ts";
import { Drawer480 } from "../../ui/Drawer480.tsx";
import { Empty } from "../../ui/Empty.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { Page } from "../../ui/Page.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { Tabs } from "../../ui/Tabs.tsx";
import { useAddressState } from "../../ui/useAddressState.ts";
import { useIsPhone } from "../../ui/useIsPhone.ts";
import { nextAfter } from "./acts.ts";
import { BatonsHeld } from "./BatonsHeld.tsx";
import { boxQuery, handsQuery, matterQuery, mattersKey, type MatterLine } from "./hands.ts";
import { HandsGroups } from "./HandsGroups.tsx";
import { MatterDetailView } from "./MatterDetailView.tsx";
import { groupsOf, type HandsGroup } from "./groups.ts";
import { useWithReportDuty } from "./reportDuty.ts";
import "./matters.css";

const boxes = ["mine", "unit", "waiting"] as const;
type Box = (typeof boxes)[number];

/** 在我手里: everything to do, by when it is due; a row is done in place and the next opens. */
export default function InHandPage(): ReactNode {
  const text = useArea(mattersText);
  const { isTravelling, travelTo } = useTimePoint();
  if (!isTravelling) return <Present />;
  return (
    <Page title={text.title}>
      <Empty
        title={text.presentOnly}
        why={text.presentOnlyWhy}
        act={
          <Button type="primary" onClick={() => travelTo(undefined)}>
            {text.backToNow}
          </Button>
        }
      />
    </Page>
  );
}

function Present(): ReactNode {
  const text = useArea(mattersText);
  const { first, change } = useAddressState();
  const box = boxes.find((one) => one === first("box")) ?? "mine";
  const hands = useQuery(handsQuery);
  const listed = useQuery({ ...boxQuery(box), enabled: box !== "mine" });
  useMatterEvents();
  const counts = hands.data?.counts;
  const unitTitle = counts && counts.unassigned > 0 ? `${text.boxes.unit}·${text.unassigned(counts.unassigned)}` : text.boxes.unit;
  const mine = useWithReportDuty(hands.data && groupsOf(hands.data), hands.data?.now);
  const groups: HandsGroup[] | undefined = box === "mine" ? mine : listed.data && hands.data && groupsOf({ items: listed.data.items, now: hands.data.now });
  const failure = hands.error ?? (box === "mine" ? undefined : listed.error);
  const isPhone = useIsPhone();
  const mayOpen = openingRoles.includes(useMe().role);
  const tabs = (
    <Tabs
      label={text.boxesLabel}
      chosen={box}
      controls="hands"
      onChosen={(id) => change({ box: id === "mine" ? undefined : id, open: undefined })}
      tabs={boxes.map((id) => ({ id, title: id === "unit" ? unitTitle : text.boxes[id], ...(counts ? { count: counts[id] } : {}) }))}
    />
  );
  return (
    <Page title={text.title} {...(isPhone ? { lead: tabs } : { aside: tabs })} actions={mayOpen && <OpenNew />}>
      <div id="hands" role="tabpanel" className="m-detail">
        <Problem failure={failure} onRetry={() => void hands.refetch()} />
        {groups ? <Inbox key={box} box={box} groups={groups} /> : !failure && <Loading />}
        {box === "mine" && hands.data && <BatonsHeld count={hands.data.batons} />}
      </div>
    </Page>
  );
}

/** 交办, for the roles that give out matters. */
function OpenNew(): ReactNode {
  const text = useArea(mattersText);
  const navigate = useNavigate();
  return <Button onClick={() => void navigate({ to: paths.openMatter() })}>{text.openNew}</Button>;
}

/** Another hand may have moved something: the list is read again when the server says so. */
function useMatterEvents(): void {
  const queryClient = useQueryClient();
  useEffect(
    () =>
      subscribeToEvents(({ topic }) => {
        if (topic === "again" || topic.startsWith("matter")) void queryClient.invalidateQueries({ queryKey: mattersKey });
      }),
    [queryClient],
  );
}

function Inbox({ box, groups }: { box: Box; groups: HandsGroup[] }): ReactNode {
  const text = useArea(mattersText);
  const navigate = useNavigate();
  const { first, change } = useAddressState();
  const [drawerAct, setDrawerAct] = useState<MatterAct>();
  const ids = groups.flatMap(({ items }) => items.map(({ id }) => id));
  const openId = first("open");
  const open = (id: string | undefined, act?: MatterAct): void => {
    setDrawerAct(act);
    change({ open: id });
  };
  const me = useMe();
  const mayReadLedger = navigationEntries(navigationFor(rolesOf(me))).some(({ path }) => path === paths.projects());
  const isEmpty = groups.every(({ total }) => total === 0);
  return (
    <>
      {isEmpty ? (
        <EmptyBox box={box} onLedger={mayReadLedger ? () => void navigate({ to: paths.projects() }) : undefined} />
      ) : (
        <HandsGroups groups={groups} onOpen={open} />
      )}
      <MatterDrawer
        id={openId}
        act={drawerAct}
        lines={groups.flatMap(({ items }) => items)}
        onClose={() => open(undefined)}
        onDone={() => open(openId === undefined ? undefined : nextAfter(ids, openId))}
      />
      <span className="b-sr" role="status">
        {isEmpty ? text.emptyMine : ""}
      </span>
    </>
  );
}

type MatterDrawerProps = {
  id: string | undefined;
  act: MatterAct | undefined;
  lines: readonly MatterLine[];
  onClose: () => void;
  onDone: () => void;
};

function MatterDrawer({ id, act, lines, onClose, onDone }: MatterDrawerProps): ReactNode {
  const text = useArea(mattersText);
  const { data } = useQuery({ ...matterQuery(id ?? ""), enabled: id !== undefined });
  const title = lines.find((line) => line.id === id)?.title ?? data?.title ?? text.title;
  const hasNext = lines.length > 1 && lines.some((line) => line.id === id);
  return (
    <Drawer480 title={title} open={id !== undefined} onClose={onClose} foot={hasNext ? <Button onClick={onDone}>{text.detail.next}</Button> : undefined}>
      {id !== undefined && <MatterDetailView key={id} id={id} initialAct={act} onDone={onDone} />}
    </Drawer480>
  );
}

function EmptyBox({ box, onLedger }: { box: Box; onLedger: (() => void) | undefined }): ReactNode {
  const text = useArea(mattersText);
  const words = {
    mine: { title: text.emptyMine, why: text.emptyMineWhy },
    unit: { title: text.emptyUnit, why: text.emptyUnitWhy },
    waiting: { title: text.emptyWaiting, why: text.emptyWaitingWhy },
  }[box];
  return <Empty {...words} act={onLedger && <Button onClick={onLedger}>{text.toLedger}</Button>} />;
}
