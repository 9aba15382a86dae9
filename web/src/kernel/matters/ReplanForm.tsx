import { useMutation } from "@tanstack/react-query";
import type { ProjectDetail } from "@baton/contract/library";
import type { MatterAnswer } from "@baton/contract/matters";
import { Button, Input, Select } from "antd";
import { useState, type FormEvent, type ReactNode } from "react";
import { api } from "../../api/client.ts";
import { batonsText } from "../../text/batons.ts";
import { useArea } from "../../text/useText.ts";
import { DateField } from "../../ui/DateField.tsx";
import { Field } from "../../ui/Field.tsx";
import { Problem } from "../../ui/Problem.tsx";
import "./matters.css";

type ReplanFormProps = { project: Pick<ProjectDetail, "id" | "nodes" | "validOn">; onDone: () => void; onCancel: () => void };

type Typed = { nodeId: string | undefined; plannedOn: string; dueOn: string; reason: string; documentNo: string };
type Fault = "nodeId" | "plannedOn" | "dueOn" | "reason";

/** 申请改期: other dates for one node, decided by the office above; nothing moves before that. */
export function ReplanForm({ project, onDone, onCancel }: ReplanFormProps): ReactNode {
  const nodes = project.nodes.filter(({ doneOn }) => doneOn === null);
  const year = Number(project.validOn.slice(0, 4));
  const { replan: text } = useArea(batonsText);
  const [typed, setTyped] = useState<Typed>({ nodeId: undefined, plannedOn: "", dueOn: "", reason: "", documentNo: "" });
  const [faults, setFaults] = useState<ReadonlySet<Fault>>(new Set());
  const node = nodes.find(({ id }) => id === typed.nodeId);
  const change = (changed: Partial<Typed>): void => setTyped((now) => ({ ...now, ...changed }));
  const choose = (nodeId: string): void => {
    const chosen = nodes.find(({ id }) => id === nodeId);
    change({ nodeId, plannedOn: chosen?.plannedOn ?? "", dueOn: chosen?.dueOn ?? "" });
  };
  const sending = useMutation({
    mutationFn: () => {
      const { documentNo, reason, ...dates } = typed;
      return api.post<MatterAnswer>(`/api/projects/${project.id}/replans`, { ...dates, reason: reason.trim(), documentNo: documentNo.trim() || null });
    },
    onSuccess: onDone,
  });
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    const missing = (["nodeId", "plannedOn", "dueOn", "reason"] as const).filter((field) => !typed[field]?.trim());
    setFaults(new Set(missing));
    if (missing[0]) document.getElementById(`replan-${missing[0]}`)?.focus();
    else sending.mutate();
  };
  const faultOf = (field: Fault): string | undefined => (faults.has(field) ? text.required : undefined);
  if (nodes.length === 0) return <p className="b-muted">{text.noNodes}</p>;
  return (
    <form className="b-form m-form" onSubmit={onSubmit} noValidate>
      <p className="b-muted">{text.why}</p>
      <Field
        id="replan-nodeId"
        label={text.node}
        isRequired
        fault={faultOf("nodeId")}
        {...(node ? { example: text.stands(node.plannedOn, node.dueOn, node.baselineOn) } : {})}
      >
        <Select
          id="replan-nodeId"
          className="p-wide"
          {...(typed.nodeId ? { value: typed.nodeId } : {})}
          onChange={choose}
          options={nodes.map(({ id, name, dueOn }) => ({ value: id, label: `${name}（${dueOn}）` }))}
        />
      </Field>
      <Field id="replan-plannedOn" label={text.plannedOn} isRequired fault={faultOf("plannedOn")}>
        <DateField id="replan-plannedOn" value={typed.plannedOn} onChange={(plannedOn) => change({ plannedOn })} year={year} />
      </Field>
      <Field id="replan-dueOn" label={text.dueOn} isRequired fault={faultOf("dueOn")}>
        <DateField id="replan-dueOn" value={typed.dueOn} onChange={(dueOn) => change({ dueOn })} year={year} />
      </Field>
      <Field id="replan-reason" label={text.reason} isRequired example={text.reasonExample} fault={faultOf("reason")}>
        <Input.TextArea id="replan-reason" rows={3} maxLength={300} value={typed.reason} onChange={(event) => change({ reason: event.target.value })} />
      </Field>
      <Field id="replan-document" label={text.documentNo}>
        <Input id="replan-document" maxLength={80} value={typed.documentNo} onChange={(event) => change({ documentNo: event.target.value })} />
      </Field>
      <Problem failure={sending.error} />
      <div className="m-form-foot">
        <Button type="primary" htmlType="submit" loading={sending.isPending}>
          {text.submit}
        </Button>
        <Button onClick={onCancel}>{text.cancel}</Button>
      </div>
    </form>
  );
}
