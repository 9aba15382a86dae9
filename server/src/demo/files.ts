import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The shapes of `demo/city/*.json`, built from published figures; money in fen, instants with their offset. */
export type DemoArea = { code: string; name: string; level: string; parent: string | null; lon: number; lat: number };
export type DemoPost = { key: string; title: string; role: string };
export type DemoOrganisation = { key: string; name: string; parentKey: string | null; kind: string; areaCode: string; posts: DemoPost[] };
export type DemoAccount = { username: string; role: string; postKey: string };
export type DemoChain = { key: string; name: string; industrySystem: string; chiefPostKey: string | null };
export type DemoStage = { stage: string; on: string; precision: string; knownAt: string; note: string | null };
export type DemoProject = {
  key: string;
  name: string;
  sample: boolean;
  code: string | null;
  builder: string | null;
  creditCode: string | null;
  accountOrgKey: string;
  accountAreaCode: string;
  placeAreaCode: string | null;
  chainKey: string | null;
  industryCode: string | null;
  buildKind: string | null;
  totalInvestmentFen: number;
  totalComparator?: string;
  fixedAssetFen: number | null;
  landMu: string | null;
  lon: number | null;
  lat: number | null;
  note: string | null;
  listings: { level: string; year: number; class: string; validFrom: string; planFen: number; knownAt: string }[];
  stages: DemoStage[];
  plannedNodes: { kind: string; on: string; precision: string; knownAt: string }[];
  monthly: { month: string; cumulativeFen: number; comparator: string; progress: string | null; problem: string | null; knownAt: string }[];
  batons: { role: string; postKey: string; from: string; knownAt?: string }[];
  events: string[];
  statListed: { month: string; fen: number; explanation: string | null; knownAt: string }[];
};
export type DemoCeremony = {
  key: string;
  name: string;
  kind: string;
  on: string;
  precision: string;
  areaCode: string;
  projectKeys: string[];
  contractKeys: string[];
  knownAt: string;
};
export type DemoLead = {
  key: string;
  name: string;
  sample: boolean;
  areaCode: string;
  investor: string | null;
  chainKey: string | null;
  intendedFen: number;
  firstOrgKey: string;
  firstContactOn: string;
  stages: DemoStage[];
};
export type DemoContract = {
  key: string;
  name: string;
  sample: boolean;
  type: string;
  areaCode: string;
  projectKey: string | null;
  leadKey: string | null;
  chainKey: string | null;
  amountFen: number;
  comparator: string;
  foreignCapitalUsdCent: number | null;
  signedOn: string;
  precision: string;
  signers: { orgKey: string; share: string }[];
  knownAt: string;
};
export type DemoTrip = {
  key: string;
  areaCode: string;
  orgKey: string;
  on: string;
  place: string;
  visitedCount: number;
  negotiatedCount: number;
  knownAt: string;
};
export type DemoEnterprise = {
  key: string;
  name: string;
  sample: boolean;
  creditCode: string | null;
  areaCode: string;
  aboveScale: boolean | null;
  chainKey: string | null;
};
export type DemoMatter = {
  key: string;
  kind: string;
  title: string;
  subjectKey: string;
  openedAt: string;
  dueOn: string;
  holderPostKey: string;
  blockingPostKey: string | null;
  events: { kind: string; at: string; byPostKey: string | null; toPostKey: string | null; note: string }[];
};
export type DemoMonth = { month: string; status: string; openedAt: string; closedAt: string | null; frozenAt: string | null; publishedAt: string | null };

const folder = join(import.meta.dirname, "../../../demo/city");

export function readDemo<T>(name: string): T[] {
  return JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8")) as T[];
}
