import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Button, Input } from "antd";
import type { Period } from "@baton/contract/periods";
import { useState, type FormEvent, type ReactNode } from "react";
import { api } from "../../api/client.ts";
import { paths } from "../../paths.ts";
import { periodsText } from "../../text/periods.ts";
import { useArea } from "../../text/useText.ts";
import { Drawer480 } from "../../ui/Drawer480.tsx";
import { Field } from "../../ui/Field.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { showToast } from "../../ui/toast.tsx";
import { monthAfter, monthName, readMonth } from "./months.ts";
import { periodsKey } from "./periods.ts";

/** Opens a month, by default the one after the latest; the city's usual due time applies. */
export function OpenMonth({ months, isOpen, onClose }: { months: readonly string[]; isOpen: boolean; onClose: () => void }): ReactNode {
  const text = useArea(periodsText);
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const [typed, setTyped] = useState(() => monthAfter(months) ?? "");
  const [fault, setFault] = useState<string>();
  const opening = useMutation({
    mutationFn: (month: string) => api.post<Period>("/api/periods", { month }),
    onSuccess: ({ month }) => {
      showToast({ words: text.opened(monthName(month, text)) });
      onClose();
      void navigate({ to: paths.period(month) });
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: periodsKey }),
  });
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    const month = readMonth(typed);
    setFault(month ? undefined : text.openFault);
    if (month) opening.mutate(month);
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
        <Button type="primary" htmlType="submit" loading={opening.isPending}>
          {text.openMonth}
        </Button>
      </form>
    </Drawer480>
  );
}
