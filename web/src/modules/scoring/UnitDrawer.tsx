import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import type { RunDetail, UnitScoreAnswer } from "@baton/contract/scoring";
import { formatScore } from "@baton/contract/scoring-rules";
import { useState, type FormEvent, type ReactNode } from "react";
import { api } from "../../api/client.ts";
import { FigureNum } from "../../kernel/figures/FigureNum.tsx";
import { formOf, narrowed } from "../../kernel/figures/question.ts";
import { catalogueQuery } from "../../kernel/figures/useLabel.ts";
import { figuresText } from "../../text/figures.ts";
import { scoringText } from "../../text/scoring.ts";
import { useArea } from "../../text/useText.ts";
import { Drawer480 } from "../../ui/Drawer480.tsx";
import { Field } from "../../ui/Field.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { showToast } from "../../ui/toast.tsx";
import { scoringKey } from "./queries.ts";

type Mark = UnitScoreAnswer["marks"][number];
type UnitDrawerProps = { detail: RunDetail; unit: UnitScoreAnswer | undefined; onClose: () => void };

/** How one unit's score is made: each mark with its number, which opens its rows, and its arithmetic in words. */
export function UnitDrawer({ detail, unit, onClose }: UnitDrawerProps): ReactNode {
  const text = useArea(scoringText);
  return (
    <Drawer480 title={unit ? text.decomposition(unit.label) : ""} open={unit !== undefined} onClose={onClose}>
      {unit && (
        <div className="k-form">
          <p className="k-grand">
            {formatScore(unit.total)}
            <small>{unit.rank === null ? (unit.unrankedBecause ?? text.unranked) : `${text.rank} ${unit.rank}`}</small>
          </p>
          {unit.marks.map((mark) => (
            <MarkLine key={mark.code} detail={detail} unit={unit} mark={mark} />
          ))}
        </div>
      )}
    </Drawer480>
  );
}

function MarkLine({ detail, unit, mark }: { detail: RunDetail; unit: UnitScoreAnswer; mark: Mark }): ReactNode {
  const text = useArea(scoringText);
  const words = useArea(figuresText);
  const { document, run, mayAppeal } = detail;
  const { data: catalogue } = useQuery(catalogueQuery);
  const [isAppealing, setIsAppealing] = useState(false);
  const of = document.indicators.find(({ code }) => code === mark.code)?.of;
  const unitOf = catalogue?.items.find(({ name }) => name === mark.figure)?.unit ?? "count";
  const monthEnd = Temporal.PlainYearMonth.from(run.month).toPlainDate({ day: 31 }).toString();
  const question = narrowed({ figure: mark.figure, where: of?.where ?? {}, validOn: monthEnd, knownAt: run.knownAt }, document.unitDimension, unit.key);
  return (
    <section className="k-mark">
      <h3>{mark.label}</h3>
      <p className="k-mark-line">
        <span>
          <FigureNum question={question} value={mark.value} form={formOf(unitOf)} title={`${unit.label} · ${mark.label}`} />
          {mark.value !== null && <small> {{ fen: words.yi, count: words.count, points: words.points, ratio: "" }[unitOf]}</small>}
        </span>
        <strong className="b-num">
          {mark.score === null ? "—" : formatScore(mark.score)}
          {mark.full > 0 && <small className="b-muted"> {text.full(formatScore(mark.full))}</small>}
        </strong>
      </p>
      <Bar mark={mark} />
      <p className="b-muted" lang="zh-CN">
        {mark.how}
      </p>
      {mayAppeal.includes(unit.key) && !isAppealing && (
        <Button size="small" onClick={() => setIsAppealing(true)}>
          {text.appeal}
        </Button>
      )}
      {isAppealing && <AppealForm runId={run.id} unitKey={unit.key} indicator={mark.code} onDone={() => setIsAppealing(false)} />}
    </section>
  );
}

/** What was earned of what could be had; the numbers stand beside it. */
function Bar({ mark }: { mark: Mark }): ReactNode {
  if (mark.score === null || mark.full === 0) return null;
  const share = Math.max(0, Math.min(1, mark.score / mark.full));
  return (
    <div className="k-bar" aria-hidden="true">
      <span style={{ width: `${share * 100}%` }} />
    </div>
  );
}

type AppealFormProps = { runId: string; unitKey: string; indicator: string; onDone: () => void };

function AppealForm({ runId, unitKey, indicator, onDone }: AppealFormProps): ReactNode {
  const text = useArea(scoringText);
  const queryClient = useQueryClient();
  const [reason, setReason] = useState("");
  const filing = useMutation({
    mutationFn: () => api.post(`/api/scoring/runs/${runId}/appeals`, { unitKey, indicator, reason: reason.trim() }),
    onSuccess: () => {
      showToast({ words: text.appeal });
      onDone();
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: scoringKey }),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    filing.mutate();
  };
  return (
    <form className="k-form" onSubmit={submit}>
      <Field id={`appeal-${indicator}`} label={text.appealReason} isRequired example={text.appealExample}>
        <Input.TextArea id={`appeal-${indicator}`} rows={3} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} autoFocus />
      </Field>
      <Problem failure={filing.error} />
      <Button htmlType="submit" type="primary" loading={filing.isPending} disabled={reason.trim().length < 4}>
        {text.appealSend}
      </Button>
    </form>
  );
}
