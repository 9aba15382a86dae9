/** Words from which names, progress notes and problems of samples are put together. */
export type Theme = { industryCode: string; firm: string; products: readonly string[] };

export const themes: Readonly<Record<string, readonly Theme[]>> = {
  lithium: [
    { industryCode: "C3841", firm: "锂电科技", products: ["方形锂电池", "储能电芯", "动力电池模组", "软包电池"] },
    {
      industryCode: "C3985",
      firm: "电池材料",
      products: ["磷酸铁锂正极材料", "锂电池隔膜", "人造石墨负极材料", "锂电铜箔"],
    },
    { industryCode: "C3484", firm: "精密部件", products: ["电池精密结构件", "电池壳体盖板"] },
  ],
  "new-energy": [
    { industryCode: "C3825", firm: "光伏科技", products: ["光伏组件", "光伏支架", "高效电池片"] },
    { industryCode: "D4416", firm: "新能源发电", products: ["渔光互补光伏电站", "屋顶分布式光伏"] },
    { industryCode: "D4419", firm: "储能电力", products: ["共享储能电站", "用户侧储能"] },
  ],
  equipment: [
    { industryCode: "C3421", firm: "机床", products: ["数控机床", "立式加工中心", "机床功能部件"] },
    { industryCode: "C3443", firm: "阀门", products: ["高压阀门", "智能控制阀"] },
    { industryCode: "C3511", firm: "机械装备", products: ["智能矿山装备", "成套输送设备"] },
    { industryCode: "C3484", firm: "精密机械", products: ["精密铸件", "液压部件", "轴承套圈"] },
    { industryCode: "C3591", firm: "环保装备", products: ["环保成套设备", "水处理装置"] },
  ],
  chemical: [
    { industryCode: "C2614", firm: "化工", products: ["煤焦油深加工", "精细化学品", "粗苯精制", "绿色溶剂"] },
    { industryCode: "C2662", firm: "助剂", products: ["水处理剂", "橡胶助剂", "电子化学品"] },
  ],
  materials: [
    { industryCode: "C2832", firm: "生物新材料", products: ["可降解膜材", "淀粉基材料"] },
    { industryCode: "C2659", firm: "高分子材料", products: ["工程塑料", "特种树脂", "复合板材"] },
    { industryCode: "C3059", firm: "玻璃新材料", products: ["微晶玻璃", "特种玻璃制品"] },
  ],
  medicine: [
    { industryCode: "C2720", firm: "制药", products: ["口服固体制剂", "中药配方颗粒", "兽用制剂"] },
    { industryCode: "C2780", firm: "医药辅料", products: ["药用辅料", "药品包装材料"] },
    { industryCode: "C2710", firm: "原料药", products: ["特色原料药"] },
  ],
  ict: [
    { industryCode: "C3832", firm: "光通信", products: ["特种光缆", "光纤器件"] },
    { industryCode: "C3983", firm: "传感科技", products: ["智能传感器", "工业物联网终端"] },
    { industryCode: "C3974", firm: "光电", products: ["显示模组", "背光组件"] },
    { industryCode: "I6450", firm: "数据", products: ["数据标注基地", "边缘计算中心"] },
  ],
  agriculture: [
    { industryCode: "C1371", firm: "农业", products: ["蔬菜速冻加工", "净菜配送"] },
    { industryCode: "A0141", firm: "农业科技", products: ["智慧温室", "石榴良种繁育"] },
  ],
  logistics: [
    { industryCode: "G5920", firm: "供应链", products: ["智能仓储", "多式联运物流"] },
    { industryCode: "G5959", firm: "冷链", products: ["冷链物流", "农产品集配"] },
  ],
  tourism: [
    { industryCode: "N7869", firm: "文旅", products: ["乡村旅游综合体", "民俗文化体验区"] },
    { industryCode: "Q8416", firm: "康养", products: ["康养社区", "健康疗养"] },
  ],
  textile: [{ industryCode: "C1819", firm: "服饰", products: ["高端服装智能制造", "功能面料"] }],
  food: [{ industryCode: "C1399", firm: "食品", products: ["休闲食品", "豆制品深加工", "预制菜"] }],
  building: [{ industryCode: "C3024", firm: "建材", products: ["装配式构件", "轻质墙体材料", "绿色板材"] }],
  paper: [{ industryCode: "C2223", firm: "纸业", products: ["特种纸", "包装纸板"] }],
  none: [
    { industryCode: "E4813", firm: "城市建设", products: ["园区道路配套", "片区基础设施", "标准化厂房"] },
    { industryCode: "D4620", firm: "水务", products: ["污水处理提升", "再生水利用"] },
    { industryCode: "D4420", firm: "配电", products: ["园区供电配套"] },
  ],
};

/** What a project looks like when the given share of its whole investment is done. */
export const progressNotes: readonly (readonly [below: number, notes: readonly string[]])[] = [
  [0.02, ["正在办理前期手续", "正在进行场地勘察", "施工图设计中"]],
  [0.15, ["场地平整完成，桩基施工", "围挡搭建完成，基坑开挖", "基础施工"]],
  [0.35, ["一号车间基础完成，钢结构进场", "主体一层施工", "基础完成，柱体施工"]],
  [0.6, ["主体结构施工过半", "钢结构吊装", "车间主体施工，设备订货"]],
  [0.85, ["主体封顶，内外装修", "车间封闭完成，设备陆续到货", "主体完成，管网铺设"]],
  [0.98, ["设备安装调试", "配套道路和绿化施工", "部分生产线试车"]],
  [9, ["建成，进入收尾验收", "设备联调完成", "试生产"]],
];

/** A problem, the post that holds the key to it, the factor it belongs to, and whether it comes before building. */
export type Problem = { text: string; postKey: string; factor: string; early: boolean };

export const problems: readonly Problem[] = [
  { text: "剩余地块用地手续尚未批复，不能进场", postKey: "p-land-officer", factor: "土地", early: true },
  { text: "环境影响评价正在修改，批复时间待定", postKey: "p-ecology-officer", factor: "环境容量", early: true },
  { text: "施工许可材料补正中", postKey: "p-approval-officer", factor: "审批", early: true },
  { text: "能耗指标尚未落实", postKey: "p-energy-officer", factor: "能耗", early: true },
  { text: "高压供电线路未接入，设备不能调试", postKey: "p-power-officer", factor: "供电", early: false },
  { text: "银行贷款审批延后，工程款支付放缓", postKey: "p-finance-officer", factor: "资金", early: false },
  { text: "工业用水接入点未确定", postKey: "p-water-officer", factor: "水资源", early: false },
  { text: "厂区外道路未通，大件设备进不来", postKey: "p-transport-officer", factor: "道路", early: false },
];
