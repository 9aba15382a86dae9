import { Button } from "antd";
import type { ImportAnswer } from "@baton/contract/imports";
import type { ReactNode } from "react";
import { saveFile } from "../../api/download.ts";
import { importsText } from "../../text/imports.ts";
import { useArea } from "../../text/useText.ts";
import { Problem } from "../../ui/Problem.tsx";
import { passwordFile } from "./reading.ts";
import { useUndo } from "./useUndo.ts";

/** What was written, with the way back; one-time passwords stand here once and nowhere else. */
export function WrittenReceipt({ answer, fileName }: { answer: ImportAnswer; fileName: string }): ReactNode {
  const text = useArea(importsText);
  const undoing = useUndo();
  const { importId, accounts } = answer;
  return (
    <section className="b-card" aria-live="polite">
      <h2>{text.receipt}</h2>
      <p className="i-counts">
        <span>{fileName}</span>
        <span>{text.written(answer.accepted, answer.changed)}</span>
      </p>
      {importId && (
        <p className="b-muted">
          {text.receiptNo} {importId}
        </p>
      )}
      <Problem failure={undoing.error} />
      {accounts.length > 0 && (
        <>
          <h3>{text.passwords(accounts.length)}</h3>
          <p>{text.passwordsWhy}</p>
          <div className="i-scroll">
            <table className="i-table">
              <thead>
                <tr>
                  <th scope="col">{text.username}</th>
                  <th scope="col">{text.password}</th>
                </tr>
              </thead>
              <tbody>
                {accounts.map(({ username, password }) => (
                  <tr key={username}>
                    <th scope="row">{username}</th>
                    <td>
                      <code>{password}</code>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
      <div className="i-foot">
        {accounts.length > 0 && (
          <Button
            type="primary"
            onClick={() => saveFile(new Blob([passwordFile(accounts, [text.username, text.password])], { type: "text/csv" }), "accounts.csv")}
          >
            {text.savePasswords}
          </Button>
        )}
        {importId && answer.changed > 0 && (
          <Button loading={undoing.isPending} disabled={undoing.isSuccess} onClick={() => undoing.mutate(importId)}>
            {undoing.isSuccess ? text.isUndone : text.undo}
          </Button>
        )}
      </div>
    </section>
  );
}
