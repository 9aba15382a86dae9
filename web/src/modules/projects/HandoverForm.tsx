import { useMutation, useQuery } from "@tanstack/react-query";
import { batonRoles } from "@baton/contract/library";
import { Input } from "antd";
import { useState, type ReactNode } from "react";
import { api } from "../../api/client.ts";
import { Along } from "../../kernel/batons/Along.tsx";
import { planQuery } from "../../kernel/batons/queries.ts";
import { projectsText } from "../../text/projects.ts";
import { useArea } from "../../text/useText.ts";
import { Confirm } from "../../ui/Confirm.tsx";
import { Field } from "../../ui/Field.tsx";
import { ChoiceField, DayField, type Faults, FormFrame, missingOf, PostField, type PostRow } from "./FormFrame.tsx";
import type { RecordFormProps } from "./RecordMenu.tsx";

/** 交接: one role to another post; it cannot be undone, so it asks first and says what changes. */
export function HandoverForm({ project, onDone, onCancel }: RecordFormProps): ReactNode {
  const { form } = useArea(projectsText);
  const [role, setRole] = useState("");
  const [toPost, setToPost] = useState<PostRow>();
  const [on, setOn] = useState(project.validOn);
  const [note, setNote] = useState("");
  const [faults, setFaults] = useState<Faults>({});
  const [isAsking, setIsAsking] = useState(false);
  const [withMatters, setWithMatters] = useState(true);
  const holder = project.batons.find((baton) => baton.role === role && (baton.validTo === null || baton.validTo > on));
  const plan = useQuery(planQuery({ batonIds: holder ? [holder.id] : [], toPostId: toPost?.id, on }));
  const send = useMutation({
    // A role that somebody holds passes with its open matters; an empty one is only taken up.
    mutationFn: () =>
      holder
        ? api.post("/api/handovers", { batonIds: [holder.id], toPostId: toPost?.id, on, note: note.trim(), withMatters })
        : api.post(`/api/subjects/${project.id}/handovers`, { role, toPostId: toPost?.id, on, note: note.trim() }),
    onSuccess: onDone,
    onSettled: () => setIsAsking(false),
  });
  const submit = (): void => {
    const missing = missingOf({ role, toPost: toPost?.id, on, note }, form.required);
    setFaults(missing ?? {});
    if (!missing) setIsAsking(true);
  };
  const roleName = batonRoles.find(({ code }) => code === role)?.zh ?? role;
  return (
    <>
      <FormFrame failure={send.error} isBusy={send.isPending} verb={form.handover} onSubmit={submit} onCancel={onCancel}>
        <ChoiceField
          id="handover-role"
          label={form.role}
          isRequired
          value={role}
          onChange={setRole}
          fault={faults["role"]}
          choices={batonRoles.map(({ code, zh }) => ({ value: code, label: zh }))}
        />
        <PostField id="handover-post" label={form.toPost} value={toPost} onChange={setToPost} fault={faults["toPost"]} />
        <DayField id="handover-on" label={form.handoverOn} isRequired value={on} onChange={setOn} fault={faults["on"]} />
        <Field id="handover-note" label={form.handoverNote} isRequired fault={faults["note"]}>
          <Input.TextArea id="handover-note" rows={3} maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
        </Field>
        {holder && <Along plan={plan.data} failure={plan.error} withMatters={withMatters} onWithMatters={setWithMatters} />}
      </FormFrame>
      <Confirm
        act="交接"
        title={form.handoverTitle(roleName, project.name)}
        verb={form.handover}
        open={isAsking}
        isBusy={send.isPending}
        onConfirm={() => send.mutate()}
        onCancel={() => setIsAsking(false)}
      >
        {form.handoverEffect(toPost ? `${toPost.orgName}·${toPost.title}` : "", on)}
        {holder ? form.handoverFrom(`${holder.holderOrg}·${holder.holder}`) : form.nobody}
        {form.handoverLasting}
      </Confirm>
    </>
  );
}
