import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Input, Select } from "antd";
import type { SchemeVersion } from "@baton/contract/scoring";
import { useState, type ReactNode } from "react";
import { api } from "../../api/client.ts";
import { useMe } from "../../api/me.ts";
import { rolesOf } from "../../shell/navigation.ts";
import { useTimePoint } from "../../shell/timePoint.ts";
import { scoringText } from "../../text/scoring.ts";
import { useArea } from "../../text/useText.ts";
import { Field } from "../../ui/Field.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { showToast } from "../../ui/toast.tsx";
import { IndicatorRows } from "./IndicatorRows.tsx";
import { scoringKey } from "./queries.ts";
import { newDraft, weightSum, type SchemeDraft, type UnitClass } from "./schemeForm.ts";
import { Trial } from "./Trial.tsx";

type SchemeFormProps = { scheme: SchemeVersion | undefined; classes: readonly UnitClass[]; onSaved: (schemeId: string) => void };

/** The form of one version. An adopted one is read; changing it drafts the next. */
export function SchemeForm({ scheme, classes, onSaved }: SchemeFormProps): ReactNode {
  const text = useArea(scoringText);
  const queryClient = useQueryClient();
  const mayWrite = rolesOf(useMe()).has("dispatch") && !useTimePoint().isTravelling;
  const [draft, setDraft] = useState<SchemeDraft>(() => scheme ?? newDraft(classes[0]));
  const [isEditing, setIsEditing] = useState(scheme === undefined || scheme.state === "draft");
  const isReadOnly = !mayWrite || !isEditing;
  const sum = weightSum(draft.document);
  const refresh = () => queryClient.invalidateQueries({ queryKey: scoringKey });
  const saving = useMutation({
    mutationFn: () => {
      const { name, rhythm, unitClass, document } = draft;
      const body = { name: name.trim(), rhythm, unitClass, document };
      return scheme === undefined
        ? api.post<{ schemeId: string }>("/api/scoring/schemes", body)
        : api.put<{ schemeId: string }>(`/api/scoring/schemes/${scheme.schemeId}/draft`, body);
    },
    onSuccess: ({ schemeId }) => {
      showToast({ words: text.saved });
      onSaved(schemeId);
    },
    onSettled: refresh,
  });
  return (
    <div className="k-scheme">
      <Head draft={draft} classes={classes} isReadOnly={isReadOnly} onChange={(changed) => setDraft((now) => ({ ...now, ...changed }))} />
      <section className="b-card">
        <h2>
          {text.indicators}{" "}
          <span className={sum.isRight ? "b-muted" : "b-fault"} role="status">
            {sum.isRight ? text.weights(sum.text) : text.weightsWrong(sum.text)}
          </span>
        </h2>
        <IndicatorRows document={draft.document} isReadOnly={isReadOnly} onChange={(document) => setDraft((now) => ({ ...now, document }))} />
      </section>
      <Problem failure={saving.error} />
      <div className="k-buttons">
        {!isReadOnly && (
          <Button type="primary" loading={saving.isPending} disabled={draft.name.trim().length < 2} onClick={() => saving.mutate()}>
            {text.save}
          </Button>
        )}
        {mayWrite && !isEditing && <Button onClick={() => setIsEditing(true)}>{text.nextVersion}</Button>}
        {mayWrite && scheme?.state === "draft" && <Adopt scheme={scheme} />}
      </div>
      {mayWrite && <Trial document={draft.document} against={scheme?.schemeId ?? null} />}
    </div>
  );
}

function Adopt({ scheme }: { scheme: SchemeVersion }): ReactNode {
  const text = useArea(scoringText);
  const queryClient = useQueryClient();
  const adopting = useMutation({
    mutationFn: () => api.post(`/api/scoring/schemes/${scheme.schemeId}/adoption`),
    onSuccess: () => showToast({ words: text.adopted }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: scoringKey }),
  });
  return (
    <>
      <Button loading={adopting.isPending} disabled={scheme.faults.length > 0} onClick={() => adopting.mutate()}>
        {text.adopt}
      </Button>
      <span className="b-muted">{text.adoptHelp}</span>
      {scheme.faults.length > 0 && (
        <div className="b-fault">
          {text.faults}
          <ul lang="zh-CN">
            {scheme.faults.map((fault) => (
              <li key={fault}>{fault}</li>
            ))}
          </ul>
        </div>
      )}
      <Problem failure={adopting.error} />
    </>
  );
}

type HeadProps = { draft: SchemeDraft; classes: readonly UnitClass[]; isReadOnly: boolean; onChange: (changed: Partial<SchemeDraft>) => void };

function Head({ draft, classes, isReadOnly, onChange }: HeadProps): ReactNode {
  const text = useArea(scoringText);
  const choose = (name: string): void => {
    const chosen = classes.find((one) => one.name === name);
    if (chosen) onChange({ unitClass: name, document: { ...draft.document, unitDimension: chosen.dimension, units: chosen.units } });
  };
  return (
    <section className="b-card k-head">
      <Field id="scheme-name" label={text.name} isRequired>
        <Input id="scheme-name" value={draft.name} maxLength={60} disabled={isReadOnly} onChange={(event) => onChange({ name: event.target.value })} />
      </Field>
      <Field id="scheme-rhythm" label={text.rhythmLabel}>
        <Select
          id="scheme-rhythm"
          value={draft.rhythm}
          disabled={isReadOnly}
          onChange={(rhythm) => onChange({ rhythm })}
          options={(["month", "quarter", "year"] as const).map((value) => ({ value, label: text.rhythm[value] }))}
        />
      </Field>
      <Field id="scheme-class" label={text.class} example={draft.document.units.map(({ label }) => label).join("、")}>
        <Select
          id="scheme-class"
          value={draft.unitClass}
          disabled={isReadOnly}
          onChange={choose}
          options={classes.map(({ name, units }) => ({ value: name, label: `${name}（${units.length}）` }))}
        />
      </Field>
    </section>
  );
}
