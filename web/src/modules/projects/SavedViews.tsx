import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { SavedView } from "@baton/contract/projects";
import { Button, Input, Popover } from "antd";
import { useState, type FormEvent, type ReactNode } from "react";
import { api } from "../../api/client.ts";
import { ledgerText } from "../../text/ledger.ts";
import { useArea } from "../../text/useText.ts";
import { Field } from "../../ui/Field.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { Tabs } from "../../ui/Tabs.tsx";
import { showToast } from "../../ui/toast.tsx";
import { useAddressState } from "../../ui/useAddressState.ts";
import { useEscape } from "../../ui/useEscape.ts";
import { valuesOfView, viewQuery } from "./selection.ts";

const viewsQuery = queryOptions({
  queryKey: ["saved-views"],
  queryFn: ({ signal }) => api.get<{ items: SavedView[] }>("/api/saved-views", { signal }),
});

type SavedViewsProps = { columns: readonly string[] | undefined; canWrite: boolean };

/** Views of the ledger that a person keeps, as tabs; one is chosen while the address asks just what it holds. */
export function SavedViews({ columns, canWrite }: SavedViewsProps): ReactNode {
  const text = useArea(ledgerText);
  const { values, change } = useAddressState();
  const { data } = useQuery(viewsQuery);
  const views = data?.items ?? [];
  const now = viewQuery(values);
  const chosen = views.find(({ query }) => query === now);
  const show = (id: string): void => {
    const view = views.find((one) => one.id === id);
    change({ ...valuesOfView(view?.query ?? ""), ...(view ? { columns: view.columns } : {}) });
  };
  return (
    <>
      {views.length > 0 && (
        <Tabs
          label={text.views}
          tabs={[{ id: "", title: text.allView }, ...views.map(({ id, name }) => ({ id, title: name }))]}
          chosen={chosen?.id ?? (now === "" ? "" : "?")}
          onChosen={show}
        />
      )}
      {canWrite && (chosen ? <DropView view={chosen} /> : now !== "" && <KeepView query={now} columns={columns} />)}
    </>
  );
}

function DropView({ view }: { view: SavedView }): ReactNode {
  const text = useArea(ledgerText);
  const client = useQueryClient();
  const keep = useMutation({
    mutationFn: () => api.post("/api/saved-views", { name: view.name, query: view.query, columns: view.columns }),
    onSuccess: () => client.invalidateQueries({ queryKey: viewsQuery.queryKey }),
  });
  const drop = useMutation({
    mutationFn: () => api.delete(`/api/saved-views/${view.id}`),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: viewsQuery.queryKey });
      showToast({ words: text.viewDropped(view.name), onUndo: () => keep.mutate(), undoWords: text.restore });
    },
  });
  return (
    <Button type="link" loading={drop.isPending} onClick={() => drop.mutate()}>
      {text.dropView}
    </Button>
  );
}

function KeepView({ query, columns }: { query: string; columns: readonly string[] | undefined }): ReactNode {
  const text = useArea(ledgerText);
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState("");
  useEscape(open, () => setOpen(false));
  const keep = useMutation({
    mutationFn: () => api.post("/api/saved-views", { name: name.trim(), query, columns: columns ?? [] }),
    onSuccess: async () => {
      setOpen(false);
      setName("");
      await client.invalidateQueries({ queryKey: viewsQuery.queryKey });
      showToast({ words: text.viewKept(name.trim()) });
    },
  });
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim()) keep.mutate();
  };
  const form = (
    <form className="b-form" onSubmit={onSubmit}>
      <Field id="view-name" label={text.keepViewName} example={text.keepViewExample}>
        <Input id="view-name" autoFocus maxLength={20} value={name} onChange={(event) => setName(event.target.value)} />
      </Field>
      <Problem failure={keep.error} />
      <Button htmlType="submit" loading={keep.isPending} disabled={!name.trim()}>
        {text.keep}
      </Button>
    </form>
  );
  return (
    <Popover open={open} onOpenChange={setOpen} trigger="click" placement="bottomLeft" content={form} destroyOnHidden>
      <Button type="link" aria-expanded={open}>
        {text.keepView}
      </Button>
    </Popover>
  );
}
