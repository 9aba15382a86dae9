import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { Button, Dropdown } from "antd";
import { unsourcedDigits } from "@baton/contract/bulletin-rules";
import { bulletinState, type BulletinDetail, type BulletinState } from "@baton/contract/bulletins";
import { lazy, Suspense, useEffect, useState, type ReactNode } from "react";
import { useServerEvents } from "../../api/events.ts";
import { useTimePoint } from "../../shell/timePoint.ts";
import { dispatchText } from "../../text/dispatch.ts";
import { useArea } from "../../text/useText.ts";
import { Loading } from "../../ui/Loading.tsx";
import { Page } from "../../ui/Page.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { Steps } from "../../ui/Steps.tsx";
import { useAddressState } from "../../ui/useAddressState.ts";
import { BulletinRecord } from "./BulletinRecord.tsx";
import { BulletinSheet } from "./BulletinSheet.tsx";
import { BulletinWay } from "./BulletinWay.tsx";
import { Differences } from "./Differences.tsx";
import { Drift } from "./Drift.tsx";
import { bulletinQuery, bulletinsKey } from "./queries.ts";
import "./dispatch.css";

// The editor library comes with the first change.
const BulletinEditor = lazy(() => import("./BulletinEditor.tsx"));

/** One bulletin: read as it is printed, led on its way, or edited. */
export default function BulletinPage(): ReactNode {
  const text = useArea(dispatchText);
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const { first, change } = useAddressState();
  const queryClient = useQueryClient();
  const { isTravelling } = useTimePoint();
  const { data, error, refetch } = useQuery(bulletinQuery(id));
  const isEditing = first("edit") === "1" && !isTravelling && (data?.may.includes("edit") ?? false);
  // What somebody else saves must not be read into a text that is being written.
  useServerEvents(["bulletin"], () => void (isEditing || queryClient.invalidateQueries({ queryKey: bulletinsKey })));
  if (error) {
    return (
      <Page title={text.title}>
        <Problem failure={error} onRetry={() => void refetch()} />
      </Page>
    );
  }
  if (!data) {
    return (
      <Page title={text.title}>
        <Loading lines={12} />
      </Page>
    );
  }
  if (!isEditing) return <BulletinReading bulletin={data} onEdit={() => change({ edit: "1" })} />;
  return (
    <Suspense fallback={<Loading words={text.editor.loading} lines={12} />}>
      <BulletinEditor
        key={data.id}
        bulletin={data}
        onDone={() => {
          void queryClient.invalidateQueries({ queryKey: bulletinsKey });
          change({ edit: undefined });
        }}
      />
    </Suspense>
  );
}

/** While a bulletin is in sight, the printer takes official margins and nothing but the sheet. */
function usePaper(): void {
  useEffect(() => {
    document.body.classList.add("n-paper");
    return () => document.body.classList.remove("n-paper");
  }, []);
}

/** The way of a bulletin; units that were not asked are no step that was done. */
function stepsOf({ state, events }: BulletinDetail): BulletinState[] {
  const isPast = state === "frozen" || state === "issued";
  const returned = events.findLastIndex(({ kind }) => kind === "return");
  const wasAsked = events.some(({ kind }, at) => kind === "ask" && at > returned);
  return bulletinState.options.filter((step) => step !== "asking" || !isPast || wasAsked);
}

function BulletinReading({ bulletin, onEdit }: { bulletin: BulletinDetail; onEdit: () => void }): ReactNode {
  const text = useArea(dispatchText);
  const { isTravelling } = useTimePoint();
  usePaper();
  const may = isTravelling ? [] : bulletin.may;
  return (
    <Page
      title={bulletin.title}
      aside={bulletin.isSample && <span className="b-sample">{text.sample}</span>}
      lead={<Steps label={text.way} steps={stepsOf(bulletin).map((id) => ({ id, title: text.state[id] }))} current={bulletin.state} />}
      actions={<PaperActions bulletin={bulletin} />}
      primary={
        may.includes("edit") && (
          <Button type={may.includes("check") ? "default" : "primary"} onClick={onEdit}>
            {text.edit}
          </Button>
        )
      }
    >
      <div className="n-columns">
        <BulletinSheet bulletin={bulletin} />
        <aside className="n-aside">
          <Faults bulletin={bulletin} />
          <BulletinWay bulletin={bulletin} may={may} />
          <BulletinRecord bulletin={bulletin} may={may} />
        </aside>
      </div>
    </Page>
  );
}

function Faults({ bulletin }: { bulletin: BulletinDetail }): ReactNode {
  const text = useArea(dispatchText);
  const unsourced = bulletin.state === "draft" ? unsourcedDigits(bulletin.document) : [];
  if (bulletin.faults.length === 0 && unsourced.length === 0) return null;
  return (
    <section className="b-problem">
      <strong>{text.faults}</strong>
      <ul>
        {bulletin.faults.map((fault) => (
          <li key={fault} lang="zh-CN">
            {fault}
          </li>
        ))}
        {unsourced.length > 0 && (
          <li>
            {text.unsourcedFaults(unsourced.length)}：{unsourced.map((one) => one.text).join("、")}
          </li>
        )}
      </ul>
    </section>
  );
}

function PaperActions({ bulletin }: { bulletin: BulletinDetail }): ReactNode {
  const text = useArea(dispatchText);
  const [shown, setShown] = useState<"drift" | "differences">();
  const mayDrift = bulletin.isFixed && bulletin.may.includes("correct");
  const items = [
    { key: "excel", label: <a href={`/api/bulletins/${bulletin.id}/annex.xlsx`}>{text.excel}</a> },
    { key: "differences", label: text.compare.open },
    ...(mayDrift ? [{ key: "drift", label: text.drift.open }] : []),
  ];
  return (
    <>
      <Button onClick={() => window.print()}>{text.print}</Button>
      <Button href={`/api/bulletins/${bulletin.id}/paper.docx`}>{text.word}</Button>
      <Dropdown trigger={["click"]} menu={{ items, onClick: ({ key }) => (key === "drift" || key === "differences") && setShown(key) }}>
        <Button>{text.more}</Button>
      </Dropdown>
      <Drift bulletin={bulletin} isOpen={shown === "drift"} onClose={() => setShown(undefined)} />
      <Differences bulletin={bulletin} isOpen={shown === "differences"} onClose={() => setShown(undefined)} />
    </>
  );
}
