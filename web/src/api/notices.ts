/** What the server says of itself on every answer to somebody signed in: it has turned read-only, a backup is late. */
export type SystemNotice = "storage-low" | "backup-late";

const known: readonly SystemNotice[] = ["storage-low", "backup-late"];

let notices: readonly SystemNotice[] = [];
const listeners = new Set<() => void>();

export const systemNotices = {
  now: (): readonly SystemNotice[] => notices,
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  /** Takes the header of an answer; an answer without it says that nothing is the matter. */
  hear: (header: string | null): void => {
    const heard = known.filter((name) => (header ?? "").split(",").includes(name));
    if (heard.join() === notices.join()) return;
    notices = heard;
    for (const listener of listeners) listener();
  },
};
