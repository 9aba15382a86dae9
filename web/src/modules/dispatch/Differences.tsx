import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import type { BulletinDetail } from "@baton/contract/bulletins";
import type { FigureUnit } from "@baton/contract/figures";
import { sayNumber } from "@baton/contract/wording";
import { useState, type ReactNode } from "react";
import { dispatchText } from "../../text/dispatch.ts";
import { useArea } from "../../text/useText.ts";
import { Drawer480 } from "../../ui/Drawer480.tsx";
import { Field } from "../../ui/Field.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { bulletinsQuery, differencesQuery } from "./queries.ts";

type DifferencesProps = { bulletin: BulletinDetail; isOpen: boolean; onClose: () => void };

/** Two bulletins side by side, matched by what they ask. */
export function Differences({ bulletin, isOpen, onClose }: DifferencesProps): ReactNode {
  const text = useArea(dispatchText);
  return (
    <Drawer480 title={text.compare.title} open={isOpen} onClose={onClose}>
      {isOpen && <Compared bulletin={bulletin} />}
    </Drawer480>
  );
}

function Compared({ bulletin }: { bulletin: BulletinDetail }): ReactNode {
  const text = useArea(dispatchText);
  const [chosen, setChosen] = useState<string>();
  const { data: list, error } = useQuery(bulletinsQuery);
  if (error) return <Problem failure={error} />;
  if (!list) return <Loading lines={3} />;
  const others = list.items.filter(({ id }) => id !== bulletin.id);
  const nearest = others.find(({ kind, month }) => kind === bulletin.kind && month < bulletin.month) ?? others[0];
  const before = chosen ?? nearest?.id;
  if (before === undefined) return <p className="b-muted">{text.compare.none}</p>;
  return (
    <div className="n-form">
      <Field id="compare-with" label={text.compare.with}>
        <Select
          id="compare-with"
          value={before}
          onChange={setChosen}
          options={others.map(({ id, month, title }) => ({ value: id, label: `${month} ${title}` }))}
        />
      </Field>
      <ComparedTable id={bulletin.id} before={before} />
    </div>
  );
}

/** A difference in its own unit: of a share, in percentage points. */
function changeWords(before: number | null, after: number | null, unit: FigureUnit): string {
  if (before === null || after === null) return "—";
  const isRatio = unit === "ratio";
  const difference = isRatio ? (after - before) * 100 : after - before;
  const said = sayNumber({ value: Math.abs(difference), unit: isRatio ? "points" : unit });
  return difference === 0 ? "0" : `${difference > 0 ? "+" : "−"}${said}`;
}

function ComparedTable({ id, before }: { id: string; before: string }): ReactNode {
  const text = useArea(dispatchText);
  const { data, error, refetch } = useQuery(differencesQuery(id, before));
  if (error) return <Problem failure={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading lines={8} />;
  // A figure asked alone and by district gives its sum twice.
  const items = [...new Map(data.items.map((item) => [JSON.stringify(item), item])).values()];
  if (items.length === 0) return <p className="b-muted">{text.compare.same}</p>;
  return (
    <div className="n-scroll">
      <table className="n-plain-table">
        <thead>
          <tr>
            <th scope="col">{text.compare.label}</th>
            <th scope="col" className="b-num">
              {data.before.month}
            </th>
            <th scope="col" className="b-num">
              {data.after.month}
            </th>
            <th scope="col" className="b-num">
              {text.compare.change}
            </th>
          </tr>
        </thead>
        <tbody lang="zh-CN">
          {items.map((item, at) => (
            <tr key={at}>
              <th scope="row">{item.label}</th>
              <td className="b-num">{sayNumber({ value: item.before, unit: item.unit })}</td>
              <td className="b-num">{sayNumber({ value: item.after, unit: item.unit })}</td>
              <td className="b-num">{changeWords(item.before, item.after, item.unit)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
