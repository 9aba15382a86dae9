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
  month: "2000-01",
  totalInvestmentFen: null,
  planFen: 0,
  planBeforeFen: null,
  lastCumulativeFen: null,
  lastMonth: null,
  lastMonthFen: null,
  lastProgressText: null,
  unchangedMonths: 0,
  isStartedWithoutPermit: false,
  doneBeforeYearFen: 0,
};

type Sendable = DraftRow & { typing: Typing };
type Status = Pick<KeepingView, "isOffline" | "savedAt" | "failure">;

/**
 * Keeps typing: at once on this machine, two seconds later on the server. What the server has kept leaves the machine.
 * A draft changed meanwhile by somebody else is never overwritten: both stand until the person chooses.
 */
export class Keeping {
  readonly #parts: KeepingParts;
  readonly #entries: Map<string, Entry>;
  readonly #conflicts = new Map<string, Conflict>();
  /** Typed over drafts that the server no longer has; not sent before they are typed again. */
  readonly #held = new Set<string>();
  readonly #listeners = new Set<() => void>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> | undefined;
  #status: Status = { isOffline: false, savedAt: null, failure: undefined };
  #view: KeepingView;

  constructor(parts: KeepingParts) {
    this.#parts = parts;
    this.#entries = readLeft(parts.storage, parts.storageKey);
    this.#view = this.#look();
  }

  readonly view = (): KeepingView => this.#view;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  write(changed: readonly { projectId: string; typing: Typing; revision: number }[]): void {
    for (const { projectId, typing, revision } of changed) {
      this.#entries.set(projectId, { typing, revision: this.#entries.get(projectId)?.revision ?? revision, at: this.#parts.now() });
      this.#held.delete(projectId);
    }
    this.#status = { ...this.#status, failure: undefined };
    this.#store();
    this.#schedule(pauseMs);
  }

  /** Sends what can be sent now, or waits for what is on its way. */
  readonly flush = (): Promise<void> => {
    clearTimeout(this.#timer);
    if (this.#running) return this.#running;
    const rows = this.#sendable();
    if (rows.length === 0) return Promise.resolve();
    this.#running = this.#sendRows(rows);
    this.#tell();
    return this.#running;
  };

  /** Reported rows need no keeping any more. */
  readonly forget = (projectIds: readonly string[]): void => {
    for (const id of projectIds) {
      this.#entries.delete(id);
      this.#conflicts.delete(id);
    }
    this.#store();
  };

  /** 采用: the other's draft stands, the typing here goes. */
  readonly adopt = (projectId: string): void => {
    const other = this.#conflicts.get(projectId);
    if (other) this.#parts.onSaved([{ projectId, revision: other.revision, fields: other.fields }]);
    this.forget([projectId]);
  };

  /** 保留: the typing here goes over the other's draft, which the person has seen. */
  readonly insist = (projectId: string): Promise<void> => {
    const other = this.#conflicts.get(projectId);
    const entry = this.#entries.get(projectId);
    this.#conflicts.delete(projectId);
    if (other && entry) this.#entries.set(projectId, { ...entry, revision: other.revision });
    this.#store();
    return this.flush();
  };

  stop(): void {
    clearTimeout(this.#timer);
  }

  #look(): KeepingView {
    return { entries: new Map(this.#entries), conflicts: new Map(this.#conflicts), state: this.#stateNow(), ...this.#status };
  }

  #stateNow(): KeepingState {
    if (this.#status.failure !== undefined) return "refused";
    if (this.#running) return "saving";
    if (this.#entries.size === 0) return "kept";
    return this.#status.isOffline || this.#sendable().length === 0 ? "local" : "waiting";
  }

  #tell(): void {
    this.#view = this.#look();
    for (const listener of this.#listeners) listener();
  }

  #store(): void {
    const { storage, storageKey } = this.#parts;
    try {
      if (this.#entries.size === 0) storage?.removeItem(storageKey);
      else storage?.setItem(storageKey, JSON.stringify(Object.fromEntries(this.#entries)));
    } catch {
      // Storage may be full or forbidden; the server still keeps the draft.
    }
    this.#tell();
  }

  #sendable(): Sendable[] {
    return [...this.#entries].flatMap(([projectId, { typing, revision }]) => {
      const fields = draftFieldsOf(typing);
      if (fields === undefined || this.#conflicts.has(projectId) || this.#held.has(projectId)) return [];
      return [{ projectId, revision, fields, typing }];
    });
  }

  #schedule(afterMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), afterMs);
  }

  async #sendRows(rows: readonly Sendable[]): Promise<void> {
    try {
      this.#settle(rows, await this.#parts.send(rows.map(({ projectId, revision, fields }) => ({ projectId, revision, fields }))));
    } catch (failure) {
      this.#status = this.#parts.isLost(failure) ? { ...this.#status, isOffline: true } : { ...this.#status, failure };
    }
    this.#running = undefined;
    this.#tell();
    if (this.#status.failure === undefined && this.#sendable().length > 0) this.#schedule(this.#status.isOffline ? pauseOfflineMs : pauseMs);
  }

  #settle(rows: readonly Sendable[], answer: DraftsAnswer): void {
    const saved: DraftRow[] = [];
    for (const row of rows) {
      const kept = answer.saved.find(({ projectId }) => projectId === row.projectId);
      const other = answer.conflicts.find(({ projectId }) => projectId === row.projectId);
      const entry = this.#entries.get(row.projectId);
      if (kept) {
        saved.push({ projectId: row.projectId, revision: kept.revision, fields: row.fields });
        if (entry?.typing === row.typing) this.#entries.delete(row.projectId);
        else if (entry) this.#entries.set(row.projectId, { ...entry, revision: kept.revision });
      } else if (other) this.#conflicts.set(row.projectId, other);
      else {
        this.#held.add(row.projectId);
        this.#parts.onStale();
      }
    }
    this.#status = { isOffline: false, savedAt: answer.savedAt, failure: undefined };
    this.#parts.onSaved(saved);
    this.#store();
  }
}
