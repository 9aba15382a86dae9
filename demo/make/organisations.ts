import { areas, cityCode, countyCodes, getArea, zoneCode } from "./divisions.ts";
import { chains } from "./chains.ts";
import type { Account, Organisation, Post, PostRole } from "./shapes.ts";

/** Organisations and posts. Posts only: no person is named anywhere in the demonstration city. */

const departments = [
  ["o-ndrc", "市发展和改革委员会"],
  ["o-miit", "市工业和信息化局"],
  ["o-energy", "市能源局"],
  ["o-sci", "市科学技术局"],
  ["o-health", "市卫生健康委员会"],
  ["o-bigdata", "市大数据局"],
  ["o-agri", "市农业农村局"],
  ["o-commerce", "市商务和投资促进局"],
  ["o-culture", "市文化和旅游局"],
  ["o-housing", "市住房和城乡建设局"],
  ["o-land", "市自然资源和规划局"],
  ["o-ecology", "市生态环境局"],
  ["o-approval", "市行政审批服务局"],
  ["o-water", "市城乡水务局"],
  ["o-transport", "市交通运输局"],
  ["o-finance", "市财政局"],
  ["o-stat", "市统计局"],
  ["o-power", "枣庄供电公司"],
] as const;

/** Leaders of a county who take projects in charge; the division of duties is a sample. */
const countyLeaders = [
  ["head", "区（市）长"],
  ["deputy-industry", "副区（市）长（分管工业）"],
  ["deputy-investment", "副区（市）长（分管招商）"],
  ["deputy-building", "副区（市）长（分管城建）"],
] as const;

const shizhongChains = [
  ["miit", "工业和信息化局", "高端装备、食品加工"],
  ["energy", "发展和改革局", "新能源"],
  ["sci", "科学技术局", "新材料"],
  ["health", "卫生健康局", "新医药"],
  ["textile", "轻工纺织发展中心", "高端纺织服装"],
  ["chemical", "应急管理局", "高端化工"],
  ["bigdata", "大数据服务中心", "新一代信息技术"],
  ["commerce", "商务局", "新型商贸物流"],
  ["culture", "文化和旅游局", "特色文旅康养"],
  ["investment", "投资促进中心", "招商统筹"],
] as const;

export const organisations: readonly Organisation[] = [
  ...city(),
  ...departments.map(([key, name]) => department(key, `枣庄${name}`.replace("枣庄枣庄", "枣庄"))),
  ...countyCodes.flatMap(county),
  ...areas.filter((area) => area.level === "town").map(town),
  ...shizhongUnits(),
  ...enterprises(),
];

function city(): Organisation[] {
  const chiefs = chains.map((chain) => post(`p-chief-${chain.key}`, `${chain.name}链长`, "chief"));
  return [
    organisation(
      ["o-city", "枣庄市人民政府", "市"],
      [post("p-city-mayor", "市长", "leader"), post("p-city-deputy", "副市长（分管重点项目）", "leader"), ...chiefs],
    ),
    {
      ...organisation(
        ["o-dispatch", "枣庄市重点项目调度中心", "部门"],
        [
          post("p-dispatch-chief", "调度中心主任", "dispatch"),
          post("p-dispatch-officer", "调度员", "dispatch"),
          post("p-dispatch-reviewer", "调度审核员", "dispatch"),
        ],
      ),
      parentKey: "o-ndrc",
      sample: true,
    },
    {
      ...organisation(
        ["o-platform", "枣庄市平台运行中心", "部门"],
        [post("p-sysadmin", "系统管理员", "sysadmin"), post("p-secadmin", "安全保密管理员", "secadmin"), post("p-auditor", "安全审计员", "auditor")],
      ),
      parentKey: "o-bigdata",
      sample: true,
    },
    ...["lithium", "equipment"].map((key) => ({
      ...organisation(
        [`o-force-${key}`, `枣庄市${chains.find((chain) => chain.key === key)!.name}工作专班`, "专班"],
        [post(`p-force-${key}`, "专班召集人", "department")],
      ),
      parentKey: "o-city",
    })),
  ];
}

function department(key: string, name: string): Organisation {
  return {
    ...organisation(
      [key, name, key === "o-power" ? "国企" : "部门"],
      [post(`p-${key.slice(2)}-head`, "主要负责人", "department"), post(`p-${key.slice(2)}-officer`, "重点项目联络员", "department")],
    ),
    parentKey: "o-city",
  };
}

function county(code: string): Organisation[] {
  const name = getArea(code).name;
  const isZone = code === zoneCode;
  const government: Organisation = {
    ...organisation(
      [`o-${code}`, isZone ? "枣庄高新区管理委员会" : `${name}人民政府`, "区县"],
      [
        ...countyLeaders.map(([key, title]) => post(`p-${code}-${key}`, leaderTitle(title, { code, isZone }), "district")),
        post(`p-${code}-dispatch`, "重点项目调度岗", "district"),
        post(`p-${code}-service`, "重点项目服务专员", "district"),
      ],
    ),
    parentKey: "o-city",
    areaCode: code,
  };
  return [government];
}

function leaderTitle(title: string, { code, isZone }: { code: string; isZone: boolean }): string {
  if (isZone) return title.replace("副区（市）长", "管委会副主任").replace("区（市）长", "管委会主任");
  return title.replace("区（市）长", code === "370481" ? "市长" : "区长");
}

function town(area: { code: string; name: string; parent: string | null }): Organisation {
  const isPark = area.code.startsWith("X-");
  const government = area.name.endsWith("镇") ? "人民政府" : area.name.endsWith("街道") ? "办事处" : "管理委员会";
  return {
    ...organisation(
      [`o-${area.code}`, `${area.name}${government}`, isPark ? "园区" : "镇街"],
      [post(`p-${area.code}-head`, isPark ? "管委会主任" : "行政主要负责人", "town"), post(`p-${area.code}-officer`, "项目填报员", "town")],
    ),
    parentKey: `o-${area.parent}`,
    areaCode: area.code,
  };
}

function shizhongUnits(): Organisation[] {
  const leads = shizhongChains.map(([key, name, chain]) => ({
    ...organisation([`o-370402-${key}`, `市中区${name}`, "部门"], [post(`p-370402-${key}`, `产业链牵头联络员（${chain}）`, "department")]),
    parentKey: "o-370402",
    areaCode: "370402",
    sample: true,
  }));
  const firms = ["一", "二", "三", "四", "五", "六"].map((number, index) => ({
    ...organisation(
      [`o-370402-soe${index + 1}`, `市中区区属国有企业${number}（示例）`, "国企"],
      [post(`p-370402-soe${index + 1}`, "招商联络员", "department")],
    ),
    parentKey: "o-370402",
    areaCode: "370402",
    sample: true,
  }));
  return [...leads, ...firms];
}

function enterprises(): Organisation[] {
  const rows = [
    ["o-ent-demo1", "常庄锂电材料有限公司（示例）", "370403005"],
    ["o-ent-demo2", "鲁南精密装备有限公司（示例）", "370403"],
    ["o-ent-demo3", "运河新材料有限公司（示例）", "370405"],
  ] as const;
  return rows.map(([key, name, areaCode]) => ({
    ...organisation([key, name, "企业"], [post(`p-${key.slice(2)}`, "企业联络员", "enterprise")]),
    parentKey: `o-${areaCode}`,
    areaCode,
    sample: true,
  }));
}

/** The city's own unless the caller says otherwise. */
function organisation([key, name, kind]: Naming, posts: Post[]): Organisation {
  return { key, name, parentKey: null, kind, areaCode: cityCode, sample: false, posts };
}

type Naming = readonly [key: string, name: string, kind: Organisation["kind"]];

function post(key: string, title: string, role: PostRole): Post {
  return { key, title, role };
}

/** The demonstration accounts. `dispatch2` exists because what one proposes another approves. */
export const accounts: readonly Account[] = [
  { username: "leader", role: "leader", postKey: "p-city-mayor" },
  { username: "chief", role: "chief", postKey: "p-chief-lithium" },
  { username: "dispatch", role: "dispatch", postKey: "p-dispatch-officer" },
  { username: "dispatch2", role: "dispatch", postKey: "p-dispatch-reviewer" },
  { username: "district", role: "district", postKey: "p-370403-dispatch" },
  { username: "district2", role: "district", postKey: "p-370405-dispatch" },
  { username: "district3", role: "district", postKey: "p-370402-dispatch" },
  { username: "town", role: "town", postKey: "p-370403005-officer" },
  { username: "town2", role: "town", postKey: "p-370403104-officer" },
  { username: "town3", role: "town", postKey: "p-370405102-officer" },
  { username: "department", role: "department", postKey: "p-land-officer" },
  { username: "department2", role: "department", postKey: "p-power-officer" },
  { username: "enterprise", role: "enterprise", postKey: "p-ent-demo1" },
  { username: "sysadmin", role: "sysadmin", postKey: "p-sysadmin" },
  { username: "secadmin", role: "secadmin", postKey: "p-secadmin" },
  { username: "auditor", role: "auditor", postKey: "p-auditor" },
];

/** The town whose June reports are still to come: the account `town` belongs to it. */
export const openTownCode = "370403005";
