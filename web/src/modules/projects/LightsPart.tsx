import { useQuery } from "@tanstack/react-query";
import type { Light, ReplayAnswer } from "@baton/contract/periods";
import { Button } from "antd";
import { useState, type ReactNode } from "react";
import { api } from "../../api/client.ts";
import { projectsText } from "../../text/projects.ts";
import { useArea } from "../../text/useText.ts";
import { figureText } from "../../ui/figureText.ts";
import { Loading } from "../../ui/Loading.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { untoldParty, useLightLook } from "./lightWords.ts";
import { PartTable } from "./PartTable.tsx";
import { ProjectLight } from "./ProjectLight.tsx";
import { lightsQuery } from "./queries.ts";
import type { TabProps } from "./tabProps.ts";

/** Each light with its reason and its grounds; below, every light there ever was. */
export function LightsPart({ project, point }: TabProps): ReactNode {
  const text = useArea(projectsText);
  const { data, error } = useQuery(lightsQuery(project.id, point));
  const [isHistory, setIsHistory] = useState(false);
  if (error) return <Problem failure={error} />;
  if (!data) return <Loading />;
  if (data.items.length === 0) return null;
  const overall = data.history.filter(({ dimension }) => dimension === "overall");
  return (
    <section>
      <ul className="b-card p-lights">
        {data.items.map((light) => (
          <LightLine key={light.id} light={light} />
        ))}
      </ul>
      <Button type="link" aria-expanded={isHistory} onClick={() => setIsHistory(!isHistory)}>
        {text.lightHistory} {overall.length} {isHistory ? "▴" : "▾"}
      </Button>
      {isHistory && (
        <PartTable
          rows={overall}
          keyOf={({ validOn, recordedAt }) => `${validOn}${recordedAt}`}
          columns={[
            { header: text.lightColumns.on, cell: ({ validOn }) => validOn },
            { header: text.lightColumns.light, cell: ({ verdict, isFixed }) => <ProjectLight verdict={verdict} isFixed={isFixed} /> },
            { header: text.lightColumns.state, cell: ({ isFixed }) => (isFixed ? text.fixed : text.live) },
            { header: text.lightColumns.why, cell: ({ sentence }) => sentence },
          ]}
        />
      )}
    </section>
  );
}

function LightLine({ light }: { light: Light }): ReactNode {
  const text = useArea(projectsText);
  const party = untoldParty(light);
  return (
    <li>
      <strong>{text.dimensions[light.dimension]}</strong>
      <ProjectLight verdict={light.verdict} isFixed={light.isFixed} exemptUntil={light.exemption?.validTo} />
      <div>
        <p>
          {light.sentence}
          {party && ` · ${text.blockedBy(text.parties[party] ?? party)}`}
        </p>
        {light.clearing && (
          <p>
            {text.clearing}：{light.clearing}
          </p>
        )}
        {light.exemption && <p>{text.exempt(light.exemption.validTo, light.exemption.reason)}</p>}
        {light.dimension !== "overall" && (
          <details>
            <summary>
              {text.lightInputs} · {light.ruleSet}
            </summary>
            <ul className="p-inputs">
              {light.inputs
                .filter(({ value }) => value !== null)
                .map(({ name, label, value, unit }) => (
                  <li key={name}>
                    {label}：{inputWords(value, unit, text.wan)}
                  </li>
                ))}
            </ul>
            <Replay id={light.id} />
          </details>
        )}
      </div>
    </li>
  );
}

function inputWords(value: number | string | null, unit: string, wan: string): string {
  if (unit === "fen" && typeof value === "number") return `${figureText(value, "wan")}${wan}`;
  return `${value}${unit}`;
}

/** Computes the kept light again from what was known then: it must come out the same. */
function Replay({ id }: { id: string }): ReactNode {
  const text = useArea(projectsText);
  const look = useLightLook();
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: ["lights", id, "replay"],
    queryFn: ({ signal }) => api.get<ReplayAnswer>(`/api/lights/${id}/replay`, { signal }),
    enabled: false,
  });
  const replayed = data?.replayed?.verdict;
  return (
    <p>
      <Button size="small" loading={isFetching} onClick={() => void refetch()}>
        {text.replay}
      </Button>{" "}
      <span role="status">{data && (data.isEqual ? text.replayEqual : text.replayDiffers(replayed ? (look(replayed).word ?? replayed) : "—"))}</span>
      <Problem failure={error} />
    </p>
  );
}
