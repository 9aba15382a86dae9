import { Button, Input } from "antd";
import { useState, type FormEvent, type ReactNode } from "react";
import { readTime } from "../../shell/AsOf.tsx";
import { instantAt, instantWords } from "../../shell/timePoint.ts";
import { figuresText } from "../../text/figures.ts";
import { useArea, useText } from "../../text/useText.ts";
import { DateField } from "../../ui/DateField.tsx";
import { Field } from "../../ui/Field.tsx";
import { usePreferences } from "../../ui/preferences.ts";

type KnownAtProps = {
  /** The instant the answer speaks of. */
  knownAt: string;
  isNow: boolean;
  /** Undefined asks as known now. */
  onKnownAt: (knownAt: string | undefined) => void;
};

/** Until when what was known counts, and the way to ask again for another instant. */
export function KnownAt({ knownAt, isNow, onKnownAt }: KnownAtProps): ReactNode {
  const text = useArea(figuresText);
  const { ui } = useText();
  const { locale } = usePreferences();
  const [isChanging, setIsChanging] = useState(false);
  return (
    <>
      <div className="f-known">
        <span>
          {instantWords(knownAt, locale)}
          {isNow && ui.bracketed(text.now)}
        </span>
        <button type="button" className="b-plain-button b-link-button" aria-expanded={isChanging} onClick={() => setIsChanging(!isChanging)}>
          {text.change}▾
        </button>
      </div>
      {isChanging && (
        <KnownAtForm
          isNow={isNow}
          onKnownAt={(asked) => {
            onKnownAt(asked);
            setIsChanging(false);
          }}
        />
      )}
    </>
  );
}

function KnownAtForm({ isNow, onKnownAt }: Pick<KnownAtProps, "isNow" | "onKnownAt">): ReactNode {
  const text = useArea(figuresText);
  const now = Temporal.Now.zonedDateTimeISO("Asia/Shanghai");
  const [on, setOn] = useState("");
  const [time, setTime] = useState("18:00");
  const [fault, setFault] = useState<{ date?: string; time?: string }>({});
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    const clock = readTime(time);
    if (!on) return setFault({ date: text.badDate });
    if (!clock) return setFault({ time: text.badTime });
    const instant = instantAt(on, clock);
    if (Temporal.Instant.compare(instant, now.toInstant()) > 0) return setFault({ date: text.future });
    onKnownAt(instant);
  };
  return (
    <form className="f-known-form" onSubmit={onSubmit}>
      <Field id="explain-known-date" label={text.changeDate} fault={fault.date}>
        <DateField id="explain-known-date" value={on} onChange={setOn} year={now.year} />
      </Field>
      <Field id="explain-known-time" label={text.changeTime} fault={fault.time}>
        <Input id="explain-known-time" value={time} inputMode="numeric" autoComplete="off" onChange={(event) => setTime(event.target.value)} />
      </Field>
      <div className="s-buttons">
        <Button htmlType="submit">{text.changeGo}</Button>
        {!isNow && <Button onClick={() => onKnownAt(undefined)}>{text.changeNow}</Button>}
      </div>
    </form>
  );
}
