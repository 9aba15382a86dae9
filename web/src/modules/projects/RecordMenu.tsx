import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { ProjectDetail } from "@baton/contract/library";
import { openingRoles } from "@baton/contract/matter-opening";
import { Button, Dropdown } from "antd";
import { useState, type ComponentType, type ReactNode } from "react";
import { useMe } from "../../api/me.ts";
import { ReplanForm } from "../../kernel/matters/ReplanForm.tsx";
import { paths } from "../../paths.ts";
import { useTimePoint } from "../../shell/timePoint.ts";
import { projectsText } from "../../text/projects.ts";
import { useArea } from "../../text/useText.ts";
import { usePageCommands } from "../../ui/commands.ts";
import { Drawer480 } from "../../ui/Drawer480.tsx";
import { showToast } from "../../ui/toast.tsx";
import { AdjustForm } from "./AdjustForm.tsx";
import { EvidenceForm } from "./EvidenceForm.tsx";
import { ExemptionForm } from "./ExemptionForm.tsx";
import { HandoverForm } from "./HandoverForm.tsx";
import { NodeForm } from "./NodeForm.tsx";
import { ProblemForm } from "./ProblemForm.tsx";
import { StageForm } from "./StageForm.tsx";

/** What every form of the menu is given; `onDone` closes it and tells the words. */
export type RecordFormProps = { project: ProjectDetail; onDone: () => void; onCancel: () => void };

/** Act of the menu, the right that the page's answer must hold for it, and its form. */
const forms = {
  problem: { right: "matter", Form: ProblemForm },
  evidence: { right: "evidence", Form: EvidenceForm },
  stage: { right: "stage", Form: StageForm },
  node: { right: "node", Form: NodeForm },
  replan: { right: "node", Form: ReplanForm },
  handover: { right: "handover", Form: HandoverForm },
  exemption: { right: "report", Form: ExemptionForm },
  adjust: { right: "adjust", Form: AdjustForm },
} as const satisfies Record<string, { right: string; Form: ComponentType<RecordFormProps> }>;
type RecordAct = keyof typeof forms;

/** Acts that have a page of their own, each with the right it needs. */
const elsewhere = ["report", "open", "edit", "statistics", "merge"] as const;
type ElsewhereAct = (typeof elsewhere)[number];

/** Where such an act is done, with what the address holds. */
function placeOf(act: ElsewhereAct, { id, name }: ProjectDetail): { to: string; search: Record<string, string[]> } {
  switch (act) {
    case "report":
      return { to: paths.report(), search: {} };
    case "open":
      return { to: paths.openMatter(), search: { subject: [id] } };
    case "edit":
      return { to: paths.editProject(id), search: {} };
    case "statistics":
      return { to: paths.statistics(), search: { q: [name] } };
    case "merge":
      return { to: paths.mergeProjects(), search: { a: [id] } };
  }
}

/** 记一笔: what may be written on this project; absent where nothing may. */
export function RecordMenu({ project }: { project: ProjectDetail }): ReactNode {
  const text = useArea(projectsText);
  const navigate = useNavigate();
  const client = useQueryClient();
  const { isTravelling } = useTimePoint();
  const [act, setAct] = useState<RecordAct>();
  const [isOpen, setIsOpen] = useState(false);
  const { role } = useMe();
  // The dispatch office moves dates itself; who gives out matters is a matter of roles, not of this project.
  const acts = (Object.keys(forms) as RecordAct[]).filter((one) => project.acts.includes(forms[one].right) && !(one === "replan" && role === "dispatch"));
  const others = elsewhere.filter((one) => (one === "open" ? openingRoles.includes(role) : project.acts.includes(one)));
  const isOffered = !isTravelling && (acts.length > 0 || others.length > 0);
  const start = (chosen: string): void => {
    const other = others.find((one) => one === chosen);
    if (other) {
      const { to, search } = placeOf(other, project);
      return void navigate({ to, search: search as never });
    }
    setAct(chosen as RecordAct);
    setIsOpen(true);
  };
  const [first, ...rest] = others;
  const offered = first === "report" ? [first, ...acts, ...rest] : [...acts, ...others];
  const items = isOffered ? offered.map((key) => ({ key, label: text.acts[key] })) : [];
  usePageCommands(items.map(({ key, label }) => ({ id: key, title: label, group: text.record, run: () => start(key) })));
  if (!isOffered) return null;
  const Form = act && forms[act].Form;
  const onDone = (): void => {
    setIsOpen(false);
    if (act) showToast({ words: text.told[act] });
    void client.invalidateQueries({ queryKey: ["projects", project.id] });
  };
  return (
    <>
      <Dropdown trigger={["click"]} menu={{ items, onClick: ({ key }) => start(key) }}>
        <Button type="primary" aria-haspopup="menu">
          {text.record}▾
        </Button>
      </Dropdown>
      <Drawer480 title={act && text.acts[act]} open={isOpen} onClose={() => setIsOpen(false)}>
        {Form && <Form project={project} onDone={onDone} onCancel={() => setIsOpen(false)} />}
      </Drawer480>
    </>
  );
}
