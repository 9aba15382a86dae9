import type { ReportFields } from "@baton/contract/reports";
import { Button } from "antd";
import type { ReactNode } from "react";
import type { ReportsText } from "../../text/reports.ts";
import { Drawer480 } from "../../ui/Drawer480.tsx";
import type { Conflict } from "./keeping.ts";
import { wanText } from "./typing.ts";
import type { Line } from "./useDrafts.ts";

type Props = {
  line: Line | undefined;
  conflict: Conflict | undefined;
  text: ReportsText;
  onAdopt: (projectId: string) => void;
  onInsist: (projectId: string) => void;
  onClose: () => void;
};

function cellsOf(fields: ReportFields | undefined, text: ReportsText): string[] {
  if (!fields) return ["", "", "", ""];
  const month = fields.isUnchanged ? text.unchanged : wanText(fields.monthFen);
  return [month, wanText(fields.cumulativeFen), fields.progressText ?? "", fields.problem?.text ?? ""];
}

/** Two people wrote the same row: both versions beside each other, one to choose. */
export function ConflictDrawer({ line, conflict, text, onAdopt, onInsist, onClose }: Props): ReactNode {
  const isOpen = line !== undefined && conflict !== undefined;
  const titles = [text.columns.month, text.columns.cumulative, text.columns.progress, text.columns.problem];
  const mine = cellsOf(line?.reading.fields, text);
  const theirs = cellsOf(conflict?.fields, text);
  const foot = isOpen && (
    <div className="r-foot">
      <Button onClick={() => onAdopt(conflict.projectId)}>{text.adoptOther}</Button>
      <Button type="primary" onClick={() => onInsist(conflict.projectId)}>
        {text.insistMine}
      </Button>
    </div>
  );
  return (
    <Drawer480 title={line ? `${text.conflictTitle}：${line.row.name}` : text.conflictTitle} open={isOpen} onClose={onClose} foot={foot}>
      {isOpen && (
        <>
          <p>{text.conflictHelp(conflict.by)}</p>
          <table className="r-compare">
            <thead>
              <tr>
                <th scope="col" />
                <th scope="col">{text.conflictMine}</th>
                <th scope="col">{text.conflictOther}</th>
              </tr>
            </thead>
            <tbody>
              {titles.map((title, at) => (
                <tr key={title}>
                  <th scope="row">{title}</th>
                  <td>{mine[at]}</td>
                  <td>{mine[at] === theirs[at] ? theirs[at] : <strong>{theirs[at]}</strong>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </Drawer480>
  );
}
