import { Button, Input, Radio } from "antd";
import { useEffect, useState, type ReactNode } from "react";
import type { ReportsText } from "../../text/reports.ts";
import { DateField } from "../../ui/DateField.tsx";
import { Drawer480 } from "../../ui/Drawer480.tsx";
import { Field } from "../../ui/Field.tsx";
import { wholeProblem, type ProblemTyping } from "./typing.ts";
import type { Line } from "./useDrafts.ts";

const parties = ["locality", "department", "enterprise"] as const;
const blank: ProblemTyping = { text: "", blockingParty: null, need: "", neededBy: "" };

type Props = {
  line: Line | undefined;
  month: string;
  text: ReportsText;
  onDone: (line: Line, problem: ProblemTyping | null) => void;
  onClose: () => void;
};

/** A problem stated in place: which party, what is needed, by when. Once reported it is a matter. */
export function ProblemDrawer({ line, month, text, onDone, onClose }: Props): ReactNode {
  const [problem, setProblem] = useState(blank);
  const [isTried, setIsTried] = useState(false);
  const kept = line?.typing.problem ?? blank;
  const id = line?.row.projectId;
  useEffect(() => {
    setProblem(kept);
    setIsTried(false);
    // Read anew for each project that is opened, not while it is being written.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [id]);
  const words = text.problem;
  const missing = (isMissing: boolean): string | undefined => (isTried && isMissing ? words.missing : undefined);
  const done = (): void => {
    setIsTried(true);
    const whole = wholeProblem(problem);
    if (line && whole) onDone(line, whole);
  };
  const foot = line && (
    <div className="r-foot">
      {line.typing.problem && <Button onClick={() => onDone(line, null)}>{words.remove}</Button>}
      <Button type="primary" onClick={done}>
        {words.done}
      </Button>
    </div>
  );
  return (
    <Drawer480 title={line ? `${words.title}：${line.row.name}` : words.title} open={line !== undefined} onClose={onClose} foot={foot}>
      <form className="b-form" onSubmit={(event) => event.preventDefault()}>
        <p className="b-muted">{words.help}</p>
        <Field id="problem-text" label={words.text} isRequired example={words.textExample} fault={missing(problem.text.trim() === "")}>
          <Input.TextArea
            id="problem-text"
            rows={3}
            maxLength={1000}
            value={problem.text}
            onChange={(event) => setProblem({ ...problem, text: event.target.value })}
          />
        </Field>
        <Field id="problem-party" label={words.party} isRequired fault={missing(problem.blockingParty === null)}>
          <Radio.Group
            id="problem-party"
            aria-label={words.party}
            value={problem.blockingParty}
            options={parties.map((party) => ({ value: party, label: words.parties[party] }))}
            onChange={(event) => setProblem({ ...problem, blockingParty: event.target.value as (typeof parties)[number] })}
          />
        </Field>
        <Field id="problem-need" label={words.need} isRequired example={words.needExample} fault={missing(problem.need.trim() === "")}>
          <Input id="problem-need" maxLength={500} value={problem.need} onChange={(event) => setProblem({ ...problem, need: event.target.value })} />
        </Field>
        <Field id="problem-by" label={words.neededBy} isRequired example={words.neededByExample} fault={missing(problem.neededBy === "")}>
          <DateField id="problem-by" value={problem.neededBy} year={Number(month.slice(0, 4))} onChange={(neededBy) => setProblem({ ...problem, neededBy })} />
        </Field>
      </form>
    </Drawer480>
  );
}
