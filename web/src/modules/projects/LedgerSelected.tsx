import { useQueryClient } from "@tanstack/react-query";
import { levelOf } from "@baton/contract/codes";
import { Button } from "antd";
import { useState, type ReactNode } from "react";
import { useMe } from "../../api/me.ts";
import { useTimePoint } from "../../shell/timePoint.ts";
import { ledgerText } from "../../text/ledger.ts";
import { libraryText } from "../../text/library.ts";
import { useArea } from "../../text/useText.ts";
import { Drawer480 } from "../../ui/Drawer480.tsx";
import { showToast } from "../../ui/toast.tsx";
import { useAddressState } from "../../ui/useAddressState.ts";
import { AdjustLists } from "./AdjustLists.tsx";

type LedgerSelectedProps = { ids: ReadonlySet<string>; today: string | undefined; onDone: () => void };

/** What may be done with the rows that are ticked: one adjustment over all of them. */
export function LedgerSelected({ ids, today, onDone }: LedgerSelectedProps): ReactNode {
  const text = useArea(ledgerText);
  const { acts, adjust } = useArea(libraryText);
  const { rights } = useMe();
  const { isTravelling } = useTimePoint();
  const { first } = useAddressState();
  const client = useQueryClient();
  const [isOpen, setIsOpen] = useState(false);
  if (ids.size === 0) return null;
  const done = (count: number): void => {
    setIsOpen(false);
    onDone();
    showToast({ words: adjust.done(count) });
    void client.invalidateQueries({ queryKey: ["projects"] });
    void client.invalidateQueries({ queryKey: ["figures"] });
  };
  return (
    <div className="p-selected">
      <span className="b-caption" role="status">
        {text.selected(ids.size)}
      </span>
      {rights.includes("projects_listing:insert") && !isTravelling && today && (
        <>
          <Button size="small" onClick={() => setIsOpen(true)}>
            {acts.adjust}
          </Button>
          <Drawer480 title={adjust.title(ids.size)} open={isOpen} onClose={() => setIsOpen(false)}>
            <AdjustLists ids={[...ids]} today={today} level={levelOf(first("level") ?? "")} onDone={done} onCancel={() => setIsOpen(false)} />
          </Drawer480>
        </>
      )}
    </div>
  );
}
