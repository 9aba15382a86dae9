import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { isApproval, type MatterAct } from "@baton/contract/matters";
import { useState, type ReactNode } from "react";
import { useMe } from "../../api/me.ts";
import { paths } from "../../paths.ts";
import { useTimePoint } from "../../shell/timePoint.ts";
import { mattersText } from "../../text/matters.ts";
import { useArea } from "../../text/useText.ts";
import { dueInCity, instantInCity } from "../../ui/instants.ts";
import { usePreferences } from "../../ui/preferences.ts";
import { Loading } from "../../ui/Loading.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { showToast } from "../../ui/toast.tsx";
import { ActForm } from "./ActForm.tsx";
import { drawerActs, formOf, shutActs } from "./acts.ts";
import { ClockArithmetic } from "./ClockArithmetic.tsx";
import { Effects } from "./Effects.tsx";
import { standingWords } from "./dueWords.ts";
import { matterQuery, type MatterDetail } from "./hands.ts";
import { useAct } from "./useAct.ts";
import "./matters.css";

/** One matter: what is asked, the clock's arithmetic, every hand, and what the reader may do. `onDone` after an act. */
export function MatterDetailView({ id, onDone, initialAct }: { id: string; onDone: () => void; initialAct?: MatterAct | undefined }): ReactNode {
  const { data, error, refetch } = useQuery(matterQuery(id));
  if (error && !data) return <Problem failure={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading />;
  return (
    <div className="m-detail">
      <Ask detail={data} />
      <MaterialsAsked detail={data} />
      {isApproval(data.kind) && (data.status === "open" || data.status === "in_hand") && <Effects id={data.id} />}
      <Acts key={data.id} detail={data} onDone={onDone} initialAct={initialAct} />
      <ClockArithmetic detail={data} />
      <HandsList detail={data} />
      <Children detail={data} />
    </div>
  );
}

function Ask({ detail }: { detail: MatterDetail }): ReactNode {
  const text = useArea(mattersText);
  const words = text.detail;
  return (
    <section>
      <p className="b-muted">
        {text.kinds[detail.kind]}·{text.statuses[detail.status]}
        {detail.status !== "to_verify" && `·${standingWords(detail, text)}`}
        {detail.isExtended && `·${words.extended}`}
        {detail.isExtensionPending && `·${words.extensionPending}`}
      </p>
      <p className="m-words b-prose">{detail.ask}</p>
      <dl className="m-terms m-words">
        <dt>{words.subject}</dt>
        <dd>
          <Link to={paths.project(detail.subjectId)}>{detail.subjectName}</Link>
        </dd>
        <dt>{words.holder}</dt>
        <dd>
          {detail.holder ? `${detail.holder.orgName} ${detail.holder.title}` : "—"}
          {detail.assigneeAccountId && `（${words.assigned}）`}
        </dd>
        <dt>{words.openedBy}</dt>
        <dd>{detail.openedBy ? `${detail.openedBy.orgName} ${detail.openedBy.title}` : words.bySystem}</dd>
        {detail.documentNo && (
          <>
            <dt>{words.documentNo}</dt>
            <dd>{detail.documentNo}</dd>
          </>
        )}
        {detail.parentId && (
          <>
            <dt>{isApproval(detail.kind) ? words.parent : words.part}</dt>
            <dd>
              <Link to={paths.matter(detail.parentId)}>{words.openParent}</Link>
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}

/** What it cannot be done without, and what of it was handed in. */
function MaterialsAsked({ detail }: { detail: MatterDetail }): ReactNode {
  const { detail: words } = useArea(mattersText);
  if (detail.materials.length === 0) return null;
  return (
    <section>
      <h3>{words.materials}</h3>
      <ul className="m-materials">
        {detail.materials.map(({ id, title, evidenceId }) => (
          <li key={id}>
            {evidenceId === null ? "○" : "✓"} {title}
            <span className="b-muted">·{evidenceId === null ? words.materialOwed : words.materialHanded}</span>
            {evidenceId !== null && (
              <a href={`/api/evidence/${evidenceId}`} download>
                {words.download}
              </a>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Acts({ detail, onDone, initialAct }: { detail: MatterDetail; onDone: () => void; initialAct: MatterAct | undefined }): ReactNode {
  const text = useArea(mattersText);
  const me = useMe();
  const { isTravelling } = useTimePoint();
  const doing = useAct();
  const [open, setOpen] = useState(initialAct);
  const acts = drawerActs(detail);
  const undoings: Readonly<Record<string, string>> = text.undoing;
  const undoWord = undoings[detail.events.at(-1)?.kind ?? ""] ?? text.acts.undo;
  const shut = shutActs(
    detail,
    me.posts.some(({ orgId }) => orgId === detail.holder?.orgId),
  );
  if (isTravelling || (acts.length === 0 && shut.length === 0 && !detail.chaseText)) return null;
  const start = (act: MatterAct): void => {
    if (act === "chase") return void copyChase();
    const form = formOf(act, detail.kind);
    if (form && form.fields.length === 0) doing.mutate({ act, line: detail, input: {} }, { onSuccess: onDone });
    else setOpen(act);
  };
  const copyChase = async (): Promise<void> => {
    await navigator.clipboard.writeText(detail.chaseText ?? "");
    showToast({ words: text.doneWords.chase });
  };
  return (
    <section aria-label={text.actsLabel}>
      <Problem failure={doing.error} />
      {open === undefined ? (
        <div className="m-buttons">
          {acts.map((act, at) => (
            <Button key={act} type={at === 0 ? "primary" : "default"} loading={doing.isPending && doing.variables?.act === act} onClick={() => start(act)}>
              {act === "chase" ? text.copyChase : act === "undo" ? undoWord : text.acts[act]}
            </Button>
          ))}
        </div>
      ) : (
        <ActForm
          key={open}
          act={open}
          line={detail}
          onCancel={() => setOpen(undefined)}
          onDone={() => {
            setOpen(undefined);
            onDone();
          }}
        />
      )}
      {open === undefined && shut.length > 0 && (
        <div className="m-shut" aria-label={text.detail.shut} role="group">
          {shut.map(({ act, detail: why }) => (
            <ShutAct key={act} word={text.acts[act]} why={why} />
          ))}
        </div>
      )}
    </section>
  );
}

function ShutAct({ word, why }: { word: string; why: string }): ReactNode {
  return (
    <>
      <Button size="small" disabled>
        {word}
      </Button>
      <span className="b-caption">{why}</span>
    </>
  );
}

function HandsList({ detail }: { detail: MatterDetail }): ReactNode {
  const text = useArea(mattersText);
  const labelOf = (kind: string, fallback: string): string => (text.events as Record<string, string>)[kind] ?? fallback;
  return (
    <section>
      <h3>
        {text.detail.hands} <small className="b-muted">{text.detail.handOns(detail.handOnCount, detail.handOnLimit)}</small>
      </h3>
      <ol className="m-hands">
        {detail.events.map((event) => (
          <li key={event.sequence}>
            <strong>{labelOf(event.kind, event.label)}</strong> {event.by ? `${event.by.orgName} ${event.by.title}` : text.detail.bySystem}
            {event.isActing && `（${text.fields.acting}）`}
            {event.to && ` → ${event.to.orgName} ${event.to.title}`}
            {event.toAccountId && ` → ${text.detail.person}`}
            {event.workingDays !== null && `·${text.detail.given(event.workingDays)}`}
            <span className="b-caption"> {instantInCity(event.at)}</span>
            {(event.reasonLabel ?? event.reason) && <p className="m-words">{event.reasonLabel ?? event.reason}</p>}
            {event.body && <p className="m-words">{event.body}</p>}
          </li>
        ))}
      </ol>
      {detail.escalatedTo && <p className="b-muted">{text.detail.escalatedTo(`${detail.escalatedTo.orgName} ${detail.escalatedTo.title}`)}</p>}
    </section>
  );
}

function Children({ detail }: { detail: MatterDetail }): ReactNode {
  const text = useArea(mattersText);
  const { locale } = usePreferences();
  if (detail.children.length === 0) return null;
  return (
    <section>
      <h3>{text.detail.children}</h3>
      <ul>
        {detail.children.map((child) => (
          <li key={child.id}>
            <Link to={paths.matter(child.id)}>{child.title}</Link>
            <p className="b-caption">
              {text.kinds[child.kind]}·{text.statuses[child.status]}
              {child.dueAt && `·${dueInCity(child.dueAt, locale)}`}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
