import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { formatWan } from "@baton/contract/amounts";
import { projectLevels } from "@baton/contract/codes";
import type { RolloverDone } from "@baton/contract/listings";
import { Input } from "antd";
import { useState, type ReactNode } from "react";
import { api } from "../../api/client.ts";
import { instantWords } from "../../shell/timePoint.ts";
import { libraryText } from "../../text/library.ts";
import { useArea } from "../../text/useText.ts";
import { Drawer480 } from "../../ui/Drawer480.tsx";
import { Field } from "../../ui/Field.tsx";
import { usePreferences } from "../../ui/preferences.ts";
import { showToast } from "../../ui/toast.tsx";
import { FormFrame } from "./FormFrame.tsx";
import { PartTable } from "./PartTable.tsx";
import { useTerm } from "./SummaryTab.tsx";

/** 已办结转: what was carried over, by whom, and the way back while nobody has built on it. */
export function RolloversDone(): ReactNode {
  const all = useArea(libraryText);
  const { rollover: text } = all;
  const { locale } = usePreferences();
  const term = useTerm();
  const [open, setOpen] = useState<RolloverDone>();
  const { data } = useQuery({
    queryKey: ["listing-rollovers", "done"],
    queryFn: ({ signal }) => api.get<{ items: RolloverDone[] }>("/api/listing-rollovers", { signal }),
  });
  if (!data || data.items.length === 0) return null;
  return (
    <section>
      <h2>{text.history}</h2>
      <PartTable
        rows={data.items}
        keyOf={({ id, level }) => `${id}${level}`}
        columns={[
          { header: all.year, cell: ({ toYear, level }) => `${text.yearOf(toYear)} · ${term(projectLevels, level) ?? ""}` },
          { header: text.title, cell: ({ count, planFen }) => text.historyRow(count, formatWan(planFen)) },
          { header: all.documentNo, cell: ({ documentNo }) => documentNo },
          { header: "", cell: ({ by, recordedAt }) => <span className="b-caption">{[by, instantWords(recordedAt, locale)].filter(Boolean).join(" · ")}</span> },
          {
            header: "",
            cell: (done) => (
              <button type="button" className="b-plain-button b-link-button" onClick={() => setOpen(done)}>
                {text.withdraw}
              </button>
            ),
          },
        ]}
      />
      <Drawer480
        title={open ? text.withdrawTitle(open.toYear, term(projectLevels, open.level) ?? "", open.count) : text.withdraw}
        open={open !== undefined}
        onClose={() => setOpen(undefined)}
      >
        {open && <WithdrawForm done={open} onClose={() => setOpen(undefined)} />}
      </Drawer480>
    </section>
  );
}

function WithdrawForm({ done, onClose }: { done: RolloverDone; onClose: () => void }): ReactNode {
  const { rollover: text, reason: reasonWord, required } = useArea(libraryText);
  const client = useQueryClient();
  const [reason, setReason] = useState("");
  const [isTried, setIsTried] = useState(false);
  const send = useMutation({
    mutationFn: () => api.post<{ withdrawn: number }>(`/api/listing-rollovers/${done.id}/withdrawals`, { reason: reason.trim() }),
    onSuccess: ({ withdrawn }) => {
      showToast({ words: text.withdrawn(withdrawn) });
      onClose();
      void client.invalidateQueries();
    },
  });
  const isMissing = reason.trim().length < 2;
  const submit = (): void => {
    setIsTried(true);
    if (!isMissing) send.mutate();
  };
  return (
    <FormFrame failure={send.error} isBusy={send.isPending} verb={text.withdraw} onSubmit={submit} onCancel={onClose}>
      <p>{text.withdrawHelp}</p>
      <Field id="rollover-reason" label={reasonWord} isRequired fault={isTried && isMissing ? required : undefined}>
        <Input.TextArea id="rollover-reason" rows={3} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
      </Field>
    </FormFrame>
  );
}
