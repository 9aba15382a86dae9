/** Words of the papers themselves, which are Chinese whatever language the page is read in. */

/** Whose name stands over the red line. */
export function issuerWords(city: string): string {
  return `${city}重点项目建设调度办公室`;
}

/** 2023-06 as 2023年6月 */
export function monthWords(month: string): string {
  const { year, month: own } = Temporal.PlainYearMonth.from(month);
  return `${year}年${own}月`;
}

/** How a new paper of each kind is called. */
export const paperTitles = {
  bulletin: (month: string) => `${monthWords(month)}重点项目建设情况通报`,
  brief: (month: string) => `${monthWords(month)}重点项目情况一页纸`,
  speech: (month: string) => `${monthWords(month)}重点项目讲话数据`,
} as const;

export const outlineWords = {
  general: "一、总体情况",
  districts: "二、各区（市）完成情况",
  lights: "三、亮牌情况",
  asks: "四、问题与要求",
  lead: "截至月末，全市重点项目",
  planned: "，年度计划投资",
  completed: "，完成投资",
  rate: "，年度计划完成率",
  comma: "，",
  stop: "。",
  best: "完成率居前的是",
  worst: "，居后的是",
  behind: "总体落后时间进度，请各责任单位逐个项目排出赶工计划。",
  ahead: "总体快于时间进度。",
  ask: "对红牌、黄牌项目，责任单位要写明原因，明确责任岗位和解决时限。",
  table: "各区（市）重点项目完成情况",
  chart: "各区（市）完成率",
  red: "红牌项目",
  yellow: "黄牌项目",
  columns: { rate: "完成率", completed: "完成投资", count: "项目数" },
} as const;
