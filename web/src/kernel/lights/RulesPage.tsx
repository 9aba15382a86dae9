import { useQuery } from "@tanstack/react-query";
import { Button, Select } from "antd";
import type { RuleSet } from "@baton/contract/periods";
import { useState, type ReactNode } from "react";
import { useMe } from "../../api/me.ts";
import { rolesOf } from "../../shell/navigation.ts";
import { useTimePoint } from "../../shell/timePoint.ts";
import { administrationText } from "../../text/administration.ts";
import { useArea } from "../../text/useText.ts";
import { Empty } from "../../ui/Empty.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { Page } from "../../ui/Page.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { useAddressState } from "../../ui/useAddressState.ts";
import { ruleSetsQuery } from "../periods/periods.ts";
import { RuleForm } from "./RuleForm.tsx";
import "./rules.css";

/** 规则: the three-colour rules as numbers somebody may change; every change is a new version. */
export default function RulesPage(): ReactNode {
  const { rules: text, sample } = useArea(administrationText);
  const roles = rolesOf(useMe());
  const { isTravelling } = useTimePoint();
  const { first, change } = useAddressState();
  const { data, error, refetch } = useQuery(ruleSetsQuery);
  const versions = data?.items.toSorted((a, b) => b.version - a.version) ?? [];
  const chosen: RuleSet | undefined = versions.find(({ versionId }) => versionId === first("version")) ?? versions[0];
  const mayEdit = roles.has("dispatch") && !isTravelling && chosen?.versionId === versions[0]?.versionId;
  const [isBusy, setIsBusy] = useState(false);
  return (
    <Page
      title={text.title}
      aside={
        chosen && (
          <>
            <Select
              aria-label={text.versions}
              value={chosen.versionId}
              style={{ minWidth: 200 }}
              onChange={(version: string) => change({ version })}
              options={versions.map(({ versionId, version, validFrom }, at) => ({
                value: versionId,
                label: `${text.version(version)} ${validFrom}${at === 0 ? `（${text.current}）` : ""}`,
              }))}
            />
            {chosen.isSample && <span className="b-sample">{sample}</span>}
          </>
        )
      }
      primary={
        mayEdit && (
          <Button type="primary" htmlType="submit" form="rule-form" loading={isBusy}>
            {text.saveNew}
          </Button>
        )
      }
    >
      <Problem failure={error} onRetry={() => void refetch()} />
      {!data && !error && <Loading lines={8} />}
      {data && !chosen && <Empty title={text.empty} why={text.emptyWhy} />}
      {chosen && <p className="b-muted">{text.help}</p>}
      {chosen && <RuleForm key={chosen.versionId} ruleSet={chosen} isReadOnly={!mayEdit} onBusy={setIsBusy} onSaved={() => change({ version: undefined })} />}
    </Page>
  );
}
