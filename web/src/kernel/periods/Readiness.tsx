import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import type { DryRun } from "@baton/contract/periods";
import { useState, type ReactNode } from "react";
import { paths } from "../../paths.ts";
import { periodsText } from "../../text/periods.ts";
import { useArea } from "../../text/useText.ts";
import { Drawer480 } from "../../ui/Drawer480.tsx";
import { showToast } from "../../ui/toast.tsx";

/** What is complete, and what is not with the next act beside it. */
export function Readiness({ run, month }: { run: DryRun; month: string }): ReactNode {
  const text = useArea(periodsText);
  const [isListOpen, setIsListOpen] = useState(false);
  const missing = run.unreported.length;
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(run.chaseText);
    showToast({ words: text.chaseCopied });
  };
  return (
    <section className="b-card">
      <h2>{text.readiness}</h2>
      <ul className="p-ready">
        <Line isReady={missing === 0}>
          <span>{text.reported(run.reported, run.expected)}</span>
          {missing === 0 ? (
            text.allReported
          ) : (
            <>
              <Button size="small" onClick={() => setIsListOpen(true)}>
                {text.unreported(missing)} ▸
              </Button>
              <Button size="small" onClick={() => void copy()}>
                {text.copyChase}
              </Button>
            </>
          )}
        </Line>
        <Line isReady={run.unreviewed === 0}>
          {run.unreviewed === 0 ? text.reviewed : text.unreviewed(run.unreviewed)}
          {run.unreviewed > 0 && <Link to={paths.review()}>{text.goReview}</Link>}
        </Line>
        <Line isReady={run.openDoubts === 0}>{run.openDoubts === 0 ? text.noDoubts : text.doubts(run.openDoubts)}</Line>
        <Line isReady={run.mismatches === 0}>{run.mismatches === 0 ? text.noMismatches : text.mismatches(run.mismatches)}</Line>
      </ul>
      <Drawer480
        title={`${month} ${text.unreportedTitle(missing)}`}
        open={isListOpen}
        onClose={() => setIsListOpen(false)}
        foot={
          <Button type="primary" onClick={() => void copy()}>
            {text.copyChase}
          </Button>
        }
      >
        <ul className="p-history">
          {run.unreported.map(({ projectId, name, orgName }) => (
            <li key={projectId}>
              <Link to={paths.project(projectId)}>{name}</Link>
              <span className="b-muted">{orgName}</span>
            </li>
          ))}
        </ul>
      </Drawer480>
    </section>
  );
}

function Line({ isReady, children }: { isReady: boolean; children: ReactNode }): ReactNode {
  const text = useArea(periodsText);
  return (
    <li className={isReady ? "p-ready-yes" : "p-ready-no"}>
      <span className="p-ready-mark" aria-hidden="true">
        {isReady ? "✓" : "!"}
      </span>
      <span className="b-sr">{isReady ? text.ready : text.notReady}</span>
      {children}
    </li>
  );
}
