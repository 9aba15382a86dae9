import { Link, useNavigate } from "@tanstack/react-router";
import type { HeldBaton } from "@baton/contract/batons";
import { Button, Checkbox } from "antd";
import { useMemo, type ReactNode } from "react";
import { paths } from "../../paths.ts";
import { batonsText } from "../../text/batons.ts";
import { useArea } from "../../text/useText.ts";
import { Ledger, type LedgerColumn } from "../../ui/Ledger.tsx";
import { useIsPhone } from "../../ui/useIsPhone.ts";

type BatonsTableProps = {
  rows: readonly HeldBaton[];
  total: number;
  ticked: ReadonlySet<string>;
  mayHandOver: boolean;
  isLoadingMore: boolean;
  empty: ReactNode;
  toolbar: ReactNode;
  onTicked: (ids: ReadonlySet<string>) => void;
  onEndNear: () => void;
  onHistory: (baton: HeldBaton) => void;
  onPass: (baton: HeldBaton) => void;
};

type Words = ReturnType<typeof useArea<(typeof batonsText)["en"]>>;

function roleWord({ role, roleName }: HeldBaton, roles: Readonly<Record<string, string>>): string {
  return roles[role] ?? roleName;
}

function spanWords({ isAhead, validFrom, validTo }: HeldBaton, text: Words): string {
  return [isAhead ? text.ahead(validFrom) : validFrom, ...(validTo ? [text.until(validTo)] : [])].join("，");
}

function giverWords({ handedOverBy }: HeldBaton, text: Words): string {
  return handedOverBy ? `${handedOverBy.orgName}·${handedOverBy.title}` : text.loaded;
}

/** What a post holds: a table at a desk, a list on a phone; the same acts. */
export function BatonsTable(props: BatonsTableProps): ReactNode {
  const text = useArea(batonsText);
  const navigate = useNavigate();
  const isPhone = useIsPhone();
  const { rows, ticked, onTicked, mayHandOver, onHistory, onPass } = props;
  const columns = useMemo((): LedgerColumn<HeldBaton>[] => {
    const acts = (one: HeldBaton): ReactNode => (
      <span className="t-acts">
        <Button type="link" size="small" aria-label={`${text.history}：${one.subjectName}`} onClick={() => onHistory(one)}>
          {text.history}
        </Button>
        {mayHandOver && (
          <Button type="link" size="small" aria-label={`${text.handOver}：${one.subjectName}`} onClick={() => onPass(one)}>
            {text.handOver}
          </Button>
        )}
      </span>
    );
    return [
      { id: "subject", header: text.columns.subject, width: 280, frozen: true, isRowHeader: true, cell: (one) => <SubjectLink baton={one} /> },
      { id: "role", header: text.columns.role, width: 110, cell: (one) => roleWord(one, text.roles) },
      { id: "since", header: text.columns.since, width: 120, cell: (one) => spanWords(one, text) },
      {
        id: "matters",
        header: text.columns.matters,
        width: 96,
        align: "end",
        cell: ({ openMatters }) => (openMatters > 0 ? text.mattersOf(openMatters) : ""),
      },
      { id: "by", header: text.columns.by, width: 180, cell: (one) => <span className="b-muted">{giverWords(one, text)}</span> },
      { id: "note", header: text.columns.note, width: 140, cell: ({ note }) => note },
      { id: "acts", header: text.columns.acts, width: 168, cell: acts },
    ];
  }, [text, mayHandOver, onHistory, onPass]);
  if (isPhone) return <PhoneBatons {...props} />;
  return (
    <Ledger
      label={text.list}
      rows={rows}
      rowId={({ id }) => id}
      rowName={({ subjectName }) => subjectName}
      columns={columns}
      total={props.total}
      {...(mayHandOver ? { selected: ticked, onSelected: onTicked } : {})}
      onPeek={onHistory}
      onOpen={({ subjectKind, subjectId }) => subjectKind === "project" && void navigate({ to: paths.project(subjectId) })}
      onEndNear={props.onEndNear}
      isLoadingMore={props.isLoadingMore}
      toolbar={props.toolbar}
      empty={props.empty}
    />
  );
}

function SubjectLink({ baton }: { baton: HeldBaton }): ReactNode {
  if (baton.subjectKind !== "project") return baton.subjectName;
  return (
    <Link to={paths.project(baton.subjectId)} search={{ tab: ["hands"] } as never}>
      {baton.subjectName}
    </Link>
  );
}

function PhoneBatons({ rows, total, ticked, mayHandOver, empty, toolbar, onTicked, onEndNear, onHistory, onPass }: BatonsTableProps): ReactNode {
  const text = useArea(batonsText);
  const tick = (id: string, isOn: boolean): void => onTicked(new Set(isOn ? [...ticked, id] : [...ticked].filter((one) => one !== id)));
  if (rows.length === 0) return empty;
  return (
    <div className="t-phone">
      {toolbar}
      <ul className="b-card" aria-label={text.list}>
        {rows.map((one) => (
          <li key={one.id}>
            {mayHandOver && <Checkbox aria-label={one.subjectName} checked={ticked.has(one.id)} onChange={(event) => tick(one.id, event.target.checked)} />}
            <div>
              <SubjectLink baton={one} />
              <p className="b-caption">
                {roleWord(one, text.roles)}·{spanWords(one, text)}
                {one.openMatters > 0 && `·${text.columns.matters}${text.mattersOf(one.openMatters)}`}
              </p>
              <p className="t-acts">
                <Button size="small" onClick={() => onHistory(one)}>
                  {text.history}
                </Button>
                {mayHandOver && (
                  <Button size="small" onClick={() => onPass(one)}>
                    {text.handOver}
                  </Button>
                )}
              </p>
            </div>
          </li>
        ))}
      </ul>
      {rows.length < total && <Button onClick={onEndNear}>{`${rows.length}/${total} ▾`}</Button>}
    </div>
  );
}
