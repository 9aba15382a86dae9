import { queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import { questionKey, questionsOf } from "@baton/contract/bulletin-rules";
import type {
  BulletinDetail,
  bulletinDifferences,
  BulletinDocument,
  bulletinDrift,
  BulletinLine,
  bulletinPreview,
  Confirmation,
} from "@baton/contract/bulletins";
import { api } from "../../api/client.ts";

/** Everything about bulletins is asked under this key, so that one act refreshes it all. */
export const bulletinsKey = ["bulletins"] as const;

export const bulletinsQuery = queryOptions({
  queryKey: [...bulletinsKey, "list"],
  queryFn: ({ signal }) => api.get<{ items: BulletinLine[] }>("/api/bulletins", { signal }),
});

export function bulletinQuery(id: string) {
  return queryOptions({ queryKey: [...bulletinsKey, "one", id], queryFn: ({ signal }) => api.get<BulletinDetail>(`/api/bulletins/${id}`, { signal }) });
}

export function driftQuery(id: string) {
  return queryOptions({
    queryKey: [...bulletinsKey, "drift", id],
    queryFn: ({ signal }) => api.get<z.infer<typeof bulletinDrift>>(`/api/bulletins/${id}/drift`, { signal }),
  });
}

export function differencesQuery(id: string, before: string) {
  return queryOptions({
    queryKey: [...bulletinsKey, "differences", id, before],
    queryFn: ({ signal }) => api.get<z.infer<typeof bulletinDifferences>>(`/api/bulletins/${id}/differences`, { query: { before }, signal }),
  });
}

export const confirmationsQuery = queryOptions({
  queryKey: [...bulletinsKey, "confirmations"],
  queryFn: ({ signal }) => api.get<{ items: Confirmation[] }>("/api/confirmations", { signal }),
});

type Unsaved = { month: string; document: BulletinDocument };

/** What a document's questions answer now, without saving it. Asked anew only when it asks something else. */
export function previewQuery({ month, document }: Unsaved) {
  const lists = document.blocks.filter(({ kind }) => kind === "lights" || kind === "ranking");
  return queryOptions({
    queryKey: [...bulletinsKey, "preview", month, questionsOf(document, month).map(questionKey), lists],
    queryFn: ({ signal }) =>
      api.post<z.infer<typeof bulletinPreview>>("/api/bulletins/previews", { kind: "bulletin", month, title: month, document, audience: null }, { signal }),
    staleTime: 60_000,
  });
}
