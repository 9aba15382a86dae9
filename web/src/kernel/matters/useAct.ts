import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { MatterAct, MatterAnswer, MatterLine } from "@baton/contract/matters";
import { api } from "../../api/client.ts";
import { mattersText } from "../../text/matters.ts";
import { useArea } from "../../text/useText.ts";
import { showToast } from "../../ui/toast.tsx";
import { bodyOf, formOf, type ActInput } from "./acts.ts";
import { mattersKey } from "./hands.ts";

export type ActAsked = { act: MatterAct; line: Pick<MatterLine, "id" | "kind" | "lastSequence">; input: ActInput };

/** Writes one act on one matter, says so, and reads again what is shown of matters. */
export function useAct() {
  const text = useArea(mattersText);
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ act, line, input }: ActAsked) => {
      const form = formOf(act, line.kind);
      if (!form) throw new Error(`no form for ${act} on ${line.kind}`);
      return api.post<MatterAnswer>(`/api/matters/${line.id}/${form.path}`, bodyOf(act, form, { input, lastSequence: line.lastSequence }));
    },
    onSuccess: (_, { act }) => {
      showToast({ words: text.doneWords[act] });
    },
    // After a refusal too: another hand may have come first.
    onSettled: () => queryClient.invalidateQueries({ queryKey: mattersKey }),
  });
}
