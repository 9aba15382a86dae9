import { useMutation, useQuery } from "@tanstack/react-query";
import { sideStates, stages } from "@baton/contract/codes";
import { evidenceKinds, stageGates } from "@baton/contract/library";
import { Input, Select } from "antd";
import { useState, type ReactNode } from "react";
import { api } from "../../api/client.ts";
import { libraryText } from "../../text/library.ts";
import { projectsText } from "../../text/projects.ts";
import { useArea } from "../../text/useText.ts";
import { Field } from "../../ui/Field.tsx";
import { ChoiceField, DayField, type Faults, FormFrame, missingOf } from "./FormFrame.tsx";
import { evidenceQuery } from "./queries.ts";
import type { RecordFormProps } from "./RecordMenu.tsx";
import { useStageWords } from "./stageWords.ts";

/** 进入阶段: on a day, resting on evidence that is already uploaded. */
export function StageForm({ project, onDone, onCancel }: RecordFormProps): ReactNode {
  const { form } = useArea(projectsText);
  const { stage: more } = useArea(libraryText);
  const words = useStageWords();
  const { data: files } = useQuery(evidenceQuery(project.id, {}));
  const [stage, setStage] = useState("");
  const [enteredOn, setEnteredOn] = useState(project.validOn);
  const [precision, setPrecision] = useState("day");
  const [evidenceIds, setEvidenceIds] = useState<string[]>([]);
  const [reason, setReason] = useState("");
  const [faults, setFaults] = useState<Faults>({});
  const gate = (stageGates[stage] ?? []).map((kind) => evidenceKinds.find(({ code }) => code === kind)?.zh ?? kind);
  const send = useMutation({
    mutationFn: () => api.post(`/api/projects/${project.id}/stages`, { stage, enteredOn, precision, evidenceIds, reason: reason.trim() || null }),
    onSuccess: onDone,
  });
  const submit = (): void => {
    const missing = missingOf({ stage, enteredOn }, form.required);
    setFaults(missing ?? {});
    if (!missing) send.mutate();
  };
  return (
    <FormFrame failure={send.error} isBusy={send.isPending} onSubmit={submit} onCancel={onCancel}>
      <ChoiceField
        id="stage-stage"
        label={form.stage}
        isRequired
        value={stage}
        onChange={setStage}
        fault={faults["stage"]}
        choices={[...stages, ...sideStates].map(({ code, zh }) => ({ value: code, label: words(code) ?? zh }))}
        {...(gate.length > 0 ? { example: form.stageGate(gate.join("、")) } : {})}
      />
      <DayField id="stage-on" label={form.stageOn} isRequired value={enteredOn} onChange={setEnteredOn} fault={faults["enteredOn"]} />
      <ChoiceField
        id="stage-precision"
        label={more.precision}
        value={precision}
        onChange={setPrecision}
        choices={Object.entries(more.precisions).map(([value, label]) => ({ value, label }))}
      />
      <Field id="stage-evidence" label={form.stageEvidence} {...(gate.length > 0 ? { example: more.uploadFirst } : {})}>
        <Select
          id="stage-evidence"
          className="p-wide"
          mode="multiple"
          value={evidenceIds}
          onChange={setEvidenceIds}
          options={(files?.items ?? []).map(({ id, title, provesName }) => ({ value: id, label: `${title}（${provesName}）` }))}
        />
      </Field>
      <Field id="stage-reason" label={form.stageReason}>
        <Input.TextArea id="stage-reason" rows={2} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
      </Field>
    </FormFrame>
  );
}
