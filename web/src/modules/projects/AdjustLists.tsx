import { useMutation, useQuery } from "@tanstack/react-query";
import { formatWan } from "@baton/contract/amounts";
import { projectClasses, projectLevels } from "@baton/contract/codes";
import type { Adjustment } from "@baton/contract/library";
import type { AdjustmentsPreview } from "@baton/contract/listings";
import { Button, Input } from "antd";
import { useState, type ReactNode } from "react";
import { api } from "../../api/client.ts";
import { libraryText } from "../../text/library.ts";
import { useArea } from "../../text/useText.ts";
import { Field } from "../../ui/Field.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { AmountField } from "./AmountField.tsx";
import { ChoiceField, DayField, FormFrame } from "./FormFrame.tsx";
import { fenOf, requiredAmount, type TypedAmount } from "./projectForm.ts";
import { useTerm } from "./SummaryTab.tsx";
import "./library.css";

type Said = {
  kind: Adjustment["kind"];
  year: string;
  level: string;
  class: string;
  plan: TypedAmount;
  effectiveOn: string;
  reason: string;
  documentNo: string;
};

type AdjustListsProps = {
  ids: readonly string[];
  /** The city's day, on which an adjustment takes effect unless said otherwise. */
  today: string;
  /** The list that is meant unless another is chosen. */
  level?: string | undefined;
  onDone: (count: number) => void;
  onCancel: () => void;
};

/** What was said, as the server takes it; undefined while something it turns on is missing. */
function bodyOf(said: Said, ids: readonly string[]) {
  const planFen = fenOf(said.plan);
  const isReady = /^\d{4}$/.test(said.year) && said.level !== "" && said.effectiveOn !== "" && planFen !== undefined && ids.length > 0;
  if (!isReady || (said.kind === "added" && (said.class === "" || planFen === null))) return undefined;
  return {
    kind: said.kind,
    year: Number(said.year),
    level: said.level,
    effectiveOn: said.effectiveOn,
    ...(said.kind === "added" ? { class: said.class } : {}),
    ...(said.kind !== "left" && planFen !== null ? { planFen } : {}),
    rows: ids.map((projectId) => ({ projectId })),
  };
}

/** 名单调整: one of the four acts over one or many projects, with what it would move seen before it is done. */
export function AdjustLists({ ids, today, level = "", onDone, onCancel }: AdjustListsProps): ReactNode {
  const text = useArea(libraryText);
  const { adjust } = text;
  const [said, setSaid] = useState<Said>({
    kind: "added",
    year: today.slice(0, 4),
    level,
    class: "implementation",
    plan: { text: "", unit: "万元" },
    effectiveOn: today,
    reason: "",
    documentNo: "",
  });
  const [kept, setKept] = useState(ids);
  const [isTried, setIsTried] = useState(false);
  const body = bodyOf(said, kept);
  const preview = useQuery({
    queryKey: ["listing-adjustment-previews", body],
    queryFn: () => api.post<AdjustmentsPreview>("/api/listing-adjustment-previews", body),
    enabled: body !== undefined,
    retry: false,
  });
  const send = useMutation({
    mutationFn: () => api.post<{ written: number }>("/api/listing-adjustments", { ...body, reason: said.reason.trim(), documentNo: said.documentNo.trim() }),
    onSuccess: ({ written }) => onDone(written),
  });
  const missing = (value: string): string | undefined => (isTried && value.trim().length < 2 ? text.required : undefined);
  const refused = (preview.data?.rows ?? []).filter(({ fault }) => fault !== null);
  const submit = (): void => {
    setIsTried(true);
    if (body && preview.data && refused.length === 0 && said.reason.trim().length >= 2) send.mutate();
  };
  return (
    <FormFrame failure={send.error} isBusy={send.isPending} verb={adjust.act(kept.length)} onSubmit={submit} onCancel={onCancel}>
      <WhichFields said={said} isTried={isTried} onChange={(changed) => setSaid({ ...said, ...changed })} />
      <Field id="adjust-reason" label={text.reason} isRequired example={adjust.reasonExample} fault={missing(said.reason)}>
        <Input.TextArea
          id="adjust-reason"
          rows={2}
          maxLength={500}
          value={said.reason}
          onChange={(event) => setSaid({ ...said, reason: event.target.value })}
        />
      </Field>
      <Field id="adjust-document" label={text.documentNo} example={text.documentNoExample}>
        <Input
          id="adjust-document"
          maxLength={100}
          autoComplete="off"
          value={said.documentNo}
          onChange={(event) => setSaid({ ...said, documentNo: event.target.value })}
        />
      </Field>
      <Effects
        preview={preview}
        isAsked={body !== undefined}
        count={kept.length}
        isLeaving={said.kind === "left"}
        onKept={(gone) => setKept(kept.filter((id) => !gone.has(id)))}
      />
    </FormFrame>
  );
}

type EffectsProps = {
  preview: { data: AdjustmentsPreview | undefined; error: unknown };
  isAsked: boolean;
  count: number;
  isLeaving: boolean;
  /** Takes out the projects that may not move. */
  onKept: (gone: ReadonlySet<string>) => void;
};

/** What the act would do, before it is done. */
function Effects({ preview: { data, error }, isAsked, count, isLeaving, onKept }: EffectsProps): ReactNode {
  const { adjust } = useArea(libraryText);
  const refused = (data?.rows ?? []).filter(({ fault }) => fault !== null);
  return (
    <section aria-label={adjust.previewTitle}>
      <h3>{adjust.previewTitle}</h3>
      <Problem failure={error} />
      {!isAsked && <p className="b-muted">{count === 0 ? adjust.none : adjust.previewHint}</p>}
      {isAsked && data && (
        <>
          <p role="status">{adjust.previewSum(data.movableCount, formatWan(data.planBeforeFen), formatWan(data.planAfterFen))}</p>
          {refused.length > 0 && (
            <p className="l-refused">
              {adjust.refused(refused.length)}{" "}
              {refused.length < count && (
                <Button size="small" onClick={() => onKept(new Set(refused.map(({ projectId }) => projectId)))}>
                  {adjust.takeOut}
                </Button>
              )}
            </p>
          )}
          <Moves preview={data} isLeaving={isLeaving} />
        </>
      )}
    </section>
  );
}

type WhichFieldsProps = { said: Said; isTried: boolean; onChange: (changed: Partial<Said>) => void };

/** Which adjustment, of which list, from which day. */
function WhichFields({ said, isTried, onChange }: WhichFieldsProps): ReactNode {
  const text = useArea(libraryText);
  const { adjust } = text;
  const term = useTerm();
  const choices = (codes: readonly { code: string; zh: string; en: string; aliases: readonly string[] }[]) =>
    codes.map(({ code }) => ({ value: code, label: term(codes, code) ?? code }));
  const fault = (value: string): string | undefined => (isTried && value === "" ? text.required : undefined);
  const isAdded = said.kind === "added";
  return (
    <>
      <ChoiceField
        id="adjust-kind"
        label={adjust.kind}
        isRequired
        value={said.kind}
        onChange={(kind) => onChange({ kind: kind as Said["kind"] })}
        choices={Object.entries(adjust.kinds).map(([value, label]) => ({ value, label }))}
      />
      <Field id="adjust-year" label={text.year} isRequired fault={isTried && !/^\d{4}$/.test(said.year) ? text.required : undefined}>
        <Input
          id="adjust-year"
          inputMode="numeric"
          maxLength={4}
          autoComplete="off"
          value={said.year}
          onChange={(event) => onChange({ year: event.target.value.replaceAll(/\D/g, "") })}
        />
      </Field>
      <ChoiceField
        id="adjust-level"
        label={text.level}
        isRequired
        value={said.level}
        onChange={(level) => onChange({ level })}
        choices={choices(projectLevels)}
        fault={fault(said.level)}
      />
      {isAdded && (
        <ChoiceField
          id="adjust-class"
          label={text.class}
          isRequired
          value={said.class}
          onChange={(code) => onChange({ class: code })}
          choices={choices(projectClasses)}
          fault={fault(said.class)}
        />
      )}
      {said.kind !== "left" && (
        <AmountField
          id="adjust-plan"
          label={adjust.plan}
          value={said.plan}
          onChange={(plan) => onChange({ plan })}
          {...(isAdded ? { isRequired: true, fault: isTried ? requiredAmount(said.plan, text.required) : undefined } : { note: adjust.planKeep })}
        />
      )}
      <DayField
        id="adjust-on"
        label={adjust.effectiveOn}
        isRequired
        value={said.effectiveOn}
        onChange={(effectiveOn) => onChange({ effectiveOn })}
        fault={fault(said.effectiveOn)}
      />
    </>
  );
}

/** Each project: where it stands, where it goes, or why it may not. Those that may not stand first. */
function Moves({ preview, isLeaving }: { preview: AdjustmentsPreview; isLeaving: boolean }): ReactNode {
  const { adjust, wan } = useArea(libraryText);
  const term = useTerm();
  const words = (standing: AdjustmentsPreview["rows"][number]["from"], nothing: string): string =>
    standing === null ? nothing : `${term(projectClasses, standing.class) ?? ""} ${formatWan(standing.planFen)}${wan}`;
  return (
    <ul className="l-moves">
      {preview.rows
        .toSorted((a, b) => Number(a.fault === null) - Number(b.fault === null))
        .map(({ projectId, name, from, to, fault }) => (
          <li key={projectId}>
            {name ?? adjust.unknown}
            <div className={fault === null ? "b-caption" : "l-refused"}>
              {fault ?? `${words(from, adjust.notListed)} ${adjust.to} ${words(to, isLeaving ? adjust.leaves : adjust.notListed)}`}
            </div>
          </li>
        ))}
    </ul>
  );
}
