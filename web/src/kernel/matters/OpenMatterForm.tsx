import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { Calendar } from "@baton/contract/calendar";
import { type OpenedKind, openedKinds } from "@baton/contract/matter-opening";
import type { MatterAnswer } from "@baton/contract/matters";
import { Button, Input, Radio, Select } from "antd";
import { useState, type FormEvent, type ReactNode } from "react";
import { api } from "../../api/client.ts";
import { paths } from "../../paths.ts";
import { batonsText, openingTemplates, openingWithdrawn } from "../../text/batons.ts";
import { mattersText } from "../../text/matters.ts";
import { useArea } from "../../text/useText.ts";
import { Field } from "../../ui/Field.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { showToast } from "../../ui/toast.tsx";
import { Assistants } from "./Assistants.tsx";
import { DueChoice } from "./DueChoice.tsx";
import { mattersKey } from "./hands.ts";
import { bodyOfOpening, emptyOpening, faultsOfOpening, type Opening, type OpeningFaults, type OpeningField, type Party, withKind } from "./openMatter.ts";
import { PostSelect } from "./PostSelect.tsx";
import { holdersQuery, SubjectSelect } from "./SubjectSelect.tsx";

type FormProps = { subjectId: string | undefined; asked: { now: string; calendar: Calendar }; role: string };

/** Where each fault is mended. */
const fieldIds: Record<OpeningField, string> = {
  subject: "open-subject",
  title: "open-title",
  ask: "open-ask",
  lead: "open-lead",
  due: "open-days",
  assistants: "open-assistants-fault",
  materials: "open-materials",
};

function useOpening() {
  const { open: text } = useArea(batonsText);
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const withdraw = async (id: string): Promise<void> => {
    await api.post(`/api/matters/${id}/withdrawals`, { reason: openingWithdrawn });
    showToast({ words: text.withdrawn });
    await queryClient.invalidateQueries({ queryKey: mattersKey });
  };
  return useMutation({
    mutationFn: (opening: Opening) => api.post<MatterAnswer>("/api/matters", bodyOfOpening(opening)),
    onSuccess: ({ id }) => {
      showToast({ words: text.done, undoWords: text.withdraw, onUndo: () => void withdraw(id) });
      void queryClient.invalidateQueries({ queryKey: mattersKey });
      void navigate({ to: paths.matter(id) });
    },
  });
}

/** One column: what, about whom, to whom, by when; what few need stays folded. */
export function OpenMatterForm({ subjectId, asked, role }: FormProps): ReactNode {
  const { open: text } = useArea(batonsText);
  const [opening, setOpening] = useState(() => emptyOpening(role, subjectId));
  const [faults, setFaults] = useState<OpeningFaults>({});
  const sending = useOpening();
  const { data: holders } = useQuery(holdersQuery(opening.subjectId));
  const suggested = holderChoices(holders?.items ?? []);
  const change = (changed: Partial<Opening>): void => setOpening((now) => ({ ...now, ...changed }));
  const faultOf = (field: OpeningField): string | undefined => faults[field] && text.faults[faults[field]];
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    const found = faultsOfOpening(opening, asked);
    setFaults(found);
    const [first] = Object.keys(found) as OpeningField[];
    if (first === undefined) sending.mutate(opening);
    else document.getElementById(first === "due" && opening.dueBy === "day" ? "open-on" : fieldIds[first])?.focus();
  };
  return (
    <form className="b-form m-opening b-card" onSubmit={onSubmit} noValidate aria-label={text.title}>
      <div className="m-opening-part">
        <What {...{ opening, change, faultOf }} onKind={(kind) => setOpening(withKind(opening, kind))} />
      </div>
      <div className="m-opening-part">
        <Field id="open-lead" label={text.lead} isRequired fault={faultOf("lead")}>
          <PostSelect
            id="open-lead"
            chosen={opening.leadPostId}
            suggested={suggested}
            isFaulty={faults.lead !== undefined}
            onChosen={(leadPostId) => change({ leadPostId })}
          />
        </Field>
        <DueChoice {...{ opening, change, asked }} fault={faultOf("due")} />
        <details className="m-more" {...(faults.assistants || faults.materials ? { open: true } : {})}>
          <summary>{text.more}</summary>
          <Assistants assistants={opening.assistants} suggested={suggested} fault={faultOf("assistants")} onChange={(assistants) => change({ assistants })} />
          <Field id="open-materials" label={text.materials} example={text.materialsExample} fault={faultOf("materials")}>
            <Input.TextArea
              id="open-materials"
              autoSize={{ minRows: 2, maxRows: 10 }}
              value={opening.materials}
              onChange={(event) => change({ materials: event.target.value })}
            />
          </Field>
        </details>
        <Problem failure={sending.error} />
        <div className="m-form-foot">
          <Button type="primary" htmlType="submit" loading={sending.isPending}>
            {text.submit}
          </Button>
        </div>
      </div>
    </form>
  );
}

/** Those who hold the subject, each post once with all its roles. */
function holderChoices(items: readonly { postId: number; orgName: string; title: string; roleName: string }[]) {
  const byPost = Map.groupBy(items, ({ postId }) => postId);
  return [...byPost].map(([value, roles]) => ({
    value,
    label: `${roles[0]?.orgName ?? ""} · ${roles[0]?.title ?? ""}（${roles.map(({ roleName }) => roleName).join("、")}）`,
  }));
}

type WhatProps = {
  opening: Opening;
  change: (changed: Partial<Opening>) => void;
  onKind: (kind: OpenedKind) => void;
  faultOf: (field: OpeningField) => string | undefined;
};

/** What a matter of this kind rests on: the blocking party of a problem, else the document. */
function Ground({ opening, change }: Pick<WhatProps, "opening" | "change">): ReactNode {
  const { open: text } = useArea(batonsText);
  const { parties } = useArea(mattersText);
  if (opening.kind === "problem")
    return (
      <Field id="open-party" label={text.party}>
        <Radio.Group
          id="open-party"
          value={opening.party}
          onChange={(event) => change({ party: event.target.value as Party })}
          options={(["locality", "department", "enterprise"] as const).map((value) => ({ value, label: parties[value] }))}
        />
      </Field>
    );
  return (
    <Field id="open-document" label={text.documentNo} example={text.documentExample}>
      <Input id="open-document" maxLength={80} autoComplete="off" value={opening.documentNo} onChange={(event) => change({ documentNo: event.target.value })} />
    </Field>
  );
}

/** Kind, subject, and what is asked, with the sentences that offices write again and again. */
function What({ opening, change, onKind, faultOf }: WhatProps): ReactNode {
  const { open: text } = useArea(batonsText);
  const { kinds } = useArea(mattersText);
  const templates = openingTemplates.filter(({ kind }) => kind === opening.kind);
  const choose = (title: string): void => {
    const template = templates.find((one) => one.title === title);
    if (template) change({ title: template.title, ask: template.ask, party: template.party });
  };
  return (
    <>
      <Field id="open-kind" label={text.kind} isRequired example={text.kindWhy[opening.kind]}>
        <Radio.Group
          id="open-kind"
          value={opening.kind}
          onChange={(event) => onKind(event.target.value as OpenedKind)}
          options={openedKinds.map((value) => ({ value, label: kinds[value] }))}
        />
      </Field>
      <Field id="open-subject" label={text.subject} isRequired fault={faultOf("subject")}>
        <SubjectSelect
          id="open-subject"
          chosen={opening.subjectId}
          isFaulty={faultOf("subject") !== undefined}
          onChosen={(subjectId) => change({ subjectId })}
        />
      </Field>
      <Field id="open-template" label={text.template}>
        <Select
          id="open-template"
          placeholder={text.templateNone}
          value={templates.some(({ title }) => title === opening.title) ? opening.title : null}
          onChange={choose}
          options={templates.map(({ title }) => ({ value: title, label: title }))}
        />
      </Field>
      <Field id="open-title" label={text.name} isRequired example={text.nameExample} fault={faultOf("title")}>
        <Input
          id="open-title"
          maxLength={80}
          autoComplete="off"
          aria-invalid={faultOf("title") !== undefined}
          value={opening.title}
          onChange={(event) => change({ title: event.target.value })}
        />
      </Field>
      <Field id="open-ask" label={text.ask} isRequired example={text.askExample} fault={faultOf("ask")}>
        <Input.TextArea
          id="open-ask"
          autoSize={{ minRows: 3, maxRows: 10 }}
          maxLength={1000}
          aria-invalid={faultOf("ask") !== undefined}
          value={opening.ask}
          onChange={(event) => change({ ask: event.target.value })}
        />
      </Field>
      <Ground {...{ opening, change }} />
    </>
  );
}
