import { Button, Input, Radio } from "antd";
import { useState, type FormEvent, type ReactNode } from "react";
import { administrationText } from "../../text/administration.ts";
import { useArea } from "../../text/useText.ts";
import { Field } from "../../ui/Field.tsx";
import type { DayChange, GridDay } from "./yearGrid.ts";

type Kind = "working" | "rest" | "plain";

/** One day: worked, rested, or as in a plain week; nothing is saved until the year is. */
export function ChangeDay({ day, onChange }: { day: GridDay; onChange: (change: DayChange) => void }): ReactNode {
  const { calendar: text } = useArea(administrationText);
  const [kind, setKind] = useState<Kind>(day.isWorking ? "rest" : "working");
  const [name, setName] = useState(day.name ?? "");
  const [fault, setFault] = useState<string>();
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    if (kind === "plain") return onChange({ isWorking: null, name: text.plain });
    if (name.trim() === "") return setFault(text.nameFault);
    onChange({ isWorking: kind === "working", name: name.trim() });
  };
  return (
    <form className="b-form" onSubmit={onSubmit} noValidate>
      <Radio.Group
        value={kind}
        onChange={(event) => setKind(event.target.value as Kind)}
        options={[
          { value: "working", label: text.working },
          { value: "rest", label: text.rest },
          { value: "plain", label: text.plain },
        ]}
      />
      {kind !== "plain" && (
        <Field id="day-name" label={text.name} isRequired example={text.nameExample} fault={fault}>
          <Input
            id="day-name"
            autoFocus
            maxLength={40}
            autoComplete="off"
            aria-invalid={fault !== undefined}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
      )}
      <Button type="primary" htmlType="submit">
        {text.put}
      </Button>
    </form>
  );
}
