import { stageOf, stages } from "@baton/contract/codes";
import type { Tx } from "#platform/database";
import { type Place, type Places, readPlaces } from "#kernel/subjects";
import { differingLeads, findLeads, leadKey, type LeadStatement, recordLeads } from "#modules/investment";
import { rowReader, type RowReader } from "./cells.ts";
import { chainOf, type ChainNames, readChainNames, writeChains } from "./chains.ts";
import type { Asked, Importer, Prepared } from "./importer.ts";
import { readPlace } from "./place-cells.ts";
import { readChains, readCreditCode, stageWords } from "./project-rows.ts";
import { eachRow } from "./watch.ts";

type Lead = { reader: RowReader; statement: LeadStatement };

const contractKinds = [
  { code: "formal", zh: "正式" },
  { code: "framework", zh: "框架" },
] as const;

function contractKindOf(text: string): "formal" | "framework" | undefined {
  if (/^(正式|正式合同|正式协议|formal)$/.test(text)) return "formal";
  return /^(框架|框架协议|意向|意向协议|framework)$/.test(text) ? "framework" : undefined;
}

/** A framework agreement is kept and is not a signing; what was signed without a kind is taken as formal and said so. */
function readContract(reader: RowReader, intendedFen: number | null): LeadStatement["contract"] {
  const when = reader.when("签约日期");
  const kind = reader.word("合同类型", contractKindOf, { choices: contractKinds });
  const amountFen = reader.wan("合同投资(万元)");
  const dollars = reader.decimal("利用外资(万美元)", 6);
  const isNamed = ["合同类型", "合同投资(万元)", "利用外资(万美元)"].some((column) => reader.raw(column) !== null);
  if (when === null) {
    if (isNamed && reader.raw("签约日期") === null) reader.error("签约日期", "required", "填写了合同内容，没有填写签约日期", "请补上签约日期");
    return null;
  }
  if (reader.raw("合同类型") === null) reader.warn("合同类型", "kind-assumed", "没有填写合同类型，按正式合同记录", "如为框架协议，请改填“框架”");
  if (reader.raw("合同投资(万元)") === null) reader.warn("合同投资(万元)", "amount-assumed", "没有填写合同投资，按意向投资记录", "请核对");
  // 万美元 with six decimals is a hundredth of a dollar.
  const foreignCents = dollars === null ? null : Number(BigInt(dollars.replace(".", "")) * 10n ** BigInt(6 - (dollars.split(".")[1]?.length ?? 0)));
  return { kind: kind ?? "formal", signedOn: when.on, precision: when.precision, amountFen: amountFen ?? intendedFen ?? 0, foreignCents };
}

function stagesOf(stage: string, firstOn: { on: string; precision: string }, contract: LeadStatement["contract"]): LeadStatement["stages"] {
  const rankOf = (code: string): number => {
    const at = stages.findIndex((one) => one.code === code);
    return at < 0 ? 100 : at + 1;
  };
  const isSigned = contract?.kind === "formal";
  const dated = isSigned ? [{ stage: "signed", rank: rankOf("signed"), enteredOn: contract.signedOn, precision: contract.precision }] : [];
  if (isSigned && stage === "signed") return dated;
  const rank = rankOf(stage);
  // Talks begin with the first contact; of any later stage without a date of its own, only "not later than" is known.
  const isEarly = rank <= rankOf("negotiation");
  const enteredOn = isSigned && rank > rankOf("signed") ? contract.signedOn : firstOn.on;
  return [...dated, { stage, rank, enteredOn, precision: isEarly ? firstOn.precision : "by" }];
}

type World = { places: Places; chains: ChainNames; mayAdd: boolean };

function readLead(reader: RowReader, world: World): Lead | null {
  const name = reader.text("项目名称", { isRequired: true, max: 200 });
  const place: Place | null = readPlace(reader, "首谈单位", { places: world.places, mustReach: true });
  const intendedFen = reader.wan("意向投资(万元)", { isRequired: true });
  const first = reader.when("首谈日期", { isRequired: true });
  const stage = reader.word("当前阶段", stageOf, { isRequired: true, choices: stageWords });
  const contract = readContract(reader, intendedFen);
  const rest = { investorName: reader.text("投资方", { max: 200 }), creditCode: readCreditCode(reader), remark: reader.text("备注", { max: 2_000 }) };
  const chainIds = readChains(reader)
    .map((one) => chainOf(reader, one, world))
    .filter((id): id is string => id !== null);
  if (contract !== null && first !== null && contract.signedOn < first.on && contract.precision === "day" && first.precision === "day") {
    reader.error("签约日期", "before-first-contact", "签约日期早于首谈日期", "请核对两个日期");
  }
  if (name === null || place === null || intendedFen === null || first === null || stage === null) return null;
  return {
    reader,
    statement: {
      subjectId: null,
      scopeId: place.scopeId,
      orgId: place.orgId,
      areaId: place.areaId,
      name,
      intendedFen,
      firstContactOn: first.on,
      ...rest,
      chainIds,
      stages: stagesOf(stage, first, contract),
      contract,
    },
  };
}

async function prepare(tx: Tx, { actor, table, faults, watch }: Asked): Promise<Prepared> {
  const world: World = { places: await readPlaces(tx), chains: await readChainNames(tx), mayAdd: actor.role === "dispatch" };
  const read = rowReader(table, faults);
  const leads = await eachRow(watch, table.rows, (at) => readLead(read(at), world));
  const known = await findLeads(
    tx,
    leads.map(({ statement }) => statement.name),
  );
  const seen = new Map<string, number>();
  const statements = leads.map(({ reader, statement }) => {
    const key = leadKey(statement.name, statement.orgId);
    const earlier = seen.get(key);
    if (earlier !== undefined) reader.error("项目名称", "duplicate-row", `与第${earlier}行的项目和首谈单位相同`, "请只保留一行");
    seen.set(key, earlier ?? reader.row);
    return { ...statement, subjectId: known.get(key) ?? null };
  });
  const differing = await differingLeads(tx, statements);
  const changing = statements.filter((one) => one.subjectId === null || differing.has(one.subjectId));
  return {
    changed: changing.length,
    subjects: changing.flatMap((one) => one.subjectId ?? []),
    write: async (writer, act) => {
      await writeChains(writer, world.chains, new Set(changing.flatMap((one) => one.chainIds)));
      await recordLeads(writer, act, changing);
    },
  };
}

export const leadImporter: Importer = { kind: "leads", roles: ["dispatch", "district"], prepare };
