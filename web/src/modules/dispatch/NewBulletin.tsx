import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Button, Input, Radio, Select } from "antd";
import { type BulletinDetail, bulletinKind, type BulletinLine, type bulletinSaved } from "@baton/contract/bulletins";
import type { Period } from "@baton/contract/periods";
import { useState, type FormEvent, type ReactNode } from "react";
import type { z } from "zod";
import { api } from "../../api/client.ts";
import { periodsQuery } from "../../kernel/periods/periods.ts";
import { paths } from "../../paths.ts";
import { dispatchText } from "../../text/dispatch.ts";
import { paperTitles } from "../../text/papers.ts";
import { useArea } from "../../text/useText.ts";
import { Drawer480 } from "../../ui/Drawer480.tsx";
import { Field } from "../../ui/Field.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { outlineOf } from "./outlines.ts";
import { bulletinsKey } from "./queries.ts";

const monthPattern = /^\d{4}-(0[1-9]|1[0-2])$/;

type NewBulletinProps = { isOpen: boolean; lines: readonly BulletinLine[]; onClose: () => void };

/** Begins a paper from an outline, or from an earlier one: its questions move along to the new month. */
export function NewBulletin({ isOpen, lines, onClose }: NewBulletinProps): ReactNode {
  const text = useArea(dispatchText);
  // The form waits for its default month, so that it never changes under somebody's hands.
  const { data, error } = useQuery({ ...periodsQuery, enabled: isOpen });
  return (
    <Drawer480 title={text.write} open={isOpen} onClose={onClose}>
      {isOpen && <Problem failure={error} />}
      {isOpen && !data && !error && <Loading lines={4} />}
      {isOpen && data && <NewForm lines={lines} reported={reportedMonth(data.items)} onClose={onClose} />}
    </Drawer480>
  );
}

/** The newest frozen month: of it a paper can be fixed; else the newest of all. */
function reportedMonth(periods: readonly Period[]): string {
  const months = periods.toSorted((a, b) => (a.month < b.month ? 1 : -1));
  const settled = months.find(({ state }) => state === "frozen" || state === "published");
  return (settled ?? months[0])?.month ?? "";
}

type Beginning = { kind: BulletinLine["kind"]; month: string; title: string; from: string };

async function begin({ kind, month, title, from }: Beginning): Promise<z.infer<typeof bulletinSaved>> {
  const former = from === "outline" ? undefined : await api.get<BulletinDetail>(`/api/bulletins/${from}`);
  const body = { kind, month, title, document: former?.document ?? outlineOf(kind), audience: former?.audience ?? null };
  return api.post("/api/bulletins", body);
}

function NewForm({ lines, reported, onClose }: Omit<NewBulletinProps, "isOpen"> & { reported: string }): ReactNode {
  const text = useArea(dispatchText);
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const [kind, setKind] = useState<BulletinLine["kind"]>("bulletin");
  const [month, setMonth] = useState(reported);
  const [typedTitle, setTitle] = useState<string>();
  const formers = lines.filter((line) => line.kind === kind).slice(0, 12);
  const [chosenFrom, setFrom] = useState<string>();
  const isMonth = monthPattern.test(month);
  const title = typedTitle ?? (isMonth ? paperTitles[kind](month) : "");
  const from = chosenFrom ?? formers[0]?.id ?? "outline";
  const starting = useMutation({
    mutationFn: begin,
    onSuccess: ({ id }) => {
      onClose();
      void navigate({ to: paths.bulletin(id), search: { edit: ["1"] } as never });
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: bulletinsKey }),
  });
  const isReady = isMonth && title.trim().length > 1;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isReady) starting.mutate({ kind, month, title: title.trim(), from });
  };
  return (
    <form className="n-form" onSubmit={submit}>
      <Radio.Group
        value={kind}
        onChange={(event) => {
          setKind(event.target.value as BulletinLine["kind"]);
          setFrom(undefined);
        }}
        options={bulletinKind.options.map((value) => ({ value, label: text.kind[value] }))}
      />
      <Field id="new-month" label={text.month} isRequired example="2023-06" fault={isMonth ? undefined : text.monthFault}>
        <Input id="new-month" value={month} onChange={(event) => setMonth(event.target.value.trim())} />
      </Field>
      <Field id="new-title" label={text.docTitle} isRequired fault={title.trim().length > 1 || !isMonth ? undefined : text.docTitleFault}>
        <Input id="new-title" value={title} maxLength={100} lang="zh-CN" onChange={(event) => setTitle(event.target.value)} />
      </Field>
      <Field id="new-from" label={text.from}>
        <Select
          id="new-from"
          value={from}
          onChange={setFrom}
          options={[{ value: "outline", label: text.fromOutline }, ...formers.map((one) => ({ value: one.id, label: text.fromLast(one.title) }))]}
        />
      </Field>
      <Problem failure={starting.error} />
      <Button type="primary" htmlType="submit" loading={starting.isPending} disabled={!isReady}>
        {text.start}
      </Button>
    </form>
  );
}
