import { Button, Dropdown } from "antd";
import type { ReactNode } from "react";
import type { QueryValue } from "../../api/client.ts";
import { ledgerText } from "../../text/ledger.ts";
import { useArea } from "../../text/useText.ts";
import { useIsPhone } from "../../ui/useIsPhone.ts";

type ExportMenuProps = { list: Record<string, QueryValue>; columns: readonly string[] | undefined };

/** Address of the workbook that holds the same selection; `columns` absent holds all of them. */
export function exportAddress(list: Record<string, QueryValue>, columns: readonly string[] | undefined): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...list, columns })) {
    for (const each of [value ?? ""].flat()) if (each !== "") query.append(name, String(each));
  }
  return `/api/projects.xlsx?${query.toString()}`;
}

/** 导出: the selection as a workbook, with the columns shown or with all. */
export function ExportMenu({ list, columns }: ExportMenuProps): ReactNode {
  const text = useArea(ledgerText);
  if (useIsPhone()) return null;
  const items = [
    {
      key: "shown",
      label: (
        <a href={exportAddress(list, columns ?? defaultColumns)} download>
          {text.exportShown}
        </a>
      ),
    },
    {
      key: "all",
      label: (
        <a href={exportAddress(list, undefined)} download>
          {text.exportAll}
        </a>
      ),
    },
  ];
  return (
    <Dropdown trigger={["click"]} menu={{ items }}>
      <Button aria-haspopup="menu">{text.export}▾</Button>
    </Dropdown>
  );
}

const defaultColumns = ["name", "light", "area", "level", "stage", "total_investment", "annual_plan", "completed", "completion_rate", "completed_on"];
