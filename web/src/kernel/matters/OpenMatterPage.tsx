import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { openingRoles } from "@baton/contract/matter-opening";
import type { ReactNode } from "react";
import { useMe } from "../../api/me.ts";
import { paths } from "../../paths.ts";
import { useTimePoint } from "../../shell/timePoint.ts";
import { batonsText } from "../../text/batons.ts";
import { mattersText } from "../../text/matters.ts";
import { useArea } from "../../text/useText.ts";
import { Empty } from "../../ui/Empty.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { Page } from "../../ui/Page.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { useAddressState } from "../../ui/useAddressState.ts";
import { dayOf } from "@baton/contract/calendar";
import { useCalendar } from "../calendar/useCalendar.ts";
import { handsQuery } from "./hands.ts";
import "./matters.css";
import { OpenMatterForm } from "./OpenMatterForm.tsx";

/** 交办: a matter by hand, about a subject, to a post, by a time. `?subject=` names the subject beforehand. */
export default function OpenMatterPage(): ReactNode {
  const { open: text } = useArea(batonsText);
  const { back, presentOnly, backToNow } = useArea(mattersText);
  const me = useMe();
  const { isTravelling, travelTo } = useTimePoint();
  const { first } = useAddressState();
  const hands = useQuery(handsQuery);
  const now = hands.data?.now;
  const { calendar, error } = useCalendar(now === undefined ? undefined : Number(dayOf(now).slice(0, 4)));
  const failure = hands.error ?? error;
  const subjectId = first("subject");
  return (
    <Page title={text.title} actions={<Link to={paths.inHand()}>{back}</Link>}>
      {isTravelling ? (
        <Empty
          title={presentOnly}
          act={
            <button type="button" className="b-plain-button" onClick={() => travelTo(undefined)}>
              {backToNow}
            </button>
          }
        />
      ) : !openingRoles.includes(me.role) ? (
        <Empty title={text.notAllowed} why={text.notAllowedWhy} act={<Link to={paths.inHand()}>{back}</Link>} />
      ) : failure ? (
        <Problem failure={failure} onRetry={() => void hands.refetch()} />
      ) : now && calendar ? (
        <OpenMatterForm key={subjectId} subjectId={subjectId} asked={{ now, calendar }} role={me.role} />
      ) : (
        <Loading lines={6} />
      )}
    </Page>
  );
}
