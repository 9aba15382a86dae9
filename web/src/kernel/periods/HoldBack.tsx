import { Button, Input } from "antd";
import type { DryRun } from "@baton/contract/periods";
import { useState, type FormEvent, type ReactNode } from "react";
import { periodsText } from "../../text/periods.ts";
import { useArea } from "../../text/useText.ts";
import { Drawer480 } from "../../ui/Drawer480.tsx";
import { Field } from "../../ui/Field.tsx";

type HoldBackProps = {
  light: DryRun["items"][number] | undefined;
  reason: string | undefined;
  onClose: () => void;
  onHeld: (reason: string) => void;
};

/** 暂缓 one matter of the run, with its reason. */
export function HoldBack({ light, reason, onClose, onHeld }: HoldBackProps): ReactNode {
  const text = useArea(periodsText);
  return (
    <Drawer480 title={light ? text.holdTitle(light.name) : text.hold} open={light !== undefined} onClose={onClose}>
      {light && <HoldForm key={light.projectId} reason={reason ?? ""} sentence={light.sentence} onHeld={onHeld} />}
    </Drawer480>
  );
}

function HoldForm({ reason, sentence, onHeld }: { reason: string; sentence: string; onHeld: (reason: string) => void }): ReactNode {
  const text = useArea(periodsText);
  const [typed, setTyped] = useState(reason);
  const [fault, setFault] = useState<string>();
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    if (typed.trim().length < 2) return setFault(text.reasonFault);
    onHeld(typed.trim());
  };
  return (
    <form className="b-form" onSubmit={onSubmit} noValidate>
      <p>{sentence}</p>
      <p className="b-muted">{text.holdWhy}</p>
      <Field id="hold-reason" label={text.holdReason} isRequired fault={fault}>
        <Input.TextArea
          id="hold-reason"
          autoFocus
          maxLength={300}
          autoSize={{ minRows: 2, maxRows: 6 }}
          aria-invalid={fault !== undefined}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </Field>
      <Button type="primary" htmlType="submit">
        {text.hold}
      </Button>
    </form>
  );
}
