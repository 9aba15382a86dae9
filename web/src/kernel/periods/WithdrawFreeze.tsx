import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import type { Period, PeriodActAnswer } from "@baton/contract/periods";
import { useState, type FormEvent, type ReactNode } from "react";
import { api } from "../../api/client.ts";
import { periodsText } from "../../text/periods.ts";
import { useArea } from "../../text/useText.ts";
import { Drawer480 } from "../../ui/Drawer480.tsx";
import { Field } from "../../ui/Field.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { showToast } from "../../ui/toast.tsx";
import { monthName } from "./months.ts";
import { periodsKey } from "./periods.ts";

type WithdrawFreezeProps = { period: Period; isOpen: boolean; onClose: () => void };

export function WithdrawFreeze({ period, isOpen, onClose }: WithdrawFreezeProps): ReactNode {
  const text = useArea(periodsText);
  const queryClient = useQueryClient();
  const [reason, setReason] = useState("");
  const [fault, setFault] = useState<string>();
  const withdrawing = useMutation({
    mutationFn: () => api.post<PeriodActAnswer>(`/api/periods/${period.month}/withdrawal`, { reason: reason.trim() }),
    onSuccess: ({ mattersWithdrawn }) => {
      showToast({ words: text.withdrawnDone(mattersWithdrawn) });
      setReason("");
      onClose();
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: periodsKey }),
  });
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    const isShort = reason.trim().length < 2;
    setFault(isShort ? text.reasonFault : undefined);
    if (!isShort) withdrawing.mutate();
  };
  return (
    <Drawer480 title={text.withdrawTitle(monthName(period.month, text))} open={isOpen} onClose={onClose}>
      <form className="b-form" onSubmit={onSubmit} noValidate>
        <p>{text.withdrawHelp}</p>
        <Problem failure={withdrawing.error} />
        <Field id="withdraw-reason" label={text.withdrawReason} isRequired fault={fault}>
          <Input.TextArea
            id="withdraw-reason"
            autoFocus
            maxLength={500}
            autoSize={{ minRows: 2, maxRows: 6 }}
            aria-invalid={fault !== undefined}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </Field>
        <Button type="primary" htmlType="submit" loading={withdrawing.isPending}>
          {text.withdraw}
        </Button>
      </form>
    </Drawer480>
  );
}
