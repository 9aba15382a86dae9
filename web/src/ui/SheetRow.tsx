import { memo, type ReactNode } from "react";
import { useText } from "../text/useText.ts";
import { hasRest, isCellReadOnly, type SheetColumn, type SheetProps } from "./sheetColumns.ts";
import { SheetCell } from "./SheetCell.tsx";
import type { SheetActions } from "./useSheet.ts";

type SheetRowProps<Row> = {
  row: Row;
  index: number;
  columns: readonly SheetColumn<Row>[];
  lefts: readonly (number | undefined)[];
  /** Rows left out between this one and the one drawn before it, in px. */
  gap: number;
  height: number;
  listId: string;
  /** The active column in this row, or −1. */
  activeColumn: number;
  /** The selected columns in this row, or −1. */
  left: number;
  right: number;
  sheet: SheetProps<Row>;
  actions: SheetActions;
  measure: (element: HTMLElement | null) => void;
};

function SheetRowBare<Row>(props: SheetRowProps<Row>): ReactNode {
  const { row, index, columns, lefts, gap, sheet, measure, height } = props;
  const note = sheet.rowNote ? sheet.rowNote(row) : <Marks row={row} columns={columns} sheet={sheet} />;
  const hasNote = sheet.rowNote ? note !== null && note !== undefined && note !== false : columns.some(({ id }) => sheet.markOf?.(row, id));
  return (
    <>
      {gap > 0 && (
        <tbody aria-hidden="true">
          <tr style={{ height: gap }} />
        </tbody>
      )}
      <tbody data-index={index} ref={measure}>
        <tr aria-rowindex={index + 2} style={{ height }}>
          {columns.map((column, at) => (
            <Cell key={column.id} {...props} column={column} at={at} stick={lefts[at]} />
          ))}
          {hasRest(columns) && <td aria-hidden="true" />}
        </tr>
        {hasNote && (
          <tr className="b-row-note">
            <td colSpan={columns.length + (hasRest(columns) ? 1 : 0)}>
              <div>{note}</div>
            </td>
          </tr>
        )}
      </tbody>
    </>
  );
}

export const SheetRow = memo(SheetRowBare) as typeof SheetRowBare;

type CellProps<Row> = SheetRowProps<Row> & { column: SheetColumn<Row>; at: number; stick: number | undefined };

function Cell<Row>({ row, index, column, at, stick, sheet, activeColumn, left, right, actions, listId }: CellProps<Row>): ReactNode {
  const text = useText();
  const mark = sheet.markOf?.(row, column.id);
  const isReadOnly = sheet.readOnly || isCellReadOnly(column, row);
  const isInBlock = at >= left && at <= right && (left !== right || activeColumn === -1);
  const classes = [
    stick === undefined ? "" : "b-frozen",
    isReadOnly ? "b-read-only" : "",
    at >= left && at <= right ? "b-in-selection" : "",
    isInBlock ? "b-in-block" : "",
    at === activeColumn ? "b-active" : "",
    mark ? `b-has-${mark.kind}` : "",
  ];
  const Tag = column.isRowHeader ? "th" : "td";
  return (
    <Tag
      {...(column.isRowHeader ? { scope: "row" } : { "aria-readonly": isReadOnly, "aria-selected": at >= left && at <= right })}
      className={classes.filter(Boolean).join(" ")}
      style={{ left: stick }}
    >
      <SheetCell
        row={index}
        column={at}
        label={text.ui.cellOf(sheet.rowName(row), column.header)}
        value={column.value(row)}
        isActive={at === activeColumn}
        isReadOnly={isReadOnly}
        isMultiline={column.multiline ?? false}
        align={column.align ?? "start"}
        inputMode={column.inputMode ?? "text"}
        placeholder={column.placeholder?.(row) ?? ""}
        suggestionsId={column.suggestions ? `${listId}${column.id}` : undefined}
        markKind={mark?.kind}
        markText={mark?.text}
        shown={column.shown?.(row)}
        onOpen={column.onOpen && (() => column.onOpen?.(row))}
        actions={actions}
      />
    </Tag>
  );
}

function Marks<Row>({ row, columns, sheet }: Pick<SheetRowProps<Row>, "row" | "columns" | "sheet">): ReactNode {
  const text = useText();
  return columns.map((column) => {
    const mark = sheet.markOf?.(row, column.id);
    if (!mark) return null;
    return (
      <p key={column.id} className={`b-mark-words-${mark.kind}`}>
        {mark.kind === "fault" ? text.ui.fault : text.ui.doubt} · {mark.text}
      </p>
    );
  });
}
