import { useMutation } from "@tanstack/react-query";
import { Button, Input } from "antd";
import type { z } from "zod";
import type { SchemeDocument, trialAnswer } from "@baton/contract/scoring";
import { useState, type FormEvent, type ReactNode } from "react";
import { api } from "../../api/client.ts";
import { scoringText } from "../../text/scoring.ts";
import { useArea } from "../../text/useText.ts";
import { Field } from "../../ui/Field.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { RankingTable } from "./RankingTable.tsx";

type TrialAnswer = z.infer<typeof trialAnswer>;
const monthPattern = /^\d{4}-(0[1-9]|1[0-2])$/;

/** What the form would give on any month, beside the version in force; writes nothing. */
export function Trial({ document, against }: { document: SchemeDocument; against: string | null }): ReactNode {
  const text = useArea(scoringText);
  const [month, setMonth] = useState("");
  const trying = useMutation({
    mutationFn: (compared: string | null) => api.post<TrialAnswer>("/api/scoring/trials", { document, month, against: compared }),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (monthPattern.test(month)) trying.mutate(against);
  };
  const { data } = trying;
  return (
    <section className="b-card">
      <h2>{text.trial}</h2>
      <p className="b-muted">{text.trialHelp}</p>
      <form className="k-trial" onSubmit={submit}>
        <Field id="trial-month" label={text.trialMonth} example="2023-06" fault={month !== "" && !monthPattern.test(month) ? text.monthFault : undefined}>
          <Input id="trial-month" value={month} onChange={(event) => setMonth(event.target.value.trim())} />
        </Field>
        <Button htmlType="submit" loading={trying.isPending} disabled={!monthPattern.test(month)}>
          {text.trial}
        </Button>
      </form>
      <Problem failure={trying.error} />
      {data && data.faults.length > 0 && (
        <ul className="b-fault" lang="zh-CN">
          {data.faults.map((fault) => (
            <li key={fault}>{fault}</li>
          ))}
        </ul>
      )}
      {data && data.units.length > 0 && (
        <>
          <h3>{text.trialResult(data.month)}</h3>
          <RankingTable detail={{ document, units: data.units.toSorted((a, b) => (a.rank ?? 999) - (b.rank ?? 999)) }} onUnit={() => undefined} />
        </>
      )}
    </section>
  );
}
