import { infiniteQueryOptions, queryOptions, type Query } from "@tanstack/react-query";
import type { ImportJob, ImportState, PreviewAnswer, receiptPage } from "@baton/contract/imports";
import type { ImportKind } from "@baton/contract/import-columns";
import type { z } from "zod";
import { api } from "../../api/client.ts";
import { downloadAnswer } from "../../api/download.ts";

export type Receipts = z.infer<typeof receiptPage>;
export type Receipt = Receipts["items"][number];
export type Sheet = PreviewAnswer["sheets"][number];

export const receiptsQuery = infiniteQueryOptions({
  queryKey: ["imports", "receipts"],
  queryFn: ({ pageParam, signal }) => api.get<Receipts>(pageParam, { signal }),
  initialPageParam: "/api/imports?limit=30",
  getNextPageParam: ({ next }) => next ?? undefined,
});

const openStates: ReadonlySet<ImportState> = new Set(["waiting", "running", "committing"]);

export const isOpen = (state: ImportState): boolean => openStates.has(state);

const followEveryMs = 500;

/** How far an import is, asked again and again until it has ended; its last answer is kept, one-time passwords included. */
export const jobQuery = (importId: string) =>
  queryOptions({
    queryKey: ["imports", "job", importId],
    queryFn: ({ signal }) => api.get<ImportJob>(`/api/imports/${importId}`, { signal }),
    refetchInterval: ({ state: { data } }) => (data !== undefined && !isOpen(data.state) ? false : followEveryMs),
    refetchIntervalInBackground: true,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });

export const cancelImport = (importId: string): Promise<ImportJob> => api.post<ImportJob>(`/api/imports/${importId}/cancel`);

/** Projects, organisations, periods, matters: an import may change any of what is shown, but not the workbook itself or how a job ended. */
export const mayHaveChanged = ({ queryKey }: Query): boolean => queryKey[0] !== "imports" || queryKey[1] === "receipts";

/** How a workbook is read: which sheet, where its header stands, our heading → its heading. */
export type Reading = { sheet: string; headerRow: number; mapping: Readonly<Record<string, string>> };

function formOf(kind: ImportKind, file: File, rest: Partial<Reading> & { mode?: "check" | "commit"; wait?: "no" } = {}): FormData {
  const form = new FormData();
  // Fields stand before the file, so that the server knows them when the file begins.
  form.append("kind", kind);
  if (rest.mode) form.append("mode", rest.mode);
  if (rest.wait) form.append("wait", rest.wait);
  if (rest.sheet !== undefined) form.append("sheet", rest.sheet);
  if (rest.headerRow !== undefined) form.append("headerRow", String(rest.headerRow));
  if (rest.mapping !== undefined) form.append("mapping", JSON.stringify(rest.mapping));
  form.append("file", file, file.name);
  return form;
}

export type Asked = { kind: ImportKind; file: File; signal?: AbortSignal };

export const previewWorkbook = ({ kind, file, signal }: Asked): Promise<PreviewAnswer> =>
  api.post<PreviewAnswer>("/api/import-previews", formOf(kind, file), signal ? { signal } : {});

/** Begins a check or an import; how far it is tells `jobQuery`. */
export const startWorkbook = ({ kind, file }: Asked, reading: Reading & { mode: "check" | "commit" }): Promise<ImportJob> =>
  api.post<ImportJob>("/api/imports", formOf(kind, file, { ...reading, wait: "no" }));

export const downloadFaults = ({ kind, file }: Asked, reading: Reading): Promise<void> =>
  downloadAnswer("/api/imports/errors.xlsx", formOf(kind, file, reading), file.name.replace(/(\.\w+)?$/, "-错误说明$1"));
