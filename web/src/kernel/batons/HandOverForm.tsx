import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { handoversAnswer, HeldBaton } from "@baton/contract/batons";
import { dayOf } from "@baton/contract/calendar";
import { Button, Input } from "antd";
import { useState, type FormEvent, type ReactNode } from "react";
import type { z } from "zod";
import { api } from "../../api/client.ts";
import { batonsText } from "../../text/batons.ts";
import { useArea } from "../../text/useText.ts";
import { Confirm } from "../../ui/Confirm.tsx";
import { DateField } from "../../ui/DateField.tsx";
import { Field } from "../../ui/Field.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { showToast } from "../../ui/toast.tsx";
import { handsQuery, mattersKey } from "../matters/hands.ts";
import { PostSelect } from "../matters/PostSelect.tsx";
import { Along, namedMax } from "./Along.tsx";
import "../matters/matters.css";
import { batonsKey, planQuery } from "./queries.ts";

type HandOverFormProps = { batons: readonly HeldBaton[]; onDone: () => void; onCancel: () => void };
type Typed = { toPostId: number | undefined; toPost: string; on: string; note: string; withMatters: boolean };
type Fault = "toPost" | "on" | "note";

/** Required fields that are empty, in the order of the form. */
function missingIn({ toPostId, note }: Typed, on: string): Fault[] {
  const filled: Record<Fault, boolean> = { toPost: toPostId !== undefined, on: on !== "", note: note.trim() !== "" };
  return (Object.keys(filled) as Fault[]).filter((field) => !filled[field]);
}

/** 移交: to which post, from which day; what goes along is shown before it is asked, and the irreversible asks. */
export function HandOverForm({ batons, onDone, onCancel }: HandOverFormProps): ReactNode {
  const { form: text } = useArea(batonsText);
  const { data: hands } = useQuery(handsQuery);
  const today = hands ? dayOf(hands.now) : "";
  const [typed, setTyped] = useState<Typed>({ toPostId: undefined, toPost: "", on: "", note: "", withMatters: true });
  const [faults, setFaults] = useState<ReadonlySet<Fault>>(new Set());
  const [isAsking, setIsAsking] = useState(false);
  const on = typed.on || today;
  const batonIds = batons.map(({ id }) => id);
  const plan = useQuery(planQuery({ batonIds, toPostId: typed.toPostId, ...(on ? { on } : {}) }));
  const sending = useHandOver({ onDone, onSettled: () => setIsAsking(false) });
  const change = (changed: Partial<Typed>): void => setTyped((now) => ({ ...now, ...changed }));
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    const missing = missingIn(typed, on);
    setFaults(new Set(missing));
    if (missing[0]) document.getElementById(`handing-${missing[0]}`)?.focus();
    else if (plan.data?.refusals.length === 0) setIsAsking(true);
  };
  const faultOf = (field: Fault): string | undefined => (faults.has(field) ? text.required : undefined);
  const title = text.confirm(batons.length);
  const along = plan.data?.mattersGoAlong && typed.withMatters ? plan.data.matters.length : 0;
  return (
    <form className="b-form m-form" onSubmit={onSubmit} noValidate aria-label={text.title(batons.length)}>
      <Which batons={batons} />
      <Field id="handing-toPost" label={text.toPost} isRequired fault={faultOf("toPost")}>
        <PostSelect id="handing-toPost" chosen={typed.toPostId} isFaulty={faults.has("toPost")} onChosen={(toPostId, toPost) => change({ toPostId, toPost })} />
      </Field>
      <Field id="handing-on" label={text.on} isRequired example={text.dateExample} fault={faultOf("on")}>
        <DateField id="handing-on" value={on} onChange={(day) => change({ on: day })} year={Number(today.slice(0, 4)) || 2000} />
      </Field>
      <Field id="handing-note" label={text.note} isRequired example={text.noteExample} fault={faultOf("note")}>
        <Input.TextArea
          id="handing-note"
          autoSize={{ minRows: 2, maxRows: 8 }}
          maxLength={500}
          value={typed.note}
          onChange={(event) => change({ note: event.target.value })}
        />
      </Field>
      <Along
        plan={plan.data}
        failure={plan.error}
        withMatters={typed.withMatters}
        onWithMatters={(withMatters) => change({ withMatters })}
        isOfMany={batons.length > 1}
      />
      <Problem failure={sending.error} />
      <div className="m-form-foot">
        <Button type="primary" htmlType="submit" disabled={!plan.data || plan.data.refusals.length > 0} loading={sending.isPending}>
          {text.title(batons.length)}
        </Button>
        <Button onClick={onCancel}>{text.cancel}</Button>
      </div>
      <Confirm
        act="交接"
        title={title}
        verb={title}
        open={isAsking}
        isBusy={sending.isPending}
        onConfirm={() => sending.mutate({ ...typed, batonIds, on })}
        onCancel={() => setIsAsking(false)}
      >
        {text.effect(typed.toPost, on)}
        {along > 0 && text.effectMatters(along)}
        {text.lasting}
      </Confirm>
    </form>
  );
}

function useHandOver({ onDone, onSettled }: { onDone: () => void; onSettled: () => void }) {
  const { form: text } = useArea(batonsText);
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ batonIds, toPostId, on, note, withMatters }: Typed & { batonIds: readonly string[] }) =>
      api.post<z.infer<typeof handoversAnswer>>("/api/handovers", { batonIds, toPostId, on, note: note.trim(), withMatters }),
    onSuccess: ({ handedOver, matters }) => {
      showToast({ words: text.done(handedOver, matters) });
      onDone();
    },
    onSettled: () => {
      onSettled();
      void queryClient.invalidateQueries({ queryKey: batonsKey });
      void queryClient.invalidateQueries({ queryKey: mattersKey });
    },
  });
}

function Which({ batons }: { batons: readonly HeldBaton[] }): ReactNode {
  const { form: text, roles } = useArea(batonsText);
  const words: Readonly<Record<string, string>> = roles;
  return (
    <section aria-label={text.which}>
      <h3>{text.which}</h3>
      <ul className="t-which">
        {batons.slice(0, namedMax).map(({ id, subjectName, role, roleName }) => (
          <li key={id}>
            {subjectName}·{words[role] ?? roleName}
          </li>
        ))}
        {batons.length > namedMax && <li className="b-muted">{text.more(batons.length)}</li>}
      </ul>
    </section>
  );
}
