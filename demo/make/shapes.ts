/**
 * Shapes of the demonstration city's files in `demo/city`. Money is integer fen, dates are ISO
 * strings, `knownAt` is the instant at which the row became known to the city (Asia/Shanghai).
 */
export type Precision = "day" | "month" | "quarter" | "year" | "by";
export type ListLevel = "province" | "city" | "county";
export type ListClass = "implementation" | "reserve";
export type StageName =
  | "lead"
  | "negotiation"
  | "review"
  | "signed"
  | "landed"
  | "started"
  | "in_production"
  | "at_capacity"
  | "shelved"
  | "transferred"
  | "terminated";

/** `parent` is the tree of accounts; `divisionParent` is set where the GB/T 2260 division above is another one. */
export type Area = {
  code: string;
  name: string;
  level: "city" | "county" | "functional" | "town";
  parent: string | null;
  divisionParent: string | null;
  lon: number;
  lat: number;
};

export type PostRole = "leader" | "chief" | "dispatch" | "district" | "town" | "department" | "enterprise" | "sysadmin" | "secadmin" | "auditor";
export type Post = { key: string; title: string; role: PostRole };
type OrganisationKind = "市" | "区县" | "部门" | "镇街" | "园区" | "国企" | "专班" | "企业";
export type Organisation = {
  key: string;
  name: string;
  parentKey: string | null;
  kind: OrganisationKind;
  areaCode: string;
  sample: boolean;
  posts: Post[];
};

export type Account = { username: string; role: PostRole; postKey: string };

export type Chain = {
  key: string;
  name: string;
  industrySystem: "6+3" | null;
  industryOf: string | null;
  listedBy: string[];
  chiefPostKey: string;
  leadOrgKey: string;
};

type Listing = {
  level: ListLevel;
  year: number;
  class: ListClass;
  planFen: number;
  validFrom: string;
  knownAt: string;
};
export type Stage = { stage: StageName; on: string; precision: Precision; knownAt: string; note: string | null };
export type PlannedNode = {
  kind: "start" | "completion" | "production";
  on: string;
  precision: Precision;
  knownAt: string;
};
export type MonthlyReport = {
  month: string;
  cumulativeFen: number;
  comparator: "=" | ">" | ">=" | "about";
  progress: string;
  problem: string | null;
  knownAt: string;
};
type BatonRole = "leader_in_charge" | "responsible_unit" | "task_force" | "service_officer";
export type BatonHeld = { role: BatonRole; postKey: string; from: string };

/**
 * Basis of the amounts of a project: `published` (in the newspapers), `at-least` (published as
 * 以上), `sample` (made up so that a published sum holds), `none` (not published, left empty).
 */
export type AmountBasis = "published" | "at-least" | "sample" | "none";

export type Project = {
  key: string;
  name: string;
  sample: boolean;
  /** A real project whose plan, monthly figures or amount are made up to fill a published sum. */
  sampleAmounts: boolean;
  code: string | null;
  builder: string | null;
  creditCode: string | null;
  accountOrgKey: string;
  accountAreaCode: string;
  placeAreaCode: string;
  chainKey: string | null;
  industryCode: string | null;
  buildKind: "新建" | "扩建" | "改建" | "迁建";
  totalInvestmentFen: number | null;
  totalBasis: AmountBasis;
  /** `>=` where the papers say 以上. */
  totalComparator: "=" | ">=";
  fixedAssetFen: number | null;
  landMu: string | null;
  lon: number;
  lat: number;
  placeApproximate: true;
  listings: Listing[];
  stages: Stage[];
  plannedNodes: PlannedNode[];
  monthly: MonthlyReport[];
  batons: BatonHeld[];
  events: string[];
  statListed: { month: string; fen: number; explanation: string | null; knownAt: string }[];
  note: string | null;
};

export type Ceremony = {
  key: string;
  name: string;
  kind: "集中开工" | "集中签约";
  on: string;
  precision: Precision;
  areaCode: string;
  projectKeys: string[];
  contractKeys: string[];
  knownAt: string;
};

export type Signer = { orgKey: string; share: string };
export type Contract = {
  key: string;
  name: string;
  sample: boolean;
  sampleAmounts: boolean;
  type: "formal" | "framework";
  kind: "project" | "fund";
  areaCode: string;
  projectKey: string | null;
  leadKey: string | null;
  chainKey: string | null;
  investor: string;
  /** Lead signer first; the shares of the credit add up to 1. */
  signers: Signer[];
  amountFen: number;
  comparator: "=" | ">=" | "about";
  foreignCapitalUsdCent: number | null;
  signedOn: string;
  precision: Precision;
  events: string[];
  knownAt: string;
  note: string | null;
};

export type Lead = {
  key: string;
  name: string;
  sample: boolean;
  areaCode: string;
  investor: string;
  chainKey: string | null;
  intendedFen: number;
  firstOrgKey: string;
  firstContactOn: string;
  stages: Stage[];
};

export type Trip = {
  key: string;
  sample: boolean;
  areaCode: string;
  orgKey: string;
  leaderPostKey: string;
  on: string;
  place: string;
  visitedCount: number;
  negotiatedCount: number;
  leadKeys: string[];
  knownAt: string;
};

export type Enterprise = {
  key: string;
  name: string;
  sample: boolean;
  creditCode: string | null;
  /** The organisation its own officers sign in for, where there is one. */
  orgKey: string | null;
  areaCode: string;
  aboveScale: boolean | null;
  chainKey: string | null;
  chainRole: "链主" | "配套" | null;
};

export type MatterEvent = { kind: string; at: string; byPostKey: string; toPostKey: string | null; note: string };
export type Matter = {
  key: string;
  kind: "problem" | "task" | "whistle";
  title: string;
  sample: true;
  subjectKey: string;
  parentKey: string | null;
  openedAt: string;
  dueOn: string;
  holderPostKey: string;
  blockingPostKey: string | null;
  factor: string;
  events: MatterEvent[];
};

export type MonthState = {
  month: string;
  status: "frozen" | "open";
  openedAt: string;
  closedAt: string | null;
  frozenAt: string | null;
  publishedAt: string | null;
};
