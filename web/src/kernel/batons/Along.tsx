import type { HandoverPlan } from "@baton/contract/batons";
import { Checkbox } from "antd";
import type { ReactNode } from "react";
import { batonsText } from "../../text/batons.ts";
import { mattersText } from "../../text/matters.ts";
import { useArea } from "../../text/useText.ts";
import { Loading } from "../../ui/Loading.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { standingWords } from "../matters/dueWords.ts";
import "./batons.css";

/** Names shown before the count stands for the rest. */
export const namedMax = 8;

type AlongProps = {
  plan: HandoverPlan | undefined;
  failure: unknown;
  withMatters: boolean;
  onWithMatters: (isOn: boolean) => void;
  /** Several subjects: each matter names its own. */
  isOfMany?: boolean;
};

/** What would go along, what stays, and what stands in the way. */
export function Along({ plan, failure, withMatters, onWithMatters, isOfMany = false }: AlongProps): ReactNode {
  const { form: text } = useArea(batonsText);
  const matters = useArea(mattersText);
  if (failure) return <Problem failure={failure} />;
  if (!plan) return <Loading lines={2} />;
  return (
    <section aria-live="polite">
      {plan.refusals.length > 0 && (
        <div className="b-problem" role="alert">
          <strong>{text.refusals}</strong>
          <ul>
            {plan.refusals.map(({ batonId, detail }) => (
              <li key={batonId}>{detail}</li>
            ))}
          </ul>
        </div>
      )}
      {plan.matters.length === 0 ? (
        <p className="b-muted">{text.alongNone}</p>
      ) : !plan.mattersGoAlong ? (
        <p>{text.alongLater}</p>
      ) : (
        <Checkbox checked={withMatters} onChange={(event) => onWithMatters(event.target.checked)}>
          {text.withMatters}
        </Checkbox>
      )}
      {plan.matters.length > 0 && (
        <>
          <h3>{plan.mattersGoAlong && withMatters ? text.along(plan.matters.length) : text.stays(plan.matters.length)}</h3>
          <ul className="t-which">
            {plan.matters.slice(0, namedMax).map((line) => (
              <li key={line.id}>
                {matters.kinds[line.kind]}·{line.title}
                {isOfMany && `·${line.subjectName}`}
                <span className="b-caption"> {standingWords(line, matters)}</span>
              </li>
            ))}
            {plan.matters.length > namedMax && <li className="b-muted">{text.more(plan.matters.length)}</li>}
          </ul>
        </>
      )}
    </section>
  );
}
