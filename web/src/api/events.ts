import { useEffect, useRef } from "react";

/**
 * What the server announces: which kind of thing changed, and which one; the page asks again for what it shows.
 * `again` after a lost connection: anything may have changed meanwhile. Nothing in it may be displayed.
 */
export type ServerEvent = { topic: string; id: string | null } | { topic: "again"; id: null };

type Listener = (event: ServerEvent) => void;

const longestPauseMs = 60_000;
const listeners = new Set<Listener>();
let source: EventSource | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
let failures = 0;

function hear(message: MessageEvent<string>): void {
  let event: ServerEvent;
  try {
    event = JSON.parse(message.data) as ServerEvent;
  } catch {
    // Not ours, as a keep-alive written by a proxy.
    return;
  }
  tell(event);
}

function tell(event: ServerEvent): void {
  for (const listener of listeners) listener(event);
}

function open(): void {
  if (source || listeners.size === 0) return;
  source = new EventSource("/api/events");
  source.onmessage = hear;
  source.onopen = () => {
    if (failures > 0) tell({ topic: "again", id: null });
    failures = 0;
  };
  source.onerror = () => {
    // EventSource gives up for good after an HTTP error, so reconnecting is ours; it waits longer each time.
    source?.close();
    source = undefined;
    failures += 1;
    clearTimeout(timer);
    timer = setTimeout(open, Math.min(1000 * 2 ** failures, longestPauseMs));
  };
}

/** Listens to `/api/events` over one shared connection; returns the way to stop. */
export function subscribeToEvents(listener: Listener): () => void {
  listeners.add(listener);
  open();
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearTimeout(timer);
    source?.close();
    source = undefined;
  };
}

/** Calls `onEvent` for every event of the given topics, and for `again`, while the component is shown. */
export function useServerEvents(topics: readonly string[], onEvent: Listener): void {
  const latest = useRef(onEvent);
  latest.current = onEvent;
  const wanted = topics.join(" ");
  useEffect(
    () =>
      subscribeToEvents((event) => {
        if (event.topic === "again" || wanted.split(" ").includes(event.topic)) latest.current(event);
      }),
    [wanted],
  );
}
