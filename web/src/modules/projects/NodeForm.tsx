import { useMutation } from "@tanstack/react-query";
import { Input } from "antd";
import { useState, type ReactNode } from "react";
import { api } from "../../api/client.ts";
import { projectsText } from "../../text/projects.ts";
import { useArea } from "../../text/useText.ts";
import { Field } from "../../ui/Field.tsx";
import { ChoiceField, DayField, type Faults, FormFrame, missingOf } from "./FormFrame.tsx";
import type { RecordFormProps } from "./RecordMenu.tsx";

const fresh = "new";

/** 节点: a new one, or what became of one that stands. */
export function NodeForm({ project, onDone, onCancel }: RecordFormProps): ReactNode {
  const { form } = useArea(projectsText);
  const [chosen, setChosen] = useState(fresh);
  const [values, setValues] = useState({ name: "", plannedOn: "", dueOn: "", doneOn: "", reason: "" });
  const [faults, setFaults] = useState<Faults>({});
  const node = project.nodes.find(({ id }) => id === chosen);
  const change = (changed: Partial<typeof values>): void => setValues({ ...values, ...changed });
  const choose = (id: string): void => {
    setChosen(id);
    const one = project.nodes.find((each) => each.id === id);
    setValues({ name: one?.name ?? "", plannedOn: one?.plannedOn ?? "", dueOn: one?.dueOn ?? "", doneOn: one?.doneOn ?? "", reason: "" });
  };
  const send = useMutation({
    mutationFn: () =>
      api.post(`/api/projects/${project.id}/nodes`, {
        nodeId: node?.id ?? null,
        kind: node?.kind ?? "other",
        name: values.name.trim(),
        plannedOn: values.plannedOn,
        dueOn: values.dueOn || values.plannedOn,
        doneOn: values.doneOn || null,
        reason: values.reason.trim() || null,
      }),
    onSuccess: onDone,
  });
  const submit = (): void => {
    const missing = missingOf({ name: values.name, plannedOn: values.plannedOn }, form.required);
    setFaults(missing ?? {});
    if (!missing) send.mutate();
  };
  return (
    <FormFrame failure={send.error} isBusy={send.isPending} onSubmit={submit} onCancel={onCancel}>
      <ChoiceField
        id="node-node"
        label={form.node}
        value={chosen}
        onChange={choose}
        choices={[{ value: fresh, label: form.nodeNew }, ...project.nodes.map(({ id, name }) => ({ value: id, label: name }))]}
      />
      <Field id="node-name" label={form.nodeName} isRequired fault={faults["name"]}>
        <Input id="node-name" maxLength={100} value={values.name} onChange={(event) => change({ name: event.target.value })} />
      </Field>
      <DayField
        id="node-planned"
        label={form.nodePlanned}
        isRequired
        value={values.plannedOn}
        onChange={(plannedOn) => change({ plannedOn })}
        fault={faults["plannedOn"]}
      />
      <DayField id="node-due" label={form.nodeDue} value={values.dueOn} onChange={(dueOn) => change({ dueOn })} />
      <DayField id="node-done" label={form.nodeDone} value={values.doneOn} onChange={(doneOn) => change({ doneOn })} />
      {node && (
        <Field id="node-reason" label={form.nodeReason}>
          <Input.TextArea id="node-reason" rows={2} maxLength={300} value={values.reason} onChange={(event) => change({ reason: event.target.value })} />
        </Field>
      )}
    </FormFrame>
  );
}
