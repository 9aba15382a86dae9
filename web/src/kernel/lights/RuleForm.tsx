import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Checkbox, Input, Select } from "antd";
import type { RuleDocument, RuleSet } from "@baton/contract/periods";
import { useEffect, useState, type FormEvent, type ReactNode } from "react";
import { api } from "../../api/client.ts";
import { administrationText } from "../../text/administration.ts";
import { useArea } from "../../text/useText.ts";
import { DateField } from "../../ui/DateField.tsx";
import { Field } from "../../ui/Field.tsx";
import { LightMark } from "../../ui/LightMark.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { showToast } from "../../ui/toast.tsx";
import { ruleSetsQuery } from "../periods/periods.ts";
import { ruleFaults, ruleFields, typedRules, withTyped, type RuleFault, type RulePath, type TypedRules } from "./ruleForm.ts";

const verdicts = ["merit", "none", "remind", "warn"] as const;
const colours = ["blue", "green", "yellow", "red", "plain"] as const;
const sections = ["money", "schedule", "stage", "freshness", "blockage", "all"] as const;

export type RuleFormProps = { ruleSet: RuleSet; isReadOnly: boolean; onBusy: (isBusy: boolean) => void; onSaved: () => void };

type Head = { name: string; documentNo: string; validFrom: string };

export function RuleForm({ ruleSet, isReadOnly, onBusy, onSaved }: RuleFormProps): ReactNode {
  const words = useArea(administrationText);
  const { rules: text } = words;
  const queryClient = useQueryClient();
  const [head, setHead] = useState<Head>({
    name: ruleSet.name,
    documentNo: ruleSet.documentNo ?? "",
    validFrom: isReadOnly ? ruleSet.validFrom : "",
  });
  const [document, setDocument] = useState<RuleDocument>(ruleSet.rules);
  const [typed, setTyped] = useState(() => typedRules(ruleSet.rules));
  const [faults, setFaults] = useState<Partial<Record<RulePath | "validFrom" | "name", string>>>({});
  const saving = useMutation({
    mutationFn: () =>
      api.post<RuleSet>("/api/rule-sets", {
        name: head.name.trim(),
        documentNo: head.documentNo.trim() || null,
        validFrom: head.validFrom,
        rules: withTyped(document, typed),
      }),
    onSuccess: ({ version }) => {
      showToast({ words: text.savedNew(version) });
      onSaved();
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ruleSetsQuery.queryKey }),
  });
  useEffect(() => onBusy(saving.isPending), [onBusy, saving.isPending]);
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    const found = {
      ...Object.fromEntries(Object.entries(ruleFaults(typed)).map(([path, fault]) => [path, text[fault as RuleFault]])),
      ...(head.validFrom === "" ? { validFrom: text.dateFault } : {}),
      ...(head.name.trim().length < 2 ? { name: words.required } : {}),
    };
    setFaults(found);
    const [wrong] = Object.keys(found);
    if (wrong) globalThis.document.getElementById(`rule-${wrong}`)?.focus();
    else saving.mutate();
  };
  return (
    <form id="rule-form" className="ru-form" onSubmit={onSubmit} noValidate>
      <Problem failure={saving.error} />
      <HeadFields {...{ head, faults, isReadOnly }} onHead={setHead} />
      <WordFields document={document} isReadOnly={isReadOnly} onDocument={setDocument} />
      <NumberFields {...{ typed, faults, isReadOnly }} onTyped={setTyped} />
      <Checkbox disabled={isReadOnly} checked={document.worstWins} onChange={(event) => setDocument({ ...document, worstWins: event.target.checked })}>
        {text.worstWins}
      </Checkbox>
    </form>
  );
}

type Faults = Partial<Record<RulePath | "validFrom" | "name", string>>;

function HeadFields({ head, faults, isReadOnly, onHead }: { head: Head; faults: Faults; isReadOnly: boolean; onHead: (head: Head) => void }): ReactNode {
  const { rules: text } = useArea(administrationText);
  return (
    <section className="b-card ru-head">
      <Field id="rule-name" label={text.name} fault={faults.name} isRequired>
        <Input id="rule-name" disabled={isReadOnly} maxLength={100} value={head.name} onChange={(event) => onHead({ ...head, name: event.target.value })} />
      </Field>
      <Field id="rule-document" label={text.documentNo}>
        <Input
          id="rule-document"
          disabled={isReadOnly}
          maxLength={100}
          value={head.documentNo}
          onChange={(event) => onHead({ ...head, documentNo: event.target.value })}
        />
      </Field>
      <Field id="rule-validFrom" label={text.validFrom} fault={faults.validFrom} isRequired>
        <DateField
          id="rule-validFrom"
          disabled={isReadOnly}
          year={Temporal.Now.plainDateISO().year}
          value={head.validFrom}
          onChange={(validFrom) => onHead({ ...head, validFrom })}
        />
      </Field>
    </section>
  );
}

function WordFields({
  document,
  isReadOnly,
  onDocument,
}: {
  document: RuleDocument;
  isReadOnly: boolean;
  onDocument: (document: RuleDocument) => void;
}): ReactNode {
  const { rules: text } = useArea(administrationText);
  return (
    <section className="b-card">
      <h2>{text.words}</h2>
      <ul className="ru-words">
        {verdicts.map((verdict) => {
          const { word, colour } = document.words[verdict];
          const change = (changed: Partial<{ word: string; colour: (typeof colours)[number] }>): void =>
            onDocument({ ...document, words: { ...document.words, [verdict]: { word, colour, ...changed } } });
          return (
            <li key={verdict}>
              <span>{text.verdicts[verdict]}</span>
              <Input
                aria-label={`${text.verdicts[verdict]} ${text.word}`}
                style={{ width: 112 }}
                maxLength={8}
                disabled={isReadOnly}
                value={word}
                onChange={(event) => change({ word: event.target.value })}
              />
              <Select
                aria-label={`${text.verdicts[verdict]} ${text.colour}`}
                style={{ width: 96 }}
                disabled={isReadOnly}
                value={colour}
                options={colours.map((value) => ({ value, label: text.colours[value] }))}
                onChange={(chosen) => change({ colour: chosen })}
              />
              <LightMark verdict={verdict} colour={colour === "plain" ? "none" : colour} word={word} isFixed />
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function NumberFields({
  typed,
  faults,
  isReadOnly,
  onTyped,
}: {
  typed: TypedRules;
  faults: Faults;
  isReadOnly: boolean;
  onTyped: (typed: TypedRules) => void;
}): ReactNode {
  const { rules: text } = useArea(administrationText);
  return (
    <div className="ru-sections">
      {sections.map((section) => (
        <section key={section} className="b-card">
          <h2>{text.sections[section]}</h2>
          <div className="b-form">
            {ruleFields
              .filter((field) => field.section === section)
              .map(({ path, unit }) => (
                <Field key={path} id={`rule-${path}`} label={text.fields[path]} fault={faults[path]}>
                  <Input
                    id={`rule-${path}`}
                    inputMode="decimal"
                    autoComplete="off"
                    suffix={text.units[unit]}
                    style={{ maxWidth: 200 }}
                    disabled={isReadOnly}
                    aria-invalid={faults[path] !== undefined}
                    value={typed[path]}
                    onChange={(event) => onTyped({ ...typed, [path]: event.target.value })}
                  />
                </Field>
              ))}
          </div>
        </section>
      ))}
    </div>
  );
}
