import { dayOf } from "@baton/contract/calendar";
import { Button } from "antd";
import { useState, type ReactNode } from "react";
import { mattersText } from "../../text/matters.ts";
import { useArea } from "../../text/useText.ts";
import { dueInCity } from "../../ui/instants.ts";
import { usePreferences } from "../../ui/preferences.ts";
import type { MatterDetail } from "./hands.ts";

/** How the due time came about, in one line, and day by day on request. */
export function ClockArithmetic({ detail }: { detail: MatterDetail }): ReactNode {
  const text = useArea(mattersText);
  const { locale } = usePreferences();
  const words = text.detail;
  const [isOpen, setIsOpen] = useState(false);
  const { arithmetic } = detail;
  if (arithmetic.length === 0) return null;
  const counted = arithmetic.filter(({ mark }) => mark === "counted").length;
  const skipped = arithmetic.length - counted;
  const started = arithmetic[0]?.day ?? dayOf(detail.openedAt);
  const from = Temporal.PlainDate.from(started).subtract({ days: 1 }).toString();
  return (
    <section>
      <h3>{words.clock}</h3>
      <p>
        {detail.dueAt ? words.arithmetic(from, counted, dueInCity(detail.dueAt, locale)) : words.standing(counted, detail.remainingDays)}
        {skipped > 0 && <span className="b-muted">（{words.skipped(skipped)}）</span>}
      </p>
      {detail.isProvisional && <p className="b-muted">{text.due.provisional}</p>}
      <Button type="link" size="small" style={{ paddingInline: 0 }} aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
        {isOpen ? words.hideDays : words.showDays}
      </Button>
      {isOpen && (
        <ol className="m-days">
          {arithmetic.map(({ day, mark, name, count }) => (
            <li key={day} className={mark === "counted" ? "" : "m-day-skipped"}>
              {day} {mark === "counted" ? words.counted(count ?? 0) : mark === "standing" ? words.standingDay : `${name ?? ""} ${words.rest}`}
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
