import { getArea, placeOf, zoneCode } from "./divisions.ts";
import { divisionOf, sampleCreditCode, sampleProjectCode } from "./codes.ts";
import { addDays, reportKnownAt, type Draft } from "./draft.ts";
import { themeOf } from "./placing.ts";
import { problems, progressNotes } from "./vocabulary.ts";
import { between, pick, seeded } from "./seeded.ts";
import type { BatonHeld, MonthlyReport, PlannedNode, Project } from "./shapes.ts";

const fenPerWan = 1_000_000;

/** Turns a draft into the record that is written: amounts in fen, months as reports, posts as holders. */
export function finish(draft: Draft, serial: number): Project {
  const random = seeded(`${draft.key}:place`);
  const account = getArea(draft.town);
  const place = draft.town === zoneCode ? "370403" : placeOf(draft.town);
  const division = divisionOf(place);
  const theme = themeOf(draft);
  return {
    key: draft.key,
    name: draft.name!,
    sample: draft.sample,
    sampleAmounts: draft.sample || draft.listings.length > 0,
    code: draft.sample ? sampleProjectCode(firstKnown(draft).slice(0, 7), division, serial) : null,
    builder: draft.builder,
    creditCode: draft.sample ? sampleCreditCode(division, serial) : null,
    accountOrgKey: `o-${draft.town}`,
    accountAreaCode: draft.town,
    placeAreaCode: place,
    chainKey: draft.chainKey,
    industryCode: draft.sample ? theme.industryCode : null,
    buildKind: draft.buildKind,
    totalInvestmentFen: draft.totalWan === null ? null : draft.totalWan * fenPerWan,
    totalBasis: draft.totalBasis,
    totalComparator: draft.totalBasis === "at-least" ? ">=" : "=",
    fixedAssetFen: draft.sample ? Math.round(draft.totalWan! * (0.7 + 0.2 * random())) * fenPerWan : null,
    landMu: draft.sample ? landOf(draft, random) : null,
    lon: Math.round((account.lon + (random() - 0.5) * 0.05) * 10_000) / 10_000,
    lat: Math.round((account.lat + (random() - 0.5) * 0.04) * 10_000) / 10_000,
    placeApproximate: true,
    listings: draft.listings.map(({ planWan, ...entry }) => ({
      ...entry,
      planFen: planWan * fenPerWan,
      knownAt: entry.validFrom.endsWith("01-01") ? `${entry.year}-01-28T10:00:00+08:00` : `${entry.validFrom.slice(0, 8)}15T10:00:00+08:00`,
    })),
    stages: [...draft.stages, ...productionOf(draft)],
    plannedNodes: draft.sample ? plannedNodes(draft) : draft.plannedNodes,
    monthly: [...draft.years].sort((a, b) => a[0] - b[0]).flatMap(([year, months]) => reports(draft, year, months)),
    batons: batons(draft),
    events: draft.events,
    statListed: statListed(draft),
    note: noteOf(draft),
  };
}

function noteOf(draft: Draft): string | null {
  const notes = [...draft.notes];
  if (!draft.sample && draft.listings.length > 0) {
    notes.push(draft.totalBasis === "sample" ? "总投资、年度计划和月度完成额均未公布，所列为示例数" : "年度计划和月度完成额未公布，所列为示例数");
  }
  if (draft.totalBasis === "at-least") notes.push("总投资公布为“以上”");
  return notes.length === 0 ? null : notes.join("；");
}

function firstKnown(draft: Draft): string {
  return draft.stages.map((entry) => entry.on).sort()[0] ?? "2023-01-01";
}

function landOf(draft: Draft, random: () => number): string {
  const hundredths = Math.max(800, Math.round((draft.totalWan! / (220 + 260 * random())) * 100));
  return `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, "0")}`;
}

/** A sample whose whole investment is nearly done has gone into production. */
function productionOf(draft: Draft): Project["stages"] {
  if (!draft.sample || draft.totalWan === null || draft.listings.length === 0) return [];
  const lastYear = Math.max(...draft.listings.map((entry) => entry.year));
  const done = [...draft.years.values()].reduce((total, months) => total + (months.at(-1) ?? 0), 0);
  if (lastYear !== 2022 || done < draft.totalWan * 0.7) return [];
  const on = `2022-12-${between(seeded(`${draft.key}:production`), [5, 28])}`;
  return [{ stage: "in_production", on, precision: "day", knownAt: `2023-01-05T18:00:00+08:00`, note: null }];
}

function isListedIn(draft: Draft, year: number): boolean {
  return draft.listings.some((entry) => entry.year === year);
}

/** A sample still on this year's list is completed later this year; of eight, one should have been by now. */
function heldBack(random: () => number): string {
  return random() < 0.125 ? addDays("2023-05-20", between(random, [0, 40])) : addDays("2023-07-10", between(random, [0, 160]));
}

function plannedNodes(draft: Draft): PlannedNode[] {
  const random = seeded(`${draft.key}:nodes`);
  const given = draft.plannedNodes.find((node) => node.kind === "start");
  const started = draft.startedOn ?? given?.on;
  if (started === undefined) return draft.plannedNodes;
  const planned = given?.on ?? addDays(started, -pick(random, [0, 0, 0, 5, 12, 20, 45]));
  const drawn = addDays(planned, between(random, [300, 620]));
  const completion = draft.sample && drawn < "2023-07-01" && isListedIn(draft, 2023) ? heldBack(random) : drawn;
  const knownAt = `${addDays(planned, -30)}T10:00:00+08:00`;
  return [
    { kind: "start", on: planned, precision: "day", knownAt: given?.knownAt ?? knownAt },
    { kind: "completion", on: completion, precision: "day", knownAt },
    { kind: "production", on: addDays(completion, between(random, [30, 90])), precision: "month", knownAt },
  ];
}

function reports(draft: Draft, year: number, months: readonly number[]): MonthlyReport[] {
  const before = [...draft.years].filter(([past]) => past < year).reduce((total, [, past]) => total + (past.at(-1) ?? 0), 0);
  const plan = draft.listings.find((entry) => entry.year === year)?.planWan ?? 0;
  const entered = draft.listings.find((entry) => entry.year === year)?.validFrom ?? `${year}-01-01`;
  return months.flatMap((done, index) => {
    const month = index + 1;
    if (month < Number(entered.slice(5, 7))) return [];
    const behind = plan > 0 && draft.sample && done / plan < month / 12 - 0.12;
    return [
      {
        month: `${year}-${String(month).padStart(2, "0")}`,
        cumulativeFen: done * fenPerWan,
        comparator: "=" as const,
        progress: draft.sample ? progressOf(draft, (before + done) / (draft.totalWan ?? 1), month) : "按计划推进（示例）",
        problem: behind ? problemOf(draft, (before + done) / draft.totalWan!) : null,
        knownAt: knownOf(draft, { year, month }),
      },
    ];
  });
}

/** June 2023 is not due before the evening of 5 July: who has reported did so in the days before. */
function knownOf(draft: Draft, { year, month }: { year: number; month: number }): string {
  if (year !== 2023 || month !== 6) return reportKnownAt(year, month);
  const random = seeded(`${draft.key}:reported`);
  return `2023-07-0${between(random, [1, 4])}T${between(random, [10, 17])}:30:00+08:00`;
}

function progressOf(draft: Draft, share: number, month: number): string {
  const notes = progressNotes.find(([below]) => share < below)![1];
  return pick(seeded(`${draft.key}:progress:${Math.floor(month / 2)}`), notes);
}

/** What may be wrong depends on how far the building is: papers at first, power and money later. */
function problemOf(draft: Draft, share: number): string {
  const early = share < 0.15;
  return pick(
    seeded(`${draft.key}:problem`),
    problems.filter((problem) => problem.early === early),
  ).text;
}

function batons(draft: Draft): BatonHeld[] {
  if (draft.listings.length === 0) return [];
  const random = seeded(`${draft.key}:batons`);
  const from = [...draft.listings].sort((a, b) => a.validFrom.localeCompare(b.validFrom))[0]!.validFrom;
  const leader = pick(random, ["head", "deputy-industry", "deputy-investment", "deputy-building"]);
  const unit = draft.town === draft.county ? `p-${draft.county}-service` : `p-${draft.town}-officer`;
  const held: BatonHeld[] = [{ role: "responsible_unit", postKey: unit, from }];
  if (!draft.sample || random() > 0.05) held.push({ role: "leader_in_charge", postKey: `p-${draft.county}-${leader}`, from });
  if (draft.chainKey === "lithium" || draft.chainKey === "equipment") {
    if ((draft.totalWan ?? 0) >= 100_000) held.push({ role: "task_force", postKey: `p-force-${draft.chainKey}`, from });
  }
  if (random() < 0.4) held.push({ role: "service_officer", postKey: `p-${draft.county}-service`, from });
  return held;
}

/** Why the bureau counts less, as a bureau would say it; two in five projects say nothing. */
const differences = ["土地费用不计入统计数（示例）", "设备款已付、设备未到场，统计暂不计入（示例）", "按合同结算单计，尚有工程量未结算（示例）"];

/** The statistics bureau's ledger: some projects only, some months after the start, a smaller amount. */
function statListed(draft: Draft): Project["statListed"] {
  const random = seeded(`${draft.key}:stat`);
  const months = draft.years.get(2023);
  if (!draft.sample || months === undefined || random() > 0.62) return [];
  const share = 0.55 + 0.4 * random();
  const first = between(random, [2, 4]);
  const explanation = differences[Math.floor(random() * 5)] ?? null;
  return months.slice(0, 5).flatMap((done, index) => {
    if (index + 1 < first || done === 0) return [];
    return [
      {
        month: `2023-0${index + 1}`,
        fen: Math.round(done * share) * fenPerWan,
        explanation,
        knownAt: `2023-0${index + 2}-18T10:00:00+08:00`,
      },
    ];
  });
}
