import { describeDateFault, parseWhen } from "@baton/contract/time";
import { Input } from "antd";
import { useEffect, useState, type ReactNode } from "react";

export type DateFieldProps = {
  id?: string;
  label?: string;
  /** ISO calendar date, or empty. */
  value: string;
  /** Called on leaving the field with a readable date, or with "" when it was emptied. */
  onChange: (on: string) => void;
  /** The year that 6.30 is read in. */
  year: number;
  disabled?: boolean;
};

/** A date as people write it: 20230630, 6.30, 2023年6月30日. It is checked on leaving; what was not read stays with its remedy. */
export function DateField({ id, label, value, onChange, year, disabled }: DateFieldProps): ReactNode {
  const [typed, setTyped] = useState(value);
  const [fault, setFault] = useState<string>();
  useEffect(() => {
    setTyped(value);
    setFault(undefined);
  }, [value]);
  const settle = (): void => {
    const words = typed.trim();
    if (words === value) return;
    if (words === "") return onChange("");
    const when = parseWhen(words, { year });
    if ("fault" in when || when.precision !== "day") {
      const { message, remedy } = describeDateFault(words, "fault" in when ? when.fault : "not-a-date");
      return setFault(`${message}，${remedy}。`);
    }
    setFault(undefined);
    setTyped(when.on);
    onChange(when.on);
  };
  return (
    <>
      <Input
        id={id}
        aria-label={label}
        aria-invalid={fault !== undefined}
        aria-describedby={fault && id ? `${id}-fault` : undefined}
        {...(fault ? { status: "error" as const } : {})}
        value={typed}
        disabled={disabled ?? false}
        placeholder="2023-06-30"
        inputMode="numeric"
        autoComplete="off"
        onChange={(event) => setTyped(event.target.value)}
        onBlur={settle}
        onPressEnter={settle}
      />
      {fault && (
        <p className="b-fault" id={id ? `${id}-fault` : undefined} role="alert">
          {fault}
        </p>
      )}
    </>
  );
}
