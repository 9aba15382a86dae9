import { projectClasses, projectLevels, stages, type Term } from "@baton/contract/codes";
import { Input, Select } from "antd";
import type { ReactNode } from "react";
import { libraryText } from "../../text/library.ts";
import { useArea } from "../../text/useText.ts";
import { Field } from "../../ui/Field.tsx";
import { usePreferences } from "../../ui/preferences.ts";
import { AmountField } from "./AmountField.tsx";
import { fieldId } from "./ProjectFields.tsx";
import type { Faults, ListingField, ListingValues } from "./projectForm.ts";

type ListingFieldsProps = { listing: ListingValues; faults: Faults<ListingField>; onChange: (changed: Partial<ListingValues>) => void };

/** The first list of a new project and the stage it is in, for the form's groups that they belong to. */
export function listingFields({ listing, faults, onChange }: ListingFieldsProps): { kind: ReactNode; money: ReactNode } {
  return {
    kind: (
      <>
        <TermField field="level" terms={projectLevels} {...{ listing, faults, onChange }} />
        <TermField field="class" terms={projectClasses} {...{ listing, faults, onChange }} />
        <TermField field="stage" terms={stages} {...{ listing, faults, onChange }} />
      </>
    ),
    money: <PlanFields {...{ listing, faults, onChange }} />,
  };
}

function TermField({
  field,
  terms,
  listing,
  faults,
  onChange,
}: ListingFieldsProps & { field: "level" | "class" | "stage"; terms: readonly Term<string>[] }): ReactNode {
  const { form } = useArea(libraryText);
  const { locale } = usePreferences();
  const fault = faults[field];
  return (
    <Field id={fieldId(field)} label={form.listing[field]} isRequired fault={fault}>
      <Select<string>
        id={fieldId(field)}
        className="p-wide"
        {...(fault ? { status: "error" as const } : {})}
        value={listing[field] || null}
        options={terms.map(({ code, zh, en }) => ({ value: code, label: locale === "en" ? en : zh }))}
        onChange={(code) => onChange({ [field]: code })}
      />
    </Field>
  );
}

function PlanFields({ listing, faults, onChange }: ListingFieldsProps): ReactNode {
  const { form } = useArea(libraryText);
  return (
    <>
      <Field id={fieldId("year")} label={form.listing.year} isRequired fault={faults.year}>
        <Input
          id={fieldId("year")}
          inputMode="numeric"
          maxLength={4}
          autoComplete="off"
          value={listing.year}
          onChange={(event) => onChange({ year: event.target.value.replaceAll(/\D/g, "") })}
        />
      </Field>
      <AmountField id={fieldId("plan")} label={form.listing.plan} isRequired value={listing.plan} onChange={(plan) => onChange({ plan })} fault={faults.plan} />
    </>
  );
}
