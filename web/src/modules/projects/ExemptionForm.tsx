import { useMutation, useQuery } from "@tanstack/react-query";
import { Input } from "antd";
import { useState, type ReactNode } from "react";
import { api } from "../../api/client.ts";
import { projectsText } from "../../text/projects.ts";
import { useArea } from "../../text/useText.ts";
import { Field } from "../../ui/Field.tsx";
import { ChoiceField, DayField, type Faults, FormFrame, missingOf } from "./FormFrame.tsx";
import { lightsQuery } from "./queries.ts";
import type { RecordFormProps } from "./RecordMenu.tsx";

/** 申请豁免: a light that should not count for a while, and why; the dispatch office decides. */
export function ExemptionForm({ project, onDone, onCancel }: RecordFormProps): ReactNode {
  const text = useArea(projectsText);
  const { form } = text;
  const { data } = useQuery(lightsQuery(project.id, {}));
  const lit = (data?.items ?? []).filter(({ dimension, verdict }) => dimension !== "overall" && (verdict === "warn" || verdict === "remind"));
  const [dimension, setDimension] = useState("");
  const [reason, setReason] = useState("");
  const [documentNo, setDocumentNo] = useState("");
  const [validTo, setValidTo] = useState("");
  const [faults, setFaults] = useState<Faults>({});
  const send = useMutation({
    mutationFn: () => api.post(`/api/projects/${project.id}/exemptions`, { dimension, reason: reason.trim(), documentNo: documentNo.trim() || null, validTo }),
    onSuccess: onDone,
  });
  const submit = (): void => {
    const missing = missingOf({ dimension, reason, validTo }, form.required);
    setFaults(missing ?? {});
    if (!missing) send.mutate();
  };
  const offered = lit.length > 0 ? lit.map((light) => light.dimension) : (["stage", "schedule", "money", "blockage", "freshness"] as const);
  return (
    <FormFrame failure={send.error} isBusy={send.isPending} onSubmit={submit} onCancel={onCancel}>
      <ChoiceField
        id="exemption-dimension"
        label={form.dimension}
        isRequired
        value={dimension}
        onChange={setDimension}
        fault={faults["dimension"]}
        choices={offered.map((value) => ({ value, label: text.dimensions[value] }))}
      />
      <Field id="exemption-reason" label={form.exemptReason} isRequired fault={faults["reason"]}>
        <Input.TextArea id="exemption-reason" rows={3} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
      </Field>
      <Field id="exemption-document" label={form.exemptDocument}>
        <Input id="exemption-document" maxLength={100} value={documentNo} onChange={(event) => setDocumentNo(event.target.value)} />
      </Field>
      <DayField id="exemption-to" label={form.exemptTo} isRequired value={validTo} onChange={setValidTo} fault={faults["validTo"]} />
    </FormFrame>
  );
}
