import { Button } from "antd";
import type { MatterAct } from "@baton/contract/matters";
import type { ReactNode } from "react";
import { mattersText } from "../../text/matters.ts";
import { useArea } from "../../text/useText.ts";
import { dueInCity } from "../../ui/instants.ts";
import { usePreferences } from "../../ui/preferences.ts";
import { ActForm } from "./ActForm.tsx";
import { rowActs } from "./acts.ts";
import { standingWords, urgencyOf } from "./dueWords.ts";
import type { MatterLine } from "./hands.ts";

/** How urgent, by shape; the word stands beside it. */
export const marks = { late: "■", soon: "▲", calm: "○" } as const;

export type MatterRowProps = {
  line: MatterLine;
  /** The act whose form is open in this row. */
  openAct: MatterAct | undefined;
  isBusy: boolean;
  onAct: (act: MatterAct) => void;
  onOpen: () => void;
  onDone: () => void;
  onCancel: () => void;
};

/** One matter of the inbox: what, whose, by when, and the likeliest acts, done in place. */
export function MatterRow({ line, openAct, isBusy, onAct, onOpen, onDone, onCancel }: MatterRowProps): ReactNode {
  const text = useArea(mattersText);
  const { locale } = usePreferences();
  const urgency = urgencyOf(line);
  const acts = rowActs(line);
  const notes = [
    line.title.includes(line.subjectName.replace(/（[^（）]*）$/, "")) ? undefined : line.subjectName,
    line.holder?.orgName,
    line.blockingParty ? text.blockedBy(text.parties[line.blockingParty]) : undefined,
    line.assigneeAccountId === null ? undefined : text.assignedInside,
    line.escalationLevel > 0 ? text.escalated(line.escalationLevel) : undefined,
  ].filter((part) => part !== undefined);
  return (
    <li className="m-row" data-matter={line.id}>
      <div className="m-line">
        <span className={`m-mark m-mark-${urgency}`}>
          <span aria-hidden="true">{marks[urgency]}</span>
          <span className="b-sr">{text.urgency[urgency]}</span>
        </span>
        <div className="m-what">
          <button type="button" className="b-plain-button m-title" onClick={onOpen}>
            <span className="m-kind">{text.kinds[line.kind]}</span>
            {line.title}
          </button>
          <p className="b-caption">
            {text.statuses[line.status]}
            {notes.map((note) => `·${note}`).join("")}
          </p>
        </div>
        <p className="m-due">
          <span className={urgency === "calm" ? "" : `m-due-${urgency}`}>{standingWords(line, text)}</span>
          {line.dueAt && <span className="b-caption">{dueInCity(line.dueAt, locale)}</span>}
        </p>
        <div className="m-acts">
          {acts.map((act) => (
            <Button key={act} size="small" disabled={isBusy} aria-label={`${text.acts[act]}：${line.title}`} onClick={() => onAct(act)}>
              {text.acts[act]}
            </Button>
          ))}
        </div>
      </div>
      {openAct && (
        <div className="m-in-place">
          <ActForm key={openAct} act={openAct} line={line} showsEffects onDone={onDone} onCancel={onCancel} />
        </div>
      )}
    </li>
  );
}
