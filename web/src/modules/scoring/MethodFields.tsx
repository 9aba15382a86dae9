import { Checkbox, Input, InputNumber, Select } from "antd";
import type { SchemeIndicator, ScoringMethod } from "@baton/contract/scoring";
import type { ReactNode } from "react";
import { scoringText } from "../../text/scoring.ts";
import { useArea } from "../../text/useText.ts";
import { usualMethod } from "./schemeForm.ts";

const kinds = ["target", "efficacy", "rank", "mean", "mix", "bonus"] as const;

type MethodFieldsProps = {
  id: string;
  method: ScoringMethod;
  isReadOnly: boolean;
  /** A bonus stands outside the hundred, so its weight goes to 0 with it. */
  onChange: (changed: Pick<SchemeIndicator, "method"> & Partial<Pick<SchemeIndicator, "weight">>) => void;
};

/** The method and its few numbers, with a sentence that says what it does. */
export function MethodFields({ id, method, isReadOnly, onChange }: MethodFieldsProps): ReactNode {
  const text = useArea(scoringText);
  const choose = (kind: ScoringMethod["kind"]): void => onChange({ method: usualMethod(kind), ...(kind === "bonus" ? { weight: "0" } : {}) });
  return (
    <div className="k-method">
      <label>
        <span>{text.method}</span>
        <Select
          aria-label={text.method}
          value={method.kind}
          disabled={isReadOnly}
          onChange={choose}
          options={kinds.map((value) => ({ value, label: text.methods[value] }))}
          aria-describedby={`method-${id}`}
        />
      </label>
      <Numbers method={method} isReadOnly={isReadOnly} onChange={(changed) => onChange({ method: changed })} />
      <p className="b-caption" id={`method-${id}`}>
        {text.methodHelp[method.kind]}
      </p>
    </div>
  );
}

type NumbersProps = { method: ScoringMethod; isReadOnly: boolean; onChange: (method: ScoringMethod) => void };

function Numbers({ method, isReadOnly, onChange }: NumbersProps): ReactNode {
  const text = useArea(scoringText);
  const shared = { isReadOnly };
  switch (method.kind) {
    case "target":
      return (
        <>
          {method.target.kind === "value" && (
            <Words
              {...shared}
              label={text.target}
              title={text.targetHelp}
              value={method.target.value}
              onChange={(value) => onChange({ ...method, target: { kind: "value", value } })}
            />
          )}
          <Percent {...shared} label={text.cap} value={method.capPercent} onChange={(capPercent) => onChange({ ...method, capPercent })} />
          <Checkbox checked={method.isAllOrNothing} disabled={isReadOnly} onChange={(event) => onChange({ ...method, isAllOrNothing: event.target.checked })}>
            {text.allOrNothing}
          </Checkbox>
        </>
      );
    case "efficacy":
      return <Percent {...shared} label={text.base} value={method.basePercent} onChange={(basePercent) => onChange({ ...method, basePercent })} />;
    case "rank":
      return (
        <>
          <Percent {...shared} label={text.step} value={method.stepPercent} onChange={(stepPercent) => onChange({ ...method, stepPercent })} />
          <Percent {...shared} label={text.floor} value={method.floorPercent} onChange={(floorPercent) => onChange({ ...method, floorPercent })} />
        </>
      );
    case "mean":
      return <Percent {...shared} label={text.cap} value={method.capPercent} onChange={(capPercent) => onChange({ ...method, capPercent })} />;
    case "bonus":
      return (
        <>
          <Words {...shared} label={text.each} value={method.each} onChange={(each) => onChange({ ...method, each })} />
          <Words {...shared} label={text.ceiling} value={method.ceiling} onChange={(ceiling) => onChange({ ...method, ceiling })} />
        </>
      );
    case "mix":
      return null;
  }
}

type NumberFieldProps<Value> = { label: string; title?: string; value: Value; isReadOnly: boolean; onChange: (value: Value) => void };

function Percent({ label, value, isReadOnly, onChange }: NumberFieldProps<number>): ReactNode {
  return (
    <label className="k-short">
      <span>{label}</span>
      <InputNumber value={value} min={0} max={200} precision={0} disabled={isReadOnly} onChange={(typed) => typed !== null && onChange(typed)} />
    </label>
  );
}

function Words({ label, title, value, isReadOnly, onChange }: NumberFieldProps<string>): ReactNode {
  return (
    <label className="k-short" title={title}>
      <span>{label}</span>
      <Input value={value} inputMode="decimal" disabled={isReadOnly} onChange={(event) => onChange(event.target.value.trim())} />
    </label>
  );
}
