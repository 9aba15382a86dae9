import type { draftsAnswer, ReportFields } from "@baton/contract/reports";
import type { z } from "zod";
import { readTyping, type Typing } from "./typing.ts";

export type DraftsAnswer = z.infer<typeof draftsAnswer>;
export type DraftRow = { projectId: string; revision: number; fields: ReportFields | null };
export type Conflict = DraftsAnswer["conflicts"][number];

/** Typing the server has not kept yet. `revision` is the draft's it was typed over; `at` is epoch milliseconds. */
export type Entry = { typing: Typing; revision: number; at: number };

/** `local`: something stands on this machine only, for it cannot be read yet or the connection is lost. */
export type KeepingState = "kept" | "waiting" | "saving" | "local" | "refused";

export type KeepingView = {
  entries: ReadonlyMap<string, Entry>;
  conflicts: ReadonlyMap<string, Conflict>;
  state: KeepingState;
  isOffline: boolean;
  savedAt: string | null;
  failure: unknown;
};

export type KeepingParts = {
  storage: Pick<Storage, "getItem" | "setItem" | "removeItem"> | undefined;
  storageKey: string;
  send: (rows: DraftRow[]) => Promise<DraftsAnswer>;
  isLost: (failure: unknown) => boolean;
  onSaved: (rows: DraftRow[]) => void;
  /** The server no longer has the draft that was typed over. */
  onStale: () => void;
  now: () => number;
};

const pauseMs = 2_000;
const pauseOfflineMs = 10_000;

/** What a closed tab left behind; unreadable leavings are no reason to show nothing. */
export function readLeft(storage: KeepingParts["storage"], key: string): Map<string, Entry> {
  try {
    const left = JSON.parse(storage?.getItem(key) ?? "{}") as Record<string, Entry>;
    return new Map(Object.entries(left).filter(([, entry]) => typeof entry?.typing?.month === "string"));
  } catch {
    return new Map();
  }
}

/** The draft fields of a typing: null for an emptied row, undefined where it cannot be kept on the server yet. */
export function draftFieldsOf(typing: Typing): ReportFields | null | undefined {
  const reading = readTyping(typing, plainFacts);
  if (!reading.isWhole) return undefined;
  return reading.isEmpty ? null : reading.fields;
}

const plainFacts = {
  month: "2000-01", totalInvestmentFen: null, planFen: 0, planBeforeFen: null, lastCumulativeFen: null, lastMonth: null,
  lastMonthFen: null, lastProgressText: null, unchangedMonths: 0, doneBeforeYearFen: 0,
};

export type Keeping = ReturnType<typeof newKeeping>;

/**
 * Keeps typing: at once on this machine, two seconds later on the server. What the server has kept leaves the machine.
 * A draft changed meanwhile by somebody else is never overwritten: both stand until the person chooses.
 */
export function newKeeping(parts: KeepingParts) {
  const entries = readLeft(parts.storage, parts.storageKey);
  const conflicts = new Map<string, Conflict>();
  const listeners = new Set<() => void>();
  const held = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<void> | undefined;
  let status: Pick<KeepingView, "isOffline" | "savedAt" | "failure"> = { isOffline: false, savedAt: null, failure: undefined };
  let view = look();

  function look(): KeepingView {
    const isUnkept = entries.size > 0;
    const state = status.failure !== undefined ? "refused" : running ? "saving" : !isUnkept ? "kept" : status.isOffline || sendable().length === 0 ? "local" : "waiting";
    return { entries: new Map(entries), conflicts: new Map(conflicts), state, ...status };
  }

  function tell(): void {
    view = look();
    for (const listener of listeners) listener();
  }

  function store(): void {
    try {
      if (entries.size === 0) parts.storage?.removeItem(parts.storageKey);
      else parts.storage?.setItem(parts.storageKey, JSON.stringify(Object.fromEntries(entries)));
    } catch {
      // Storage may be full or forbidden; the server still keeps the draft.
    }
  }

  function sendable(): (DraftRow & { typing: Typing })[] {
    return [...entries].flatMap(([projectId, { typing, revision }]) => {
      const fields = draftFieldsOf(typing);
      if (fields === undefined || conflicts.has(projectId) || held.has(projectId)) return [];
      return [{ projectId, revision, fields, typing }];
    });
  }

  function schedule(afterMs: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), afterMs);
  }

  function settle(rows: readonly (DraftRow & { typing: Typing })[], answer: DraftsAnswer): void {
    const saved: DraftRow[] = [];
    for (const row of rows) {
      const kept = answer.saved.find(({ projectId }) => projectId === row.projectId);
      const other = answer.conflicts.find(({ projectId }) => projectId === row.projectId);
      const entry = entries.get(row.projectId);
      if (kept) {
        saved.push({ ...row, revision: kept.revision });
        if (entry?.typing === row.typing) entries.delete(row.projectId);
        else if (entry) entries.set(row.projectId, { ...entry, revision: kept.revision });
      } else if (other) conflicts.set(row.projectId, other);
      else {
        held.add(row.projectId);
        parts.onStale();
      }
    }
    status = { isOffline: false, savedAt: answer.savedAt, failure: undefined };
    store();
    parts.onSaved(saved.map(({ projectId, revision, fields }) => ({ projectId, revision, fields })));
  }

  function flush(): Promise<void> {
    clearTimeout(timer);
    const rows = sendable();
    if (running) return running;
    if (rows.length === 0) return Promise.resolve();
    running = sendRows(rows);
    tell();
    return running;
  }

  async function sendRows(rows: ReturnType<typeof sendable>): Promise<void> {
    try {
      settle(rows, await parts.send(rows.map(({ projectId, revision, fields }) => ({ projectId, revision, fields }))));
    } catch (failure) {
      if (parts.isLost(failure)) status = { ...status, isOffline: true };
      else status = { ...status, failure };
    }
    running = undefined;
    tell();
    if (status.failure === undefined && sendable().length > 0) schedule(status.isOffline ? pauseOfflineMs : pauseMs);
  }

  function write(changed: readonly { projectId: string; typing: Typing; revision: number }[]): void {
    for (const { projectId, typing, revision } of changed) {
      entries.set(projectId, { typing, revision: entries.get(projectId)?.revision ?? revision, at: parts.now() });
      held.delete(projectId);
    }
    status = { ...status, failure: undefined };
    store();
    tell();
    schedule(pauseMs);
  }

  return {
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    view: () => view,
    write,
    flush,
    /** Reported rows need no keeping any more. */
    forget: (projectIds: readonly string[]) => {
      for (const id of projectIds) {
        entries.delete(id);
        conflicts.delete(id);
      }
      store();
      tell();
    },
    /** 采用: the other's draft stands, the typing here goes. */
    adopt: (projectId: string) => {
      const other = conflicts.get(projectId);
      conflicts.delete(projectId);
      entries.delete(projectId);
      store();
      if (other) parts.onSaved([{ projectId, revision: other.revision, fields: other.fields }]);
      tell();
    },
    /** 保留: the typing here goes over the other's draft, which the person has seen. */
    insist: (projectId: string) => {
      const other = conflicts.get(projectId);
      const entry = entries.get(projectId);
      conflicts.delete(projectId);
      if (other && entry) entries.set(projectId, { ...entry, revision: other.revision });
      store();
      tell();
      return flush();
    },
    stop: () => clearTimeout(timer),
  };
}
