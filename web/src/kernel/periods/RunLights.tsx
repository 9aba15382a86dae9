import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Button, Input } from "antd";
import type { DryRun, Period } from "@baton/contract/periods";
import { useMemo, useState, type ReactNode } from "react";
import { paths } from "../../paths.ts";
import { periodsText } from "../../text/periods.ts";
import { useArea } from "../../text/useText.ts";
import { Empty } from "../../ui/Empty.tsx";
import { FilterLine } from "../../ui/FilterLine.tsx";
import { Ledger, type LedgerColumn } from "../../ui/Ledger.tsx";
import { LightMark } from "../../ui/LightMark.tsx";
import { useAddressState } from "../../ui/useAddressState.ts";
import { HoldBack } from "./HoldBack.tsx";
import { changeWords, matterCounts, type Held } from "./months.ts";
import { ruleSetsQuery, verdictWordsOf, type VerdictWords } from "./periods.ts";

type Light = DryRun["items"][number];
export type RunLightsProps = {
  run: DryRun;
  period: Period;
  held: Held;
  /** Absent where nothing can be held back any more. */
  onHeld: ((projectId: string, reason: string | undefined) => void) | undefined;
};

const shownVerdicts = ["warn", "remind", "merit"] as const;

/** Lights as they would be or were fixed, hollow until frozen, with the matters that would go out. */
export function RunLights({ run, period, held, onHeld }: RunLightsProps): ReactNode {
  const text = useArea(periodsText);
  const { data: ruleSets } = useQuery(ruleSetsQuery);
  const words = verdictWordsOf(ruleSets?.items);
  const isFixed = period.state === "frozen" || period.state === "published";
  const { matters, heldBack } = run.isKept ? run : matterCounts(run, held);
  return (
    <section className="b-page-body">
      <div className="b-card">
        <div className="p-section-head">
          <h2>{isFixed ? text.frozenLights : text.result}</h2>
          {!isFixed && <span className="b-muted">{text.dryRunState}</span>}
        </div>
        <ul className="p-counts">
          {shownVerdicts.map((verdict) => (
            <li key={verdict}>
              <LightMark verdict={verdict} colour={words[verdict]?.colour ?? "none"} word={words[verdict]?.word ?? text.verdicts[verdict]} isFixed={isFixed} />
              <strong>{run.counts[verdict] ?? 0}</strong>
              {changeWords(run.changes[verdict]) && <span className="b-muted">（{changeWords(run.changes[verdict])}）</span>}
            </li>
          ))}
          {/* Once published the matters have left: what would open now says nothing of this period. */}
          {period.state !== "published" && <li>{text.matters(matters)}</li>}
          {period.state !== "published" && heldBack > 0 && <li>{text.heldBack(heldBack)}</li>}
        </ul>
      </div>
      <LightList {...{ run, words, held, onHeld, isFixed, isPublished: period.state === "published" }} />
    </section>
  );
}

type LightListProps = Pick<RunLightsProps, "run" | "held" | "onHeld"> & { words: VerdictWords; isFixed: boolean; isPublished: boolean };

function LightList({ run, words, held, onHeld, isFixed, isPublished }: LightListProps): ReactNode {
  const text = useArea(periodsText);
  const navigate = useNavigate();
  const { values, first, change } = useAddressState();
  const [holding, setHolding] = useState<Light>();
  const typed = first("q") ?? "";
  const rows = useMemo(() => {
    const wanted = values.verdict ?? [];
    return run.items.filter(
      (light) =>
        (wanted.length === 0 || wanted.includes(light.verdict)) &&
        (first("changed") === undefined || (light.before !== null && light.before !== light.verdict)) &&
        (typed === "" || light.name.includes(typed) || light.orgName.includes(typed)),
    );
  }, [run.items, values.verdict, first, typed]);
  return (
    <>
      <Ledger<Light>
        label={text.listLabel}
        rows={rows}
        rowId={(light) => light.projectId}
        rowName={(light) => light.name}
        columns={useColumns({ words, held, isFixed, isPublished, onHold: onHeld && setHolding, onHeld })}
        onOpen={(light) => void navigate({ to: paths.project(light.projectId) })}
        height="min(60vh, 560px)"
        empty={<Empty title={text.emptyList} why={run.isKept && run.items.length === 0 ? text.keptNoLights : text.emptyListWhy} />}
        toolbar={
          <FilterLine
            lead={
              <Input
                aria-label={text.search}
                placeholder={text.search}
                allowClear
                style={{ width: 180 }}
                value={typed}
                onChange={(event) => change({ q: event.target.value || undefined })}
              />
            }
            filters={[
              {
                id: "verdict",
                title: text.filterVerdict,
                isMultiple: true,
                choices: shownVerdicts.map((value) => ({ value, label: words[value]?.word ?? text.verdicts[value] })),
              },
              { id: "changed", title: text.onlyChanged, choices: [{ value: "1", label: text.onlyChanged }] },
            ]}
            chosen={values}
            onChosen={(id, chosen) => change({ [id]: chosen })}
            onClear={() => change({ verdict: undefined, changed: undefined })}
          />
        }
      />
      {onHeld && (
        <HoldBack
          light={holding}
          reason={holding && held[holding.projectId]}
          onClose={() => setHolding(undefined)}
          onHeld={(reason) => {
            if (holding) onHeld(holding.projectId, reason);
            setHolding(undefined);
          }}
        />
      )}
    </>
  );
}

type ColumnsAsked = Pick<LightListProps, "words" | "held" | "isFixed" | "isPublished" | "onHeld"> & {
  onHold: ((light: Light) => void) | undefined;
};

function useColumns({ words, held, isFixed, isPublished, onHold, onHeld }: ColumnsAsked): LedgerColumn<Light>[] {
  const text = useArea(periodsText);
  const { columns } = text;
  const mark = (verdict: Light["verdict"], fixed: boolean): ReactNode => (
    <LightMark verdict={verdict} colour={words[verdict]?.colour ?? "none"} word={words[verdict]?.word ?? text.verdicts[verdict]} isFixed={fixed} />
  );
  const dimensions = text.dimensions as Record<string, string>;
  const parties = text.parties as Record<string, string>;
  const holding: LedgerColumn<Light> = {
    id: "hold",
    header: columns.hold,
    width: 200,
    cell: (light) => {
      const reason = held[light.projectId];
      if (!light.opensMatter) return light.isExempt ? text.exempt : (light.heldBackReason ?? "");
      if (reason !== undefined || light.heldBackReason !== null)
        return (
          <>
            {text.heldBecause(reason ?? light.heldBackReason ?? "")}
            {onHeld && (
              <Button type="link" size="small" onClick={() => onHeld(light.projectId, undefined)}>
                {text.unhold}
              </Button>
            )}
          </>
        );
      return onHold ? (
        <Button size="small" aria-label={text.holdTitle(light.name)} onClick={() => onHold(light)}>
          {text.hold}
        </Button>
      ) : (
        text.opensMatter
      );
    },
  };
  return [
    { id: "name", header: columns.name, width: 260, frozen: true, isRowHeader: true, cell: (light) => light.name },
    { id: "verdict", header: columns.verdict, width: 92, cell: (light) => mark(light.verdict, isFixed) },
    {
      id: "before",
      header: columns.before,
      width: 92,
      cell: (light) => (light.before === null ? <span className="b-muted">{text.noneBefore}</span> : mark(light.before, true)),
    },
    { id: "sentence", header: columns.sentence, width: 380, cell: (light) => <span className="p-sentence">{light.sentence}</span> },
    { id: "dimension", header: columns.dimension, width: 72, cell: (light) => dimensions[light.dimension] ?? light.dimension },
    {
      id: "blocking",
      header: columns.blocking,
      width: 84,
      cell: (light) => (light.blockingParty ? (parties[light.blockingParty] ?? light.blockingParty) : ""),
    },
    { id: "org", header: columns.org, width: 160, cell: (light) => light.orgName },
    ...(isPublished ? [] : [holding]),
  ];
}
