import type { Tx } from "#platform/database";
import { readPlaces } from "#kernel/subjects";
import { differingEnterprises, type EnterpriseStatement, findEnterprises, recordEnterprises } from "#modules/enterprises";
import { rowReader, type RowReader } from "./cells.ts";
import { chainOf, readChainNames, writeChains } from "./chains.ts";
import type { Asked, Importer, Prepared } from "./importer.ts";
import { readPlace } from "./place-cells.ts";
import { readChains, readCreditCode, readIndustry } from "./project-rows.ts";
import { eachRow } from "./watch.ts";

const yesNo = [
  { code: "yes", zh: "是" },
  { code: "no", zh: "否" },
] as const;

function yesNoOf(text: string): "yes" | "no" | undefined {
  if (/^(是|规上|有|true|1|y|yes|√)$/i.test(text)) return "yes";
  return /^(否|规下|不是|非|无|false|0|n|no|×)$/i.test(text) ? "no" : undefined;
}

function readTags(reader: RowReader): string[] | null {
  const text = reader.text("标签", { max: 300 });
  return text === null
    ? null
    : [
        ...new Set(
          text
            .split(/[、；;，,]/)
            .map((tag) => tag.trim())
            .filter((tag) => tag !== ""),
        ),
      ];
}

async function prepare(tx: Tx, { actor, table, faults, watch }: Asked): Promise<Prepared> {
  const places = await readPlaces(tx);
  const chains = await readChainNames(tx);
  const read = rowReader(table, faults);
  const seen = new Map<string, number>();
  const enterprises = await eachRow(watch, table.rows, (at): EnterpriseStatement | null => {
    const reader = read(at);
    const name = reader.text("企业名称", { isRequired: true, max: 200 });
    const creditCode = readCreditCode(reader, "统一社会信用代码", true);
    const place = readPlace(reader, "属地", { places, mustReach: true });
    const aboveScale = reader.word("是否规上", yesNoOf, { choices: yesNo });
    const rest = {
      industryCode: readIndustry(reader),
      contactPost: reader.text("联系人岗位", { max: 100 }),
      contactPhone: reader.text("联系电话", { max: 40 }),
      tags: readTags(reader),
      chainIds: readChains(reader)
        .map((one) => chainOf(reader, one, { chains, mayAdd: actor.role === "dispatch" }))
        .filter((id): id is string => id !== null),
    };
    if (name === null || creditCode === null || place === null) return null;
    const earlier = seen.get(creditCode);
    if (earlier !== undefined) reader.error("统一社会信用代码", "duplicate-row", `与第${earlier}行的代码相同`, "请只保留一行");
    seen.set(creditCode, earlier ?? reader.row);
    return {
      subjectId: null,
      scopeId: place.scopeId,
      orgId: place.orgId,
      areaId: place.areaId,
      name,
      creditCode,
      isAboveScale: aboveScale === null ? null : aboveScale === "yes",
      ...rest,
    };
  });
  const known = await findEnterprises(
    tx,
    enterprises.map((one) => one.creditCode),
  );
  const statements = enterprises.map((one) => ({ ...one, subjectId: known.get(one.creditCode) ?? null }));
  const differing = await differingEnterprises(tx, statements);
  const changing = statements.filter((one) => one.subjectId === null || differing.has(one.subjectId));
  return {
    changed: changing.length,
    subjects: changing.flatMap((one) => one.subjectId ?? []),
    write: async (writer, act) => {
      await writeChains(writer, chains, new Set(changing.flatMap((one) => one.chainIds)));
      await recordEnterprises(writer, act, changing);
    },
  };
}

export const enterpriseImporter: Importer = { kind: "enterprises", roles: ["dispatch", "district"], prepare };
