import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ProjectDetail } from "@baton/contract/library";
import { Input } from "antd";
import { useState, type ReactNode } from "react";
import { api } from "../../api/client.ts";
import { libraryText } from "../../text/library.ts";
import { useArea } from "../../text/useText.ts";
import { Drawer480 } from "../../ui/Drawer480.tsx";
import { Field } from "../../ui/Field.tsx";
import { showToast } from "../../ui/toast.tsx";
import { FormFrame } from "./FormFrame.tsx";
import { useStageWords } from "./stageWords.ts";

type Entry = ProjectDetail["stages"][number];

/** 撤回 beside an entry into a stage: with a reason; what it rested on stays. */
export function WithdrawStage({ project, entry }: { project: ProjectDetail; entry: Entry }): ReactNode {
  const { stage: text } = useArea(libraryText);
  const words = useStageWords();
  const [isOpen, setIsOpen] = useState(false);
  const name = words(entry.code) ?? entry.name;
  return (
    <>
      <button type="button" className="b-plain-button b-link-button l-screen" aria-label={text.withdrawLabel(name)} onClick={() => setIsOpen(true)}>
        {text.withdraw}
      </button>
      <Drawer480 title={text.withdrawTitle(name, entry.enteredOn)} open={isOpen} onClose={() => setIsOpen(false)}>
        <WithdrawForm project={project} entry={entry} name={name} onClose={() => setIsOpen(false)} />
      </Drawer480>
    </>
  );
}

function WithdrawForm({ project, entry, name, onClose }: { project: ProjectDetail; entry: Entry; name: string; onClose: () => void }): ReactNode {
  const { stage: text, required } = useArea(libraryText);
  const client = useQueryClient();
  const [reason, setReason] = useState("");
  const [isTried, setIsTried] = useState(false);
  const send = useMutation({
    mutationFn: () => api.post(`/api/projects/${project.id}/stages/${entry.id}/withdrawals`, { reason: reason.trim() }),
    onSuccess: () => {
      showToast({ words: text.withdrawn(name) });
      onClose();
      void client.invalidateQueries({ queryKey: ["projects"] });
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
      <Field id="withdraw-reason" label={text.withdrawReason} isRequired example={text.withdrawExample} fault={isTried && isMissing ? required : undefined}>
        <Input.TextArea id="withdraw-reason" rows={3} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
      </Field>
    </FormFrame>
  );
}
