import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { paths } from "../../paths.ts";
import { mattersText } from "../../text/matters.ts";
import { useArea } from "../../text/useText.ts";
import { Page } from "../../ui/Page.tsx";
import { matterQuery } from "./hands.ts";
import { MatterDetailView } from "./MatterDetailView.tsx";

/** One matter at its own address, for links from elsewhere. */
export default function MatterPage(): ReactNode {
  const text = useArea(mattersText);
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const { data, refetch } = useQuery(matterQuery(id));
  return (
    <Page title={data?.title ?? text.title} actions={<Link to={paths.inHand()}>{text.back}</Link>}>
      <div className="b-card">
        <MatterDetailView key={id} id={id} onDone={() => void refetch()} />
      </div>
    </Page>
  );
}
