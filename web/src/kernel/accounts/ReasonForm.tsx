import { Button, Input } from "antd";
import { useId, useState, type FormEvent, type ReactNode } from "react";
import { administrationText } from "../../text/administration.ts";
import { useArea } from "../../text/useText.ts";
import { Field } from "../../ui/Field.tsx";
import { Problem } from "../../ui/Problem.tsx";

export type ReasonFormProps = {
  verb: string;
  help?: string;
  failure: unknown;
  isBusy: boolean;
  onReason: (reason: string) => void;
  onCancel: () => void;
};

/** An act that goes on record with its reason. */
export function ReasonForm({ verb, help, failure, isBusy, onReason, onCancel }: ReasonFormProps): ReactNode {
  const text = useArea(administrationText);
  const id = useId();
  const [reason, setReason] = useState("");
  const [fault, setFault] = useState<string>();
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    const isShort = reason.trim().length < 2;
    setFault(isShort ? text.reasonFault : undefined);
    if (!isShort) onReason(reason.trim());
  };
  return (
    <form className="b-form" onSubmit={onSubmit} noValidate aria-label={verb}>
      <Problem failure={failure} />
      <Field id={id} label={`${verb}·${text.reason}`} isRequired fault={fault} {...(help ? { example: help } : {})}>
        <Input
          id={id}
          autoFocus
          maxLength={200}
          autoComplete="off"
          aria-invalid={fault !== undefined}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </Field>
      <div className="pe-buttons">
        <Button type="primary" htmlType="submit" loading={isBusy}>
          {verb}
        </Button>
        <Button onClick={onCancel}>{text.cancel}</Button>
      </div>
    </form>
  );
}
