import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { undoAnswer } from "@baton/contract/imports";
import type { z } from "zod";
import { api } from "../../api/client.ts";
import { importsText } from "../../text/imports.ts";
import { useArea } from "../../text/useText.ts";
import { showToast } from "../../ui/toast.tsx";
import { mayHaveChanged } from "./imports.ts";

/** Takes one import back whole, while nobody has built on it. */
export function useUndo() {
  const text = useArea(importsText);
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (importId: string) => api.post<z.infer<typeof undoAnswer>>(`/api/imports/${importId}/undo`),
    onSuccess: ({ reverted }) => showToast({ words: text.undone(reverted) }),
    onSettled: () => queryClient.invalidateQueries({ predicate: mayHaveChanged }),
  });
}
