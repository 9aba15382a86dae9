import { useQuery } from "@tanstack/react-query";
import type { Duplicate } from "@baton/contract/library";
import { Checkbox, Input } from "antd";
import { useEffect, useState, type ReactNode } from "react";
import { api } from "../../api/client.ts";
import { paths } from "../../paths.ts";
import { libraryText } from "../../text/library.ts";
import { useArea } from "../../text/useText.ts";
import { Field } from "../../ui/Field.tsx";
import { problemWords } from "../../ui/problemWords.ts";
import { useText } from "../../text/useText.ts";
import type { ProjectValues } from "./projectForm.ts";

/** A pause in typing that is worth a search; the server answers thirty a minute. */
const pauseMs = 1_000;
const nameMin = 4;

function useSettled<Value>(value: Value): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), pauseMs);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

export type Found = { items: readonly Duplicate[] | undefined; isSearching: boolean; failure: unknown };

/** Projects that may be the one being typed, asked while typing. `except` is the project being edited. */
export function useDuplicates(values: ProjectValues, except?: string): Found {
  const asked = useSettled(
    JSON.stringify({
      name: values.name.trim().length >= nameMin ? values.name.trim() : undefined,
      code: values.code.trim() || undefined,
      creditCode: values.creditCode.trim() || undefined,
      orgId: values.accountOrgId || undefined,
    }),
  );
  const query = JSON.parse(asked) as Record<string, string>;
  const isEnough = query["name"] !== undefined || query["code"] !== undefined || query["creditCode"] !== undefined;
  const { data, isFetching, error } = useQuery({
    queryKey: ["project-duplicates", asked, except],
    queryFn: ({ signal }) => api.get<{ items: Duplicate[] }>("/api/project-duplicates", { query: { ...query, except }, signal }),
    enabled: isEnough,
    staleTime: 60_000,
    retry: false,
  });
  return { items: isEnough ? data?.items : undefined, isSearching: isFetching, failure: error };
}

export type Distinction = { isSaid: boolean; reason: string };

type DuplicatesBesideProps = {
  found: Found;
  /** The project being edited, to compare with; absent for a new one. */
  ownId?: string;
  /** For a new project: what the person says of those found. */
  said?: Distinction;
  onSaid?: (said: Distinction) => void;
  fault?: string | undefined;
};

/** What may already be there, beside the save button: in what it agrees, who holds it, and the word that it is another. */
export function DuplicatesBeside({ found, ownId, said, onSaid, fault }: DuplicatesBesideProps): ReactNode {
  const { form } = useArea(libraryText);
  const words = useText();
  const { items, isSearching, failure } = found;
  if (failure) return <p className="b-muted">{problemWords(failure, words).detail ?? problemWords(failure, words).title}</p>;
  if (items === undefined) return <p className="b-muted">{isSearching ? form.searching : form.notSearched}</p>;
  if (items.length === 0) return <p className="b-muted">{form.noDuplicates}</p>;
  return (
    <>
      <p role="status">
        <strong>{form.found(items.length)}</strong>
      </p>
      <ul className="l-found">
        {items.map((one, at) => (
          <li key={one.id ?? at}>
            <div>
              {one.id ? (
                <a href={paths.project(one.id)} target="_blank" rel="noreferrer">
                  {one.name}
                </a>
              ) : (
                one.name
              )}
            </div>
            <div className="b-caption">
              {form.why[one.why]} · {form.heldBy(one.holdingUnit)}
              {one.id && ownId && (
                <>
                  {" · "}
                  <a href={`${paths.mergeProjects()}?a=${ownId}&b=${one.id}`}>{form.compare}</a>
                </>
              )}
            </div>
          </li>
        ))}
      </ul>
      {said && onSaid && (
        <>
          <Checkbox checked={said.isSaid} onChange={(event) => onSaid({ ...said, isSaid: event.target.checked })}>
            {form.isDistinct}
          </Checkbox>
          {said.isSaid && (
            <Field id="project-distinct" label={form.distinctReason} isRequired example={form.distinctReasonExample} fault={fault}>
              <Input.TextArea
                id="project-distinct"
                rows={2}
                maxLength={500}
                value={said.reason}
                onChange={(event) => onSaid({ ...said, reason: event.target.value })}
              />
            </Field>
          )}
          {!said.isSaid && fault && (
            <p className="l-fault" role="alert">
              {fault}
            </p>
          )}
        </>
      )}
    </>
  );
}
