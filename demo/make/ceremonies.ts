import { city2019, zoneFirst2019, zoneSecond2019 } from "./lists2019.ts";
import { sign0520, sign0626 } from "./contracts.ts";
import { start0627 } from "./lists2023.ts";
import { start2022 } from "./event2022.ts";
import type { Ceremony, Contract, Precision, Project } from "./shapes.ts";

type Row = readonly [key: string, name: string, kind: Ceremony["kind"], on: string, areaCode: string, precision: Precision];

/** The days of 2019 were not published: the month is a sample, so the precision is the year. */
const rows: readonly Row[] = [
  [zoneFirst2019, "高新区2019年第一次集中开工", "集中开工", "2019-03-15", "ZZGX", "year"],
  [zoneSecond2019, "高新区2019年第二次集中开工", "集中开工", "2019-08-20", "ZZGX", "year"],
  [city2019, "2019年全市集中开工（高新区部分）", "集中开工", "2019-03-15", "370400", "year"],
  [start2022, "2022年10月9日全市重点项目集中启动", "集中开工", "2022-10-09", "370400", "day"],
  [sign0520, "市中区2023年5月20日集中签约", "集中签约", "2023-05-20", "370402", "day"],
  [sign0626, "市中区2023年6月26日集中签约", "集中签约", "2023-06-26", "370402", "day"],
  [start0627, "市中区2023年6月27日集中开工", "集中开工", "2023-06-27", "370402", "day"],
];

/** Questions name a ceremony as people do. */
export function ceremonyName(key: string): string {
  return rows.find((row) => row[0] === key)![1];
}

export function ceremonies(projects: readonly Project[], contracts: readonly Contract[]): Ceremony[] {
  return rows.map(([key, name, kind, on, areaCode, precision]) => ({
    key,
    name,
    kind,
    on,
    precision,
    areaCode,
    projectKeys: projects.filter((project) => project.events.includes(key)).map((project) => project.key),
    contractKeys: contracts.filter((contract) => contract.events.includes(key)).map((contract) => contract.key),
    knownAt: `${on}T18:00:00+08:00`,
  }));
}
