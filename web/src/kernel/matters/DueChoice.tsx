import { type Calendar, dayOf } from "@baton/contract/calendar";
import { Input, Radio } from "antd";
import type { ReactNode } from "react";
import { batonsText } from "../../text/batons.ts";
import { useArea } from "../../text/useText.ts";
import { DateField } from "../../ui/DateField.tsx";
import { Field } from "../../ui/Field.tsx";
import { Arithmetic } from "./ClockArithmetic.tsx";
import { deadlineOf, type Opening } from "./openMatter.ts";

type DueChoiceProps = {
  opening: Opening;
  change: (changed: Partial<Opening>) => void;
  asked: { now: string; calendar: Calendar };
  fault: string | undefined;
};

/** By when: so many working days or a day, with the arithmetic that the matter will show. */
export function DueChoice({ opening, change, asked, fault }: DueChoiceProps): ReactNode {
  const { open: text } = useArea(batonsText);
  const deadline = deadlineOf(opening, asked);
  const { dueBy, days, on } = opening;
  return (
    <fieldset className="m-due-choice">
      <legend>{text.due}</legend>
      <Radio.Group
        aria-label={text.due}
        value={dueBy}
        onChange={(event) => change({ dueBy: event.target.value as Opening["dueBy"] })}
        options={[
          { value: "days", label: text.byDays },
          { value: "day", label: text.byDay },
        ]}
      />
      {dueBy === "days" ? (
        <Field id="open-days" label={text.days} isRequired fault={fault}>
          <Input
            id="open-days"
            inputMode="numeric"
            autoComplete="off"
            aria-invalid={fault !== undefined}
            value={days}
            onChange={(event) => change({ days: event.target.value })}
          />
        </Field>
      ) : (
        <Field id="open-on" label={text.on} isRequired fault={fault}>
          <DateField id="open-on" value={on} onChange={(day) => change({ on: day })} year={Number(dayOf(asked.now).slice(0, 4))} />
        </Field>
      )}
      <div role="status">
        {deadline ? (
          <Arithmetic clock={{ ...deadline, arithmetic: deadline.days }} startedOn={dayOf(asked.now)} />
        ) : (
          <p className="b-muted">{text.dueUnread}</p>
        )}
      </div>
    </fieldset>
  );
}
