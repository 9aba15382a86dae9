import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Input, Select } from "antd";
import { orgKinds, type OrgKind } from "@baton/contract/organisations";
import { useState, type FormEvent, type ReactNode } from "react";
import { api } from "../../api/client.ts";
import { administrationText } from "../../text/administration.ts";
import { useArea } from "../../text/useText.ts";
import { Field } from "../../ui/Field.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { showToast } from "../../ui/toast.tsx";
import { areasQuery, organisationsQuery, possibleParents, type Organisation } from "./organisations.ts";

type Typed = { name: string; kind: OrgKind | undefined; parentId: string | null | undefined; areaId: string | null; reason: string };
type Faults = Partial<Record<"name" | "kind" | "parent" | "reason", string>>;
export type OrganisationFormProps = { items: readonly Organisation[]; organisation?: Organisation; onDone: () => void };

/** Adds an organisation, or renames and moves one, with the reason. */
export function OrganisationForm({ items, organisation, onDone }: OrganisationFormProps): ReactNode {
  const words = useArea(administrationText);
  const { posts: text } = words;
  const [typed, setTyped] = useState<Typed>({
    name: organisation?.name ?? "",
    kind: organisation?.kind,
    parentId: organisation?.parentId,
    areaId: organisation?.areaId ?? null,
    reason: "",
  });
  const [faults, setFaults] = useState<Faults>({});
  const saving = useSaving(typed, organisation, onDone);
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    const found: Faults = {
      ...(typed.name.trim().length < 2 ? { name: words.required } : {}),
      ...(typed.kind === undefined ? { kind: words.choose } : {}),
      ...(typed.parentId === undefined ? { parent: words.choose } : {}),
      ...(organisation && typed.reason.trim().length < 2 ? { reason: words.reasonFault } : {}),
    };
    setFaults(found);
    if (Object.keys(found).length === 0) saving.mutate();
  };
  const change = (changed: Partial<Typed>): void => setTyped((now) => ({ ...now, ...changed }));
  return (
    <form className="b-form o-form" onSubmit={onSubmit} noValidate aria-label={organisation ? text.editOrg : text.addOrg}>
      {organisation && <h3>{text.editOrg}</h3>}
      <Problem failure={saving.error} />
      <Field id="org-name" label={text.name} isRequired fault={faults.name}>
        <Input
          id="org-name"
          maxLength={100}
          autoComplete="off"
          aria-invalid={faults.name !== undefined}
          value={typed.name}
          onChange={(event) => change({ name: event.target.value })}
        />
      </Field>
      <PlaceFields {...{ items, organisation, typed, faults, change }} />
      {organisation && (
        <Field id="org-reason" label={words.reason} isRequired fault={faults.reason} example={text.moved}>
          <Input
            id="org-reason"
            maxLength={200}
            autoComplete="off"
            aria-invalid={faults.reason !== undefined}
            value={typed.reason}
            onChange={(event) => change({ reason: event.target.value })}
          />
        </Field>
      )}
      <Button type="primary" htmlType="submit" loading={saving.isPending}>
        {organisation ? words.save : text.addOrg}
      </Button>
    </form>
  );
}

/** Adds, or edits over the version that was read. */
function useSaving(typed: Typed, organisation: Organisation | undefined, onDone: () => void) {
  const words = useArea(administrationText);
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => {
      const body = { name: typed.name.trim(), kind: typed.kind, parentId: typed.parentId ?? null, areaId: typed.areaId };
      if (!organisation) return api.post("/api/organisations", body);
      return api.put(`/api/organisations/${organisation.id}`, {
        version: organisation.version,
        organisation: body,
        reason: typed.reason.trim(),
      });
    },
    onSuccess: () => {
      showToast({ words: organisation ? words.saved : words.posts.orgAdded });
      onDone();
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: organisationsQuery.queryKey }),
  });
}

type PlaceFieldsProps = {
  items: readonly Organisation[];
  organisation: Organisation | undefined;
  typed: Typed;
  faults: Faults;
  change: (changed: Partial<Typed>) => void;
};

/** What it is, below which organisation, of which division. */
function PlaceFields({ items, organisation, typed, faults, change }: PlaceFieldsProps): ReactNode {
  const words = useArea(administrationText);
  const { posts: text } = words;
  const { data: areas } = useQuery(areasQuery);
  const parents = possibleParents(items, organisation?.id);
  const needsTop = organisation?.parentId === null || items.length === 0;
  return (
    <>
      <Field id="org-kind" label={text.kind} isRequired fault={faults.kind}>
        <Select<OrgKind>
          id="org-kind"
          {...(typed.kind ? { value: typed.kind } : {})}
          onChange={(kind) => change({ kind })}
          options={orgKinds.map(({ code }) => ({ value: code, label: words.orgKinds[code] }))}
        />
      </Field>
      <Field id="org-parent" label={text.parent} isRequired fault={faults.parent}>
        <Select
          id="org-parent"
          showSearch={{ optionFilterProp: "label" }}
          {...(typed.parentId === undefined ? {} : { value: typed.parentId ?? "" })}
          onChange={(value: string) => change({ parentId: value || null })}
          options={[...(needsTop ? [{ value: "", label: text.top }] : []), ...parents.map(({ id, name }) => ({ value: id, label: name }))]}
        />
      </Field>
      <Field id="org-area" label={text.area}>
        <Select
          id="org-area"
          showSearch={{ optionFilterProp: "label" }}
          value={typed.areaId ?? ""}
          onChange={(value: string) => change({ areaId: value || null })}
          options={[{ value: "", label: text.noArea }, ...(areas?.items ?? []).map(({ id, name, code }) => ({ value: id, label: `${name} ${code}` }))]}
        />
      </Field>
    </>
  );
}
