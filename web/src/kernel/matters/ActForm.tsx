import { useQuery } from "@tanstack/react-query";
import { Button, Input, Radio, Select } from "antd";
import { isApproval, type MatterAct, type MatterLine } from "@baton/contract/matters";
import { useState, type FormEvent, type ReactNode } from "react";
import { mattersText } from "../../text/matters.ts";
import { useArea } from "../../text/useText.ts";
import { Field } from "../../ui/Field.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { faultsOf, formOf, type ActFault, type ActField, type ActInput } from "./acts.ts";
import { Effects } from "./Effects.tsx";
import { assigneesQuery } from "./hands.ts";
import { Materials, useOwed } from "./Materials.tsx";
import { PostSelect } from "./PostSelect.tsx";
import { useAct } from "./useAct.ts";

export type ActFormProps = {
  act: MatterAct;
  line: Pick<MatterLine, "id" | "kind" | "lastSequence" | "title">;
  onDone: () => void;
  onCancel: () => void;
  /** Where the page does not show them already: what granting would change. */
  showsEffects?: boolean;
};

/** The small form of one act, in the row or in the drawer; its button repeats the verb. */
export function ActForm({ act, line, onDone, onCancel, showsEffects = false }: ActFormProps): ReactNode {
  const text = useArea(mattersText);
  const [input, setInput] = useState<ActInput>({});
  const [faults, setFaults] = useState<Partial<Record<ActField, ActFault>>>({});
  const doing = useAct();
  const form = formOf(act, line.kind);
  const owed = useOwed(line.id, form?.fields.includes("materials") ?? false);
  if (!form) return null;
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    const found = faultsOf(act, form, { ...input, owed });
    setFaults(found);
    const [first] = Object.keys(found);
    if (first) {
      document.getElementById(`${line.id}-${first}`)?.focus();
      return;
    }
    doing.mutate({ act, line, input }, { onSuccess: onDone });
  };
  const change = (changed: ActInput): void => setInput((now) => ({ ...now, ...changed }));
  return (
    <form className="b-form m-form" aria-label={`${text.acts[act]}：${line.title}`} onSubmit={onSubmit} noValidate>
      <Problem failure={doing.error} />
      {showsEffects && act === "decide" && isApproval(line.kind) && <Effects id={line.id} />}
      {form.fields
        .filter((field) => !(field === "optionalDays" && act === "decide" && input.granted !== true))
        .map((field, at) => (
          <OneField key={field} {...{ field, act, line, input, change, fault: faults[field], isFirst: at === 0 }} />
        ))}
      <div className="m-form-foot">
        <Button type="primary" htmlType="submit" loading={doing.isPending}>
          {text.acts[act]}
        </Button>
        <Button onClick={onCancel}>{text.cancel}</Button>
      </div>
    </form>
  );
}

type OneFieldProps = Pick<ActFormProps, "act" | "line"> & {
  field: ActField;
  input: ActInput;
  change: (changed: ActInput) => void;
  fault: ActFault | undefined;
  isFirst: boolean;
};

/** What may stay empty, and what names itself. */
const optionalFields: readonly ActField[] = ["note", "optionalBody", "optionalDays"];

function OneField(props: OneFieldProps): ReactNode {
  const { field, act, line, input, change, fault, isFirst } = props;
  const text = useArea(mattersText);
  const id = `${line.id}-${field}`;
  const shared = { id, label: useLabel(field, act), fault: fault && text.faults[fault], isRequired: !optionalFields.includes(field) };
  switch (field) {
    case "materials":
      return <Materials id={id} line={line} fault={fault && text.faults[fault]} input={input} change={change} />;
    case "assignee":
      return (
        <Field {...shared}>
          <AssigneeSelect {...props} id={id} />
        </Field>
      );
    case "toPost":
      return (
        <Field {...shared}>
          <PostSelect id={id} chosen={input.toPost} onChosen={(toPost) => change({ toPost })} />
        </Field>
      );
    case "granted":
    case "rating":
      return (
        <Field {...shared}>
          <Chosen {...{ id, field, input, change }} />
        </Field>
      );
    case "pauseReason":
      return (
        <Field {...shared}>
          <Select
            id={id}
            {...(input.pauseReason ? { value: input.pauseReason } : {})}
            onChange={(pauseReason: string) => change({ pauseReason })}
            options={Object.entries(text.pauses).map(([value, words]) => ({ value, label: words }))}
          />
        </Field>
      );
    case "days":
    case "optionalDays":
    case "note":
    case "reason":
    case "body":
    case "optionalBody":
      return (
        <Field {...shared} {...(field === "body" ? { example: text.fields.bodyExample } : {})}>
          <Typed
            {...{ field, input, change }}
            attributes={{ id, autoFocus: isFirst, "aria-invalid": fault !== undefined, "aria-describedby": fault ? `${id}-fault` : undefined }}
          />
        </Field>
      );
  }
}

/** One of a few words: a decision, a rating. */
function Chosen({ id, field, input, change }: Pick<OneFieldProps, "input" | "change"> & { id: string; field: "granted" | "rating" }): ReactNode {
  const text = useArea(mattersText);
  const decisions = [
    { value: true, label: text.fields.granted },
    { value: false, label: text.fields.refused },
  ];
  if (field === "granted")
    return <Radio.Group id={id} value={input.granted} options={decisions} onChange={(event) => change({ granted: event.target.value as boolean })} />;
  const ratings = Object.entries(text.ratings).map(([value, words]) => ({ value, label: words }));
  return <Radio.Group id={id} value={input.rating} options={ratings} onChange={(event) => change({ rating: event.target.value as string })} />;
}

type TypedProps = Pick<OneFieldProps, "input" | "change"> & {
  field: "days" | "optionalDays" | "note" | "reason" | "body" | "optionalBody";
  attributes: { id: string; autoFocus: boolean; "aria-invalid": boolean; "aria-describedby": string | undefined };
};

/** A field that is typed: a number, a line, or some lines. */
function Typed({ field, input, change, attributes }: TypedProps): ReactNode {
  if (field === "days" || field === "optionalDays")
    return <Input {...attributes} inputMode="numeric" autoComplete="off" value={input.days ?? ""} onChange={(event) => change({ days: event.target.value })} />;
  if (field === "note") return <Input {...attributes} maxLength={300} value={input.note ?? ""} onChange={(event) => change({ note: event.target.value })} />;
  const name = field === "reason" ? "reason" : "body";
  return (
    <Input.TextArea
      {...attributes}
      autoSize={{ minRows: 2, maxRows: 10 }}
      maxLength={field === "reason" ? 300 : 2000}
      value={input[name] ?? ""}
      onChange={(event) => change({ [name]: event.target.value })}
    />
  );
}

function useLabel(field: ActField, act: MatterAct): string {
  const { fields } = useArea(mattersText);
  if (field === "reason") {
    if (act === "hand_on") return fields.handOnReason;
    if (act === "return") return fields.returnReason;
    if (act === "ask_extension") return fields.extensionReason;
    if (act === "reopen") return fields.reopenReason;
    if (act === "withdraw") return fields.withdrawReason;
    return fields.decisionReason;
  }
  if (field === "optionalBody") return act === "verify" ? fields.verifyBody : act === "rate" ? fields.ratingBody : fields.pauseBody;
  const words: Record<Exclude<ActField, "reason" | "optionalBody">, string> = {
    materials: "",
    assignee: fields.assignee,
    note: fields.note,
    toPost: fields.toPost,
    body: act === "done" ? fields.doneBody : fields.body,
    days: fields.extensionDays,
    optionalDays: act === "reopen" ? fields.reopenDays : fields.grantedDays,
    granted: fields.decision,
    pauseReason: fields.pauseReason,
    rating: fields.rating,
  };
  return words[field];
}

function AssigneeSelect({ id, line, input, change }: OneFieldProps & { id: string }): ReactNode {
  const { fields } = useArea(mattersText);
  const { data, error, isPending } = useQuery(assigneesQuery(line.id));
  if (error) return <Problem failure={error} />;
  if (data && data.items.length === 0)
    return (
      <p className="b-muted" id={id} tabIndex={-1}>
        {fields.noAssignee}
      </p>
    );
  return (
    <Select
      id={id}
      loading={isPending}
      {...(input.assignee ? { value: input.assignee } : {})}
      onChange={(assignee: string) => change({ assignee })}
      options={(data?.items ?? []).map(({ accountId, title, isActing }) => ({
        value: accountId,
        label: isActing ? `${title}（${fields.acting}）` : title,
      }))}
    />
  );
}
