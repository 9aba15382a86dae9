import { buildKinds } from "@baton/contract/codes";
import { Input, Select } from "antd";
import type { ReactNode } from "react";
import { libraryText } from "../../text/library.ts";
import { useArea } from "../../text/useText.ts";
import { Field } from "../../ui/Field.tsx";
import { usePreferences } from "../../ui/preferences.ts";
import { AmountField } from "./AmountField.tsx";
import { canonical, creditCodeWarning, type Faults, type ProjectField, type ProjectValues } from "./projectForm.ts";
import { AccountPicker, ChainsPicker, IndustryPicker } from "./ProjectPickers.tsx";
import { useFieldWords } from "./useFieldWords.ts";

export type ProjectFieldsProps = {
  values: ProjectValues;
  /** The project as it was opened; its value stands beside every changed field. Absent for a new one. */
  former?: ProjectValues | undefined;
  faults: Faults<ProjectField>;
  onChange: (changed: Partial<ProjectValues>) => void;
  /** Further fields of a group, as the first list of a new project. */
  more?: { kind?: ReactNode; money?: ReactNode };
};

/** Id of a field of the form, by which faults and links find it. */
export const fieldId = (field: string): string => `project-${field}`;

/** What a project is, in four groups. */
export function ProjectFields(props: ProjectFieldsProps): ReactNode {
  const { form } = useArea(libraryText);
  return (
    <>
      <Group title={form.groups.basic}>
        <BasicFields {...props} />
      </Group>
      <Group title={form.groups.kind}>
        <KindFields {...props} />
      </Group>
      <Group title={form.groups.money}>
        <MoneyFields {...props} />
      </Group>
      <Group title={form.groups.place}>
        <PlaceFields {...props} />
      </Group>
    </>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }): ReactNode {
  return (
    <fieldset className="b-card l-group">
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}

/** What stands under a field: its former value where it was changed, else an example. */
function useNotes({ values, former }: ProjectFieldsProps): (field: ProjectField, example?: string) => { example?: string } {
  const { form } = useArea(libraryText);
  const say = useFieldWords();
  return (field, example) => {
    if (former && canonical(former, field) !== canonical(values, field)) return { example: form.was(say(former, field) || form.nothing) };
    return example ? { example } : {};
  };
}

type TextFieldProps = ProjectFieldsProps & {
  field: Exclude<ProjectField, "chainIds" | "total" | "fixedAsset">;
  example?: string;
  isRequired?: boolean;
  rows?: number;
  max: number;
};

function TextField(props: TextFieldProps): ReactNode {
  const { field, values, faults, onChange, example, isRequired, rows, max } = props;
  const { form } = useArea(libraryText);
  const notes = useNotes(props);
  const fault = faults[field];
  const common = {
    id: fieldId(field),
    maxLength: max,
    autoComplete: "off",
    "aria-invalid": fault !== undefined,
    ...(fault ? { status: "error" as const, "aria-describedby": `${fieldId(field)}-fault` } : {}),
    value: values[field],
  };
  return (
    <Field id={fieldId(field)} label={form.fields[field]} fault={fault} {...notes(field, example)} {...(isRequired ? { isRequired } : {})}>
      {rows ? (
        <Input.TextArea {...common} rows={rows} onChange={(event) => onChange({ [field]: event.target.value })} />
      ) : (
        <Input {...common} onChange={(event) => onChange({ [field]: event.target.value })} />
      )}
    </Field>
  );
}

function BasicFields(props: ProjectFieldsProps): ReactNode {
  const { form } = useArea(libraryText);
  const { values, former } = props;
  const isNewCode = values.creditCode.trim() !== former?.creditCode;
  const warning = isNewCode ? creditCodeWarning(values.creditCode) : undefined;
  return (
    <>
      <div className="l-whole">
        <TextField {...props} field="name" isRequired max={200} />
      </div>
      <TextField {...props} field="code" example={form.codeExample} max={40} />
      <TextField {...props} field="builderName" max={200} />
      <TextField {...props} field="creditCode" {...(warning ? { example: warning } : {})} max={40} />
      {(warning !== undefined || values.creditCodeOverride !== "") && (
        <TextField {...props} field="creditCodeOverride" isRequired={warning !== undefined} example={form.overrideExample} max={200} />
      )}
      <div className="l-whole">
        <TextField {...props} field="content" rows={3} max={4_000} />
      </div>
    </>
  );
}

function KindFields(props: ProjectFieldsProps): ReactNode {
  const { form } = useArea(libraryText);
  const { locale } = usePreferences();
  const notes = useNotes(props);
  const { values, faults, onChange, more } = props;
  return (
    <>
      <Field id={fieldId("buildKind")} label={form.fields.buildKind} fault={faults.buildKind} {...notes("buildKind")}>
        <Select<string>
          id={fieldId("buildKind")}
          className="p-wide"
          allowClear
          value={values.buildKind || null}
          options={buildKinds.map(({ code, zh, en }) => ({ value: code, label: locale === "en" ? en : zh }))}
          onChange={(buildKind) => onChange({ buildKind: buildKind ?? "" })}
        />
      </Field>
      <Field id={fieldId("industryCode")} label={form.fields.industryCode} fault={faults.industryCode} {...notes("industryCode", form.industryExample)}>
        <IndustryPicker
          id={fieldId("industryCode")}
          value={values.industryCode}
          onChange={(industryCode) => onChange({ industryCode })}
          isFaulty={faults.industryCode !== undefined}
        />
      </Field>
      <Field id={fieldId("chainIds")} label={form.fields.chainIds} fault={faults.chainIds} {...notes("chainIds")}>
        <ChainsPicker id={fieldId("chainIds")} value={values.chainIds} onChange={(chainIds) => onChange({ chainIds })} />
      </Field>
      {more?.kind}
    </>
  );
}

function MoneyFields(props: ProjectFieldsProps): ReactNode {
  const { form } = useArea(libraryText);
  const notes = useNotes(props);
  const { values, faults, onChange, more } = props;
  return (
    <>
      <AmountField
        id={fieldId("total")}
        label={form.fields.total}
        isRequired
        value={values.total}
        onChange={(total) => onChange({ total })}
        fault={faults.total}
        note={notes("total").example}
      />
      <AmountField
        id={fieldId("fixedAsset")}
        label={form.fields.fixedAsset}
        value={values.fixedAsset}
        onChange={(fixedAsset) => onChange({ fixedAsset })}
        fault={faults.fixedAsset}
        note={notes("fixedAsset").example}
      />
      {more?.money}
    </>
  );
}

function PlaceFields(props: ProjectFieldsProps): ReactNode {
  const { form } = useArea(libraryText);
  const notes = useNotes(props);
  const { values, faults, onChange } = props;
  return (
    <>
      <Field id={fieldId("accountOrgId")} label={form.fields.accountOrgId} isRequired fault={faults.accountOrgId} {...notes("accountOrgId", form.orgExample)}>
        <AccountPicker
          id={fieldId("accountOrgId")}
          value={values.accountOrgId}
          onChange={(accountOrgId) => onChange({ accountOrgId })}
          isFaulty={faults.accountOrgId !== undefined}
        />
      </Field>
      <TextField {...props} field="landMu" max={20} />
      <TextField {...props} field="longitude" example={form.longitudeExample} max={12} />
      <TextField {...props} field="latitude" example={form.latitudeExample} max={12} />
      <div className="l-whole">
        <TextField {...props} field="remark" rows={2} max={2_000} />
      </div>
    </>
  );
}
