import { useQuery } from "@tanstack/react-query";
import type { chainList } from "@baton/contract/organisations";
import type { ProjectPage } from "@baton/contract/projects";
import { Select } from "antd";
import { useMemo, useState, type ReactNode } from "react";
import type { z } from "zod";
import { api } from "../../api/client.ts";
import { useMe } from "../../api/me.ts";
import { inTreeOrder, organisationsQuery } from "../../kernel/organisations/organisations.ts";

type PickerProps<Value> = { id: string; value: Value; onChange: (value: Value) => void; isFaulty?: boolean };

const accountable = new Set(["city", "county", "town", "park"]);

/** Units that a project may be counted at, within the reach of the post acted from, indented as their tree. */
export function useAccountUnits(): { value: string; label: string; depth: number }[] {
  const me = useMe();
  const { data } = useQuery({ ...organisationsQuery, staleTime: 5 * 60_000 });
  const own = me.posts.find(({ postId }) => postId === me.postId)?.orgId;
  return useMemo(() => {
    const within = new Set<string>();
    return inTreeOrder(data?.items ?? []).flatMap(({ id, parentId, name, kind, depth }) => {
      const isWithin = own === undefined || id === own || (parentId !== null && within.has(parentId));
      if (isWithin) within.add(id);
      return isWithin && accountable.has(kind) ? [{ value: id, label: name, depth }] : [];
    });
  }, [data, own]);
}

export function AccountPicker({ id, value, onChange, isFaulty }: PickerProps<string>): ReactNode {
  const units = useAccountUnits();
  const least = Math.min(...units.map(({ depth }) => depth), 0);
  return (
    <Select<string>
      id={id}
      className="p-wide"
      showSearch={{ optionFilterProp: "label" }}
      {...(isFaulty ? { status: "error" as const } : {})}
      value={value || null}
      options={units}
      optionRender={({ data: unit }) => <span style={{ paddingInlineStart: `${(unit.depth - least) * 16}px` }}>{unit.label}</span>}
      onChange={onChange}
    />
  );
}

const chainsQuery = {
  queryKey: ["chains"],
  queryFn: ({ signal }: { signal: AbortSignal }) => api.get<z.infer<typeof chainList>>("/api/chains", { signal }),
  staleTime: 10 * 60_000,
};

export function useChainNames(): ReadonlyMap<string, string> {
  const { data } = useQuery(chainsQuery);
  return useMemo(() => new Map((data?.items ?? []).map(({ id, name }) => [id, name])), [data]);
}

export function ChainsPicker({ id, value, onChange }: PickerProps<readonly string[]>): ReactNode {
  const names = useChainNames();
  return (
    <Select<string[]>
      id={id}
      className="p-wide"
      mode="multiple"
      showSearch={{ optionFilterProp: "label" }}
      value={[...value]}
      options={[...names].map(([chain, name]) => ({ value: chain, label: name }))}
      onChange={onChange}
    />
  );
}

/** The classification is large and needed by few: it comes when a form asks for it. */
const industriesQuery = {
  queryKey: ["industries"],
  queryFn: async () => (await import("@baton/contract/industries")).listIndustries().filter(({ level }) => level !== "section"),
  staleTime: Number.POSITIVE_INFINITY,
};
const industriesShown = 60;

/** An industry found by a part of its name or the beginning of its code, with all that it belongs to. */
export function IndustryPicker({ id, value, onChange, isFaulty }: PickerProps<string>): ReactNode {
  const { data = [], isFetching } = useQuery(industriesQuery);
  const [q, setQ] = useState("");
  // A code and a name may stand together, as in a table they were copied from.
  const wanted = useMemo(() => q.trim().toUpperCase().split(/\s+/), [q]);
  const found = useMemo(
    () =>
      data
        .filter(({ code, full, name }) => wanted.every((word) => code.startsWith(word) || full.startsWith(word) || name.includes(word)))
        .toSorted((a, b) => Number(b.name.startsWith(wanted[0] ?? "")) - Number(a.name.startsWith(wanted[0] ?? "")))
        .slice(0, industriesShown),
    [data, wanted],
  );
  const chosen = data.find(({ code, full }) => code === value || full === value);
  const shown = chosen && !found.includes(chosen) ? [chosen, ...found] : found;
  return (
    <Select<string>
      id={id}
      className="p-wide"
      allowClear
      showSearch={{ filterOption: false, onSearch: setQ }}
      loading={isFetching}
      {...(isFaulty ? { status: "error" as const } : {})}
      value={(chosen?.code ?? value) || null}
      options={shown.map(({ code, full, name, path }) => ({ value: code, label: `${full} ${name}`, path: path.slice(1, -1).join(" › ") }))}
      optionRender={({ data: industry }) => (
        <>
          {industry.label}
          {industry.path && <div className="b-caption">{industry.path}</div>}
        </>
      )}
      onChange={(code) => onChange(code ?? "")}
    />
  );
}

/** Another project, found as the ledger finds it. */
export function ProjectPicker({ id, value, onChange, except }: PickerProps<string | undefined> & { except: string }): ReactNode {
  const [q, setQ] = useState("");
  const { data, isFetching } = useQuery({
    queryKey: ["projects", "picker", q],
    queryFn: ({ signal }) => api.get<ProjectPage>("/api/projects", { query: { q, sort: "name", limit: 30 }, signal }),
    staleTime: 30_000,
  });
  return (
    <Select<string>
      id={id}
      className="p-wide"
      showSearch={{ filterOption: false, onSearch: setQ }}
      loading={isFetching}
      value={value ?? null}
      options={(data?.items ?? [])
        .filter((one) => one.id !== except)
        .map((one) => ({ value: one.id, label: [one.name, one.areaName].filter(Boolean).join(" · ") }))}
      onChange={onChange}
    />
  );
}
