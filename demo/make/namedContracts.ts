import { readFileSync } from "node:fs";
import { dayKnownAt } from "./draft.ts";
import { yiToWan } from "./facts.ts";
import type { Contract, Precision } from "./shapes.ts";

const tableFile = new URL("../tables/named-contracts.csv", import.meta.url);
const fenPerWan = 1_000_000;

/**
 * Agreements of named investors. The signing town is a sample throughout: the texts name none. The
 * precision `month` stands for “within the campaign, the day before the start at the latest”.
 */
export function namedContracts(): Contract[] {
  const [, ...lines] = readFileSync(tableFile, "utf8").trim().split("\n");
  return lines.map((line) => readContract(line.split(",")));
}

function readContract(cells: readonly string[]): Contract {
  const [key, name, areaCode, signer, project, chain, investor, yi, basis, signedOn, precision, event, kind, ...rest] = cells as [string, ...string[]];
  const [comparator, note] = rest;
  return {
    key,
    name: name!,
    sample: false,
    sampleAmounts: basis === "sample",
    type: "formal",
    kind: kind as Contract["kind"],
    areaCode: areaCode!,
    projectKey: project || null,
    leadKey: null,
    chainKey: chain || null,
    investor: investor!,
    signers: [{ orgKey: signer!, share: "1" }],
    amountFen: yiToWan(Number(yi)) * fenPerWan,
    comparator: comparator as Contract["comparator"],
    foreignCapitalUsdCent: null,
    signedOn: signedOn!,
    precision: precision as Precision,
    events: event === "" ? [] : [event!],
    knownAt: dayKnownAt(signedOn!),
    note: note || null,
  };
}
