import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Button, Input } from "antd";
import { reportsDueAt } from "@baton/contract/calendar";
import type { Period } from "@baton/contract/periods";
import { useState, type FormEvent, type ReactNode } from "react";
import { api } from "../../api/client.ts";
import { paths } from "../../paths.ts";
import { periodsText } from "../../text/periods.ts";
import { useArea } from "../../text/useText.ts";
import { DateField } from "../../ui/DateField.tsx";
import { Drawer480 } from "../../ui/Drawer480.tsx";
import { Field } from "../../ui/Field.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { showToast } from "../../ui/toast.tsx";
import { useCalendar } from "../calendar/useCalendar.ts";
import { instantOf, monthAfter, monthName, readMonth } from "./months.ts";
import { periodsKey } from "./periods.ts";

type Due = { on: string; time: string };

/**
 * The due time of a month: the usual one by the working-day calendar until somebody types another. Empty while the
 * month cannot be read.
 */
function useDue(month: string | undefined): { due: Due; isUsual: boolean; changeDue: (changed: Partial<Due>) => void } {
  const [typed, setTyped] = useState<Partial<Due>>({});
  const next = month && Temporal.PlainYearMonth.from(month).add({ months: 1 });
  const { calendar } = useCalendar(next ? next.year : undefined);
  const usualAt = month && calendar ? reportsDueAt(month, calendar) : undefined;
  const usual: Due = usualAt ? { on: usualAt.slice(0, 10), time: usualAt.slice(11, 16) } : { on: "", time: "" };
  const due = { ...usual, ...typed };
  return { due, isUsual: due.on === usual.on && due.time === usual.time, changeDue: (changed) => setTyped((now) => ({ ...now, ...changed })) };
}

/** Opens a month, by default the one after the latest, with the due time of its reports. */
export function OpenMonth({ months, isOpen, onClose }: { months: readonly string[]; isOpen: boolean; onClose: () => void }): ReactNode {
  const text = useArea(periodsText);
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const [typed, setTyped] = useState(() => monthAfter(months) ?? "");
  const [fault, setFault] = useState<string>();
  const [dueFault, setDueFault] = useState<string>();
  const month = readMonth(typed);
  const { due, isUsual, changeDue } = useDue(month);
  const opening = useMutation({
    mutationFn: (asked: { month: string; dueAt: string }) => api.post<Period>("/api/periods", asked),
    onSuccess: ({ month }) => {
      showToast({ words: text.opened(monthName(month, text)) });
      onClose();
      void navigate({ to: paths.period(month) });
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: periodsKey }),
  });
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    setFault(month ? undefined : text.openFault);
    const dueAt = instantOf(due.on, due.time);
    setDueFault(dueAt ? undefined : text.dueFault);
    if (month && dueAt) opening.mutate({ month, dueAt });
  };
  return (
    <Drawer480 title={text.openTitle} open={isOpen} onClose={onClose}>
      <form className="b-form" onSubmit={onSubmit} noValidate>
        <Problem failure={opening.error} />
        <Field id="open-month" label={text.openField} isRequired example={text.openExample} fault={fault}>
          <Input
            id="open-month"
            autoFocus
            autoComplete="off"
            aria-invalid={fault !== undefined}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </Field>
        <Field id="open-due" label={text.dueField} isRequired example={isUsual ? text.dueUsual : text.dueOther} fault={dueFault}>
          <div className="d-due">
            <DateField id="open-due" value={due.on} onChange={(on) => changeDue({ on })} year={Number((month ?? "2000").slice(0, 4))} />
            <Input
              aria-label={text.dueTime}
              inputMode="numeric"
              autoComplete="off"
              placeholder="18:00"
              value={due.time}
              onChange={(event) => changeDue({ time: event.target.value })}
            />
          </div>
        </Field>
        <Button type="primary" htmlType="submit" loading={opening.isPending}>
          {text.openMonth}
        </Button>
      </form>
    </Drawer480>
  );
}
