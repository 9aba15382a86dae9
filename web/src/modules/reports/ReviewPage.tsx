import { useMutation, useQuery } from "@tanstack/react-query";
import type { ReportRow, ReportSheet, reviewsAnswer, reviewsBody } from "@baton/contract/reports";
import { Button, Select } from "antd";
import { useEffect, useState, type ReactNode } from "react";
import type { z } from "zod";
import { api } from "../../api/client.ts";
import { useServerEvents } from "../../api/events.ts";
import { useMe } from "../../api/me.ts";
import { useTimePoint } from "../../shell/timePoint.ts";
import { reportsText, type ReportsText } from "../../text/reports.ts";
import { useArea } from "../../text/useText.ts";
import { usePageCommands } from "../../ui/commands.ts";
import { Empty } from "../../ui/Empty.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { Page } from "../../ui/Page.tsx";
import { usePreferences } from "../../ui/preferences.ts";
import { Problem } from "../../ui/Problem.tsx";
import { showToast } from "../../ui/toast.tsx";
import { useLetterKeys } from "../../ui/useLetterKeys.ts";
import { FrozenRows } from "./FrozenRows.tsx";
import { dayOfInstant, instantShort, monthWords } from "./monthWords.ts";
import { sheetQuery, useReportMonth } from "./reading.ts";
import { LockMark } from "./LockMark.tsx";
import "./reports.css";
import { ReturnDrawer } from "./ReturnDrawer.tsx";
import { groupOf, waitingRows, type ReviewGroup } from "./review.ts";
import { ReviewRow } from "./ReviewRow.tsx";
import { Accepted, useUndoReview } from "./Accepted.tsx";

type Reviewed = z.infer<typeof reviewsAnswer>;
type Review = z.input<typeof reviewsBody>;
const groups: readonly ReviewGroup[] = ["doubtful", "changed", "routine"];

/** 审核台: doubtful rows first, then changed ones; the rest are accepted in one act. */
export default function ReviewPage(): ReactNode {
  const text = useArea(reportsText);
  const { month, months, isPending, error, choose } = useReportMonth();
  const { knownAt } = useTimePoint();
  const sheet = useQuery(sheetQuery(month, knownAt));
  useServerEvents(["report", "correction", "period", "period.published"], () => void sheet.refetch());
  const failure = error ?? sheet.error;
  const { title } = text.review;
  if (month === "" && !isPending && !failure) {
    return (
      <Page title={title}>
        <Empty title={text.noMonthsTitle} />
      </Page>
    );
  }
  if (failure || !sheet.data) {
    return <Page title={title}>{failure ? <Problem failure={failure} onRetry={() => void sheet.refetch()} /> : <Loading lines={8} />}</Page>;
  }
  return <Desk key={month} {...{ month, text, choose }} months={months.map((each) => each.month)} sheet={sheet.data} />;
}

type DeskProps = {
  month: string;
  months: readonly string[];
  sheet: ReportSheet;
  text: ReportsText;
  choose: (month: string) => void;
};

function Desk({ month, months, sheet, text, choose }: DeskProps): ReactNode {
  const words = text.review;
  const me = useMe();
  const { isTravelling } = useTimePoint();
  const [currentId, setCurrentId] = useState<string>();
  const [returningId, setReturningId] = useState<string>();
  const { review, undo } = useReview(month, text);
  const waiting = waitingRows(sheet.items);
  const at = Math.max(
    0,
    waiting.findIndex(({ projectId }) => projectId === currentId),
  );
  const current = waiting[at];
  const acceptable = waiting.filter((row) => row.canReview && row.doubts.length === 0);
  const isFrozen = sheet.state === "frozen" || sheet.state === "published";
  const accept = (rows: readonly ReportRow[]): void => {
    if (rows.length === 0 || isTravelling) return;
    if (rows.length === 1) setCurrentId(waiting[at + 1]?.projectId ?? waiting[at - 1]?.projectId);
    review.mutate({ accept: rows.map(({ projectId }) => projectId) });
  };
  const startReturn = (row: ReportRow | undefined): void => {
    if (row?.canReview && !isTravelling) setReturningId(row.projectId);
  };
  const step = (by: 1 | -1): void => setCurrentId(waiting[Math.min(waiting.length - 1, Math.max(0, at + by))]?.projectId);
  useLetterKeys({
    j: () => step(1),
    k: () => step(-1),
    a: () => current?.canReview && accept([current]),
    r: () => startReturn(current),
  });
  useRowInSight(currentId);
  usePageCommands([
    {
      id: "accept-routine",
      title: words.acceptRoutine(acceptable.length),
      group: words.title,
      run: () => accept(acceptable),
    },
  ]);
  const isReviewer = me.role === "district" || me.role === "dispatch";
  const mayAccept = !isFrozen && !isTravelling && isReviewer && waiting.length > 0;
  return (
    <Page
      title={words.title}
      primary={mayAccept ? <AcceptRoutine {...{ acceptable, text }} isBusy={review.isPending} onAccept={() => accept(acceptable)} /> : undefined}
      aside={<DeskAside {...{ month, months, sheet, text, choose, waiting }} />}
      lead={<DeskLead {...{ sheet, text, isTravelling, isReviewer, waiting }} />}
    >
      <Refused failure={review.error ?? undo.error} faults={[...(review.data?.faults ?? []), ...(undo.data?.faults ?? [])]} {...{ sheet, text }} />
      {isFrozen ? (
        <FrozenRows rows={sheet.items} month={month} text={text} mayCorrect={me.role === "dispatch" && !isTravelling} />
      ) : waiting.length === 0 ? (
        <Empty title={words.emptyTitle} why={words.emptyWhy(sheet.counts.unreported, sheet.counts.accepted)} />
      ) : (
        <ReviewGroups {...{ waiting, month, text, current, accept, startReturn }} isReadOnly={isTravelling} onCurrent={setCurrentId} />
      )}
      {!isTravelling && <Accepted rows={sheet.items.filter((row) => row.canUndoReview)} text={text} onUndo={undo.mutate} isBusy={undo.isPending} />}
      <ReturnDrawer
        row={waiting.find(({ projectId }) => projectId === returningId)}
        text={text}
        onClose={() => setReturningId(undefined)}
        onReturn={(back) => {
          setReturningId(undefined);
          setCurrentId(waiting[at + 1]?.projectId);
          review.mutate({ returns: [back] });
        }}
      />
    </Page>
  );
}

type AcceptRoutineProps = { acceptable: readonly ReportRow[]; text: ReportsText; isBusy: boolean; onAccept: () => void };

function AcceptRoutine({ acceptable, text, isBusy, onAccept }: AcceptRoutineProps): ReactNode {
  return (
    <Button type="primary" disabled={acceptable.length === 0} loading={isBusy} onClick={onAccept}>
      {text.review.acceptRoutine(acceptable.length)}
    </Button>
  );
}

/** Rows the server would not take, each with its reason and remedy. */
function Refused({ failure, faults, sheet, text }: { failure: unknown; faults: Reviewed["faults"]; sheet: ReportSheet; text: ReportsText }): ReactNode {
  return (
    <>
      <Problem failure={failure} />
      {faults.map(({ projectId, message, remedy }) => (
        <p key={projectId} className="b-problem">
          {text.faultAt(sheet.items.find((row) => row.projectId === projectId)?.name ?? "", text.columns.status, `${message}${remedy}`)}
        </p>
      ))}
    </>
  );
}

type GroupsProps = {
  waiting: readonly ReportRow[];
  month: string;
  text: ReportsText;
  current: ReportRow | undefined;
  isReadOnly: boolean;
  onCurrent: (projectId: string) => void;
  accept: (rows: readonly ReportRow[]) => void;
  startReturn: (row: ReportRow) => void;
};

function ReviewGroups({ waiting, month, text, current, isReadOnly, onCurrent, accept, startReturn }: GroupsProps): ReactNode {
  const words = text.review;
  return groups.map((group) => {
    const rows = waiting.filter((row) => groupOf(row) === group);
    if (rows.length === 0) return null;
    return (
      <section key={group} className="r-review" aria-label={words[group]}>
        <h2 className="r-review-group">{`${words[group]} ${rows.length}`}</h2>
        <ul className="r-review" aria-label={words.rowsLabel}>
          {rows.map((row) => (
            <ReviewRow
              key={row.projectId}
              {...{ row, month, text, isReadOnly }}
              isCurrent={row.projectId === current?.projectId}
              onCurrent={() => onCurrent(row.projectId)}
              onAccept={() => accept([row])}
              onReturn={() => startReturn(row)}
            />
          ))}
        </ul>
      </section>
    );
  });
}

/** Accepting and returning, and the way back of an acceptance. */
function useReview(month: string, text: ReportsText) {
  const undo = useUndoReview(month, text);
  const review = useMutation({
    mutationFn: (body: Review) => api.post<Reviewed>(`/api/months/${month}/reviews`, body),
    onSuccess: ({ accepted, returned }) => {
      if (accepted.length > 0) showToast({ words: text.review.accepted(accepted.length), onUndo: () => undo.mutate(accepted) });
      if (returned.length > 0) showToast({ words: text.review.returned(returned.length) });
    },
  });
  return { review, undo };
}

/** The row that J and K came to is brought into sight and takes the focus. */
function useRowInSight(id: string | undefined): void {
  useEffect(() => {
    const row = id === undefined ? null : document.querySelector<HTMLElement>(`[data-review="${CSS.escape(id)}"]`);
    const item = row?.closest("li");
    if (!row || !item || item.contains(document.activeElement)) return;
    row.focus({ preventScroll: true });
    item.scrollIntoView({ block: "nearest" });
  }, [id]);
}

function DeskAside({ month, months, sheet, text, choose, waiting }: DeskProps & { waiting: readonly ReportRow[] }): ReactNode {
  const { locale } = usePreferences();
  const words = text.review;
  const listed = months.includes(month) ? months : [month, ...months];
  const counts = groups.map((group) => `${words[group]}${locale === "en" ? " " : ""}${waiting.filter((row) => groupOf(row) === group).length}`);
  return (
    <>
      <Select
        aria-label={text.month}
        value={month}
        popupMatchSelectWidth={false}
        options={listed.map((each) => ({ value: each, label: monthWords(each, text) }))}
        onChange={choose}
      />
      <span>{[text.states[sheet.state], ...(sheet.dueAt ? [text.dueAt(instantShort(sheet.dueAt, locale))] : [])].join("·")}</span>
      {waiting.length > 0 && <span className="b-muted">{counts.join("·")}</span>}
    </>
  );
}

type LeadProps = {
  sheet: ReportSheet;
  text: ReportsText;
  isTravelling: boolean;
  isReviewer: boolean;
  waiting: readonly ReportRow[];
};

function DeskLead({ sheet, text, isTravelling, isReviewer, waiting }: LeadProps): ReactNode {
  const { locale } = usePreferences();
  if (sheet.frozenAt && (sheet.state === "frozen" || sheet.state === "published")) {
    return (
      <p className="r-band" role="status">
        <LockMark /> {text.frozenBand(dayOfInstant(sheet.frozenAt, locale))}。
      </p>
    );
  }
  if (isTravelling) return <p className="r-band">{text.travelling}</p>;
  if (waiting.length === 0) return null;
  if (!isReviewer) return <p className="b-muted">{text.review.notAllowed}</p>;
  if (waiting.every((row) => !row.canReview)) return <p className="b-muted">{text.review.own}</p>;
  return <p className="b-muted r-keys-hint">{text.review.keys}</p>;
}
