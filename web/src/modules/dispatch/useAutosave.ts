import type { z } from "zod";
import type { bulletinBody, bulletinSaved } from "@baton/contract/bulletins";
import { useCallback, useEffect, useRef, useState } from "react";
import { api } from "../../api/client.ts";
import { ApiProblem } from "../../api/problem.ts";

export type Draft = z.infer<typeof bulletinBody>;
export type Saving = {
  state: "saved" | "unsaved" | "saving";
  /** When it was last kept, as a clock shows it. */
  at: string | undefined;
  failure: unknown;
  /** Somebody else has saved meanwhile: nothing more is sent, the words stay on the page. */
  isOvertaken: boolean;
  keep: (draft: Draft) => void;
  /** Sends at once what waits; resolves when it is kept, to whether it is. */
  flush: () => Promise<boolean>;
};

const pauseMs = 1500;

/** Keeps a draft a moment after the last change, each over the version that was seen. */
export function useAutosave(id: string, version: string): Saving {
  const [shown, setShown] = useState<Pick<Saving, "state" | "at" | "failure" | "isOvertaken">>({
    state: "saved",
    at: undefined,
    failure: undefined,
    isOvertaken: false,
  });
  const seen = useRef(version);
  const waiting = useRef<Draft>(undefined);
  const running = useRef<Promise<boolean>>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const isOvertaken = useRef(false);

  const send = useCallback(async (): Promise<boolean> => {
    if (running.current) await running.current;
    const draft = waiting.current;
    if (draft === undefined) return true;
    if (isOvertaken.current || draft.title.trim().length < 2) return false;
    waiting.current = undefined;
    setShown((now) => ({ ...now, state: "saving" }));
    running.current = api
      .put<z.infer<typeof bulletinSaved>>(`/api/bulletins/${id}`, { ...draft, seen: seen.current })
      .then((saved) => {
        seen.current = saved.version;
        setShown({ state: waiting.current ? "unsaved" : "saved", at: clock(), failure: undefined, isOvertaken: false });
        return true;
      })
      .catch((failure: unknown) => {
        waiting.current ??= draft;
        isOvertaken.current = failure instanceof ApiProblem && failure.status === 409;
        setShown((now) => ({ ...now, state: "unsaved", failure, isOvertaken: isOvertaken.current }));
        return false;
      });
    const done = await running.current;
    running.current = undefined;
    return done;
  }, [id]);

  const keep = useCallback(
    (draft: Draft): void => {
      waiting.current = draft;
      setShown((now) => ({ ...now, state: "unsaved" }));
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void send(), pauseMs);
    },
    [send],
  );
  const flush = useCallback((): Promise<boolean> => {
    clearTimeout(timer.current);
    return send();
  }, [send]);
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent): void => {
      if (waiting.current) event.preventDefault();
    };
    window.addEventListener("beforeunload", warn);
    return () => {
      window.removeEventListener("beforeunload", warn);
      // Another page of the application was opened: what waits is sent on the way out.
      void flush();
    };
  }, [flush]);
  return { ...shown, keep, flush };
}

/** 14:05:33 */
function clock(): string {
  return Temporal.Now.plainTimeISO("Asia/Shanghai").toString({ smallestUnit: "second" });
}
