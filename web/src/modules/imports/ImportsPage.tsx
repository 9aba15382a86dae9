import { Button, Select } from "antd";
import type { ImportKind } from "@baton/contract/import-columns";
import { useState, type ReactNode } from "react";
import { useMe } from "../../api/me.ts";
import { rolesOf } from "../../shell/navigation.ts";
import { importsText } from "../../text/imports.ts";
import { useArea } from "../../text/useText.ts";
import { Empty } from "../../ui/Empty.tsx";
import { Page } from "../../ui/Page.tsx";
import { useAddressState } from "../../ui/useAddressState.ts";
import { ImportHistory } from "./ImportHistory.tsx";
import { kindsFor } from "./reading.ts";
import { WorkbookImport } from "./WorkbookImport.tsx";
import "./imports.css";

/** 导入: choose a kind and a workbook; what follows is one act with a receipt and one undo. */
export default function ImportsPage(): ReactNode {
  const text = useArea(importsText);
  const kinds = kindsFor(rolesOf(useMe()));
  const { first, change } = useAddressState();
  const [file, setFile] = useState<File>();
  const kind = kinds.find((one) => one === first("kind")) ?? kinds[0];
  if (!kind)
    return (
      <Page title={text.title}>
        <Empty title={text.noKinds} why={text.noKindsWhy} />
      </Page>
    );
  return (
    <Page title={text.title} actions={file && <Button onClick={() => setFile(undefined)}>{text.another}</Button>}>
      <div className="i-kind">
        <label htmlFor="import-kind">{text.kind}</label>
        <Select<ImportKind>
          id="import-kind"
          value={kind}
          style={{ minWidth: 160 }}
          options={kinds.map((value) => ({ value, label: text.kinds[value] }))}
          onChange={(chosen) => {
            setFile(undefined);
            change({ kind: chosen });
          }}
        />
        <a href={`/api/imports/templates/${kind}.xlsx`} download>
          {text.template}
        </a>
      </div>
      {file ? <WorkbookImport key={`${kind}${file.name}${file.lastModified}`} kind={kind} file={file} /> : <DropPlace onFile={setFile} />}
      <ImportHistory isFollowed={file !== undefined} />
    </Page>
  );
}

function DropPlace({ onFile }: { onFile: (file: File) => void }): ReactNode {
  const text = useArea(importsText);
  // The field itself covers the place: the browser takes a dropped file as a chosen one.
  return (
    <label className="i-drop">
      <input
        type="file"
        accept=".xlsx,.csv"
        aria-label={text.choose}
        onChange={(event) => {
          const chosen = event.target.files?.[0];
          if (chosen) onFile(chosen);
        }}
      />
      <strong>{text.drop}</strong>
      <span className="b-muted">{text.dropWhy}</span>
    </label>
  );
}
