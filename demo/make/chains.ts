import type { Chain } from "./shapes.ts";

/**
 * Industry chains of the city. The first ten belong to the “6+3” system (新能源 is worked as two
 * chains); `listedBy` names who keeps the chain on its own list: five of 市中区's ten are
 * published, the other five are samples.
 */
type Row = readonly [key: string, name: string, industryOf: string | null, lead: string, shizhong: boolean];

const rows: readonly Row[] = [
  ["lithium", "锂电新能源产业链", "新能源", "o-miit", false],
  ["new-energy", "光伏与储能产业链", "新能源", "o-energy", true],
  ["equipment", "高端装备产业链", "高端装备", "o-miit", true],
  ["chemical", "高端化工产业链", "高端化工", "o-miit", true],
  ["materials", "新材料产业链", "新材料", "o-sci", true],
  ["medicine", "新医药产业链", "新医药", "o-health", true],
  ["ict", "新一代信息技术产业链", "新一代信息技术", "o-bigdata", true],
  ["agriculture", "高质高效农业产业链", "高质高效农业", "o-agri", false],
  ["logistics", "新型商贸物流产业链", "新型商贸物流业", "o-commerce", true],
  ["tourism", "特色文旅康养产业链", "特色文旅康养业", "o-culture", true],
  ["textile", "高端纺织服装产业链", null, "o-miit", true],
  ["food", "食品加工产业链", null, "o-miit", true],
  ["building", "绿色建材产业链", null, "o-housing", false],
  ["paper", "造纸产业链", null, "o-miit", false],
];

export const chains: readonly Chain[] = rows.map(([key, name, industryOf, lead, shizhong]) => ({
  key,
  name,
  industrySystem: industryOf === null ? null : "6+3",
  industryOf,
  listedBy: shizhong ? ["370400", "370402"] : ["370400"],
  chiefPostKey: `p-chief-${key}`,
  leadOrgKey: lead,
}));
