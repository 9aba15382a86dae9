import { useMutation } from "@tanstack/react-query";
import { evidenceKinds } from "@baton/contract/library";
import { Input } from "antd";
import { useState, type ReactNode } from "react";
import { api } from "../../api/client.ts";
import { projectsText } from "../../text/projects.ts";
import { useArea } from "../../text/useText.ts";
import { Field } from "../../ui/Field.tsx";
import { ChoiceField, DayField, type Faults, FormFrame, missingOf } from "./FormFrame.tsx";
import type { RecordFormProps } from "./RecordMenu.tsx";

/** 上传佐证: a file, what it is called, and what it proves. */
export function EvidenceForm({ project, onDone, onCancel }: RecordFormProps): ReactNode {
  const { form } = useArea(projectsText);
  const [file, setFile] = useState<File>();
  const [title, setTitle] = useState("");
  const [proves, setProves] = useState("");
  const [takenOn, setTakenOn] = useState("");
  const [faults, setFaults] = useState<Faults>({});
  const send = useMutation({
    mutationFn: () => {
      const body = new FormData();
      // Fields first: the server reads them before it takes the file.
      body.set("proves", proves);
      body.set("title", title.trim());
      if (takenOn) body.set("takenOn", takenOn);
      if (file) body.set("file", file);
      return api.post(`/api/projects/${project.id}/evidence`, body);
    },
    onSuccess: onDone,
  });
  const submit = (): void => {
    const missing = missingOf({ file: file?.name, title, proves }, form.required);
    setFaults(missing ?? {});
    if (!missing) send.mutate();
  };
  const choose = (chosen: File | undefined): void => {
    setFile(chosen);
    if (chosen && title === "") setTitle(chosen.name.replace(/\.[^.]+$/, ""));
  };
  return (
    <FormFrame failure={send.error} isBusy={send.isPending} onSubmit={submit} onCancel={onCancel}>
      <Field id="evidence-file" label={form.evidenceFile} isRequired fault={faults["file"]}>
        <input id="evidence-file" type="file" onChange={(event) => choose(event.target.files?.[0])} />
      </Field>
      <Field id="evidence-title" label={form.evidenceTitle} isRequired fault={faults["title"]}>
        <Input id="evidence-title" maxLength={200} value={title} onChange={(event) => setTitle(event.target.value)} />
      </Field>
      <ChoiceField
        id="evidence-proves"
        label={form.evidenceProves}
        isRequired
        value={proves}
        onChange={setProves}
        fault={faults["proves"]}
        choices={evidenceKinds.map(({ code, zh }) => ({ value: code, label: zh }))}
      />
      <DayField id="evidence-taken" label={form.evidenceTaken} value={takenOn} onChange={setTakenOn} />
    </FormFrame>
  );
}
