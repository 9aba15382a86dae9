import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Input } from "antd";
import { useState, type ReactNode } from "react";
import { api } from "../../api/client.ts";
import { libraryText } from "../../text/library.ts";
import { useArea } from "../../text/useText.ts";
import { Drawer480 } from "../../ui/Drawer480.tsx";
import { Field } from "../../ui/Field.tsx";
import { showToast } from "../../ui/toast.tsx";
import { FormFrame } from "./FormFrame.tsx";

type Named = { id: string; name: string };
type DistinctDrawerProps = { pair: { left: Named; right: Named } | undefined; onClose: () => void; onDone?: () => void };

/** 不是同一项目: said once, with the reason; the two are not offered as duplicates again. */
export function DistinctDrawer({ pair, onClose, onDone }: DistinctDrawerProps): ReactNode {
  const { merge: text } = useArea(libraryText);
  return (
    <Drawer480 title={text.distinctTitle} open={pair !== undefined} onClose={onClose}>
      {pair && <DistinctForm pair={pair} onClose={onClose} onDone={onDone} />}
    </Drawer480>
  );
}

function DistinctForm({ pair, onClose, onDone }: { pair: { left: Named; right: Named }; onClose: () => void; onDone: (() => void) | undefined }): ReactNode {
  const { merge: text, form, duplicates, required } = useArea(libraryText);
  const client = useQueryClient();
  const [reason, setReason] = useState("");
  const [isTried, setIsTried] = useState(false);
  const send = useMutation({
    mutationFn: () => api.post("/api/project-distinctions", { projectId: pair.left.id, otherId: pair.right.id, reason: reason.trim() }),
    onSuccess: () => {
      showToast({ words: duplicates.distinctDone });
      void client.invalidateQueries({ queryKey: ["projects"] });
      onClose();
      onDone?.();
    },
  });
  const isMissing = reason.trim().length < 2;
  const submit = (): void => {
    setIsTried(true);
    if (!isMissing) send.mutate();
  };
  return (
    <FormFrame failure={send.error} isBusy={send.isPending} verb={text.distinctAct} onSubmit={submit} onCancel={onClose}>
      <p>
        {pair.left.name}
        <br />
        {pair.right.name}
      </p>
      <Field
        id="distinct-reason"
        label={form.distinctReason}
        isRequired
        example={form.distinctReasonExample}
        fault={isTried && isMissing ? required : undefined}
      >
        <Input.TextArea id="distinct-reason" rows={3} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
      </Field>
    </FormFrame>
  );
}
