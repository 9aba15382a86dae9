import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { MatterAct, MatterAnswer, MatterLine } from "@baton/contract/matters";
import { api } from "../../api/client.ts";
import { mattersText } from "../../text/matters.ts";
import { useArea, useText } from "../../text/useText.ts";
import { problemWords } from "../../ui/problemWords.ts";
import { showToast } from "../../ui/toast.tsx";
import { bodyOf, formOf, type ActInput } from "./acts.ts";
import { mattersKey } from "./hands.ts";

export type ActAsked = { act: MatterAct; line: Pick<MatterLine, "id" | "kind" | "lastSequence">; input: ActInput };

/** Takes one's own 签收 or 分办 back, and says so or why not. */
export function useUndo(): (line: { id: string; lastSequence?: number }) => void {
  const text = useArea(mattersText);
  const queryClient = useQueryClient();
  const words = useText();
  const undoing = useMutation({
    mutationFn: ({ id, lastSequence }: { id: string; lastSequence?: number }) =>
      api.post<MatterAnswer>(`/api/matters/${id}/undoings`, lastSequence === undefined ? {} : { lastSequence }),
    onSuccess: () => showToast({ words: text.doneWords.undo }),
    onError: (failure) => {
      const { title, detail } = problemWords(failure, words);
      showToast({ words: detail ?? title });
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: mattersKey }),
  });
  return undoing.mutate;
}

/** Writes one act on one matter, says so, and reads again what is shown of matters. */
export function useAct() {
  const text = useArea(mattersText);
  const queryClient = useQueryClient();
  const undo = useUndo();
  return useMutation({
    mutationFn: ({ act, line, input }: ActAsked) => {
      const form = formOf(act, line.kind);
      if (!form) throw new Error(`no form for ${act} on ${line.kind}`);
      return api.post<MatterAnswer>(`/api/matters/${line.id}/${form.path}`, bodyOf(act, form, { input, lastSequence: line.lastSequence }));
    },
    onSuccess: (answer, asked) => {
      const { act, line } = asked;
      const isUndoable = act === "sign" || act === "assign";
      showToast({ words: text.doneWords[act], ...(isUndoable ? { onUndo: () => undo({ id: line.id, lastSequence: answer.lastSequence }) } : {}) });
    },
    // After a refusal too: another hand may have come first.
    onSettled: () => queryClient.invalidateQueries({ queryKey: mattersKey }),
  });
}
