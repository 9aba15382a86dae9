import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import type { Duty, MatterAct, MatterAnswer } from "@baton/contract/matters";
import { useState, type ReactNode } from "react";
import { api } from "../../api/client.ts";
import { mattersText } from "../../text/matters.ts";
import { useArea } from "../../text/useText.ts";
import { dueInCity } from "../../ui/instants.ts";
import { usePreferences } from "../../ui/preferences.ts";
import { Problem } from "../../ui/Problem.tsx";
import { showToast } from "../../ui/toast.tsx";
import { useLetterKeys } from "../../ui/useLetterKeys.ts";
import { formOf, rowActs } from "./acts.ts";
import type { GroupName, HandsGroup } from "./groups.ts";
import { mattersKey, type MatterLine } from "./hands.ts";
import { MatterRow, marks } from "./MatterRow.tsx";
import { useAct, useUndo } from "./useAct.ts";

type Opened = { id: string; act: MatterAct };

/** The inbox's groups; one row at a time shows the form of an act. */
export function HandsGroups({ groups, onOpen }: { groups: readonly HandsGroup[]; onOpen: (id: string, act?: MatterAct) => void }): ReactNode {
  const text = useArea(mattersText);
  const [opened, setOpened] = useState<Opened>();
  const doing = useAct();
  const lines = groups.flatMap(({ items }) => items);
  useLetterKeys({ j: () => focusRow(1), k: () => focusRow(-1) });
  const onAct = (line: MatterLine, act: MatterAct): void => {
    if (act === "chase" || !formOf(act, line.kind)) return onOpen(line.id);
    if (formOf(act, line.kind)?.fields.length === 0) return doing.mutate({ act, line, input: {} });
    setOpened({ id: line.id, act });
  };
  // The next row that can be done the same way opens by itself.
  const openNext = ({ id, act }: Opened): void => {
    const next = lines[lines.findIndex((line) => line.id === id) + 1];
    setOpened(next && rowActs(next).includes(act) ? { id: next.id, act } : undefined);
  };
  return (
    <>
      <Problem failure={doing.error} />
      {groups
        .filter(({ total }) => total > 0)
        .map(({ name, total, items, duties }) => (
          <section key={name} className="m-group" aria-label={text.groups[name]}>
            <h2>
              {text.groups[name]} <small>{total}</small>
              <SignTogether lines={items} />
            </h2>
            <ul className="m-list">
              {duties.map((duty) => (
                <DutyRow key={duty.key} duty={duty} group={name} />
              ))}
              {items.map((line) => (
                <MatterRow
                  key={line.id}
                  line={line}
                  openAct={opened?.id === line.id ? opened.act : undefined}
                  isBusy={doing.isPending}
                  onAct={(act) => onAct(line, act)}
                  onOpen={() => onOpen(line.id)}
                  onDone={() => opened && openNext(opened)}
                  onCancel={() => setOpened(undefined)}
                />
              ))}
            </ul>
            {total > items.length + duties.length && <p className="b-muted">{text.moreRows(total - items.length - duties.length)}</p>}
          </section>
        ))}
    </>
  );
}

function focusRow(step: number): void {
  const rows = [...document.querySelectorAll<HTMLElement>(".m-title")];
  const at = rows.findIndex((row) => row === document.activeElement);
  rows[Math.min(Math.max(at + step, 0), rows.length - 1)]?.focus();
}

function DutyRow({ duty, group }: { duty: Duty; group: GroupName }): ReactNode {
  const text = useArea(mattersText);
  const navigate = useNavigate();
  const { locale } = usePreferences();
  const urgency = group === "overdue" ? "late" : group === "later" ? "calm" : "soon";
  const go = (): void => void navigate({ to: duty.path });
  return (
    <li className="m-row">
      <div className="m-line">
        <span className={`m-mark m-mark-${urgency}`}>
          <span aria-hidden="true">{marks[urgency]}</span>
          <span className="b-sr">{text.urgency[urgency]}</span>
        </span>
        <div className="m-what">
          <button type="button" className="b-plain-button m-title" onClick={go}>
            <span className="m-kind">{text.duty}</span>
            {duty.title}
          </button>
          <p className="b-caption">{[text.dutyCount(duty.remaining, duty.total), ...(duty.drafts ? [text.dutyDrafts(duty.drafts)] : [])].join("·")}</p>
        </div>
        <p className="m-due">
          <span className={`m-due-${urgency}`}>{text.dutyDue[group]}</span>
          <span className="b-caption">{dueInCity(duty.dueAt, locale)}</span>
        </p>
        <div className="m-acts">
          <Button size="small" type="primary" onClick={go}>
            {duty.remaining < duty.total || duty.drafts ? text.dutyGo : text.dutyStart}
          </Button>
        </div>
      </div>
    </li>
  );
}

/** Several that only wait to be signed for are signed for in one act. */
function SignTogether({ lines }: { lines: readonly MatterLine[] }): ReactNode {
  const text = useArea(mattersText);
  const queryClient = useQueryClient();
  const waiting = lines.filter(({ status, allowedActs }) => status === "open" && allowedActs.includes("sign"));
  const undo = useUndo();
  const signing = useMutation({
    mutationFn: async () => {
      const signed: MatterAnswer[] = [];
      for (const { id, lastSequence } of waiting) signed.push(await api.post<MatterAnswer>(`/api/matters/${id}/receipts`, { lastSequence }));
      return signed;
    },
    onSuccess: (signed) => showToast({ words: text.signedTogether(signed.length), onUndo: () => signed.forEach((line) => undo(line)) }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: mattersKey }),
  });
  if (waiting.length < 2 && !signing.error) return null;
  return (
    <>
      {waiting.length > 1 && (
        <Button size="small" loading={signing.isPending} onClick={() => signing.mutate()}>
          {text.signTogether(waiting.length)}
        </Button>
      )}
      <Problem failure={signing.error} />
    </>
  );
}
