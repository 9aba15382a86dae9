import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import type { BulletinDetail } from "@baton/contract/bulletins";
import { useState, type FormEvent, type ReactNode } from "react";
import { api } from "../../api/client.ts";
import { dispatchText } from "../../text/dispatch.ts";
import { useArea } from "../../text/useText.ts";
import { Confirm } from "../../ui/Confirm.tsx";
import { DateField } from "../../ui/DateField.tsx";
import { Drawer480 } from "../../ui/Drawer480.tsx";
import { Field } from "../../ui/Field.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { showToast } from "../../ui/toast.tsx";
import { bulletinQuery, bulletinsKey } from "./queries.ts";

type Act = "check" | "return" | "ask" | "freeze" | "withdraw" | "issue";
type Words = { note: string; dueOn: string; documentNo: string };

const order: readonly Act[] = ["check", "ask", "freeze", "issue", "return", "withdraw"];

/** Where each act is sent and with what. */
const sending: Record<Act, (words: Words) => { path: string; body: object }> = {
  check: ({ note }) => ({ path: "check", body: { note: note.trim() || null } }),
  return: ({ note }) => ({ path: "return", body: { note: note.trim() } }),
  ask: ({ dueOn }) => ({ path: "asking", body: { dueOn } }),
  freeze: () => ({ path: "freeze", body: {} }),
  withdraw: ({ note }) => ({ path: "withdrawal", body: { note: note.trim() } }),
  issue: ({ documentNo }) => ({ path: "issue", body: { documentNo: documentNo.trim() } }),
};

/** The acts that the reader may do now, each with what it needs to be told. */
export function BulletinWay({ bulletin, may }: Pick<{ bulletin: BulletinDetail; may: BulletinDetail["may"] }, "bulletin" | "may">): ReactNode {
  const text = useArea(dispatchText);
  const [act, setAct] = useState<Act>();
  const acts = order.filter((one) => may.includes(one));
  if (acts.length === 0) return null;
  const close = (): void => setAct(undefined);
  return (
    <section className="b-card n-way">
      <h2>{text.way}</h2>
      <div className="n-buttons">
        {acts.map((one, at) => (
          <Button key={one} type={at === 0 && one !== "return" && one !== "withdraw" ? "primary" : "default"} onClick={() => setAct(one)}>
            {text[one]}
          </Button>
        ))}
      </div>
      <GraveAct bulletin={bulletin} act={act} onClose={close} />
      <Drawer480 title={act && text[act]} open={act !== undefined && !isGrave(act)} onClose={close}>
        {act !== undefined && !isGrave(act) && <ActForm bulletin={bulletin} act={act} onDone={close} />}
      </Drawer480>
    </section>
  );
}

function isGrave(act: Act): act is "freeze" | "issue" {
  return act === "freeze" || act === "issue";
}

function useAct(bulletin: BulletinDetail, act: Act, onDone: () => void) {
  const text = useArea(dispatchText);
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (words: Words) => {
      const { path, body } = sending[act](words);
      return api.post<BulletinDetail>(`/api/bulletins/${bulletin.id}/${path}`, body);
    },
    onSuccess: (after) => {
      queryClient.setQueryData(bulletinQuery(bulletin.id).queryKey, after);
      const asked = after.confirmations.filter(({ state }) => state !== "dropped").length;
      const done = { check: text.checked, return: text.returned, ask: text.asked(asked), freeze: text.frozen, withdraw: text.withdrawn, issue: text.issued };
      showToast({ words: done[act] });
      onDone();
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: bulletinsKey }),
  });
}

function ActForm({ bulletin, act, onDone }: { bulletin: BulletinDetail; act: "check" | "return" | "ask" | "withdraw"; onDone: () => void }): ReactNode {
  const text = useArea(dispatchText);
  const [words, setWords] = useState<Words>({ note: "", dueOn: "", documentNo: "" });
  const acting = useAct(bulletin, act, onDone);
  const isReady = act === "check" || (act === "ask" ? words.dueOn !== "" : words.note.trim().length > 1);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isReady) acting.mutate(words);
  };
  const note = {
    check: [text.checkNote, text.checkNoteExample],
    return: [text.returnNote, text.returnExample],
    withdraw: [text.withdrawNote, text.returnExample],
  } as const;
  return (
    <form className="n-form" onSubmit={submit}>
      {act === "ask" ? (
        <>
          <p className="b-muted">{text.askHelp}</p>
          <Field id="way-due" label={text.dueOn} isRequired>
            <DateField
              id="way-due"
              value={words.dueOn}
              year={Temporal.Now.plainDateISO("Asia/Shanghai").year}
              onChange={(dueOn) => setWords({ ...words, dueOn })}
            />
          </Field>
        </>
      ) : (
        <Field id="way-note" label={note[act][0]} isRequired={act !== "check"} example={note[act][1]}>
          <Input.TextArea id="way-note" rows={3} maxLength={500} value={words.note} onChange={(event) => setWords({ ...words, note: event.target.value })} />
        </Field>
      )}
      <Problem failure={acting.error} />
      <Button type="primary" htmlType="submit" loading={acting.isPending} disabled={!isReady}>
        {text[act]}
      </Button>
    </form>
  );
}

const documentNoPattern = /〔\d{4}〕[1-9]\d*号$/;

function GraveAct({ bulletin, act, onClose }: { bulletin: BulletinDetail; act: Act | undefined; onClose: () => void }): ReactNode {
  const text = useArea(dispatchText);
  const [documentNo, setDocumentNo] = useState("");
  const isIssue = act === "issue";
  const acting = useAct(bulletin, isIssue ? "issue" : "freeze", onClose);
  const send = (): void => {
    if (!isIssue || documentNoPattern.test(documentNo.trim())) acting.mutate({ note: "", dueOn: "", documentNo });
  };
  return (
    <Confirm
      act={isIssue ? "签发" : "冻结"}
      title={isIssue ? text.issueTitle(bulletin.title) : text.freezeTitle(bulletin.title)}
      verb={isIssue ? text.issue : text.freeze}
      open={act !== undefined && isGrave(act)}
      isBusy={acting.isPending}
      onConfirm={send}
      onCancel={() => {
        acting.reset();
        onClose();
      }}
    >
      <p>{isIssue ? text.issueHelp : text.freezeHelp}</p>
      {isIssue && (
        <Field id="way-number" label={text.documentNo} isRequired example={text.documentNoExample}>
          <Input id="way-number" value={documentNo} maxLength={40} lang="zh-CN" onChange={(event) => setDocumentNo(event.target.value)} />
        </Field>
      )}
      <Problem failure={acting.error} />
    </Confirm>
  );
}
