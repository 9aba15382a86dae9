import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { NewProject } from "@baton/contract/library";
import { Button } from "antd";
import { useEffect, useState, type FormEvent, type ReactNode } from "react";
import { api } from "../../api/client.ts";
import { useMe } from "../../api/me.ts";
import { ApiProblem } from "../../api/problem.ts";
import { paths } from "../../paths.ts";
import { useTimePoint } from "../../shell/timePoint.ts";
import { libraryText } from "../../text/library.ts";
import { useArea } from "../../text/useText.ts";
import { Empty } from "../../ui/Empty.tsx";
import { Page } from "../../ui/Page.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { showToast } from "../../ui/toast.tsx";
import { type Distinction, DuplicatesBeside, useDuplicates } from "./DuplicatesBeside.tsx";
import { useCounts } from "./LedgerFilters.tsx";
import "./library.css";
import { listingFields } from "./ListingFields.tsx";
import "./project.css";
import { fieldId, ProjectFields } from "./ProjectFields.tsx";
import {
  emptyListing,
  emptyValues,
  type Faults,
  faultsOf,
  faultsWithout,
  fenOf,
  inputOf,
  type ListingField,
  type ListingValues,
  type ProjectField,
  type ProjectValues,
  requiredAmount,
} from "./projectForm.ts";
import { forgetDraft, readDraft, keepDraft } from "./projectDraft.ts";

type AllFaults = Faults<ProjectField | ListingField | "distinct">;

/** 新建项目: one form in four groups; what may already be there stands beside the button that registers. */
export default function NewProjectPage(): ReactNode {
  const text = useArea(libraryText);
  const { rights } = useMe();
  const { isTravelling } = useTimePoint();
  const today = useCounts("area:county", undefined)?.validOn;
  if (!rights.includes("projects_profile:insert") || isTravelling) {
    return (
      <Page title={text.form.newTitle}>
        <Empty title={isTravelling ? text.form.past : text.form.notAllowed} why={isTravelling ? undefined : text.form.notAllowedWhy} />
      </Page>
    );
  }
  return <Page title={text.form.newTitle}>{today && <NewProjectForm year={today.slice(0, 4)} />}</Page>;
}

function NewProjectForm({ year }: { year: string }): ReactNode {
  const text = useArea(libraryText);
  const { form } = text;
  const { account } = useMe();
  const navigate = useNavigate();
  const [draft] = useState(() => readDraft(account.id));
  const [values, setValues] = useState<ProjectValues>(draft?.values ?? emptyValues);
  const [listing, setListing] = useState<ListingValues>(draft?.listing ?? emptyListing(year));
  const [said, setSaid] = useState<Distinction>({ isSaid: false, reason: "" });
  const [faults, setFaults] = useState<AllFaults>({});
  const [isRestored, setIsRestored] = useState(draft !== undefined);
  const found = useDuplicates(values);
  const send = useRegistration(account.id);
  useEffect(() => keepDraft(account.id, { values, listing }), [account.id, values, listing]);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const all = allFaults({ values, listing, said, hasFound: (found.items?.length ?? 0) > 0 }, form, text.required);
    setFaults(all);
    const [first] = Object.keys(all);
    if (first !== undefined) return document.getElementById(fieldId(first))?.focus();
    send.mutate(bodyOf(values, listing, { said, ids: (found.items ?? []).flatMap(({ id }) => id ?? []) }));
  };
  const clear = (): void => {
    setValues(emptyValues);
    setListing(emptyListing(year));
    setIsRestored(false);
  };
  return (
    <form className="l-form" onSubmit={submit} noValidate>
      <div className="l-groups">
        {isRestored && (
          <p className="p-note l-note" role="status">
            {form.draftKept}
            <Button size="small" onClick={clear}>
              {form.draftDrop}
            </Button>
          </p>
        )}
        <ProjectFields
          values={values}
          faults={faults}
          onChange={(changed) => {
            setValues({ ...values, ...changed });
            setFaults(faultsWithout(faults, changed));
          }}
          more={listingFields({
            listing,
            faults,
            onChange: (changed) => {
              setListing({ ...listing, ...changed });
              setFaults(faultsWithout(faults, changed));
            },
          })}
        />
      </div>
      <aside className="b-card l-beside" aria-label={form.duplicates}>
        <h2>{form.duplicates}</h2>
        <DuplicatesBeside found={found} said={said} onSaid={setSaid} fault={faults.distinct} />
        <Problem failure={send.error} fieldOf={fieldOfPointer} />
        <div className="p-form-buttons">
          <Button onClick={() => void navigate({ to: paths.projects() })}>{text.cancel}</Button>
          <Button type="primary" htmlType="submit" loading={send.isPending}>
            {form.create}
          </Button>
        </div>
      </aside>
    </form>
  );
}

/** Sends it; a duplicate that only the server saw is looked for again, so that it stands beside the button. */
function useRegistration(accountId: string) {
  const { form } = useArea(libraryText);
  const navigate = useNavigate();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NewProject) => api.post<{ id: string }>("/api/projects", body),
    onSuccess: ({ id }, { name }) => {
      forgetDraft(accountId);
      showToast({ words: form.created(name) });
      void client.invalidateQueries({ queryKey: ["projects"] });
      void navigate({ to: paths.project(id) });
    },
    onError: (failure) => {
      if (failure instanceof ApiProblem && failure.slug === "duplicate-subject") void client.invalidateQueries({ queryKey: ["project-duplicates"] });
    },
  });
}

type Filled = { values: ProjectValues; listing: ListingValues; said: Distinction; hasFound: boolean };

function allFaults(filled: Filled, form: { warned: string; distinctFirst: string }, required: string): AllFaults {
  const { values, listing, said, hasFound } = filled;
  const faults: AllFaults = faultsOf(values, { required, warned: form.warned });
  for (const field of ["year", "level", "class", "stage"] as const) if (listing[field] === "") faults[field] = required;
  const plan = requiredAmount(listing.plan, required);
  if (plan !== undefined) faults.plan = plan;
  if (hasFound && !said.isSaid) faults.distinct = form.distinctFirst;
  else if (hasFound && said.reason.trim().length < 2) faults.distinct = required;
  return faults;
}

function bodyOf(values: ProjectValues, listing: ListingValues, distinct: { said: Distinction; ids: string[] }): NewProject {
  const isDistinct = distinct.said.isSaid;
  return {
    ...inputOf(values),
    listing: {
      year: Number(listing.year),
      level: listing.level as NewProject["listing"]["level"],
      class: listing.class as NewProject["listing"]["class"],
      planFen: fenOf(listing.plan) ?? 0,
    },
    stage: listing.stage,
    isNotDuplicate: isDistinct,
    distinctReason: isDistinct ? distinct.said.reason.trim() : null,
    distinctFromIds: isDistinct ? distinct.ids : [],
  };
}

const fieldOfFaults: Record<string, string> = { totalInvestmentFen: "total", fixedAssetFen: "fixedAsset", distinctReason: "distinct" };

/** The field that a pointer into the sent body means. */
export function fieldOfPointer(pointer: string): string | undefined {
  const name = pointer.split("/").at(-1) ?? "";
  return name === "" ? undefined : fieldId(fieldOfFaults[name] ?? (name === "planFen" ? "plan" : name));
}
