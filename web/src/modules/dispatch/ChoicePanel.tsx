import { Button, Checkbox, Input, Select } from "antd";
import type { BulletinAsk, ChoiceRun } from "@baton/contract/bulletins";
import { useState, type FormEvent, type ReactNode } from "react";
import { dispatchText } from "../../text/dispatch.ts";
import { useArea } from "../../text/useText.ts";
import { Field } from "../../ui/Field.tsx";
import { AskFields } from "./AskFields.tsx";
import { Preview } from "./FigurePanel.tsx";
import { newId } from "./outlines.ts";

type Branch = ChoiceRun["met"];
/** A branch as it is edited here: words, and whether the figure's number follows them. */
type TypedBranch = { words: string; withNumber: boolean; /** A branch with figures elsewhere than at its end, kept as it is. */ kept?: Branch };

const operators = [">=", ">", "<=", "<", "="] as const;
const numberPattern = /^-?\d{1,16}(\.\d{1,8})?$/;

function typed(branch: Branch): TypedBranch {
  const figures = branch.filter(({ kind }) => kind === "figure");
  const isTyped = figures.length === 0 || (figures.length === 1 && branch.at(-1) === figures[0]);
  const words = branch.map((run) => (run.kind === "text" ? run.text : "")).join("");
  return { words, withNumber: figures.length > 0, ...(!isTyped && { kept: branch }) };
}

function branchOf({ words, withNumber, kept }: TypedBranch, { ask, former }: { ask: BulletinAsk; former: Branch }): Branch {
  if (kept) return kept;
  const number = former.find((run) => run.kind === "figure" && run.ask.figure === ask.figure) ?? {
    kind: "figure" as const,
    id: newId(),
    ask,
    say: { as: "number" as const },
  };
  return [...(words === "" ? [] : [{ kind: "text" as const, text: words }]), ...(withNumber ? [number] : [])];
}

/** 如果…则写…否则写…: one figure against one number, and what is written in either case. */
export function ChoicePanel({ run, month, onDone }: { run: ChoiceRun | undefined; month: string; onDone: (run: ChoiceRun) => void }): ReactNode {
  const text = useArea(dispatchText);
  const [ask, setAsk] = useState<BulletinAsk>(run?.ask ?? { figure: "", where: {}, span: "year" });
  const [operator, setOperator] = useState<ChoiceRun["operator"]>(run?.operator ?? ">=");
  const [value, setValue] = useState(run?.value ?? "0");
  const [met, setMet] = useState(typed(run?.met ?? []));
  const [otherwise, setOtherwise] = useState(typed(run?.otherwise ?? []));
  const isNumber = numberPattern.test(value);
  const isReady = ask.figure !== "" && isNumber;
  const next: ChoiceRun = {
    kind: "choice",
    id: run?.id ?? newId(),
    ask,
    operator,
    value,
    met: branchOf(met, { ask, former: run?.met ?? [] }),
    otherwise: branchOf(otherwise, { ask, former: run?.otherwise ?? [] }),
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isReady) onDone(next);
  };
  return (
    <form className="n-form" onSubmit={submit}>
      <strong>{text.editor.condition}</strong>
      <AskFields id="choice" ask={ask} month={month} onChange={setAsk} />
      <div className="n-filter">
        <Select aria-label={text.editor.operator} value={operator} onChange={setOperator} options={operators.map((one) => ({ value: one, label: one }))} />
        <Input aria-label={text.editor.value} value={value} onChange={(event) => setValue(event.target.value.trim())} />
      </div>
      {isNumber ? <p className="b-caption">{text.editor.ratioHint}</p> : <p className="b-fault">{text.editor.valueFault}</p>}
      <BranchField id="choice-met" label={text.editor.met} branch={met} onChange={setMet} />
      <BranchField id="choice-otherwise" label={text.editor.otherwise} branch={otherwise} onChange={setOtherwise} />
      {isReady && <Preview runs={[next]} month={month} />}
      <Button type="primary" htmlType="submit" disabled={!isReady}>
        {run ? text.editor.update : text.editor.insert}
      </Button>
    </form>
  );
}

type BranchFieldProps = { id: string; label: string; branch: TypedBranch; onChange: (branch: TypedBranch) => void };

function BranchField({ id, label, branch, onChange }: BranchFieldProps): ReactNode {
  const text = useArea(dispatchText);
  if (branch.kept) {
    return (
      <p className="b-muted">
        {label}：{text.editor.branchKept}
      </p>
    );
  }
  return (
    <div>
      <Field id={id} label={label}>
        <Input.TextArea id={id} rows={2} lang="zh-CN" value={branch.words} onChange={(event) => onChange({ ...branch, words: event.target.value })} />
      </Field>
      <Checkbox checked={branch.withNumber} onChange={(event) => onChange({ ...branch, withNumber: event.target.checked })}>
        {text.editor.branchFigure}
      </Checkbox>
    </div>
  );
}
