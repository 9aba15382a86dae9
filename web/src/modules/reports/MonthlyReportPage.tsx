import { useQuery } from "@tanstack/react-query";
import { Button, Select } from "antd";
import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { ReportSheet } from "@baton/contract/reports";
import { useMe } from "../../api/me.ts";
import { useServerEvents } from "../../api/events.ts";
import { paths } from "../../paths.ts";
import { useTimePoint } from "../../shell/timePoint.ts";
import { reportsText, type ReportsText } from "../../text/reports.ts";
import { useArea } from "../../text/useText.ts";
import { usePageCommands } from "../../ui/commands.ts";
import { Empty } from "../../ui/Empty.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { Page } from "../../ui/Page.tsx";
import { usePreferences } from "../../ui/preferences.ts";
import { Problem } from "../../ui/Problem.tsx";
import { useIsPhone } from "../../ui/useIsPhone.ts";
import { dayOfInstant, instantShort, monthWords } from "./monthWords.ts";
import { PhoneReport } from "./PhoneReport.tsx";
import { sheetQuery, useReportMonth } from "./reading.ts";
import { LockMark } from "./LockMark.tsx";
import "./reports.css";
import { SheetReport } from "./SheetReport.tsx";
import { useReportActs } from "./useReportActs.ts";

/** 月度报送: a town's own projects of one month. */
export default function MonthlyReportPage(): ReactNode {
  const text = useArea(reportsText);
  const { month, months, isPending, error, choose } = useReportMonth();
  const { knownAt } = useTimePoint();
  const sheet = useQuery(sheetQuery(month, knownAt));
  useServerEvents(["report", "correction", "period", "period.published"], () => void sheet.refetch());
  const shared = { title: text.title };
  if (month === "" && !isPending && !error) {
    return (
      <Page {...shared}>
        <Empty title={text.noMonthsTitle} why={text.notOpenWhy} />
      </Page>
    );
  }
  const failure = error ?? sheet.error;
  if (failure || !sheet.data) {
    return <Page {...shared}>{failure ? <Problem failure={failure} onRetry={() => void sheet.refetch()} /> : <Loading lines={8} />}</Page>;
  }
  return <ReportPage key={month} {...{ month, text, choose }} months={months.map((each) => each.month)} sheet={sheet.data} />;
}

type ReportPageProps = {
  month: string;
  months: readonly string[];
  sheet: ReportSheet;
  text: ReportsText;
  choose: (month: string) => void;
};

function ReportPage({ month, months, sheet, text, choose }: ReportPageProps): ReactNode {
  const isPhone = useIsPhone();
  const { isTravelling } = useTimePoint();
  const acts = useReportActs(month, sheet.items, text);
  const isOpen = sheet.state === "open" || sheet.state === "closed";
  const isReadOnly = isTravelling || !isOpen;
  usePageCommands([
    {
      id: "report-submit",
      title: text.submit(acts.ready.length),
      group: text.title,
      run: () => !isReadOnly && acts.submitLines(acts.ready),
    },
  ]);
  const view = { month, acts, isReadOnly, text };
  const hasRows = sheet.items.length > 0;
  return (
    <Page
      title={text.title}
      fill={hasRows && !isPhone}
      aside={<Aside {...{ month, months, sheet, text, choose }} counts={countsOf(acts, text)} />}
      lead={<Lead {...{ sheet, text, isTravelling }} canReport={acts.canReport} />}
    >
      {sheet.state === "none" && !hasRows ? (
        <Empty title={text.notOpenTitle(monthWords(month, text))} why={text.notOpenWhy} />
      ) : !hasRows ? (
        <Empty title={text.emptyTitle} why={text.emptyWhy} />
      ) : isPhone ? (
        <PhoneReport {...view} />
      ) : (
        <SheetReport {...view} />
      )}
    </Page>
  );
}

function countsOf({ drafts }: ReturnType<typeof useReportActs>, text: ReportsText): string[] {
  const { counts } = text;
  const count = (holds: (line: (typeof drafts.lines)[number]) => boolean): number => drafts.lines.filter(holds).length;
  const all: [string, number][] = [
    [counts.unreported, count(({ row, reading }) => row.status === "unreported" && reading.isEmpty)],
    [counts.drafts, count(({ row, reading }) => row.canReport && row.status !== "returned" && !reading.isEmpty)],
    [counts.submitted, count(({ row }) => row.status === "submitted")],
    [counts.returned, count(({ row }) => row.status === "returned")],
    [counts.accepted, count(({ row }) => row.status === "accepted")],
    [counts.doubtful, count(({ row, reading }) => (row.canReport ? reading.doubts : row.status === "submitted" ? row.doubts : []).length > 0)],
    [counts.late, count(({ row }) => row.isLate)],
  ];
  return all.filter(([, number]) => number > 0).map(([words, number]) => `${words}${text.title === "月度报送" ? "" : " "}${number}`);
}

type AsideProps = Omit<ReportPageProps, "sheet"> & { sheet: ReportSheet; counts: readonly string[] };

function Aside({ month, months, sheet, text, choose, counts }: AsideProps): ReactNode {
  const { locale } = usePreferences();
  const listed = months.includes(month) ? months : [month, ...months];
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
      <span className="b-muted">{counts.join("·")}</span>
    </>
  );
}

type LeadProps = { sheet: ReportSheet; text: ReportsText; isTravelling: boolean; canReport: boolean };

/** What holds for the whole month: frozen, past its hour, only to be looked at. */
function Lead({ sheet, text, isTravelling, canReport }: LeadProps): ReactNode {
  const { locale } = usePreferences();
  const navigate = useNavigate();
  const me = useMe();
  if (sheet.frozenAt && (sheet.state === "frozen" || sheet.state === "published")) {
    return (
      <p className="r-band" role="status">
        <LockMark /> {text.frozenBand(dayOfInstant(sheet.frozenAt, locale))}。
        {me.role === "dispatch" ? (
          <Button size="small" onClick={() => void navigate({ to: paths.review(), search: { month: [sheet.month] } as never })}>
            {text.proposeCorrection}
          </Button>
        ) : (
          text.frozenHelp
        )}
      </p>
    );
  }
  if (isTravelling) return <p className="r-band">{text.travelling}</p>;
  if (sheet.items.length > 0 && !canReport) return <p className="b-muted">{text.readOnlyRows}</p>;
  if (sheet.state === "closed") return <p className="r-band">{text.pastDue}</p>;
  return null;
}
