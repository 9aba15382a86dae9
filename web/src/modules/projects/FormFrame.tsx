import { Button, Select } from "antd";
import { useQuery } from "@tanstack/react-query";
import type { postList } from "@baton/contract/organisations";
import { useState, type FormEvent, type ReactNode } from "react";
import type { z } from "zod";
import { api } from "../../api/client.ts";
import { projectsText } from "../../text/projects.ts";
import { useArea } from "../../text/useText.ts";
import { DateField } from "../../ui/DateField.tsx";
import { Field } from "../../ui/Field.tsx";
import { Problem } from "../../ui/Problem.tsx";
import "./project.css";

export type Faults = Readonly<Record<string, string | undefined>>;

type FormFrameProps = { failure: unknown; isBusy: boolean; verb?: string; onSubmit: () => void; onCancel: () => void; children: ReactNode };

/** A form in a drawer: fields, what was refused, and its two buttons, the act last. */
export function FormFrame({ failure, isBusy, verb, onSubmit, onCancel, children }: FormFrameProps): ReactNode {
  const text = useArea(projectsText);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form className="b-form" onSubmit={submit} noValidate>
      {children}
      <Problem failure={failure} />
      <div className="p-form-buttons">
        <Button onClick={onCancel}>{text.cancel}</Button>
        <Button type="primary" htmlType="submit" loading={isBusy}>
          {verb ?? text.send}
        </Button>
      </div>
    </form>
  );
}

/** Names each required field that is empty; undefined where all are filled in. */
export function missingOf(values: Readonly<Record<string, unknown>>, words: string): Faults | undefined {
  const missing = Object.entries(values).filter(([, value]) => value === undefined || value === null || (typeof value === "string" && value.trim() === ""));
  return missing.length > 0 ? Object.fromEntries(missing.map(([name]) => [name, words])) : undefined;
}

type DayFieldProps = { id: string; label: string; value: string; onChange: (on: string) => void; isRequired?: boolean; fault?: string | undefined };

export function DayField({ id, label, value, onChange, isRequired, fault }: DayFieldProps): ReactNode {
  const text = useArea(projectsText);
  return (
    <Field id={id} label={label} example={text.dateExample} fault={fault} {...(isRequired ? { isRequired } : {})}>
      <DateField id={id} value={value} onChange={onChange} year={value ? Number(value.slice(0, 4)) : Temporal.Now.plainDateISO("Asia/Shanghai").year} />
    </Field>
  );
}

type ChoiceFieldProps = Omit<DayFieldProps, "onChange"> & {
  choices: readonly { value: string; label: string }[];
  onChange: (value: string) => void;
  example?: string;
};

export function ChoiceField({ id, label, value, onChange, choices, isRequired, fault, example }: ChoiceFieldProps): ReactNode {
  return (
    <Field id={id} label={label} fault={fault} {...(isRequired ? { isRequired } : {})} {...(example ? { example } : {})}>
      <Select id={id} className="p-wide" value={value || undefined} options={[...choices]} onChange={onChange} />
    </Field>
  );
}

type PostRow = z.infer<typeof postList>["items"][number];

type PostFieldProps = { id: string; label: string; value: PostRow | undefined; onChange: (post: PostRow | undefined) => void; fault?: string | undefined };

/** A post found by the name of its organisation or its title. */
export function PostField({ id, label, value, onChange, fault }: PostFieldProps): ReactNode {
  const [q, setQ] = useState("");
  const { data, isFetching } = useQuery({
    queryKey: ["posts", q],
    queryFn: ({ signal }) => api.get<z.infer<typeof postList>>("/api/posts", { query: { q, limit: 30 }, signal }),
    staleTime: 60_000,
  });
  const posts = data?.items ?? [];
  return (
    <Field id={id} label={label} isRequired fault={fault}>
      <Select<number>
        id={id}
        className="p-wide"
        showSearch={{ filterOption: false, onSearch: setQ }}
        loading={isFetching}
        value={value?.id ?? null}
        options={(value && !posts.some((post) => post.id === value.id) ? [value, ...posts] : posts).map((post) => ({
          value: post.id,
          label: `${post.orgName}·${post.title}`,
        }))}
        onChange={(chosen) => onChange(posts.find((post) => post.id === chosen))}
      />
    </Field>
  );
}

export type { PostRow };
