import { useQuery } from "@tanstack/react-query";
import { Button, Select } from "antd";
import type { calendarYearSchema } from "@baton/contract/calendar";
import { useMemo, useState, type ReactNode } from "react";
import type { z } from "zod";
import { api } from "../../api/client.ts";
import { useMe } from "../../api/me.ts";
import { rolesOf } from "../../shell/navigation.ts";
import { useTimePoint } from "../../shell/timePoint.ts";
import { administrationText } from "../../text/administration.ts";
import { useArea } from "../../text/useText.ts";
import { Drawer480 } from "../../ui/Drawer480.tsx";
import { instantInCity } from "../../ui/instants.ts";
import { Loading } from "../../ui/Loading.tsx";
import { Page } from "../../ui/Page.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { useAddressState } from "../../ui/useAddressState.ts";
import { ChangeDay } from "./ChangeDay.tsx";
import { SaveCalendar } from "./SaveCalendar.tsx";
import { workingDaysOf, yearGrid, type DayChanges, type GridDay, type GridMonth } from "./yearGrid.ts";
import "./calendar.css";

type CalendarYear = z.infer<typeof calendarYearSchema>;

/** 日历: a year at a glance; changed days become a new version with its reason, and deadlines follow. */
export default function CalendarPage(): ReactNode {
  const { calendar: text } = useArea(administrationText);
  const { first, change } = useAddressState();
  const asked = first("year");
  const { data, error, refetch } = useQuery({
    queryKey: ["calendar", asked],
    queryFn: ({ signal }) => api.get<CalendarYear>("/api/calendar", { query: { year: asked }, signal }),
  });
  if (data) return <Year key={`${data.year}-${data.version}`} data={data} onYear={(year) => change({ year: String(year) })} />;
  return (
    <Page title={text.title}>
      <Problem failure={error} onRetry={() => void refetch()} />
      {!error && <Loading lines={8} />}
    </Page>
  );
}

function Year({ data, onYear }: { data: CalendarYear; onYear: (year: number) => void }): ReactNode {
  const { calendar: text } = useArea(administrationText);
  const roles = rolesOf(useMe());
  const { isTravelling } = useTimePoint();
  const mayEdit = (roles.has("dispatch") || roles.has("sysadmin")) && !isTravelling;
  const [changes, setChanges] = useState<DayChanges>({});
  const [editing, setEditing] = useState<GridDay>();
  const [isSaving, setIsSaving] = useState(false);
  const grid = useMemo(() => yearGrid(data.year, data.days, changes), [data, changes]);
  const count = Object.keys(changes).length;
  const years = Array.from({ length: 7 }, (_, at) => data.year - 3 + at);
  return (
    <Page
      title={text.title}
      aside={
        <>
          <Select
            aria-label={text.year}
            disabled={count > 0}
            value={data.year}
            style={{ minWidth: 96 }}
            options={years.map((value) => ({ value, label: value }))}
            onChange={onYear}
          />
          <span className="b-muted">{text.workingDays(workingDaysOf(grid))}</span>
          <span className="b-muted">{text.version(data.version, data.name)}</span>
        </>
      }
      actions={count > 0 && <Button onClick={() => setChanges({})}>{text.discard}</Button>}
      primary={
        mayEdit && (
          <Button type="primary" disabled={count === 0} onClick={() => setIsSaving(true)}>
            {count > 0 ? `${text.saveTitle}（${text.changes(count)}）` : text.saveTitle}
          </Button>
        )
      }
    >
      {!data.isAnnounced && <p className="ca-note">{text.notAnnounced}</p>}
      {mayEdit && <p className="b-muted">{text.edit}</p>}
      <div className="ca-year">
        {grid.map((month) => (
          <Month key={month.month} month={month} onDay={mayEdit ? setEditing : undefined} />
        ))}
      </div>
      <Versions versions={data.versions} />
      <Drawer480 title={editing?.day ?? ""} open={editing !== undefined} onClose={() => setEditing(undefined)}>
        {editing && (
          <ChangeDay
            key={editing.day}
            day={editing}
            onChange={(change) => {
              setChanges((now) => ({ ...now, [editing.day]: change }));
              setEditing(undefined);
            }}
          />
        )}
      </Drawer480>
      <SaveCalendar changes={changes} isOpen={isSaving} onClose={() => setIsSaving(false)} />
    </Page>
  );
}

function Versions({ versions }: Pick<CalendarYear, "versions">): ReactNode {
  const { calendar: text } = useArea(administrationText);
  return (
    <section>
      <h2>{text.versions}</h2>
      <ul>
        {versions.map(({ version, name, documentNo, recordedAt }) => (
          <li key={version}>
            {text.version(version, name)}
            {documentNo && `·${documentNo}`} <span className="b-caption">{instantInCity(recordedAt)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Month({ month, onDay }: { month: GridMonth; onDay: ((day: GridDay) => void) | undefined }): ReactNode {
  const { calendar: text } = useArea(administrationText);
  const title = text.months[month.month - 1] ?? "";
  return (
    <table className="ca-month">
      <caption>{title}</caption>
      <thead>
        <tr>
          {text.weekdays.map((weekday) => (
            <th key={weekday} scope="col">
              {weekday}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {month.weeks.map((week) => (
          <tr key={week.find((day) => day !== null)?.day}>
            {week.map((day, at) => (
              // Days of other months have no name of their own.
              <td key={day?.day ?? at}>{day && <Day day={day} onDay={onDay} />}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Day({ day, onDay }: { day: GridDay; onDay: ((day: GridDay) => void) | undefined }): ReactNode {
  const { calendar: text } = useArea(administrationText);
  const mark = day.name === null ? "" : day.isWorking ? text.workingMark : text.restMark;
  const state = day.isWorking ? text.working : text.rest;
  // What is seen stands first, so that voice control finds the day by it.
  const label = [`${day.dayOfMonth}${mark}`, day.day, state, day.name, day.isChanged ? text.changed : null].filter((part) => part !== null).join(" ");
  return (
    <button
      type="button"
      className={`b-plain-button ca-day${day.isWorking ? "" : " ca-rest"}${day.isChanged ? " ca-changed" : ""}`}
      disabled={!onDay}
      aria-label={label}
      title={day.name ?? state}
      onClick={() => onDay?.(day)}
    >
      {day.dayOfMonth}
      {mark && <small>{mark}</small>}
    </button>
  );
}
