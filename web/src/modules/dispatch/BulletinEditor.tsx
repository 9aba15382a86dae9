import { Placeholder, UndoRedo, Dropcursor, Gapcursor } from "@tiptap/extensions";
import { EditorContent, useEditor, useEditorState, type Editor } from "@tiptap/react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Button, Input } from "antd";
import type { BulletinDetail, BulletinDocument } from "@baton/contract/bulletins";
import { useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import { dispatchText } from "../../text/dispatch.ts";
import { useArea } from "../../text/useText.ts";
import { Page } from "../../ui/Page.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { OpenContext, type Range } from "./EditorChips.tsx";
import { fromEditor, toEditor } from "./editorDocument.ts";
import { editorNodes, unsourcedAt } from "./editorNodes.ts";
import { EditorBar } from "./EditorBar.tsx";
import { EditorPanel, type Panel } from "./EditorPanel.tsx";
import { previewQuery } from "./queries.ts";
import { SheetContext, useSheetReading } from "./reading.ts";
import { useAutosave, type Saving } from "./useAutosave.ts";
import "./editor.css";

type EditorProps = { bulletin: BulletinDetail; onDone: () => void };

/** The text as it will be printed, written freely; figures stand in it as chips. Kept a moment after each change. */
export default function BulletinEditor({ bulletin, onDone }: EditorProps): ReactNode {
  const text = useArea(dispatchText);
  const { kind, month, audience } = bulletin;
  const [title, setTitle] = useState(bulletin.title);
  const [document, setDocument] = useState<BulletinDocument>(bulletin.document);
  const [panel, setPanel] = useState<Panel>();
  const saving = useAutosave(bulletin.id, bulletin.version);
  const isFirst = useRef(true);
  const { keep } = saving;
  useEffect(() => {
    if (!isFirst.current) keep({ kind, month, audience, title, document });
    isFirst.current = false;
  }, [keep, kind, month, audience, title, document]);
  const editor = useBulletinEditor({ document: bulletin.document, label: text.editor.label, words: text.editor, onDocument: setDocument, onPanel: setPanel });
  const open = useMemo(
    () => ({
      onRun: (run: Parameters<React.ContextType<typeof OpenContext>["onRun"]>[0], at: Range) => setPanel({ kind: run.kind, run, at } as Panel),
      onBlock: (block: Parameters<React.ContextType<typeof OpenContext>["onBlock"]>[0], at: Range) => setPanel({ kind: "block", block, at, isNew: false }),
    }),
    [],
  );
  const done = (): void => void saving.flush().then((isKept) => isKept && onDone());
  return (
    <Page
      title={bulletin.title}
      primary={
        <Button type="primary" onClick={done}>
          {text.read}
        </Button>
      }
    >
      <Overtaken saving={saving} />
      <Preview month={month} bulletin={bulletin} document={document}>
        <OpenContext value={open}>
          {editor && (
            <EditorBar editor={editor} onPanel={setPanel}>
              <SavingWords saving={saving} />
            </EditorBar>
          )}
          <div className="n-columns">
            <section className="n-sheet n-editing" lang="zh-CN">
              <Input.TextArea
                className="n-title"
                aria-label={text.docTitle}
                autoSize
                variant="borderless"
                maxLength={100}
                value={title}
                onChange={(event) => setTitle(event.target.value.replaceAll("\n", ""))}
              />
              {title.trim().length < 2 && (
                <p className="b-fault" role="alert">
                  {text.docTitleFault}
                </p>
              )}
              <EditorContent editor={editor} />
            </section>
            <aside className="n-aside">{editor && <Unsourced editor={editor} onPanel={setPanel} />}</aside>
          </div>
        </OpenContext>
      </Preview>
      {editor && <EditorPanel editor={editor} panel={panel} month={month} onClose={() => setPanel(undefined)} />}
    </Page>
  );
}

type Beginning = {
  document: BulletinDocument;
  label: string;
  words: { unsourced: string; placeholder: string };
  onDocument: (document: BulletinDocument) => void;
  onPanel: (panel: Panel) => void;
};

function useBulletinEditor({ document, label, words, onDocument, onPanel }: Beginning): Editor | null {
  return useEditor({
    // The content security policy admits no injected style; what the library needs stands in dispatch.css.
    injectCSS: false,
    immediatelyRender: true,
    shouldRerenderOnTransaction: false,
    extensions: [...editorNodes(words), UndoRedo, Dropcursor, Gapcursor, Placeholder.configure({ placeholder: words.placeholder })],
    content: toEditor(document),
    onUpdate: ({ editor }) => onDocument(fromEditor(editor.getJSON())),
    editorProps: {
      attributes: { role: "textbox", "aria-multiline": "true", "aria-label": label, class: "n-writing" },
      handleTextInput: (...[view, from, to, typed]) => {
        // A heading holds words only.
        if (typed !== "/" || view.state.doc.resolve(from).parent.type.name !== "paragraph") return false;
        onPanel({ kind: "figure", run: undefined, at: { from, to }, isTyped: true });
        return true;
      },
    },
  });
}

type PreviewProps = { month: string; bulletin: BulletinDetail; document: BulletinDocument; children: ReactNode };

/** Reads the unsaved text with what its questions answer now. */
function Preview({ month, bulletin, document, children }: PreviewProps): ReactNode {
  const { data, error, refetch } = useQuery({ ...previewQuery({ month, document }), placeholderData: keepPreviousData });
  const sheet = useSheetReading({ month, facts: data?.facts ?? bulletin.facts });
  return (
    <SheetContext value={sheet}>
      <Problem failure={error} onRetry={() => void refetch()} />
      {children}
    </SheetContext>
  );
}

function SavingWords({ saving }: { saving: Saving }): ReactNode {
  const text = useArea(dispatchText);
  const words = { saved: saving.at === undefined ? "" : text.editor.saved(saving.at), saving: text.editor.saving, unsaved: text.editor.unsaved };
  return (
    <span className="b-muted" role="status">
      {words[saving.state]}
    </span>
  );
}

function Overtaken({ saving }: { saving: Saving }): ReactNode {
  const text = useArea(dispatchText);
  if (saving.failure === undefined) return null;
  return (
    <Problem failure={saving.failure} {...(!saving.isOvertaken && { onRetry: () => void saving.flush() })}>
      {saving.isOvertaken && (
        <>
          <span>{text.editor.conflict}</span>
          <Button size="small" onClick={() => window.open(location.pathname)}>
            {text.editor.openNewest}
          </Button>
        </>
      )}
    </Problem>
  );
}

function Unsourced({ editor, onPanel }: { editor: Editor; onPanel: (panel: Panel) => void }): ReactNode {
  const text = useArea(dispatchText);
  const found = useEditorState({ editor, selector: ({ editor: now }) => unsourcedAt(now.state.doc) });
  if (found.length === 0) return null;
  return (
    <section className="b-problem">
      <strong>{text.editor.unsourcedTitle(found.length)}</strong>
      <ul>
        {found.map(({ from, to, text: digits }) => (
          <li key={from}>
            <button type="button" className="b-plain-button b-link-button" onClick={() => onPanel({ kind: "figure", run: undefined, at: { from, to } })}>
              {text.editor.makeFigure(digits)}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
