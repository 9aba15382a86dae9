import { useMutation } from "@tanstack/react-query";
import { describeAmountFault, formatWan, readAmount } from "@baton/contract/amounts";
import type { ReportRow } from "@baton/contract/reports";
import { Button, Input } from "antd";
import { useEffect, useState, type ReactNode } from "react";
import { api } from "../../api/client.ts";
import type { ReportsText } from "../../text/reports.ts";
import { Drawer480 } from "../../ui/Drawer480.tsx";
import { Field } from "../../ui/Field.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { showToast } from "../../ui/toast.tsx";

type Props = { row: ReportRow | undefined; month: string; text: ReportsText; onClose: () => void };
type Correction = { projectId: string; version: string | null; cumulativeFen: number; reason: string; documentNo: string | null };

/** After the freeze a number changes only by a correction, with its reason. */
export function CorrectionDrawer({ row, month, text, onClose }: Props): ReactNode {
  const words = text.review;
  const [amount, setAmount] = useState("");
  const [reason, setReason] = useState("");
  const [documentNo, setDocumentNo] = useState("");
  const [isTried, setIsTried] = useState(false);
  const correct = useMutation({ mutationFn: (body: Correction) => api.post(`/api/months/${month}/corrections`, body) });
  const { reset } = correct;
  useEffect(() => {
    setAmount("");
    setReason("");
    setDocumentNo("");
    setIsTried(false);
    reset();
  }, [row?.projectId, reset]);
  const read = readAmount(amount, "万元");
  const refusal = "fen" in read ? undefined : describeAmountFault(amount, read);
  const send = async (): Promise<void> => {
    setIsTried(true);
    if (!row || !("fen" in read) || reason.trim().length < 2) return;
    await correct.mutateAsync({
      projectId: row.projectId,
      version: row.version,
      cumulativeFen: read.fen,
      reason: reason.trim(),
      documentNo: documentNo.trim() || null,
    });
    showToast({ words: words.corrected(row.name) });
    onClose();
  };
  const foot = (
    <div className="r-foot">
      {/* The failure is told in the drawer. */}
      <Button type="primary" loading={correct.isPending} onClick={() => void send().catch(() => undefined)}>
        {words.correct}
      </Button>
    </div>
  );
  return (
    <Drawer480 title={row ? words.correctionTitle(row.name) : words.correct} open={row !== undefined} onClose={onClose} foot={foot}>
      <form className="b-form" onSubmit={(event) => event.preventDefault()}>
        <p className="b-muted">{words.correctionHelp}</p>
        {row?.cumulativeFen != null && (
          <p>
            {words.correctionNow}：{text.wan(formatWan(row.cumulativeFen))}
          </p>
        )}
        <Field id="correction-amount" label={words.correctionTo} isRequired fault={isTried && refusal ? `${refusal.message}，${refusal.remedy}。` : undefined}>
          <Input id="correction-amount" inputMode="decimal" autoComplete="off" value={amount} onChange={(event) => setAmount(event.target.value)} />
        </Field>
        <Field
          id="correction-reason"
          label={words.correctionReason}
          isRequired
          example={words.correctionReasonExample}
          fault={isTried && reason.trim().length < 2 ? text.problem.missing : undefined}
        >
          <Input.TextArea id="correction-reason" rows={3} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
        </Field>
        <Field id="correction-document" label={words.documentNo}>
          <Input id="correction-document" maxLength={100} value={documentNo} onChange={(event) => setDocumentNo(event.target.value)} />
        </Field>
        <Problem failure={correct.error} />
      </form>
    </Drawer480>
  );
}
