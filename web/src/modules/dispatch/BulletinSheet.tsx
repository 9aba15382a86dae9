import { useQuery } from "@tanstack/react-query";
import { sayRuns } from "@baton/contract/bulletin-rules";
import type { BulletinBlock, BulletinDetail } from "@baton/contract/bulletins";
import { createElement, useCallback, useState, type ReactNode } from "react";
import { cityQuery } from "../../api/me.ts";
import { Explain } from "../../kernel/figures/Explain.tsx";
import type { FigureQuestion } from "../../kernel/figures/question.ts";
import { instantWords } from "../../shell/timePoint.ts";
import { dispatchText } from "../../text/dispatch.ts";
import { issuerWords, monthWords } from "../../text/papers.ts";
import { useArea } from "../../text/useText.ts";
import { SheetContext, useSheet, useSheetReading } from "./reading.ts";
import { SheetBlock } from "./SheetBlocks.tsx";
import { erratumId, SheetRun } from "./SheetNumber.tsx";

/** The bulletin as it is printed: A4, 22 lines of 28 characters; every number opens what stands behind it. */
export function BulletinSheet({ bulletin }: { bulletin: BulletinDetail }): ReactNode {
  const { month, facts, errata } = bulletin;
  const [asked, setAsked] = useState<{ question: FigureQuestion; title: string }>();
  const [isOpen, setIsOpen] = useState(false);
  const onExplain = useCallback((question: FigureQuestion, title: string) => {
    setAsked({ question, title });
    setIsOpen(true);
  }, []);
  const sheet = useSheetReading({ month, facts, errata, onExplain });
  return (
    <SheetContext value={sheet}>
      <section className="n-sheet" lang="zh-CN" aria-label={bulletin.title}>
        <SheetHead bulletin={bulletin} />
        {bulletin.document.blocks.map((block, at) => (
          <BlockOnSheet key={at} block={block} />
        ))}
        <SheetFoot bulletin={bulletin} />
      </section>
      {asked && <Explain key={JSON.stringify(asked.question)} question={asked.question} title={asked.title} open={isOpen} onClose={() => setIsOpen(false)} />}
    </SheetContext>
  );
}

function SheetHead({ bulletin }: { bulletin: BulletinDetail }): ReactNode {
  const text = useArea(dispatchText);
  const { data: city } = useQuery(cityQuery);
  const { documentNo, kind, title } = bulletin;
  return (
    <header>
      {kind === "bulletin" && documentNo !== null && (
        <>
          <p className="n-issuer">{issuerWords(city?.name ?? "")}</p>
          <p className="n-document-no">{documentNo}</p>
          <hr className="n-red-line" />
        </>
      )}
      {!bulletin.isFixed && <p className="n-draft-mark">{text.draftMark}</p>}
      <h2 className="n-title">{title}</h2>
    </header>
  );
}

function BlockOnSheet({ block }: { block: BulletinBlock }): ReactNode {
  const { reading } = useSheet();
  if (block.kind === "heading") return createElement(`h${block.level + 2}`, { className: `n-heading-${block.level}` }, block.text);
  if (block.kind !== "paragraph") return <SheetBlock block={block} />;
  return (
    <p className="n-paragraph">
      {sayRuns(block.runs, reading).map((said, at) => (
        <SheetRun key={at} said={said} />
      ))}
    </p>
  );
}

function SheetFoot({ bulletin }: { bulletin: BulletinDetail }): ReactNode {
  const text = useArea(dispatchText);
  const { data: city } = useQuery(cityQuery);
  const { errata, facts, issuedOn, month } = bulletin;
  return (
    <footer>
      {issuedOn !== null && (
        <p className="n-signature">
          {issuerWords(city?.name ?? "")}
          <br />
          {dayWords(issuedOn)}
        </p>
      )}
      {errata.length > 0 && (
        <section className="n-errata">
          <h3>{text.errata}</h3>
          <ol>
            {errata.map((one) => (
              <li key={one.number} id={erratumId(one.number)} tabIndex={-1} value={one.number}>
                {text.erratumLine(one.label, one.was, one.now)}
                {one.reason}（{one.issuedOn}）
              </li>
            ))}
          </ol>
        </section>
      )}
      <p className="n-source">
        {text.source(monthWords(month), instantWords(facts.knownAt, "zh-CN") ?? "")}（{bulletin.isFixed ? text.fixed : text.live}）
      </p>
    </footer>
  );
}

/** 2023年7月5日 */
function dayWords(on: string): string {
  const { year, month, day } = Temporal.PlainDate.from(on);
  return `${year}年${month}月${day}日`;
}
