import { publishedCount, publishedWan, yiToWan, type Facts } from "./facts.ts";
import { chainFor } from "./lists2022.ts";
import { shortName, townsOf } from "./divisions.ts";
import { addDays, dayKnownAt } from "./draft.ts";
import { apportion } from "./apportion.ts";
import { themes } from "./vocabulary.ts";
import { between, mixed, pick, seeded } from "./seeded.ts";
import type { Contract, Signer } from "./shapes.ts";

export const sign0520 = "sign-2023-05-20";
export const sign0626 = "sign-2023-06-26";
const fenPerWan = 1_000_000;

type Series = {
  prefix: string;
  areaCode: string;
  count: number;
  totalWan: number;
  bounds: readonly [number, number];
  span: readonly [from: string, days: number];
};

/** Sample contracts of one county over a span whose amounts add up to a published sum. */
function series({ prefix, areaCode, count, totalWan, bounds, span }: Series): Contract[] {
  const shares = Array.from({ length: count }, (_, index) => ({
    weight: 0.2 + seeded(`${prefix}:${index}`)() ** 2 * 2,
    min: bounds[0],
    max: bounds[1],
  }));
  return apportion(totalWan, shares, 100).map((amountWan, index) => {
    const key = `${prefix}-${String(index + 1).padStart(2, "0")}`;
    return sampleContract({ key, areaCode, amountWan, signedOn: addDays(span[0], between(seeded(`${key}:on`), [0, span[1]])), index });
  });
}

type SampleInput = { key: string; areaCode: string; amountWan: number; signedOn: string; index: number };

function sampleContract({ key, areaCode, amountWan, signedOn, index }: SampleInput): Contract {
  const random = seeded(key);
  const chainKey = chainFor(areaCode, index);
  const town = pick(random, townsOf(areaCode));
  const theme = pick(random, themes[chainKey ?? "none"]!);
  return {
    key,
    name: `${shortName(town.code)}${pick(random, theme.products)}签约项目${index + 1}（示例）`,
    sample: true,
    sampleAmounts: true,
    type: "formal",
    kind: "project",
    areaCode,
    projectKey: null,
    leadKey: null,
    chainKey,
    investor: `${pick(random, ["华东", "京津", "湾区", "中原", "鲁东"])}${theme.firm}投资方（示例）`,
    signers: [{ orgKey: `o-${town.code}`, share: "1" }],
    amountFen: amountWan * fenPerWan,
    comparator: "=",
    foreignCapitalUsdCent: index % 11 === 5 ? between(random, [120, 900]) * 1_000_000 : null,
    signedOn,
    precision: "day",
    events: [],
    knownAt: dayKnownAt(signedOn),
    note: null,
  };
}

type NamedInput = Partial<Contract> & Pick<Contract, "key" | "name" | "areaCode" | "investor" | "signers" | "amountFen" | "signedOn">;

function namedContract(input: NamedInput): Contract {
  return {
    sample: false,
    sampleAmounts: false,
    type: "formal",
    kind: "project",
    projectKey: null,
    leadKey: null,
    chainKey: null,
    comparator: "=",
    foreignCapitalUsdCent: null,
    precision: "day",
    events: [],
    knownAt: dayKnownAt(input.signedOn),
    note: null,
    ...input,
  };
}

export function contracts(facts: Facts): Contract[] {
  return [...zone2019(facts), ...of2022(facts), ...shizhong2023(facts), ...others2023()];
}

/** 高新区 2019: 36 agreements of 134.3亿; 人民电气产业园 was published as 50亿以上 and is counted as 50. */
function zone2019(facts: Facts): Contract[] {
  const signers = [{ orgKey: "o-ZZGX", share: "1" }];
  const base = { areaCode: "ZZGX", signers, signedOn: "2019-01-01", precision: "year" as const, knownAt: "2019-10-01T09:00:00+08:00", sampleAmounts: true };
  const named = [
    namedContract({ ...base, key: "c-renmin-electric-park", name: "人民电气产业园签约", investor: "人民控股", projectKey: "renmin-electric-park", chainKey: "equipment", amountFen: yiToWan(50) * fenPerWan, note: "公布为50亿元以上，合计中按50亿元计" }),
    namedContract({ ...base, key: "c-smart-education", name: "智能教育装备项目签约", investor: "未公布", projectKey: "smart-education-equipment", chainKey: "equipment", amountFen: yiToWan(3.2) * fenPerWan, note: "金额未公布，所列为示例数" }),
    namedContract({ ...base, key: "c-weineng-cnc", name: "威能高端数控机床功能部件项目签约", investor: "威能", projectKey: "weineng-cnc-parts", chainKey: "equipment", amountFen: yiToWan(4.1) * fenPerWan, note: "金额未公布，所列为示例数" }),
  ];
  const rest = series({
    prefix: "c-zzgx-2019",
    areaCode: "ZZGX",
    count: publishedCount(facts, "gx-sign-n") - named.length,
    totalWan: publishedWan(facts, "gx-sign-inv") - yiToWan(57.3),
    bounds: [4_000, 90_000],
    span: ["2019-01-15", 250],
  });
  return [...named, ...rest];
}

function of2022(facts: Facts): Contract[] {
  const xuecheng = series({
    prefix: "c-370403-2022",
    areaCode: "370403",
    count: publishedCount(facts, "xc-q1-sign-n"),
    totalWan: publishedWan(facts, "xc-q1-sign-inv"),
    bounds: [11_000, 480_000],
    span: ["2022-01-08", 80],
  });
  const shanting = series({
    prefix: "c-370406-2022",
    areaCode: "370406",
    count: publishedCount(facts, "st-9m-sign-n"),
    totalWan: publishedWan(facts, "st-9m-sign-inv"),
    bounds: [10_100, 420_000],
    span: ["2022-01-08", 260],
  });
  const small = series({ prefix: "c-370406-2022-small", areaCode: "370406", count: 6, totalWan: 36_000, bounds: [2_000, 10_000], span: ["2022-02-01", 220] });
  const framework = series({ prefix: "c-370406-2022-frame", areaCode: "370406", count: 3, totalWan: 300_000, bounds: [50_000, 160_000], span: ["2022-03-01", 180] });
  const later = series({ prefix: "c-370403-2022-later", areaCode: "370403", count: 14, totalWan: 820_000, bounds: [6_000, 160_000], span: ["2022-04-10", 250] });
  const kedali = namedContract({ key: "c-kedali", name: "科达利新能源汽车动力电池项目签约", areaCode: "ZZGX", investor: "科达利", projectKey: "kedali-nev-battery", chainKey: "lithium", signers: [{ orgKey: "o-ZZGX", share: "1" }], amountFen: yiToWan(20) * fenPerWan, signedOn: "2022-01-01", precision: "year" });
  const huaguang = namedContract({ key: "c-huaguang", name: "华光科技光棒生产基地项目签约", areaCode: "ZZGX", investor: "东方光源集团", projectKey: "huaguang-preform-base", chainKey: "ict", signers: [{ orgKey: "o-ZZGX", share: "1" }], amountFen: yiToWan(50) * fenPerWan, signedOn: "2022-10-10", precision: "by" });
  return [...xuecheng, ...shanting, ...small, ...framework.map((contract) => ({ ...contract, type: "framework" as const })), ...later, kedali, huaguang];
}

/**
 * 市中区's campaign of 2023: 25 agreements by all units from 15 April to the end of June, and 25 of
 * 亿元以上 by the towns. Both hold at once because every agreement has the town it lands in among
 * its signers; chain departments and state firms share the credit of some.
 */
function shizhong2023(facts: Facts): Contract[] {
  const named = shizhongNamed();
  const batch = (prefix: string, count: number, extra: { on: string | null; event: string | null }) =>
    Array.from({ length: count }, (_, index) => {
      const key = `${prefix}-${String(index + 1).padStart(2, "0")}`;
      const signedOn = extra.on ?? addDays("2023-04-18", between(seeded(`${key}:on`), [0, 66]));
      const contract = sampleContract({ key, areaCode: "370402", amountWan: between(seeded(`${key}:amount`), [105, 900]) * 100, signedOn, index });
      return { ...contract, events: extra.event === null ? [] : [extra.event], signers: shared(contract.signers, index) };
    });
  const onMay20 = publishedCount(facts, "sz-sign-0520") - named.filter((contract) => contract.events.includes(sign0520)).length;
  const may = batch("c-370402-0520", onMay20, { on: "2023-05-20", event: sign0520 });
  const june = batch("c-370402-0626", publishedCount(facts, "sz-sign-0626"), { on: "2023-06-26", event: sign0626 });
  const left = publishedCount(facts, "sz-agreements") - named.length - may.length - june.length;
  const rest = batch("c-370402-campaign", left, { on: null, event: null });
  const spring = series({ prefix: "c-370402-spring", areaCode: "370402", count: 7, totalWan: 190_000, bounds: [6_000, 60_000], span: ["2023-01-10", 90] });
  const framework = series({ prefix: "c-370402-frame", areaCode: "370402", count: 4, totalWan: 260_000, bounds: [20_000, 120_000], span: ["2023-04-20", 60] });
  return [...named, ...may, ...june, ...rest, ...spring, ...framework.map((contract) => ({ ...contract, type: "framework" as const }))];
}

function shizhongNamed(): Contract[] {
  const row = (id: string, name: string, extra: Partial<Contract> & { town: string; yi: number }): Contract => {
    const { town, yi, ...rest } = extra;
    return namedContract({ key: `c-${id}`, name, areaCode: "370402", investor: rest.investor ?? "未公布", signers: [{ orgKey: `o-${town}`, share: "1" }], amountFen: yiToWan(yi) * fenPerWan, signedOn: "2023-05-20", projectKey: id, ...rest });
  };
  const unpublished = { sampleAmounts: true, note: "金额未公布，所列为示例数" };
  const may = { events: [sign0520] };
  return [
    row("wanda-plaza-shizhong", "市中区万达广场项目签约", { town: "370402006", yi: 20, investor: "万达", chainKey: "logistics", signedOn: "2023-04-28", precision: "month", note: "报道称百日会战以来新签约，日期取开工日为界" }),
    row("shengdafeier-dairy-park", "晟达菲尔高端乳制品产业园签约", { town: "370402103", yi: 10.3, investor: "晟达菲尔", chainKey: "food", signedOn: "2023-05-18", precision: "month", note: "报道称百日会战以来新签约，日期取开工日为界" }),
    row("quanwei-hjt-p2", "高效硅异质结电池二期项目签约", { town: "370402101", yi: 12, investor: "泉为", chainKey: "new-energy", ...may, ...unpublished }),
    row("zhonghuan-smart-mfg-park", "中环智能制造产业园签约", { town: "370402104", yi: 60, investor: "中环", chainKey: "equipment", ...may }),
    row("runquan-biodegradable", "润泉生物降解新材料项目签约", { town: "370402105", yi: 5, investor: "润泉生物", chainKey: "materials", ...may, ...unpublished }),
    row("qianhai-new-energy-fund", "市中区前海股交控股百亿新能源产业基金签约", { town: "370402005", yi: 100, kind: "fund", projectKey: null, investor: "前海股交控股", chainKey: "new-energy", comparator: "about", signedOn: "2023-05-28", note: "规模见于名称；基金不计入建设投资" }),
  ];
}

/** Every third agreement is shared with a chain's lead department, every seventh with a state firm. */
function shared(signers: readonly Signer[], index: number): Signer[] {
  const partner = index % 3 === 1 ? pick(seeded(`dept:${index}`), ["miit", "energy", "sci", "commerce", "bigdata"]) : index % 7 === 3 ? `soe${1 + (index % 6)}` : null;
  return partner === null ? [...signers] : [{ ...signers[0]!, share: "0.5" }, { orgKey: `o-370402-${partner}`, share: "0.5" }];
}

function others2023(): Contract[] {
  const mawei = namedContract({ key: "c-mawei-power", name: "马威电力项目签约", areaCode: "370405", investor: "马威电力", projectKey: "mawei-power", signers: [{ orgKey: "o-370405", share: "1" }], amountFen: yiToWan(3) * fenPerWan, sampleAmounts: true, signedOn: "2023-06-30", precision: "by", note: "日期和金额未公布，金额为示例数" });
  const rows = mixed("others2023", ["370403", "370404", "370405", "370406", "370481", "ZZGX"]);
  return [mawei, ...rows.flatMap((areaCode, index) => series({ prefix: `c-${areaCode.toLowerCase()}-2023`, areaCode, count: 9 + index, totalWan: (9 + index) * 31_000, bounds: [6_000, 150_000], span: ["2023-01-10", 165] }))];
}
