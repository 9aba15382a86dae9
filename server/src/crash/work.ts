import type { Me } from "@baton/contract/accounts";
import type { MatterAnswer } from "@baton/contract/matters";
import type { ReportSheet } from "@baton/contract/reports";
import type { Journal, Person } from "./client.ts";

/** The month that the demonstration has open. */
const month = "2023-06";
const importRows = 40;

export type Worker = { name: string; run(isOver: () => boolean): Promise<void> };

/** Reports a project's month and takes it back, again and again, in words of its own each time; undefined for who has no project. */
async function reporter(person: Person, tokenOf: () => string): Promise<Worker | undefined> {
  const sheet = await person.get<ReportSheet>(`/api/months/${month}/reports`);
  const projects = sheet.items.filter(({ canReport }) => canReport).map(({ projectId }) => projectId);
  if (projects.length === 0) return undefined;
  return {
    name: `reports of ${person.user}`,
    run: async (isOver) => {
      for (let turn = 0; !isOver(); turn += 1) {
        const projectId = projects[turn % projects.length] ?? "";
        const token = tokenOf();
        const fields = { monthFen: 1_000_000 + turn, progressText: token };
        await person.write({ kind: "report", token, path: `/api/months/${month}/submissions`, body: { rows: [{ projectId, fields }] } });
        await person.write({ kind: "withdrawal", token, path: `/api/months/${month}/withdrawals`, body: { projectIds: [projectId] } });
      }
    },
  };
}

/** Opens matters; the holder signs for each and answers twice. */
async function matterRunner(people: { opener: Person; holder: Person }, tokenOf: () => string): Promise<Worker> {
  const { opener, holder } = people;
  const { postId } = await holder.get<Me>("/api/me");
  const sheet = await holder.get<ReportSheet>(`/api/months/${month}/reports`);
  const subjects = sheet.items.map(({ projectId }) => projectId);
  return {
    name: "matters",
    run: async (isOver) => {
      for (let turn = 0; !isOver(); turn += 1) {
        const token = tokenOf();
        const subjectId = subjects[turn % subjects.length];
        const body = { kind: "instruction", subjectId, title: token, ask: "请办理。", holderPostId: postId };
        const opened = (await opener.write({ kind: "matter", token, path: "/api/matters", body })) as MatterAnswer | undefined;
        if (opened === undefined) continue;
        await holder.write({ kind: "receipt", token, path: `/api/matters/${opened.id}/receipts`, body: {} });
        for (let reply = 1; reply <= 2; reply += 1) {
          const words = tokenOf();
          await holder.write({ kind: "reply", token: words, path: `/api/matters/${opened.id}/replies`, body: { body: words } });
        }
      }
    },
  };
}

/** Unlike any other; its check characters are not right, which warns and does not refuse. */
const creditCode = (number: number): string => `91370400${String(number).padStart(8, "0")}0A`;

/** Imports tables of enterprises, each written whole or not at all. */
function importer(person: Person, area: string, tokenOf: () => string): Worker {
  let enterprises = 0;
  return {
    name: "imports",
    run: async (isOver) => {
      while (!isOver()) {
        const token = tokenOf();
        const rows = Array.from({ length: importRows }, (_, row) => `${token}企业${row + 1},${creditCode((enterprises += 1))},${area}`);
        const body = { rows: ["企业名称,统一社会信用代码,属地", ...rows].join("\n"), fileName: `${token}.csv` };
        await person.write({ kind: "import", token, path: "/api/imports", body });
      }
    },
  };
}

/** Three kinds of work by six people of the demonstration, each row of work with a token of its own. */
export async function makeWorkers(journal: Journal, seed: number): Promise<Worker[]> {
  let number = 0;
  const tokenOf = (): string => `第${seed}次第${(number += 1)}笔`;
  const [towns, opener, district] = [
    await Promise.all(["town", "town2", "town3"].map((user) => journal.signIn(user))),
    await journal.signIn("dispatch"),
    await journal.signIn("district"),
  ];
  const [holder] = towns;
  if (holder === undefined) throw new Error("nobody to hold a matter");
  const { posts } = await district.get<Me>("/api/me");
  const area = posts[0]?.orgName ?? "";
  const reporters = await Promise.all(towns.map((person) => reporter(person, tokenOf)));
  return [...reporters.filter((one) => one !== undefined), await matterRunner({ opener, holder }, tokenOf), importer(district, area, tokenOf)];
}

/** How many rows of an import there must be: all of them, or none. */
export const rowsOfImport = importRows;
