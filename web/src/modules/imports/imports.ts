import { infiniteQueryOptions } from "@tanstack/react-query";
import type { ImportAnswer, PreviewAnswer, receiptPage } from "@baton/contract/imports";
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

/** How a workbook is read: which sheet, where its header stands, our heading → its heading. */
export type Reading = { sheet: string; headerRow: number; mapping: Readonly<Record<string, string>> };

function formOf(kind: ImportKind, file: File, rest: Partial<Reading> & { mode?: "check" | "commit" } = {}): FormData {
  const form = new FormData();
  // Fields stand before the file, so that the server knows them when the file begins.
  form.append("kind", kind);
  if (rest.mode) form.append("mode", rest.mode);
  if (rest.sheet !== undefined) form.append("sheet", rest.sheet);
  if (rest.headerRow !== undefined) form.append("headerRow", String(rest.headerRow));
  if (rest.mapping !== undefined) form.append("mapping", JSON.stringify(rest.mapping));
  form.append("file", file, file.name);
  return form;
}

export type Asked = { kind: ImportKind; file: File; signal?: AbortSignal };

export const previewWorkbook = ({ kind, file, signal }: Asked): Promise<PreviewAnswer> =>
  api.post<PreviewAnswer>("/api/import-previews", formOf(kind, file), signal ? { signal } : {});

export const sendWorkbook = ({ kind, file, signal }: Asked, reading: Reading & { mode: "check" | "commit" }): Promise<ImportAnswer> =>
  api.post<ImportAnswer>("/api/imports", formOf(kind, file, reading), signal ? { signal } : {});

export const downloadFaults = ({ kind, file }: Asked, reading: Reading): Promise<void> =>
  downloadAnswer("/api/imports/errors.xlsx", formOf(kind, file, reading), file.name.replace(/(\.\w+)?$/, "-错误说明.xlsx"));
