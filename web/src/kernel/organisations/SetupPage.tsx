import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import type { setup } from "@baton/contract/organisations";
import type { ReactNode } from "react";
import type { z } from "zod";
import { api } from "../../api/client.ts";
import { useMe } from "../../api/me.ts";
import { paths } from "../../paths.ts";
import { navigationEntries, navigationFor, rolesOf } from "../../shell/navigation.ts";
import { administrationText } from "../../text/administration.ts";
import { useArea } from "../../text/useText.ts";
import { Loading } from "../../ui/Loading.tsx";
import { Page } from "../../ui/Page.tsx";
import { Problem } from "../../ui/Problem.tsx";
import "./setup.css";

type Setup = z.infer<typeof setup>;
type StepKey = Setup["items"][number]["key"];

const places: Record<StepKey, string> = {
  organisations: paths.imports(),
  people: paths.people(),
  calendar: paths.calendar(),
  rules: paths.rules(),
  "first-list": paths.imports(),
};

const importKinds: Partial<Record<StepKey, string>> = { organisations: "organisations", "first-list": "projects" };

/** 开城向导: what an empty city still lacks, in the order it is done. */
export default function SetupPage(): ReactNode {
  const { setup: text } = useArea(administrationText);
  const { data, error, refetch } = useQuery({ queryKey: ["setup"], queryFn: ({ signal }) => api.get<Setup>("/api/setup", { signal }) });
  return (
    <Page title={text.title}>
      <Problem failure={error} onRetry={() => void refetch()} />
      {!data && !error && <Loading lines={6} />}
      {data && (
        <>
          <p className="b-prose">{data.isReady ? `${text.ready}。${text.readyWhy}` : text.intro}</p>
          <Way data={data} />
        </>
      )}
    </Page>
  );
}

function Way({ data }: { data: Setup }): ReactNode {
  const { setup: text } = useArea(administrationText);
  const navigate = useNavigate();
  const roles = rolesOf(useMe());
  const mine = new Set(navigationEntries(navigationFor(roles)).map(({ path }) => path));
  const next = data.items.find(({ isDone }) => !isDone)?.key;
  return (
    <ol className="su-steps">
      {data.items.map(({ key, isDone, count }, at) => {
        const step = text.steps[key];
        const isMine = mine.has(places[key]) && !(key === "first-list" && !roles.has("dispatch"));
        return (
          <li key={key} className="b-card" aria-current={key === next ? "step" : undefined}>
            <span className={`su-mark${isDone ? " su-done" : ""}`} aria-hidden="true">
              {isDone ? "✓" : at + 1}
            </span>
            <div className="su-what">
              <h2>{step.title}</h2>
              <p>{step.how}</p>
              <p className="b-caption">
                {isDone ? text.done : text.todo}·{text.count(count)}
              </p>
            </div>
            {isMine ? (
              <Button
                type={key === next ? "primary" : "default"}
                onClick={() => void navigate({ to: places[key], search: (importKinds[key] ? { kind: [importKinds[key]] } : {}) as never })}
              >
                {step.act}
              </Button>
            ) : (
              <span className="b-muted">{text.by(step.who)}</span>
            )}
          </li>
        );
      })}
    </ol>
  );
}
