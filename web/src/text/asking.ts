import { area } from "./catalogue.ts";

/** Words of the page that answers questions in words. The questions themselves are Chinese in either language. */
export const askingText = area(
  {
    title: "问数",
    question: "用一句话问",
    ask: "查询",
    examples: "可以这样问",
    exampleList: [
      "上半年新开工过亿元项目多少个，总投资多少？",
      "各区市6月底完成率",
      "薛城区市重点项目6月底完成投资、完成率、超时间进度",
      "锂电产业链10亿元以上项目几个？",
      "截至6月底红牌项目多少个？",
    ],
    reading: "读作",
    notUnderstood: "未听懂",
    remarks: "说明",
    definition: "口径",
    groups: "分组",
    value: "数值",
    none: "没有可以回答的数",
    noneWhy: "换一种说法，或者从上面的例子改起。",
  },
  {
    title: "Ask a number",
    question: "Ask in one sentence (Chinese)",
    ask: "Ask",
    examples: "For example",
    exampleList: [
      "上半年新开工过亿元项目多少个，总投资多少？",
      "各区市6月底完成率",
      "薛城区市重点项目6月底完成投资、完成率、超时间进度",
      "锂电产业链10亿元以上项目几个？",
      "截至6月底红牌项目多少个？",
    ],
    reading: "Read as",
    notUnderstood: "not understood",
    remarks: "Remarks",
    definition: "Definition",
    groups: "Group",
    value: "Value",
    none: "No number to answer with",
    noneWhy: "Say it in other words, or begin with an example above.",
  },
);
