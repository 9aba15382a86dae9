import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Button, Input, Radio, Select } from "antd";
import type { ScoringRun } from "@baton/contract/scoring";
import { useState, type FormEvent, type ReactNode } from "react";
import { api } from "../../api/client.ts";
import { paths } from "../../paths.ts";
import { scoringText } from "../../text/scoring.ts";
import { useArea } from "../../text/useText.ts";
import { Drawer480 } from "../../ui/Drawer480.tsx";
import { Field } from "../../ui/Field.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { showToast } from "../../ui/toast.tsx";
import { schemesQuery, scoringKey } from "./queries.ts";

const monthPattern = /^\d{4}-(0[1-9]|1[0-2])$/;

/** Scores a frozen month by a scheme in force. */
export function MakeRun({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }): ReactNode {
  const text = useArea(scoringText);
  return (
    <Drawer480 title={text.run} open={isOpen} onClose={onClose}>
      {isOpen && <RunForm onClose={onClose} />}
    </Drawer480>
  );
}

function RunForm({ onClose }: { onClose: () => void }): ReactNode {
  const text = useArea(scoringText);
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const { data } = useQuery(schemesQuery);
  const adopted = data?.items.filter(({ state }) => state === "adopted") ?? [];
  const inForce = adopted.filter((one, at) => adopted.findIndex(({ schemeId }) => schemeId === one.schemeId) === at);
  const [schemeId, setSchemeId] = useState<string>();
  const [month, setMonth] = useState("");
  const [kind, setKind] = useState<ScoringRun["kind"]>("official");
  const chosen = schemeId ?? inForce[0]?.schemeId;
  const running = useMutation({
    mutationFn: () => api.post<ScoringRun>("/api/scoring/runs", { schemeId: chosen, month, kind }),
    onSuccess: ({ id }) => {
      showToast({ words: text.runMade });
      onClose();
      void navigate({ to: paths.score(id) });
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: scoringKey }),
  });
  const isWrong = month !== "" && !monthPattern.test(month);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (chosen !== undefined && monthPattern.test(month)) running.mutate();
  };
  return (
    <form className="k-form" onSubmit={submit}>
      <p className="b-muted">{text.runHelp}</p>
      <Field id="run-scheme" label={text.scheme} isRequired>
        <Select
          id="run-scheme"
          value={chosen ?? null}
          onChange={setSchemeId}
          options={inForce.map((one) => ({ value: one.schemeId, label: `${one.name} ${text.version(one.number)}` }))}
        />
      </Field>
      <Field id="run-month" label={text.month} isRequired example="2023-06" fault={isWrong ? text.monthFault : undefined}>
        <Input id="run-month" value={month} onChange={(event) => setMonth(event.target.value.trim())} />
      </Field>
      <Radio.Group
        value={kind}
        onChange={(event) => setKind(event.target.value as ScoringRun["kind"])}
        options={[
          { value: "official", label: text.kind.official },
          { value: "mock", label: text.kind.mock },
        ]}
      />
      <Problem failure={running.error} />
      <Button type="primary" htmlType="submit" loading={running.isPending} disabled={chosen === undefined || !monthPattern.test(month)}>
        {text.runNow}
      </Button>
    </form>
  );
}
