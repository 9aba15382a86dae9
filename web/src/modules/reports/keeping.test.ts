import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Keeping, type DraftRow, type DraftsAnswer, type KeepingParts } from "./keeping.ts";
import { noTyping, writeCells } from "./typing.ts";

const typed = (month: string) => writeCells(noTyping, { month });
const lost = new Error("lost");

/** A server of drafts with its revisions, and a machine's storage. */
function world() {
  const server = new Map<string, { revision: number; fields: DraftRow["fields"] }>();
  const kept = new Map<string, string>();
  const state = { isOnline: true, sent: [] as DraftRow[][] };
  const send = (rows: DraftRow[]): Promise<DraftsAnswer> => {
    if (!state.isOnline) return Promise.reject(lost);
    state.sent.push(rows);
    const answer: DraftsAnswer = { saved: [], conflicts: [], savedAt: "2023-07-05T06:02:07Z" };
    for (const row of rows) {
      const now = server.get(row.projectId);
      if (now && now.fields && now.revision !== row.revision)
        answer.conflicts.push({ projectId: row.projectId, revision: now.revision, fields: now.fields, by: "示例镇·填报员" });
      else {
        server.set(row.projectId, { revision: row.revision + 1, fields: row.fields });
        answer.saved.push({ projectId: row.projectId, revision: row.revision + 1 });
      }
    }
    return Promise.resolve(answer);
  };
  const parts: KeepingParts = {
    storage: { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value), removeItem: (key) => void kept.delete(key) },
    storageKey: "drafts",
    send,
    isLost: (failure) => failure === lost,
    onSaved: vi.fn<KeepingParts["onSaved"]>(),
    onStale: vi.fn<KeepingParts["onStale"]>(),
    now: () => 1,
  };
  return { server, kept, state, parts };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("keeping drafts", () => {
  test("typing stands on the machine at once and on the server two seconds after the last key", async () => {
    const { parts, kept, server } = world();
    const keeping = new Keeping(parts);
    keeping.write([{ projectId: "a", typing: typed("16"), revision: 0 }]);
    expect(kept.get("drafts")).toContain("16");
    await vi.advanceTimersByTimeAsync(1_900);
    keeping.write([{ projectId: "a", typing: typed("1600"), revision: 0 }]);
    await vi.advanceTimersByTimeAsync(1_900);
    expect(server.size).toBe(0);
    await vi.advanceTimersByTimeAsync(200);
    expect(server.get("a")?.fields?.monthFen).toBe(1_600_000_000);
    expect(kept.has("drafts")).toBe(false);
    expect(keeping.view()).toMatchObject({ state: "kept", savedAt: "2023-07-05T06:02:07Z" });
  });

  test("what a closed tab left is taken up again, over the revision it was typed on", async () => {
    const { parts, server } = world();
    new Keeping(parts).write([{ projectId: "a", typing: typed("7"), revision: 0 }]);
    const again = new Keeping(parts);
    expect(again.view().entries.get("a")?.typing.month).toBe("7");
    await again.flush();
    expect(server.get("a")?.fields?.monthFen).toBe(7_000_000);
  });

  test("a lost connection keeps the typing and sends it once it is back", async () => {
    const { parts, state, server } = world();
    state.isOnline = false;
    const keeping = new Keeping(parts);
    keeping.write([{ projectId: "a", typing: typed("7"), revision: 0 }]);
    await vi.advanceTimersByTimeAsync(2_500);
    expect(keeping.view()).toMatchObject({ state: "local", isOffline: true });
    state.isOnline = true;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(server.get("a")?.revision).toBe(1);
    expect(keeping.view().state).toBe("kept");
  });

  test("another's change is never overwritten unseen: it stands beside until one is chosen", async () => {
    const { parts, server } = world();
    const other = {
      revision: 3,
      fields: { monthFen: 5, cumulativeFen: null, isUnchanged: false, progressText: null, doubtReason: null, problem: null, problemsSolved: {} },
    };
    server.set("a", other);
    server.set("b", other);
    const keeping = new Keeping(parts);
    keeping.write([
      { projectId: "a", typing: typed("7"), revision: 2 },
      { projectId: "b", typing: typed("8"), revision: 2 },
    ]);
    await keeping.flush();
    expect(server.get("a")).toBe(other);
    expect(keeping.view().conflicts.size).toBe(2);
    await keeping.insist("a");
    expect(server.get("a")?.fields?.monthFen).toBe(7_000_000);
    keeping.adopt("b");
    expect(server.get("b")).toBe(other);
    expect(keeping.view().entries.has("b")).toBe(false);
    expect(parts.onSaved).toHaveBeenLastCalledWith([{ projectId: "b", revision: 3, fields: other.fields }]);
  });

  test("what cannot be read yet stays on the machine and does not hold the others back", async () => {
    const { parts, server, kept } = world();
    const keeping = new Keeping(parts);
    keeping.write([
      { projectId: "a", typing: typed("约两千"), revision: 0 },
      { projectId: "b", typing: typed("8"), revision: 0 },
    ]);
    await keeping.flush();
    expect([...server.keys()]).toEqual(["b"]);
    expect(kept.get("drafts")).toContain("约两千");
    expect(keeping.view().state).toBe("local");
  });

  test("typing that goes on while a save is on its way is kept over the new revision", async () => {
    const { parts, server, state } = world();
    const keeping = new Keeping(parts);
    keeping.write([{ projectId: "a", typing: typed("1"), revision: 0 }]);
    const saving = keeping.flush();
    keeping.write([{ projectId: "a", typing: typed("12"), revision: 0 }]);
    await saving;
    await vi.advanceTimersByTimeAsync(2_100);
    expect(state.sent.map(([row]) => row?.revision)).toEqual([0, 1]);
    expect(server.get("a")?.fields?.monthFen).toBe(12_000_000);
  });
});
