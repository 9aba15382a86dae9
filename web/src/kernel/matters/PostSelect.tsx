import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useState, type ReactNode } from "react";
import { mattersText } from "../../text/matters.ts";
import { useArea } from "../../text/useText.ts";
import { Problem } from "../../ui/Problem.tsx";
import { postsQuery } from "./hands.ts";

export type PostChoice = { value: number; label: string };

type PostSelectProps = {
  id: string;
  chosen: number | undefined;
  onChosen: (postId: number, label: string) => void;
  /** Offered before anything is typed: those who hold the subject. */
  suggested?: readonly PostChoice[];
  isFaulty?: boolean;
};

/** A post found by the name of its organisation or its title. */
export function PostSelect({ id, chosen, onChosen, suggested = [], isFaulty = false }: PostSelectProps): ReactNode {
  const { fields } = useArea(mattersText);
  const [typed, setTyped] = useState("");
  const [last, setLast] = useState<PostChoice>();
  const { data, error, isFetching } = useQuery(postsQuery(typed));
  const found = (data?.items ?? []).map((post) => ({ value: post.id, label: `${post.orgName} · ${post.title}` }));
  const offered = typed.trim() === "" ? suggested : found;
  const known = offered.some(({ value }) => value === chosen) || last?.value !== chosen || last === undefined ? offered : [last, ...offered];
  return (
    <>
      <Select<number, PostChoice>
        id={id}
        loading={isFetching}
        placeholder={fields.toPostExample}
        showSearch={{ filterOption: false, onSearch: setTyped }}
        aria-invalid={isFaulty}
        {...(isFaulty ? { status: "error" as const } : {})}
        {...(chosen === undefined ? {} : { value: chosen })}
        onChange={(postId, option) => {
          const label = Array.isArray(option) ? "" : (option?.label ?? "");
          setLast({ value: postId, label });
          onChosen(postId, label);
        }}
        notFoundContent={null}
        options={[...known]}
      />
      <Problem failure={error} />
    </>
  );
}
