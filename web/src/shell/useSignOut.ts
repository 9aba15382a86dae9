import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { api } from "../api/client.ts";
import { sessionGate } from "../api/sessionGate.ts";
import { paths } from "../paths.ts";

/** Leaves nothing of the person on a shared computer, and begins anew at the first page. */
export function useSignOut(): () => void {
  const queryClient = useQueryClient();
  return useCallback(() => {
    sessionGate.release();
    const leave = (): void => {
      queryClient.clear();
      location.assign(paths.home());
    };
    api.post("/api/auth/sign-out", {}, { outsideSession: true }).then(leave, leave);
  }, [queryClient]);
}
