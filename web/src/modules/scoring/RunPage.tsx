import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { Button } from "antd";
import type { RunDetail, ScoringRun } from "@baton/contract/scoring";
import { useState, type ReactNode } from "react";
import { api } from "../../api/client.ts";
import { useServerEvents } from "../../api/events.ts";
import { useMe } from "../../api/me.ts";
import { rolesOf } from "../../shell/navigation.ts";
import { instantWords, useTimePoint } from "../../shell/timePoint.ts";
import { scoringText } from "../../text/scoring.ts";
import { useArea } from "../../text/useText.ts";
import { Confirm } from "../../ui/Confirm.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { Page } from "../../ui/Page.tsx";
import { usePreferences } from "../../ui/preferences.ts";
import { Problem } from "../../ui/Problem.tsx";
import { showToast } from "../../ui/toast.tsx";
import { Appeals } from "./Appeals.tsx";
import { runQuery, scoringKey } from "./queries.ts";
import { RankingTable } from "./RankingTable.tsx";
import { UnitDrawer } from "./UnitDrawer.tsx";
import "./scoring.css";

/** 示例: as the server counts the window. */
const appealDays = 5;

/** One run: the ranking, every mark's arithmetic, and what units say against it. */
export default function RunPage(): ReactNode {
  const text = useArea(scoringText);
  const { locale } = usePreferences();
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const queryClient = useQueryClient();
  const { data, error, refetch } = useQuery(runQuery(id));
  useServerEvents(["scoring"], () => void queryClient.invalidateQueries({ queryKey: scoringKey }));
  const [unitKey, setUnitKey] = useState<string>();
  if (error) {
    return (
      <Page title={text.title}>
        <Problem failure={error} onRetry={() => void refetch()} />
      </Page>
    );
  }
  if (!data) {
    return (
      <Page title={text.title}>
        <Loading lines={10} />
      </Page>
    );
  }
  const { run, units } = data;
  const unit = units.find(({ key }) => key === unitKey);
  return (
    <Page
      title={`${run.month} ${run.schemeName}`}
      aside={
        <span className="b-muted">
          {text.kind[run.kind]} · {run.isPublished ? text.published : text.unpublished} · {text.version(run.schemeNumber)} ·{" "}
          {text.knownAt(instantWords(run.knownAt, locale) ?? run.knownAt)}
          {run.appealUntil && ` · ${text.appealUntil(run.appealUntil)}`}
        </span>
      }
      primary={<Publish run={run} count={units.length} />}
    >
      {!run.isPublished && units.length < data.document.units.length && <p className="b-muted">{text.ownOnly}</p>}
      <RankingTable detail={data} onUnit={setUnitKey} />
      <Appeals appeals={data.appeals} document={data.document} />
      <UnitDrawer detail={data} unit={unit} onClose={() => setUnitKey(undefined)} />
    </Page>
  );
}

function Publish({ run, count }: { run: ScoringRun; count: number }): ReactNode {
  const text = useArea(scoringText);
  const mayWrite = rolesOf(useMe()).has("dispatch");
  const { isTravelling } = useTimePoint();
  const queryClient = useQueryClient();
  const [isAsking, setIsAsking] = useState(false);
  const publishing = useMutation({
    mutationFn: () => api.post<RunDetail["run"]>(`/api/scoring/runs/${run.id}/publication`),
    onSuccess: () => {
      setIsAsking(false);
      showToast({ words: text.publishedToast });
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: scoringKey }),
  });
  if (!mayWrite || isTravelling || run.isPublished || run.kind !== "official") return null;
  return (
    <>
      <Button type="primary" onClick={() => setIsAsking(true)}>
        {text.publish}
      </Button>
      <Confirm
        act="发布"
        title={text.publishTitle(`${run.month} ${run.schemeName}`)}
        verb={text.publish}
        open={isAsking}
        isBusy={publishing.isPending}
        onConfirm={() => publishing.mutate()}
        onCancel={() => setIsAsking(false)}
      >
        <p>{text.publishHelp(count, appealDays)}</p>
        <Problem failure={publishing.error} />
      </Confirm>
    </>
  );
}
