import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { Select } from "antd";
import type { SchemeVersion } from "@baton/contract/scoring";
import type { ReactNode } from "react";
import { paths } from "../../paths.ts";
import { scoringText } from "../../text/scoring.ts";
import { useArea } from "../../text/useText.ts";
import { Loading } from "../../ui/Loading.tsx";
import { Page } from "../../ui/Page.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { useAddressState } from "../../ui/useAddressState.ts";
import { schemesQuery } from "./queries.ts";
import { SchemeForm } from "./SchemeForm.tsx";
import "./scoring.css";

/** One scheme: its versions, its form, its trial. `new` begins one. */
export default function SchemePage(): ReactNode {
  const text = useArea(scoringText);
  const { id = "new" } = useParams({ strict: false }) as { id?: string };
  const { first, change } = useAddressState();
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(schemesQuery);
  const versions = data?.items.filter(({ schemeId }) => schemeId === id) ?? [];
  const chosen = versions.find(({ number }) => String(number) === first("version")) ?? versions[0];
  return (
    <Page
      title={chosen?.name ?? text.newScheme}
      aside={
        chosen && (
          <>
            <Select
              aria-label={text.versions}
              value={chosen.number}
              onChange={(version: number) => change({ version: String(version) })}
              options={versions.map(({ number, state }) => ({ value: number, label: `${text.version(number)} · ${text.state[state]}` }))}
            />
            {chosen.isSample && <span className="b-sample">{text.sample}</span>}
          </>
        )
      }
    >
      {error && <Problem failure={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading lines={10} />}
      {data && (
        <SchemeForm
          key={keyOf(chosen)}
          scheme={chosen}
          classes={data.classes}
          onSaved={(schemeId) => void navigate({ to: paths.scheme(schemeId), replace: true, search: {} as never })}
        />
      )}
    </Page>
  );
}

function keyOf(scheme: SchemeVersion | undefined): string {
  return scheme === undefined ? "new" : `${scheme.schemeId} ${scheme.number} ${scheme.recordedAt}`;
}
