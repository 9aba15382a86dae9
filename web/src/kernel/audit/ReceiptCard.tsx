import { Button } from "antd";
import type { AuditReceipt } from "@baton/contract/audit";
import type { ReactNode } from "react";
import { saveFile } from "../../api/download.ts";
import { administrationText } from "../../text/administration.ts";
import { useArea } from "../../text/useText.ts";
import { instantInCity } from "../../ui/instants.ts";

/** What a verification found, to be kept. */
export function ReceiptCard({ receipt }: { receipt: AuditReceipt }): ReactNode {
  const { audit: text } = useArea(administrationText);
  const counts = [
    [text.entries, receipt.entries],
    [text.unsealed, receipt.unsealed],
    [text.seals, receipt.seals],
    [text.rows, receipt.rows],
    [text.images, receipt.images],
    [text.erased, receipt.erased],
    [text.anchors, receipt.anchors],
  ] as const;
  const save = (): void =>
    saveFile(new Blob([JSON.stringify(receipt, null, 2)], { type: "application/json" }), `audit-receipt-${receipt.verifiedAt.slice(0, 10)}.json`);
  return (
    <section className="b-card" role="status">
      <h2>
        {text.receipt} <span className={receipt.ok ? "au-ok" : "au-not-ok"}>{receipt.ok ? `✓ ${text.ok}` : `■ ${text.notOk}`}</span>
      </h2>
      <dl className="au-counts">
        <div>
          <dt>{text.verifiedAt}</dt>
          <dd>{instantInCity(receipt.verifiedAt)}</dd>
        </div>
        {counts.map(([label, count]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{count.toLocaleString("zh-CN")}</dd>
          </div>
        ))}
        <div>
          <dt>{text.anchorAt}</dt>
          <dd>{receipt.anchorAt ? instantInCity(receipt.anchorAt) : text.none}</dd>
        </div>
      </dl>
      <p className="b-caption au-hash">
        {text.head} {receipt.head ?? text.none}
      </p>
      {receipt.faults.length > 0 && (
        <>
          <h3>{text.faults}</h3>
          <ul className="au-faults">
            {receipt.faults.map((fault) => (
              <li key={`${fault.check}${fault.tableName}${fault.rowKey}${fault.entryId}${fault.sealId}`}>
                <strong>{text.checks[fault.check]}</strong> {fault.detail}
              </li>
            ))}
          </ul>
        </>
      )}
      <Button style={{ marginTop: 12 }} onClick={save}>
        {text.saveReceipt}
      </Button>
    </section>
  );
}
