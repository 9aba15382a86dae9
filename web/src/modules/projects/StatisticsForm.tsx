import { useMutation, useQueryClient } from "@tanstack/react-query";
import { formatWan, plainWan } from "@baton/contract/amounts";
import type { StatisticsRow } from "@baton/contract/statistics";
import { Input, Radio } from "antd";
import { useState, type ReactNode } from "react";
import { api } from "../../api/client.ts";
import { libraryText } from "../../text/library.ts";
import { useArea } from "../../text/useText.ts";
import { Field } from "../../ui/Field.tsx";
import { AmountField } from "./AmountField.tsx";
import { FormFrame } from "./FormFrame.tsx";
import { fenOf, requiredAmount, type TypedAmount } from "./projectForm.ts";

type StatisticsFormProps = { row: StatisticsRow; month: string; onDone: () => void; onCancel: () => void };

/** The bureau's word on one project and month: whether it is in statistics, its figure, and why both ledgers differ. */
export function StatisticsForm({ row, month, onDone, onCancel }: StatisticsFormProps): ReactNode {
  const { statistics: text, required } = useArea(libraryText);
  const client = useQueryClient();
  const [isListed, setIsListed] = useState(row.isListed ?? true);
  const [amount, setAmount] = useState<TypedAmount>({ text: row.statisticsFen === null ? "" : plainWan(row.statisticsFen), unit: "万元" });
  const [explanation, setExplanation] = useState(row.explanation ?? "");
  const fen = fenOf(amount);
  const managementFen = row.managementOn?.startsWith(month) ? row.managementFen : null;
  const difference = typeof fen === "number" && managementFen !== null ? managementFen - fen : 0;
  const send = useMutation({
    mutationFn: () =>
      api.post(`/api/projects/${row.projectId}/statistics`, {
        projectId: row.projectId,
        month,
        investmentFen: fen,
        isListed,
        explanation: explanation.trim() || null,
      }),
    onSuccess: () => {
      onDone();
      for (const key of ["statistics", "projects", "figures"]) void client.invalidateQueries({ queryKey: [key] });
    },
  });
  const fault = fen === undefined ? requiredAmount(amount, required) : undefined;
  return (
    <FormFrame failure={send.error} isBusy={send.isPending} verb={text.save} onSubmit={() => fen !== undefined && send.mutate()} onCancel={onCancel}>
      <p className="b-muted">{managementFen === null ? text.managementNone : text.managementNow(formatWan(managementFen))}</p>
      <Field id="statistics-listed" label={text.status} isRequired>
        <Radio.Group
          id="statistics-listed"
          aria-label={text.status}
          value={isListed}
          onChange={(event) => setIsListed(event.target.value as boolean)}
          options={[
            { value: true, label: text.isListed },
            { value: false, label: text.notListed },
          ]}
        />
      </Field>
      <AmountField id="statistics-amount" label={text.amount} value={amount} onChange={setAmount} fault={fault} note={text.amountExample} />
      {difference !== 0 && explanation.trim() === "" && <p role="status">{text.difference(formatWan(difference))}</p>}
      <Field id="statistics-explanation" label={text.explanation} example={text.explanationExample}>
        <Input.TextArea id="statistics-explanation" rows={3} maxLength={500} value={explanation} onChange={(event) => setExplanation(event.target.value)} />
      </Field>
    </FormFrame>
  );
}
