import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { DuplicatePair, duplicatePairs } from "@baton/contract/duplicates";
import { Button } from "antd";
import { useState, type ReactNode } from "react";
import type { z } from "zod";
import { api } from "../../api/client.ts";
import { useMe } from "../../api/me.ts";
import { paths } from "../../paths.ts";
import { useTimePoint } from "../../shell/timePoint.ts";
import { libraryText } from "../../text/library.ts";
import { useArea } from "../../text/useText.ts";
import { Empty } from "../../ui/Empty.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { Money } from "../../ui/Num.tsx";
import { Page } from "../../ui/Page.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { DistinctDrawer } from "./DistinctDrawer.tsx";
import "./library.css";
import "./project.css";
import "./projects.css";

const pairsShown = 30;

/** 疑似重复: pairs that may be one project; each is compared and merged, or said to be two. */
export default function DuplicatesPage(): ReactNode {
  const { duplicates: text, back } = useArea(libraryText);
  const { data, error, refetch } = useQuery({
    queryKey: ["projects", "duplicate-pairs"],
    queryFn: ({ signal }) => api.get<z.infer<typeof duplicatePairs>>("/api/project-duplicate-pairs", { signal }),
  });
  return (
    <Page title={text.title} aside={data && <span className="b-muted">{text.count(data.items.length)}</span>} lead={<p className="b-muted">{text.help}</p>}>
      <Problem failure={error} onRetry={() => void refetch()} />
      {!data && !error && <Loading lines={8} />}
      {data &&
        (data.items.length === 0 ? (
          <Empty title={text.empty} why={text.emptyWhy} act={<Link to={paths.projects()}>{back}</Link>} />
        ) : (
          <Pairs pairs={data.items} />
        ))}
      {data?.isCut && <p className="b-caption">{text.cut}</p>}
    </Page>
  );
}

function Pairs({ pairs }: { pairs: readonly DuplicatePair[] }): ReactNode {
  const all = useArea(libraryText);
  const { duplicates: text } = all;
  const { rights } = useMe();
  const { isTravelling } = useTimePoint();
  const [shown, setShown] = useState(pairsShown);
  const [distinct, setDistinct] = useState<DuplicatePair>();
  const canDecide = rights.includes("projects_profile:insert") && !isTravelling;
  return (
    <>
      <ul className="b-card p-card-flush l-pairs">
        {pairs.slice(0, shown).map((pair) => (
          <li key={`${pair.left.id}${pair.right.id}`}>
            <span className="l-pair-why b-caption">{pair.why.map((why) => all.form.why[why]).join("、")}</span>
            <Side side={pair.left} />
            <Side side={pair.right} />
            <span className="l-line">
              <Link to={paths.mergeProjects()} search={{ a: [pair.left.id], b: [pair.right.id] } as never}>
                {text.compare}
              </Link>
              {canDecide && (
                <button type="button" className="b-plain-button b-link-button" onClick={() => setDistinct(pair)}>
                  {text.distinct}
                </button>
              )}
            </span>
          </li>
        ))}
      </ul>
      {pairs.length > shown && <Button onClick={() => setShown(shown + pairsShown)}>{all.statistics.more}</Button>}
      <DistinctDrawer pair={distinct} onClose={() => setDistinct(undefined)} />
    </>
  );
}

function Side({ side }: { side: DuplicatePair["left"] }): ReactNode {
  const { duplicates: text } = useArea(libraryText);
  return (
    <div>
      <Link to={paths.project(side.id)} className="p-name">
        {side.name}
      </Link>
      <div className="b-caption">
        {[side.holdingUnit, side.code].filter(Boolean).join(" · ")} · {text.total} <Money fen={side.totalInvestmentFen} unit="万元" showUnit />
      </div>
    </div>
  );
}
