/**
 * Tables in and out: 10,000 projects checked and written from .xlsx and .csv, brought in again unchanged, and 20,000 rows
 * out; beside the bare COPY of the same records into tables with the same indexes, and without their audit.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { pipeline } from "node:stream/promises";
import { buffer } from "node:stream/consumers";
import { Readable } from "node:stream";
import pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { importColumns } from "../contract/src/import-columns.ts";
import { writeCsv, writeWorkbook } from "../server/src/platform/sheets/index.ts";

/** `owner` reaches the city's schema as its owner; `serverPid` is the process that answers on `port`. */
export type ImportBench = {
  port: number;
  /** The session of somebody who may import anything (`dispatch`). */
  cookie: string;
  owner: pg.ClientConfig;
  serverPid?: number;
  /** A unit of the city that projects may be booked to. */
  place: string;
  rows?: number;
};

/** One line of the report. `seconds` by the clock, `cpuSeconds` of the database; `target` in seconds. */
export type ImportMeasure = { what: string; seconds: number; cpuSeconds?: number; target?: number; note?: string };

type Copied = { seconds: number; records: number };

const headings = importColumns.projects.map((column) => column.name);

function library(count: number, { from, place }: { from: number; place: string }): (string | number | null)[][] {
  return Array.from({ length: count }, (_, at) => {
    const row: Record<string, string | number> = {
      项目名称: `高端装备智能制造基地${from + at}号项目（测速）`,
      项目代码: `2301-370402-04-01-${String(100_000 + ((from + at) % 900_000))}`,
      建设单位: `测速装备制造${at % 900}有限公司`,
      属地: place,
      项目级别: ["省重点", "市重点", "区重点"][at % 3] ?? "市重点",
      项目类别: "实施类",
      行业代码: "C3841",
      "总投资(万元)": 10_000 + at,
      "固定资产投资(万元)": 8_000 + at,
      年度: 2023,
      "年度计划投资(万元)": 3_000 + (at % 100) / 10,
      计划开工: "2023-03",
      计划投产: "2023-12",
      实际开工: "2023-03-15",
      当前阶段: "开工",
      经度: 117.5,
      纬度: 34.8,
      备注: "测速",
    };
    return headings.map((heading) => row[heading] ?? null);
  });
}

const fieldsOf = (pid: string): string[] => readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];

/** Processor time of the database server whose parent process this is, with all it has started and buried, in seconds. */
function databaseCpuSeconds(postmaster: string): number {
  const [user, system, ofDeadUser, ofDeadSystem] = fieldsOf(postmaster).slice(11, 15).map(Number);
  let ticks = (user ?? 0) + (system ?? 0) + (ofDeadUser ?? 0) + (ofDeadSystem ?? 0);
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const fields = fieldsOf(pid);
      if (fields[1] === postmaster) ticks += Number(fields[11]) + Number(fields[12]);
    } catch {
      // it has just ended
    }
  }
  return ticks / 100;
}

async function postmasterOf(owner: pg.ClientConfig): Promise<string> {
  const client = new pg.Client(owner);
  await client.connect();
  const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
  const parent = fieldsOf(String(rows[0]?.pid ?? 0))[1];
  await client.end();
  return parent ?? "0";
}

/** The most memory a process held since it was last asked, in MB; nothing where the system does not tell. */
function peakMegabytes(pid: number | undefined): number | undefined {
  if (pid === undefined) return undefined;
  const peak = Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, "5");
  } catch {
    // not ours to reset: the peak is then that of the whole run
  }
  return Math.round(peak);
}

async function send(bench: ImportBench, mode: "check" | "commit", file: Buffer): Promise<{ importId: string | null; changed: number }> {
  const form = new FormData();
  form.append("kind", "projects");
  form.append("mode", mode);
  form.append("file", new Blob([new Uint8Array(file)]), "测速.xlsx");
  const origin = `http://127.0.0.1:${bench.port}`;
  const answer = await fetch(`${origin}/api/imports`, { method: "POST", body: form, headers: { cookie: bench.cookie, origin } });
  const said = (await answer.json()) as { importId: string | null; changed: number; errors?: { message: string }[] };
  if (answer.status !== 200 || (said.errors?.length ?? 0) > 0)
    throw new Error(`the import was answered ${answer.status}: ${JSON.stringify(said).slice(0, 300)}`);
  return said;
}

type Timed = (what: string, work: () => Promise<unknown>) => Promise<ImportMeasure>;

function timedBy(postmaster: string): Timed {
  return async (what, work) => {
    const [began, before] = [performance.now(), databaseCpuSeconds(postmaster)];
    await work();
    return { what, seconds: (performance.now() - began) / 1000, cpuSeconds: databaseCpuSeconds(postmaster) - before };
  };
}

/** The records that one import wrote: table and which of its rows. The last two are the audit. */
const written: readonly [table: string, rows: string][] = [
  ...["kernel_subject_version", "projects_profile", "projects_listing", "kernel_stage", "kernel_node", "kernel_relation"].map((table): [string, string] => [
    table,
    "act_id = $act",
  ]),
  ["kernel_subject", "subject_id in (select subject_id from projects_profile where act_id = $act)"],
  ["projects_card", "subject_id in (select subject_id from projects_profile where act_id = $act)"],
  ["kernel_audit_entry", "xid = (select xid from kernel_act where act_id = $act)"],
  ["kernel_audit_image", "entry_id in (select entry_id from kernel_audit_entry where xid = (select xid from kernel_act where act_id = $act))"],
];

/** Writes the same records once more by COPY, into empty tables of the same shape and indexes, in one transaction that is taken back. */
async function copyAgain(bench: ImportBench, importId: string, tables: typeof written): Promise<Copied> {
  const client = new pg.Client(bench.owner);
  await client.connect();
  try {
    const { rows } = await client.query<{ act_id: string }>("select act_id from projects_import where import_id = $1", [importId]);
    const act = `'${rows[0]?.act_id ?? ""}'`;
    await client.query("begin");
    const copied = { seconds: 0, records: 0 };
    for (const [table, which] of tables) {
      const { rows: columns } = await client.query<{ names: string }>(
        "select string_agg(quote_ident(attname), ', ' order by attnum) as names from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''",
        [table],
      );
      const names = columns[0]?.names ?? "";
      const bytes = await buffer(client.query(copyTo(`copy (select ${names} from ${table} where ${which.replaceAll("$act", act)}) to stdout`)));
      await client.query(`create table bench_copy (like ${table} including all)`);
      const began = performance.now();
      const into = client.query(copyFrom(`copy bench_copy (${names}) from stdin`));
      await pipeline(Readable.from([bytes]), into);
      copied.seconds += (performance.now() - began) / 1000;
      copied.records += into.rowCount;
      await client.query("drop table bench_copy");
    }
    return copied;
  } finally {
    await client.query("rollback");
    await client.end();
  }
}

async function exported(bench: ImportBench, format: "xlsx" | "csv", timed: Timed): Promise<ImportMeasure> {
  let firstSeconds = 0;
  let bytes = 0;
  const measure = await timed(`export, .${format}`, async () => {
    const began = performance.now();
    const origin = `http://127.0.0.1:${bench.port}`;
    const answer = await fetch(`${origin}/api/projects.${format}?year=2023`, { headers: { cookie: bench.cookie } });
    if (answer.status !== 200 || answer.body === null) throw new Error(`the export was answered ${answer.status}: ${await answer.text()}`);
    for await (const chunk of answer.body) {
      if (bytes === 0) firstSeconds = (performance.now() - began) / 1000;
      bytes += (chunk as Uint8Array).length;
    }
  });
  return { ...measure, target: 4, note: `${(bytes / 1e6).toFixed(1)} MB, the first after ${firstSeconds.toFixed(2)} s` };
}

/** Imports `rows` (10,000) projects from each kind of file and exports what is there then. Writes into the city. */
export async function benchImports(bench: ImportBench): Promise<ImportMeasure[]> {
  const { place, rows = 10_000 } = bench;
  const first = Math.floor(Math.random() * 800_000);
  const book = await buffer(writeWorkbook([{ name: "项目", columns: headings.map((header) => ({ header })), rows: library(rows, { from: first, place }) }]));
  const text = await buffer(writeCsv([headings, ...library(rows, { from: first + rows, place })]));
  const measures: ImportMeasure[] = [];
  const timed = timedBy(await postmasterOf(bench.owner));
  peakMegabytes(bench.serverPid);
  const before = peakMegabytes(bench.serverPid);
  for (const [format, file, target] of [
    ["xlsx", book, 4],
    ["csv", text, 1.5],
  ] as const) {
    measures.push(await timed(`check, .${format}`, () => send(bench, "check", file)));
    let importId = "";
    const commit = await timed(`check and write, .${format}`, async () => {
      const answer = await send(bench, "commit", file);
      if (answer.changed !== rows) throw new Error(`${answer.changed} of ${rows} rows were written`);
      importId = answer.importId ?? "";
    });
    const all = await copyAgain(bench, importId, written);
    const business = await copyAgain(bench, importId, written.slice(0, -2));
    const ratio = (copied: Copied): string =>
      `${(commit.seconds / copied.seconds).toFixed(1)} × the bare COPY of ${copied.records} records (${copied.seconds.toFixed(2)} s)`;
    measures.push({ ...commit, target, note: `${ratio(all)}; ${ratio(business)} without their audit` });
  }
  measures.push(await timed("check and write again, nothing changed, .xlsx", () => send(bench, "commit", book)));
  const peak = peakMegabytes(bench.serverPid);
  measures.push(await exported(bench, "xlsx", timed), await exported(bench, "csv", timed));
  const after = peakMegabytes(bench.serverPid);
  if (peak !== undefined)
    measures.push({
      what: "memory of the server at its most",
      seconds: 0,
      note: `${before ?? 0} MB before, ${peak} MB importing, ${after ?? 0} MB exporting (target 400)`,
    });
  return measures;
}

/** The measures as lines of text. */
export function importLines(measures: readonly ImportMeasure[]): string[] {
  return measures.map(({ what, seconds, cpuSeconds, target, note }) => {
    const parts = [
      seconds === 0 ? "" : `${seconds.toFixed(2)} s`,
      target === undefined ? "" : `(target ${target} s)`,
      cpuSeconds === undefined ? "" : `database ${cpuSeconds.toFixed(2)} s of processor`,
      note ?? "",
    ];
    return `${what.padEnd(48)}${parts.filter((part) => part !== "").join("  ")}`;
  });
}
