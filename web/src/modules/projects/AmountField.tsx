import { formatWan, formatYi } from "@baton/contract/amounts";
import { Input, Select, Space } from "antd";
import type { ReactNode } from "react";
import { libraryText } from "../../text/library.ts";
import { useArea } from "../../text/useText.ts";
import { Field } from "../../ui/Field.tsx";
import { fenOf, type TypedAmount } from "./projectForm.ts";

type AmountFieldProps = {
  id: string;
  label: string;
  value: TypedAmount;
  onChange: (value: TypedAmount) => void;
  isRequired?: boolean;
  fault?: string | undefined;
  /** Under the field instead of what the amount comes to. */
  note?: string | undefined;
};

/** Money as people write it, in 万元 or 亿元; below stands what was understood. */
export function AmountField({ id, label, value, onChange, isRequired, fault, note }: AmountFieldProps): ReactNode {
  const { form } = useArea(libraryText);
  const fen = fenOf(value);
  const read = typeof fen === "number" ? form.amountIs(formatWan(fen), formatYi(fen)) : form.amountExample;
  return (
    <Field id={id} label={label} fault={fault} example={note ? `${read}；${note}` : read} {...(isRequired ? { isRequired } : {})}>
      <Space.Compact block>
        <Input
          id={id}
          inputMode="decimal"
          autoComplete="off"
          aria-invalid={fault !== undefined}
          {...(fault ? { status: "error" as const } : {})}
          value={value.text}
          onChange={(event) => onChange({ ...value, text: event.target.value })}
        />
        <Select<TypedAmount["unit"]>
          aria-label={`${label}：${form.unit}`}
          className="l-unit"
          value={value.unit}
          options={[{ value: "万元" }, { value: "亿元" }]}
          onChange={(unit) => onChange({ ...value, unit })}
        />
      </Space.Compact>
    </Field>
  );
}
