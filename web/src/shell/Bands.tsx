import { useEffect, useState, useSyncExternalStore, type ReactNode } from "react";
import type { Me } from "../api/me.ts";
import { systemNotices } from "../api/notices.ts";
import { useText } from "../text/useText.ts";
import { usePreferences } from "../ui/preferences.ts";
import { instantWords, useTimePoint } from "./timePoint.ts";

/** What holds for the whole page, said above it: another time, a lost connection, sample data, acting for another. */
export function Bands({ me }: { me: Me }): ReactNode {
  const { shell } = useText();
  const { locale } = usePreferences();
  const { knownAt, travelTo } = useTimePoint();
  const isOnline = useOnline();
  const notices = useSyncExternalStore(systemNotices.subscribe, systemNotices.now);
  const acting = me.posts.filter(({ isActing }) => isActing);
  return (
    <>
      {knownAt && (
        <div className="s-band s-band-time" role="status">
          <span>
            {shell.travelling(instantWords(knownAt, locale) ?? "")}，{shell.travellingReadOnly}
          </span>
          <button type="button" onClick={() => travelTo(undefined)}>
            {shell.backToNow}
          </button>
        </div>
      )}
      {!isOnline && (
        <div className="s-band s-band-warn" role="status">
          {shell.offline}
        </div>
      )}
      {notices.map((notice) => (
        <div key={notice} className="s-band s-band-warn" role="status">
          {notice === "storage-low" ? shell.storageLow : shell.backupLate}
        </div>
      ))}
      {acting.length > 0 && (
        <div className="s-band">
          {shell.acting}：{acting.map(({ orgName, title }) => `${orgName}${title}`).join("、")}
        </div>
      )}
      {me.demo && (
        <div className="s-band s-band-demo">
          <span className="b-sample">{shell.demoBand}</span>
        </div>
      )}
    </>
  );
}

function useOnline(): boolean {
  const [isOnline, setIsOnline] = useState(navigator.onLine);
  useEffect(() => {
    const update = (): void => setIsOnline(navigator.onLine);
    window.addEventListener("online", update);
    window.addEventListener("offline", update);
    return () => {
      window.removeEventListener("online", update);
      window.removeEventListener("offline", update);
    };
  }, []);
  return isOnline;
}
