import { useMutation } from "@tanstack/react-query";
import { Input } from "antd";
import { useState, type ReactNode } from "react";
import { api } from "../../api/client.ts";
import { projectsText } from "../../text/projects.ts";
import { useArea } from "../../text/useText.ts";
import { Field } from "../../ui/Field.tsx";
import { ChoiceField, DayField, type Faults, FormFrame, missingOf, PostField, type PostRow } from "./FormFrame.tsx";
import type { RecordFormProps } from "./RecordMenu.tsx";

/** 存在问题: becomes a matter at once: what is needed, of whom, by when. */
export function ProblemForm({ project, onDone, onCancel }: RecordFormProps): ReactNode {
  const text = useArea(projectsText);
  const { form } = text;
  const [title, setTitle] = useState("");
  const [ask, setAsk] = useState("");
  const [party, setParty] = useState("");
  const [holder, setHolder] = useState<PostRow>();
  const [dueOn, setDueOn] = useState("");
  const [faults, setFaults] = useState<Faults>({});
  const send = useMutation({
    mutationFn: () =>
      api.post("/api/matters", {
        kind: "problem",
        subjectId: project.id,
        title: title.trim(),
        ask: ask.trim(),
        holderPostId: holder?.id,
        blockingParty: party || null,
        dueOn: dueOn || null,
      }),
    onSuccess: onDone,
  });
  const submit = (): void => {
    const missing = missingOf({ title, ask, holder: holder?.id }, form.required);
    setFaults(missing ?? {});
    if (!missing) send.mutate();
  };
  return (
    <FormFrame failure={send.error} isBusy={send.isPending} onSubmit={submit} onCancel={onCancel}>
      <Field id="problem-title" label={form.problemTitle} isRequired example={form.problemTitleExample} fault={faults["title"]}>
        <Input id="problem-title" maxLength={80} value={title} onChange={(event) => setTitle(event.target.value)} />
      </Field>
      <Field id="problem-ask" label={form.problemAsk} isRequired fault={faults["ask"]}>
        <Input.TextArea id="problem-ask" rows={3} maxLength={1000} value={ask} onChange={(event) => setAsk(event.target.value)} />
      </Field>
      <PostField id="problem-holder" label={form.problemHolder} value={holder} onChange={setHolder} fault={faults["holder"]} />
      <ChoiceField
        id="problem-party"
        label={form.problemParty}
        value={party}
        onChange={setParty}
        choices={Object.entries(text.parties).map(([value, label]) => ({ value, label }))}
      />
      <DayField id="problem-due" label={form.problemDue} value={dueOn} onChange={setDueOn} />
    </FormFrame>
  );
}
