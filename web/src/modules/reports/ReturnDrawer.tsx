import type { ReportRow, reviewsBody } from "@baton/contract/reports";
import { Button, Input, Radio } from "antd";
import { useEffect, useState, type ReactNode } from "react";
import type { z } from "zod";
import type { ReportsText } from "../../text/reports.ts";
import { Drawer480 } from "../../ui/Drawer480.tsx";
import { Field } from "../../ui/Field.tsx";

export type Return = z.input<typeof reviewsBody>["returns"] extends (infer One)[] | undefined ? One : never;
type ReturnField = Return["field"];

const fields: readonly ReturnField[] = ["month", "cumulative", "progress", "problem"];

function firstField(row: ReportRow | undefined): ReturnField {
  return fields.find((field) => row?.doubts.some((doubt) => doubt.field === field)) ?? "month";
}

type Props = { row: ReportRow | undefined; text: ReportsText; onReturn: (back: Return) => void; onClose: () => void };

/** A return names its reason and points at the cell. */
export function ReturnDrawer({ row, text, onReturn, onClose }: Props): ReactNode {
  const words = text.review;
  const [reason, setReason] = useState("");
  const [detail, setDetail] = useState("");
  const [field, setField] = useState<ReturnField>("month");
  const [isTried, setIsTried] = useState(false);
  useEffect(() => {
    setReason("");
    setDetail("");
    setField(firstField(row));
    setIsTried(false);
    // Anew for each row, not whenever the list is read again.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [row?.projectId]);
  const whole = [reason, detail.trim()].filter((part) => part !== "").join("：");
  const send = (): void => {
    setIsTried(true);
    if (row && whole !== "") onReturn({ projectId: row.projectId, reason: whole, field });
  };
  const foot = (
    <div className="r-foot">
      <Button type="primary" onClick={send}>
        {words.return}
      </Button>
    </div>
  );
  return (
    <Drawer480 title={row ? words.returnTitle(row.name) : words.return} open={row !== undefined} onClose={onClose} foot={foot}>
      <form className="b-form" onSubmit={(event) => event.preventDefault()}>
        <Field id="return-reason" label={words.returnReason} isRequired fault={isTried && whole === "" ? words.returnMissing : undefined}>
          <Radio.Group
            id="return-reason"
            aria-label={words.returnReason}
            className="r-reasons"
            value={reason}
            options={words.reasons.map((each) => ({ value: each, label: each }))}
            onChange={(event) => setReason(event.target.value as string)}
          />
        </Field>
        <Field id="return-field" label={words.returnField}>
          <Radio.Group
            id="return-field"
            aria-label={words.returnField}
            value={field}
            options={fields.map((each) => ({ value: each, label: words.fields[each] }))}
            onChange={(event) => setField(event.target.value as ReturnField)}
          />
        </Field>
        <Field id="return-detail" label={words.returnDetail} example={words.detailExample}>
          <Input.TextArea id="return-detail" rows={3} maxLength={400} value={detail} onChange={(event) => setDetail(event.target.value)} />
        </Field>
      </form>
    </Drawer480>
  );
}
