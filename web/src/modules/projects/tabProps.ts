import type { ProjectDetail } from "@baton/contract/library";
import type { Point } from "./queries.ts";

/** What every tab of a project's page is given. */
export type TabProps = { project: ProjectDetail; point: Point };
