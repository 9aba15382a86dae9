import { Button, Input, Select } from "antd";
import { auditTableNames } from "@baton/contract/audit";
import { useState, type ReactNode } from "react";
import { administrationText } from "../../text/administration.ts";
import { useArea } from "../../text/useText.ts";
import { DateField } from "../../ui/DateField.tsx";
import { useAddressState } from "../../ui/useAddressState.ts";

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Filters of the entries, kept in the address. */
export function AuditFilters(): ReactNode {
  const { audit: text } = useArea(administrationText);
  const { first, change } = useAddressState();
  const [account, setAccount] = useState(first("account") ?? "");
  const year = Temporal.Now.plainDateISO().year;
  const isAny = ["table", "from", "to", "account"].some((name) => first(name) !== undefined);
  const settleAccount = (): void => change({ account: uuid.test(account.trim()) ? account.trim() : undefined });
  return (
    <div className="b-filters" role="group" aria-label={text.list}>
      <Select
        aria-label={text.table}
        placeholder={text.table}
        allowClear
        showSearch={{ optionFilterProp: "label" }}
        style={{ minWidth: 180 }}
        value={first("table") ?? null}
        options={Object.entries(auditTableNames).map(([value, label]) => ({ value, label }))}
        onChange={(table: string | null | undefined) => change({ table: table ?? undefined })}
      />
      <label className="au-date">
        {text.from}
        <DateField label={text.from} year={year} value={first("from") ?? ""} onChange={(from) => change({ from: from || undefined })} />
      </label>
      <label className="au-date">
        {text.to}
        <DateField label={text.to} year={year} value={first("to") ?? ""} onChange={(to) => change({ to: to || undefined })} />
      </label>
      <Input
        aria-label={text.account}
        placeholder={text.accountExample}
        allowClear
        style={{ width: 220 }}
        value={account}
        aria-invalid={account !== "" && !uuid.test(account.trim())}
        onChange={(event) => setAccount(event.target.value)}
        onBlur={settleAccount}
        onPressEnter={settleAccount}
      />
      {isAny && (
        <Button
          type="link"
          onClick={() => {
            setAccount("");
            change({ table: undefined, from: undefined, to: undefined, account: undefined });
          }}
        >
          {text.clear}
        </Button>
      )}
    </div>
  );
}
