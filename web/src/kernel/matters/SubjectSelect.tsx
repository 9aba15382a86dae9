import { queryOptions, useQuery } from "@tanstack/react-query";
import type { HoldersOfSubject } from "@baton/contract/batons";
import type { subjectsFound } from "@baton/contract/matter-opening";
import { Select } from "antd";
import { useState, type ReactNode } from "react";
import type { z } from "zod";
import { api } from "../../api/client.ts";
import { batonsText } from "../../text/batons.ts";
import { useArea } from "../../text/useText.ts";
import { Problem } from "../../ui/Problem.tsx";

const subjectsQuery = (typed: string) =>
  queryOptions({
    queryKey: ["subjects", typed],
    queryFn: ({ signal }) => api.get<z.infer<typeof subjectsFound>>("/api/subjects", { query: { q: typed, limit: 20 }, signal }),
    enabled: typed.trim() !== "",
    staleTime: 60_000,
  });

/** Who holds what on a subject today; it also tells the subject's name. */
export const holdersQuery = (subjectId: string | undefined) =>
  queryOptions({
    queryKey: ["subjects", "holders", subjectId],
    queryFn: ({ signal }) => api.get<HoldersOfSubject>(`/api/subjects/${subjectId}/holders`, { signal }),
    enabled: subjectId !== undefined,
  });

type SubjectSelectProps = { id: string; chosen: string | undefined; onChosen: (subjectId: string) => void; isFaulty: boolean };

/** What is looked after, found by name, code or pinyin initials; namesakes are told apart by their unit. */
export function SubjectSelect({ id, chosen, onChosen, isFaulty }: SubjectSelectProps): ReactNode {
  const { open: text } = useArea(batonsText);
  const [typed, setTyped] = useState("");
  const { data, error, isFetching } = useQuery(subjectsQuery(typed));
  const { data: known } = useQuery(holdersQuery(chosen));
  const kinds: Record<string, string> = text.subjectKinds;
  const found = (data?.items ?? []).map(({ id: value, kind, name, code, orgName }) => ({
    value,
    label: [name, kinds[kind] ?? kind, orgName, code].filter(Boolean).join(" · "),
  }));
  const isListed = chosen === undefined || found.some(({ value }) => value === chosen);
  const options = isListed || !known ? found : [{ value: chosen, label: known.subjectName }, ...found];
  return (
    <>
      <Select<string>
        id={id}
        loading={isFetching}
        placeholder={text.subjectExample}
        showSearch={{ filterOption: false, onSearch: setTyped }}
        aria-invalid={isFaulty}
        {...(isFaulty ? { status: "error" as const } : {})}
        {...(chosen !== undefined && options.some(({ value }) => value === chosen) ? { value: chosen } : {})}
        onChange={onChosen}
        notFoundContent={null}
        options={options}
      />
      <Problem failure={error} />
    </>
  );
}
