import { useEffect, useRef } from "react";

/**
 * What the server announces: an opaque hint that something changed; the page asks again for what it shows.
 * Nothing in it may be displayed.
 */
export type ServerEvent = { kind: string; [member: string]: unknown };

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
  for (const listener of listeners) listener(event);
}

function open(): void {
  if (source || listeners.size === 0) return;
  source = new EventSource("/api/events");
  source.onmessage = hear;
  source.onopen = () => {
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

/** Calls `onEvent` for every event of the given kinds while the component is shown. */
export function useServerEvents(kinds: readonly string[], onEvent: Listener): void {
  const latest = useRef(onEvent);
  latest.current = onEvent;
  const wanted = kinds.join(" ");
  useEffect(
    () =>
      subscribeToEvents((event) => {
        if (wanted.split(" ").includes(event.kind)) latest.current(event);
      }),
    [wanted],
  );
}
