import { queryOptions } from "@tanstack/react-query";
import type { assigneeSchema, Hands, MatterBox, matterDetailSchema, MatterLine, matterPageSchema } from "@baton/contract/matters";
import type { postList } from "@baton/contract/organisations";
import type { z } from "zod";
import { api } from "../../api/client.ts";

export type MatterDetail = z.infer<typeof matterDetailSchema>;
export type Assignee = z.infer<typeof assigneeSchema>;
export type { Hands, MatterLine };

/** Everything shown of matters; an act on one may change any of it. */
export const mattersKey = ["matters"] as const;

export const handsQuery = queryOptions({
  queryKey: [...mattersKey, "hands"],
  queryFn: ({ signal }) => api.get<Hands>("/api/hands", { signal }),
});

export const boxQuery = (box: MatterBox) =>
  queryOptions({
    queryKey: [...mattersKey, "box", box],
    queryFn: ({ signal }) => api.get<z.infer<typeof matterPageSchema>>("/api/matters", { query: { box, limit: 200 }, signal }),
  });

export const matterQuery = (id: string) =>
  queryOptions({
    queryKey: [...mattersKey, "one", id],
    queryFn: ({ signal }) => api.get<MatterDetail>(`/api/matters/${id}`, { signal }),
  });

export const assigneesQuery = (id: string) =>
  queryOptions({
    queryKey: [...mattersKey, "assignees", id],
    queryFn: ({ signal }) => api.get<{ items: Assignee[] }>(`/api/matters/${id}/assignees`, { signal }),
  });

/** Posts by name, for handing on; nothing is asked before something is typed. */
export const postsQuery = (typed: string) =>
  queryOptions({
    queryKey: ["posts", typed],
    queryFn: ({ signal }) => api.get<z.infer<typeof postList>>("/api/posts", { query: { q: typed, limit: 20 }, signal }),
    enabled: typed.trim() !== "",
    staleTime: 60_000,
  });
