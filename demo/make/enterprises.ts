import type { Facts } from "./facts.ts";
import { sampleCreditCode } from "./codes.ts";
import type { Enterprise } from "./shapes.ts";

const chainWords: readonly (readonly [word: string, chain: string])[] = [
  ["锂", "lithium"],
  ["光伏", "new-energy"],
  ["储能", "new-energy"],
  ["新能源汽车", "equipment"],
  ["新能源", "new-energy"],
  ["装备", "equipment"],
  ["智能制造", "equipment"],
  ["化", "chemical"],
  ["新材料", "materials"],
  ["医", "medicine"],
  ["光通信", "ict"],
  ["新信息", "ict"],
  ["食品", "food"],
  ["建材", "building"],
  ["商贸", "logistics"],
  ["电商", "logistics"],
  ["物流", "logistics"],
];

const counties: readonly (readonly [name: string, code: string])[] = [
  ["市中区", "370402"],
  ["薛城区", "370403"],
  ["峄城区", "370404"],
  ["台儿庄区", "370405"],
  ["山亭区", "370406"],
  ["滕州市", "370481"],
  ["枣庄高新区", "ZZGX"],
];

/** Leading firms as the texts call them. */
const leaders = new Set(["欣旺达", "青啤枣庄公司", "山东潍焦控股集团有限公司（潍焦集团）", "东方光源集团", "博雷顿（山东）新能源汽车有限公司"]);

/**
 * Enterprises of the texts that sit in one of the city's counties. No registry number of a real
 * firm was published, so none is given; a few samples carry made-up, valid ones.
 */
export function enterprises(facts: Facts): Enterprise[] {
  const real = facts.enterprises.flatMap((fact, index) => {
    const county = counties.find(([name]) => fact.district.includes(name));
    if (county === undefined) return [];
    const name = fact.name_zh
      .replace(/ \((.*)\)/, "（$1）")
      .replace("(", "（")
      .replace(")", "）")
      .split(" / ")[0]!;
    const chain = chainWords.find(([word]) => fact.domain?.includes(word));
    const leading = leaders.has(name);
    return [
      {
        key: `e-${String(index + 1).padStart(3, "0")}`,
        name,
        sample: false,
        creditCode: null,
        orgKey: null,
        areaCode: county[1],
        aboveScale: null,
        chainKey: chain?.[1] ?? null,
        chainRole: chain === undefined ? null : leading ? ("链主" as const) : ("配套" as const),
      },
    ];
  });
  return [...real, ...samples()];
}

function samples(): Enterprise[] {
  const rows = [
    ["常庄锂电材料有限公司（示例）", "370403005", "lithium"],
    ["鲁南精密装备有限公司（示例）", "370403", "equipment"],
    ["运河新材料有限公司（示例）", "370405001", "materials"],
    ["税郭光伏科技有限公司（示例）", "370402101", "new-energy"],
    ["级索智能装备有限公司（示例）", "370481105", "equipment"],
    ["西集绿色建材有限公司（示例）", "370406102", "building"],
    ["古邵农业科技有限公司（示例）", "370404100", "agriculture"],
    ["兴城光电有限公司（示例）", "370403003", "ict"],
  ] as const;
  return rows.map(([name, areaCode, chainKey], index) => ({
    key: `e-s${index + 1}`,
    name,
    sample: true,
    creditCode: sampleCreditCode(areaCode.slice(0, 6), 9_000 + index),
    orgKey: index < 3 ? `o-ent-demo${index + 1}` : null,
    areaCode,
    aboveScale: index % 3 !== 0,
    chainKey,
    chainRole: "配套" as const,
  }));
}
