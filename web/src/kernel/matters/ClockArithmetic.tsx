import { dayOf } from "@baton/contract/calendar";
import { Button } from "antd";
import { useState, type ReactNode } from "react";
import { mattersText } from "../../text/matters.ts";
import { useArea } from "../../text/useText.ts";
import { dueInCity } from "../../ui/instants.ts";
import { usePreferences } from "../../ui/preferences.ts";
import type { MatterDetail } from "./hands.ts";

type Clock = Pick<MatterDetail, "arithmetic" | "dueAt" | "remainingDays" | "isProvisional">;

/** How the due time of a matter came about. */
export function ClockArithmetic({ detail }: { detail: MatterDetail }): ReactNode {
  const text = useArea(mattersText);
  if (detail.arithmetic.length === 0) return null;
  return (
    <section>
      <h3>{text.detail.clock}</h3>
      <Arithmetic clock={detail} startedOn={dayOf(detail.openedAt)} />
    </section>
  );
}

/** A deadline in one line, and day by day on request; the same for one that runs and one that would. */
export function Arithmetic({ clock, startedOn }: { clock: Clock; startedOn: string }): ReactNode {
  const text = useArea(mattersText);
  const { locale } = usePreferences();
  const words = text.detail;
  const [isOpen, setIsOpen] = useState(false);
  const { arithmetic, dueAt, remainingDays, isProvisional } = clock;
  const counted = arithmetic.filter(({ mark }) => mark === "counted").length;
  const skipped = arithmetic.length - counted;
  const from = Temporal.PlainDate.from(arithmetic[0]?.day ?? startedOn)
    .subtract({ days: 1 })
    .toString();
  return (
    <>
      <p>
        {dueAt ? words.arithmetic(from, counted, dueInCity(dueAt, locale)) : words.standing(counted, remainingDays)}
        {skipped > 0 && <span className="b-muted">{words.skipped(skipped)}</span>}
      </p>
      {isProvisional && <p className="b-muted">{text.due.provisional}</p>}
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
    </>
  );
}
