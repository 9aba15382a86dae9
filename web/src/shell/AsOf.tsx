import { Button, Input, Popover } from "antd";
import { useState, type FormEvent, type ReactNode } from "react";
import { useText } from "../text/useText.ts";
import { DateField } from "../ui/DateField.tsx";
import { Field } from "../ui/Field.tsx";
import { DemoTimes } from "./DemoTimes.tsx";
import { useEscape } from "../ui/useEscape.ts";
import { usePreferences } from "../ui/preferences.ts";
import { instantAt, instantWords, useTimePoint } from "./timePoint.ts";

/** 18:00, 1800, 9:5 as HH:MM; undefined for anything else. */
export function readTime(typed: string): string | undefined {
  const match = /^(\d{1,2})[:：.点]?(\d{1,2})?分?$/.exec(typed.trim());
  if (!match) return undefined;
  const [hour, minute] = [Number(match[1]), Number(match[2] ?? 0)];
  if (hour > 23 || minute > 59) return undefined;
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}

/** 时点: the page as it was known at a chosen time. */
export function AsOf(): ReactNode {
  const { shell } = useText();
  const { locale } = usePreferences();
  const { knownAt } = useTimePoint();
  const [open, setOpen] = useState(false);
  const words = knownAt ? instantWords(knownAt, locale) : undefined;
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomRight"
      title={shell.asOfTitle}
      destroyOnHidden
      content={<AsOfForm onDone={() => setOpen(false)} />}
    >
      <button type="button" className="s-top-button s-as-of" aria-expanded={open}>
        {shell.asOf} {words ?? shell.asOfNow}▾
      </button>
    </Popover>
  );
}

function AsOfForm({ onDone }: { onDone: () => void }): ReactNode {
  const { shell } = useText();
  const { knownAt, travelTo } = useTimePoint();
  useEscape(true, onDone);
  const now = Temporal.Now.zonedDateTimeISO("Asia/Shanghai");
  const [on, setOn] = useState(now.toPlainDate().toString());
  const [time, setTime] = useState("18:00");
  const [fault, setFault] = useState<string>();
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    const clock = readTime(time);
    if (!on) return setFault(shell.asOfDateFault);
    if (!clock) return setFault(shell.asOfTimeFault);
    const instant = instantAt(on, clock);
    if (Temporal.Instant.compare(instant, now.toInstant()) > 0) return setFault(shell.asOfFuture);
    travelTo(instant);
    onDone();
  };
  return (
    <form className="b-form s-as-of-form" onSubmit={onSubmit}>
      <DemoTimes />
      <Field id="as-of-date" label={shell.asOfDate} example={shell.asOfExample}>
        <DateField id="as-of-date" value={on} onChange={setOn} year={now.year} />
      </Field>
      <Field id="as-of-time" label={shell.asOfTime} fault={fault}>
        <Input id="as-of-time" value={time} inputMode="numeric" autoComplete="off" onChange={(event) => setTime(event.target.value)} />
      </Field>
      <div className="s-buttons">
        <Button type="primary" htmlType="submit">
          {shell.asOfGo}
        </Button>
        {knownAt && (
          <Button
            onClick={() => {
              travelTo(undefined);
              onDone();
            }}
          >
            {shell.backToNow}
          </Button>
        )}
      </div>
    </form>
  );
}
