import { Button } from "antd";
import { useRef, useState, type ReactNode } from "react";
import { ApiProblem } from "../api/problem.ts";
import { Chart } from "../ui/Chart.tsx";
import { Confirm } from "../ui/Confirm.tsx";
import { Drawer480 } from "../ui/Drawer480.tsx";
import { FilterLine } from "../ui/FilterLine.tsx";
import { wanSum } from "../ui/figureText.ts";
import { Ledger, type LedgerColumn } from "../ui/Ledger.tsx";
import { LightMark, type LightColour, type LightVerdict } from "../ui/LightMark.tsx";
import { Money, Num } from "../ui/Num.tsx";
import { Page } from "../ui/Page.tsx";
import { Problem } from "../ui/Problem.tsx";
import { Sheet, type CellChange, type SheetColumn, type SheetHandle } from "../ui/Sheet.tsx";
import { Steps } from "../ui/Steps.tsx";
import { Tabs } from "../ui/Tabs.tsx";
import { showToast } from "../ui/toast.tsx";
import { useAddressState } from "../ui/useAddressState.ts";

/** Every part of the kit with sample rows; only in development builds. */
type Sample = {
  id: string;
  name: string;
  plan: number;
  done: number | null;
  rate: number | null;
  verdict: LightVerdict;
  colour: LightColour;
};

const verdicts: [LightVerdict, LightColour][] = [
  ["merit", "blue"],
  ["none", "none"],
  ["remind", "yellow"],
  ["warn", "red"],
];

function samples(count: number): Sample[] {
  return Array.from({ length: count }, (_, at) => {
    const [verdict, colour] = verdicts[at % 4] as [LightVerdict, LightColour];
    const name = at % 5 === 0 ? `示例新能源电池正极材料及前驱体一体化产业基地建设项目（${at + 1}期）` : `示例项目${at + 1}`;
    return {
      id: `p${at}`,
      name,
      plan: (at + 1) * 1_250_000_000,
      done: at % 7 === 0 ? null : at * 730_000_000,
      rate: at % 7 === 0 ? null : 0.5 + at / 5000,
      verdict,
      colour,
    };
  });
}

const columns: LedgerColumn<Sample>[] = [
  {
    id: "name",
    header: "项目名称",
    width: 260,
    frozen: true,
    isRowHeader: true,
    sortable: true,
    cell: (row) => row.name,
  },
  {
    id: "light",
    header: "灯",
    width: 96,
    frozen: true,
    cell: (row) => <LightMark verdict={row.verdict} colour={row.colour} isFixed={row.id.endsWith("1")} />,
  },
  {
    id: "plan",
    header: "年计划",
    unit: "万元",
    width: 140,
    align: "end",
    sortable: true,
    cell: (row) => <Money fen={row.plan} unit="万元" decimals={2} />,
  },
  {
    id: "done",
    header: "本年完成",
    unit: "万元",
    width: 140,
    align: "end",
    sortable: true,
    cell: (row) => <Money fen={row.done ?? undefined} unit="万元" decimals={2} />,
  },
  {
    id: "rate",
    header: "完成率",
    width: 110,
    align: "end",
    sortable: true,
    cell: (row) => <Num value={row.rate} form="rate" reason="没有年计划" onExplain={() => undefined} />,
  },
  { id: "town", header: "属地", width: 140, cell: () => "××镇" },
  { id: "note", header: "备注", width: 200, hiddenByDefault: true, cell: () => "示例" },
];

function LedgerSample(): ReactNode {
  const [rows, setRows] = useState(() => samples(100));
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const { first, values, change } = useAddressState();
  const [peeked, setPeeked] = useState<Sample>();
  return (
    <>
      <Ledger
        label="示例台账"
        rows={rows}
        rowId={(row) => row.id}
        rowName={(row) => row.name}
        columns={columns}
        total={2000}
        sort={first("sort")}
        onSort={(sort) => change({ sort })}
        columnsShown={values.columns}
        onColumnsShown={(ids) => change({ columns: ids })}
        selected={selected}
        onSelected={setSelected}
        onPeek={setPeeked}
        onOpen={setPeeked}
        onEndNear={() => setRows(samples(Math.min(2000, rows.length + 100)))}
        sums={{ plan: "811,700.00", done: "631,300.00", rate: "77.78%" }}
        toolbar={
          <FilterLine
            filters={[{ id: "level", title: "项目级别", choices: [{ value: "市重点", label: "市重点" }], isMultiple: true }]}
            chosen={values}
            onChosen={(id, chosen) => change({ [id]: chosen })}
            onClear={() => change({ level: undefined })}
          />
        }
        height="calc(100vh - 280px)"
      />
      <Drawer480 title={peeked?.name} open={peeked !== undefined} onClose={() => setPeeked(undefined)} foot={<Button type="primary">办理</Button>}>
        概况
      </Drawer480>
    </>
  );
}

type Line = { id: string; name: string; plan: string; before: string; month: string; total: string; progress: string };

const sheetColumns: SheetColumn<Line>[] = [
  { id: "name", header: "项目", width: 220, frozen: true, isRowHeader: true, readOnly: true, value: (row) => row.name },
  { id: "plan", header: "年计划", unit: "万元", width: 110, align: "end", readOnly: true, value: (row) => row.plan },
  {
    id: "before",
    header: "上月累计",
    unit: "万元",
    width: 120,
    align: "end",
    readOnly: true,
    value: (row) => row.before,
  },
  {
    id: "month",
    header: "本月完成",
    unit: "万元",
    width: 120,
    align: "end",
    inputMode: "decimal",
    value: (row) => row.month,
    placeholder: () => "未报",
  },
  {
    id: "total",
    header: "本年累计",
    unit: "万元",
    width: 120,
    align: "end",
    inputMode: "decimal",
    value: (row) => row.total,
  },
  {
    id: "progress",
    header: "形象进度",
    width: 220,
    value: (row) => row.progress,
    suggestions: ["主体封顶", "设备安装"],
    multiline: true,
  },
];

function SheetSample(): ReactNode {
  const [lines, setLines] = useState<Line[]>(() =>
    Array.from({ length: 200 }, (_, at) => ({
      id: `l${at}`,
      name: `示例项目${at + 1}`,
      plan: "32,000",
      before: "12,400",
      month: at === 2 ? "28,000" : "",
      total: "",
      progress: "",
    })),
  );
  const sheet = useRef<SheetHandle>(null);
  const onChange = (changes: readonly CellChange[]): void =>
    setLines((now) =>
      now.map((line) => changes.filter(({ rowId }) => rowId === line.id).reduce((next, { columnId, after }) => ({ ...next, [columnId]: after }), line)),
    );
  const unchanged = (): void => {
    sheet.current?.apply(lines.filter(({ month }) => month === "").map(({ id }) => ({ rowId: id, columnId: "month", before: "", after: "无变化" })));
    showToast({ words: "其余已按无变化填写", onUndo: () => sheet.current?.undo() });
  };
  return (
    <>
      <Button onClick={unchanged}>其余无变化</Button>
      <Sheet
        ref={sheet}
        label="示例月报"
        rows={lines}
        rowId={(row) => row.id}
        rowName={(row) => row.name}
        columns={sheetColumns}
        onChange={onChange}
        markOf={(row, columnId) =>
          columnId === "month" && row.month === "28,000" ? { kind: "doubt", text: "“本月完成”28,000接近年计划32,000，是否把元填成了万元？" } : undefined
        }
        sumOf={wanSum}
        onSave={() => showToast({ words: "已自动保存" })}
        footer={<span className="b-muted">万元</span>}
        height="420px"
      />
    </>
  );
}

const failure = new ApiProblem("invalid-input", 400, {
  title: "填写内容有误",
  errors: [{ pointer: "/a", code: "x", detail: "第5行“总投资(万元)”：“3.2亿”不是数字，请按万元填写" }],
});

export default function GalleryPage(): ReactNode {
  const { first, change } = useAddressState();
  const [isAsking, setIsAsking] = useState(false);
  const tab = first("tab") ?? "ledger";
  const tabs = [
    { id: "ledger", title: "台账" },
    { id: "sheet", title: "表格", count: 200 },
    { id: "parts", title: "其他" },
  ];
  return (
    <Page
      title="部件"
      aside={<Tabs label="部件" tabs={tabs} chosen={tab} onChosen={(id) => change({ tab: id })} />}
      primary={
        <Button type="primary" onClick={() => setIsAsking(true)}>
          冻结6月
        </Button>
      }
    >
      {tab === "ledger" && <LedgerSample />}
      {tab === "sheet" && <SheetSample />}
      {tab === "parts" && (
        <>
          <Steps label="进程" current="c" steps={["开放", "截止", "待冻结", "核对"].map((title, at) => ({ id: "abcd"[at] ?? "", title }))} />
          <p>
            {[true, false].flatMap((isFixed) =>
              verdicts.map(([verdict, colour]) => <LightMark key={`${verdict}${isFixed}`} verdict={verdict} colour={colour} isFixed={isFixed} />),
            )}
          </p>
          <Problem failure={failure} fieldOf={() => "main"} />
          <Chart
            title="三季度起完成率回升"
            foot="截至2023年6月30日 · 调度数"
            table={{
              head: ["月", "完成率"],
              rows: [
                ["5月", "60.10%"],
                ["6月", "77.78%"],
              ],
            }}
            option={{
              xAxis: { type: "category", data: ["5月", "6月"] },
              yAxis: { type: "value", min: 0 },
              series: [{ type: "bar", data: [60.1, 77.78] }],
            }}
          />
        </>
      )}
      <Confirm act="冻结" title="冻结2023年6月" verb="冻结" open={isAsking} onConfirm={() => setIsAsking(false)} onCancel={() => setIsAsking(false)}>
        将固定■9、▲21、★30，预备事项41件，暂缓2件。
      </Confirm>
    </Page>
  );
}
