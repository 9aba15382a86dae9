import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { Button, Select } from "antd";
import type { Period, PeriodActAnswer } from "@baton/contract/periods";
import { useState, type ReactNode } from "react";
import { api } from "../../api/client.ts";
import { useMe } from "../../api/me.ts";
import { paths } from "../../paths.ts";
import { rolesOf } from "../../shell/navigation.ts";
import { useTimePoint } from "../../shell/timePoint.ts";
import { periodsText } from "../../text/periods.ts";
import { useArea } from "../../text/useText.ts";
import { usePageCommands } from "../../ui/commands.ts";
import { Empty } from "../../ui/Empty.tsx";
import { dueInCity, instantInCity } from "../../ui/instants.ts";
import { usePreferences } from "../../ui/preferences.ts";
import { Loading } from "../../ui/Loading.tsx";
import { Page } from "../../ui/Page.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { Steps } from "../../ui/Steps.tsx";
import { useIsPhone } from "../../ui/useIsPhone.ts";
import { showToast } from "../../ui/toast.tsx";
import { KeptFigures } from "./KeptFigures.tsx";
import { FreezeConfirm, PublishConfirm } from "./Confirmations.tsx";
import { useHeld } from "./held.ts";
import { monthName, stepOf } from "./months.ts";
import { OpenMonth } from "./OpenMonth.tsx";
import { dryRunQuery, periodsKey, periodsQuery } from "./periods.ts";
import { Readiness } from "./Readiness.tsx";
import { RunLights } from "./RunLights.tsx";
import { WithdrawFreeze } from "./WithdrawFreeze.tsx";
import "./periods.css";

type Asking = "open" | "freeze" | "withdraw" | "publish";

/** 本期工作: a month from opening to publication; before each act its effects. */
export default function PeriodPage(): ReactNode {
  const text = useArea(periodsText);
  const { id } = useParams({ strict: false }) as { id?: string };
  const { data, error, refetch } = useQuery(periodsQuery);
  const [asking, setAsking] = useState<Asking>();
  const period = data?.items.find(({ month }) => month === (id ?? data.current));
  if (data && period) return <OnePeriod key={period.month} period={period} months={data.items.map(({ month }) => month)} />;
  return (
    <Page
      title={text.title}
      primary={
        data && (
          <Button type="primary" onClick={() => setAsking("open")}>
            {text.openMonth}
          </Button>
        )
      }
    >
      <Problem failure={error} onRetry={() => void refetch()} />
      {!data && !error && <Loading />}
      {data && <Empty title={text.noPeriod} why={text.noPeriodWhy} />}
      {data && <OpenMonth months={data.items.map(({ month }) => month)} isOpen={asking === "open"} onClose={() => setAsking(undefined)} />}
    </Page>
  );
}

function OnePeriod({ period, months }: { period: Period; months: readonly string[] }): ReactNode {
  const text = useArea(periodsText);
  const me = useMe();
  const { isTravelling } = useTimePoint();
  const isPhone = useIsPhone();
  const [asking, setAsking] = useState<Asking>();
  const roles = rolesOf(me);
  const isDispatch = roles.has("dispatch");
  const mayWrite = isDispatch && !isTravelling;
  const month = monthName(period.month, text);
  const run = useQuery({ ...dryRunQuery(period.month), enabled: isDispatch });
  // Before the publication the numbers stay in the office.
  const mayReadKept = period.state === "published" || (period.state === "frozen" && (isDispatch || roles.has("leader")));
  const { held, change } = useHeld(period.month);
  const closing = useClosing(period.month, month);
  const close = (): void => setAsking(undefined);
  const standing = <Standing period={period} months={months} />;
  usePageCommands(mayWrite ? [{ id: "dry-run", title: text.dryRun, group: text.title, run: () => void run.refetch() }] : []);
  return (
    <Page
      title={text.title}
      {...(isPhone ? { lead: standing } : { aside: standing })}
      actions={mayWrite && <OtherActs period={period} isRunning={run.isFetching} onRun={() => void run.refetch()} onAsk={setAsking} />}
      primary={mayWrite && <PrimaryAct period={period} closing={closing} isRun={run.data !== undefined} onAsk={setAsking} />}
    >
      <Problem failure={closing.error} />
      <StateBand period={period} />
      {!isDispatch && <p className="b-muted">{text.readOnly}</p>}
      {isDispatch && <Problem failure={run.error} onRetry={() => void run.refetch()} />}
      {isDispatch && !run.data && !run.error && <Loading words={period.frozenAt ? text.keptReading : text.dryRunning} />}
      {mayReadKept && <KeptFigures period={period} />}
      {run.data && <Readiness run={run.data} month={month} />}
      {run.data && (
        <RunLights
          run={run.data}
          period={period}
          held={held}
          onHeld={mayWrite && (period.state === "open" || period.state === "closed") ? change : undefined}
        />
      )}
      <History period={period} />
      {mayWrite && (
        <>
          <OpenMonth months={months} isOpen={asking === "open"} onClose={close} />
          <FreezeConfirm period={period} held={held} isOpen={asking === "freeze"} onClose={close} />
          <WithdrawFreeze period={period} isOpen={asking === "withdraw"} onClose={close} />
          <PublishConfirm period={period} run={run.data} isOpen={asking === "publish"} onClose={close} />
        </>
      )}
    </Page>
  );
}

/** Which month, and how far it is; on a phone below the heading, where there is room for the way. */
function Standing({ period, months }: { period: Period; months: readonly string[] }): ReactNode {
  const text = useArea(periodsText);
  const navigate = useNavigate();
  return (
    <div className="p-standing">
      <Select
        aria-label={text.choose}
        value={period.month}
        style={{ minWidth: 128 }}
        onChange={(chosen: string) => void navigate({ to: paths.period(chosen) })}
        options={months.map((one) => ({ value: one, label: monthName(one, text) }))}
      />
      <PeriodSteps state={period.state} />
    </div>
  );
}

function PeriodSteps({ state }: { state: Period["state"] }): ReactNode {
  const { steps, stepsLabel } = useArea(periodsText);
  const isFixed = state === "frozen" || state === "published";
  const titles = {
    open: steps.open,
    closed: steps.closed,
    frozen: isFixed ? steps.frozen : steps.toFreeze,
    checking: steps.checking,
    published: steps.published,
  };
  return <Steps label={stepsLabel} current={stepOf(state)} steps={Object.entries(titles).map(([id, title]) => ({ id, title }))} />;
}

function useClosing(month: string, name: string) {
  const text = useArea(periodsText);
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => api.post<PeriodActAnswer>(`/api/periods/${month}/closing`),
    onSuccess: () => showToast({ words: text.closed(name) }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: periodsKey }),
  });
}

type PrimaryActProps = { period: Period; closing: ReturnType<typeof useClosing>; isRun: boolean; onAsk: (asking: Asking) => void };

function PrimaryAct({ period, closing, isRun, onAsk }: PrimaryActProps): ReactNode {
  const text = useArea(periodsText);
  const month = monthName(period.month, text);
  if (period.state === "open")
    return (
      <Button type="primary" title={text.closeHelp} loading={closing.isPending} onClick={() => closing.mutate()}>
        {text.closeNow}
      </Button>
    );
  if (period.state === "closed")
    return (
      <Button type="primary" disabled={!isRun} title={isRun ? "" : text.freezeNeedsRun} onClick={() => onAsk("freeze")}>
        {text.freeze(month)}
      </Button>
    );
  if (period.state === "frozen")
    return (
      <Button type="primary" onClick={() => onAsk("publish")}>
        {text.publish(month)}
      </Button>
    );
  return (
    <Button type="primary" onClick={() => onAsk("open")}>
      {text.openMonth}
    </Button>
  );
}

function OtherActs({ period, isRunning, onRun, onAsk }: { period: Period; isRunning: boolean; onRun: () => void; onAsk: (asking: Asking) => void }): ReactNode {
  const text = useArea(periodsText);
  const navigate = useNavigate();
  const isFixed = period.state === "frozen" || period.state === "published";
  return (
    <>
      {!isFixed && (
        <Button loading={isRunning} onClick={onRun}>
          {text.dryRun}
        </Button>
      )}
      {period.state === "frozen" && <Button onClick={() => onAsk("withdraw")}>{text.withdraw}</Button>}
      {isFixed && <Button onClick={() => void navigate({ to: paths.bulletins() })}>{text.bulletins}</Button>}
      {period.state !== "published" && <Button onClick={() => onAsk("open")}>{text.openMonth}</Button>}
    </>
  );
}

function StateBand({ period }: { period: Period }): ReactNode {
  const text = useArea(periodsText);
  const { locale } = usePreferences();
  if (period.state === "published" && period.publishedAt)
    return (
      <p className="p-band">
        <strong>{text.publishedBand(instantInCity(period.publishedAt))}</strong>
      </p>
    );
  if (period.state === "frozen" && period.frozenAt)
    return (
      <p className="p-band">
        <strong>{text.frozenBand(instantInCity(period.frozenAt))}</strong>
        <span className="b-muted">{text.publishOther}</span>
      </p>
    );
  return (
    <p className="b-muted">
      {text.due} {dueInCity(period.dueAt, locale)} · {text.rule}
    </p>
  );
}

function History({ period }: { period: Period }): ReactNode {
  const text = useArea(periodsText);
  const words = text.acts as Record<string, string>;
  return (
    <section>
      <h2>{text.history}</h2>
      <ol className="p-history">
        {period.history.map(({ kind, at, by, reason }) => (
          <li key={`${kind}${at}`}>
            <span className="b-muted">{instantInCity(at)}</span>
            <strong>{words[kind] ?? kind}</strong>
            <span>{by}</span>
            {reason && <span>{reason}</span>}
          </li>
        ))}
      </ol>
    </section>
  );
}
