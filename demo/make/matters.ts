import { addDays } from "./draft.ts";
import { between, mixed, seeded } from "./seeded.ts";
import { problems } from "./vocabulary.ts";
import type { Matter, MatterEvent, Project } from "./shapes.ts";

const count = 18;

/** What becomes of the matters in turn: some are overdue in somebody's hands, some are closed. */
const endings = ["overdue", "in-hand", "closed", "answered", "overdue", "unsigned", "closed", "in-hand", "reopened"] as const;

/**
 * Problems of sample projects that stand in a department's hands: handed out by the county's
 * dispatch post, signed for, answered, verified by somebody else. Real projects have none.
 */
export function matters(projects: readonly Project[]): Matter[] {
  const troubled = projects.filter((project) => project.sample && project.monthly.at(-1)?.problem && project.monthly.at(-1)!.month >= "2023-05");
  return mixed("matters", troubled)
    .slice(0, count)
    .map((project, index) => matter(project, index));
}

function matter(project: Project, index: number): Matter {
  const key = `m-${String(index + 1).padStart(3, "0")}`;
  const text = project.monthly.at(-1)!.problem!;
  const { postKey: holder, factor } = problems.find((problem) => problem.text === text)!;
  const county = project.key.split("-")[1]!.replace("zzgx", "ZZGX");
  const openedOn = addDays("2023-05-10", between(seeded(key), [0, 40]));
  const ending = endings[index % endings.length]!;
  const dueOn = addDays(openedOn, ending === "overdue" ? 14 : ending === "closed" ? 20 : 50);
  const giver = `p-${county}-dispatch`;
  const at = (days: number, hour: number) => `${addDays(openedOn, days)}T${String(hour).padStart(2, "0")}:00:00+08:00`;
  const event = (kind: string, when: string, rest: Partial<MatterEvent> & { byPostKey: string }): MatterEvent => ({
    kind,
    at: when,
    toPostKey: null,
    note: "",
    ...rest,
  });
  const events = [event("opened", at(0, 9), { byPostKey: giver, toPostKey: holder, note: text })];
  if (ending !== "unsigned") events.push(event("signed_for", at(1, 10), { byPostKey: holder }));
  if (ending === "answered" || ending === "closed" || ending === "reopened") {
    events.push(event("answered", at(11, 16), { byPostKey: holder, note: "已现场核实，手续补齐后办结" }));
  }
  if (ending === "closed")
    events.push(event("verified", at(13, 15), { byPostKey: giver, note: "现场核验属实" }), event("closed", at(13, 16), { byPostKey: giver }));
  if (ending === "reopened") events.push(event("reopened", at(14, 9), { byPostKey: giver, toPostKey: holder, note: "核验未通过，接入点仍未确定" }));
  return {
    key,
    kind: "problem",
    title: `${project.name.replace("（示例）", "")}：${text}（示例）`,
    sample: true,
    subjectKey: project.key,
    parentKey: null,
    openedAt: at(0, 9),
    dueOn,
    holderPostKey: ending === "closed" ? giver : holder,
    blockingPostKey: holder,
    factor,
    events,
  };
}
