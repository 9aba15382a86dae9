import { execFileSync } from "node:child_process";
import { deflateRawSync } from "node:zlib";
import { Problem } from "@baton/contract/problems";
import { describe, expect, test } from "vitest";
import { cageFlags, readCaged } from "./caged.ts";
import { limits, Refusal } from "./cells.ts";
import { inline, workbookOf, workbookParts, zipOf } from "./fixtures.ts";
import { readWorkbook } from "./index.ts";
import { queued } from "./queue.ts";

async function reasonOf(bytes: Buffer): Promise<unknown> {
  try {
    await readWorkbook(bytes, "x.xlsx");
  } catch (error) {
    if (error instanceof Problem) return error.members["reason"];
    throw error;
  }
  return "read";
}

const oneRow = `<row>${inline("A1", "甲")}</row>`;

type Claim = { offset: number; value: number; bytes: 2 | 4; entries: number };

/** Rewrites what the central directory of a zip claims: a field of its first `entries`, at its offset within the entry. */
function claim(zip: Buffer, { offset, value, bytes, entries }: Claim): Buffer {
  const copy = Buffer.from(zip);
  let at = -4;
  for (let entry = 0; entry < entries; entry++) {
    at = copy.indexOf("PK\u0001\u0002", at + 4);
    copy.writeUIntLE(value, at + offset, bytes);
  }
  return copy;
}

const uncompressedSizeAt = 24;
const flagsAt = 8;

describe("bombs are refused before they go off", () => {
  test("a part, or all parts, that claim too much are not inflated", async () => {
    const zip = await workbookOf(oneRow);
    const started = performance.now();
    const sizes = (value: number, entries: number): Buffer => claim(zip, { offset: uncompressedSizeAt, value, bytes: 4, entries });
    expect(await reasonOf(sizes(limits.partBytesMax + 1, 1))).toBe("too-large");
    expect(await reasonOf(sizes(limits.allPartsBytesMax / 2, 3))).toBe("too-large");
    expect(performance.now() - started).toBeLessThan(100);
  });

  test("a part that inflates to more than it claims is damaged, however small the claim", async () => {
    const zip = await workbookOf(`<row>${inline("A1", "甲".repeat(100_000))}</row>`);
    expect(await reasonOf(zip)).toBe("read");
    const sheetEntry = zip.lastIndexOf("xl/worksheets/sheet1.xml") - 46;
    const lying = Buffer.from(zip);
    lying.writeUInt32LE(500, sheetEntry + uncompressedSizeAt);
    expect(await reasonOf(lying)).toBe("damaged");
  });

  test("more than 200 parts are refused", async () => {
    const many = Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`xl/media/${at}.bin`, "x"]));
    expect(await reasonOf(await zipOf({ ...workbookParts(oneRow), ...many }))).toBe("too-large");
  });

  test("entities are not expanded: a declaration of them is refused", async () => {
    const laughs =
      '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><worksheet><sheetData><row><c t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>';
    expect(await reasonOf(await workbookOf("", { "xl/worksheets/sheet1.xml": laughs }))).toBe("damaged");
  });

  test("what fits the limits and still takes too much memory or time takes its reader down and nothing else", async () => {
    const bytes = await workbookOf(oneRow);
    const bounds = { memoryBytesMax: limits.readerMemoryBytesMax, millisecondsMax: limits.readerMillisecondsMax };
    const run = (closer: { memoryBytesMax?: number; millisecondsMax?: number }): Promise<unknown> =>
      readCaged({ bytes, format: "xlsx", sheetName: "", bounds: { ...bounds, ...closer } }, () => undefined);
    await expect(run({ millisecondsMax: 5 })).rejects.toMatchObject({ reason: "too-slow" });
    await expect(run({ memoryBytesMax: 1024 })).rejects.toMatchObject({ reason: "too-large" });
    await expect(run({})).resolves.toBeDefined();
  });

  test("a small file of elements within elements is killed at its memory limit", async () => {
    const bytes = await workbookOf(oneRow, { "xl/sharedStrings.xml": `<sst>${"<a>".repeat(30_000_000)}` });
    expect(bytes.length).toBeLessThan(1_000_000);
    // on a machine under load its time may be over before its memory is
    expect(await reasonOf(bytes)).toMatch(/^too-(large|slow)$/);
  }, 40_000);
});

describe("what a workbook must not carry is refused by name", () => {
  test.each([
    ["macros", { "xl/vbaProject.bin": "x" }, "macros"],
    ["old macro sheets", { "xl/macrosheets/sheet1.xml": "x" }, "macros"],
    ["links to other workbooks", { "xl/externalLinks/externalLink1.xml": "x" }, "external-links"],
    ["a binary workbook", { "xl/workbook.bin": "x" }, "old-format"],
    ["a document of Word", { "word/document.xml": "x" }, "not-a-table"],
  ])("%s", async (_, parts, reason) => {
    expect(await reasonOf(await workbookOf(oneRow, parts as Record<string, string>))).toBe(reason);
  });

  test("an encrypted zip, an .ods and any other zip", async () => {
    expect(await reasonOf(claim(await workbookOf(oneRow), { offset: flagsAt, value: 1, bytes: 2, entries: 1 }))).toBe("encrypted");
    expect(await reasonOf(await zipOf({ mimetype: "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>" }))).toBe("old-format");
    expect(await reasonOf(await zipOf({ "a.txt": "x" }))).toBe("not-a-table");
  });
});

describe("a damaged file is refused and never read in part", () => {
  test("a zip that was cut, anywhere", async () => {
    const zip = await workbookOf(oneRow);
    for (const share of [0.1, 0.5, 0.9, 0.99]) expect(await reasonOf(zip.subarray(0, Math.floor(zip.length * share)))).toBe("damaged");
  });

  test("a sheet that ends early, in a zip that is whole", async () => {
    const sheet = `<worksheet><sheetData>${oneRow}<row>${inline("A2", "乙")}`;
    expect(await reasonOf(await workbookOf("", { "xl/worksheets/sheet1.xml": sheet }))).toBe("damaged");
  });

  test("texts that are missing from the shared table, rows that come twice, positions that are none", async () => {
    expect(await reasonOf(await workbookOf('<row><c t="s"><v>3</v></c></row>'))).toBe("damaged");
    expect(await reasonOf(await workbookOf(`<row r="1">${inline("A1", "甲")}</row><row r="1">${inline("A1", "乙")}</row>`))).toBe("damaged");
    expect(await reasonOf(await workbookOf(`<row r="-4">${inline("A1", "甲")}</row>`))).toBe("damaged");
    expect(await reasonOf(await workbookOf(`<row>${inline("ZZZZZ1", "甲")}</row>`))).toBe("damaged");
  });

  test("bytes that do not inflate, or are not UTF-8", async () => {
    const zip = await workbookOf(oneRow);
    const spoilt = Buffer.from(zip);
    const local = spoilt.indexOf("xl/worksheets/sheet1.xml");
    spoilt.fill(0xff, local + 40, local + 70);
    expect(await reasonOf(spoilt)).toBe("damaged");
    const latin = Buffer.concat([
      Buffer.from("<worksheet><sheetData><row><c t='str'><v>"),
      Buffer.from([0xff, 0xfe]),
      Buffer.from("</v></c></row></sheetData></worksheet>"),
    ]);
    expect(await reasonOf(await workbookOf("", { "xl/worksheets/sheet1.xml": latin }))).toBe("damaged");
  });

  test("noise after the signature of a zip", async () => {
    expect(await reasonOf(Buffer.concat([Buffer.from("PK\u0003\u0004"), deflateRawSync(Buffer.alloc(5000, 7))]))).toBe("damaged");
  });
});

test("the cage denies files, network, processes, threads and add-ons", () => {
  const probe = `
    const heard = (emitter, good) => new Promise((settle) => emitter.on("error", ({ code }) => settle(code)).on(good, () => settle("allowed")));
    const net = () => require("node:net");
    const tries = {
      read: () => require("node:fs").readFileSync(process.execPath),
      readBeside: () => require("node:fs").readFileSync("../../main.ts"),
      list: () => require("node:fs").readdirSync("/"),
      write: () => require("node:fs").writeFileSync("probe.txt", "x"),
      spawn: () => require("node:child_process").spawnSync("true"),
      thread: () => new (require("node:worker_threads").Worker)("1", { eval: true }),
      addon: () => process.dlopen({ exports: {} }, "/nowhere.node"),
      connect: () => heard(net().connect(9, "127.0.0.1"), "connect"),
      local: () => heard(net().connect("/tmp/nowhere.sock"), "connect"),
      listen: () => heard(net().createServer().listen(0, "127.0.0.1"), "listening"),
      datagram: () => heard(require("node:dgram").createSocket("udp4").bind(0, "127.0.0.1"), "listening"),
      resolve: () => require("node:dns/promises").lookup("localhost"),
      fetch: () => fetch("http://127.0.0.1:8009/").catch(({ cause }) => { throw cause; }),
    };
    (async () => {
      const said = {};
      for (const [name, attempt] of Object.entries(tries)) {
        // some of them refuse only once nobody is there to catch it
        const thrown = new Promise((_, fail) => process.once("uncaughtException", fail));
        try { const outcome = await Promise.race([attempt(), thrown]); said[name] = typeof outcome === "string" ? outcome : "allowed"; } catch (error) { said[name] = error.code; }
        process.removeAllListeners("uncaughtException");
      }
      console.log(JSON.stringify(said));
      process.exit();
    })();`;
  const said = JSON.parse(
    execFileSync(process.execPath, [...cageFlags(), "-e", probe], { env: {}, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], cwd: import.meta.dirname }),
  ) as Record<string, string>;
  const { addon, ...others } = said;
  expect(new Set(Object.values(others)), JSON.stringify(said)).toEqual(new Set(["ERR_ACCESS_DENIED"]));
  expect(Object.keys(others)).toHaveLength(12);
  expect(addon).toBe("ERR_DLOPEN_DISABLED");
});

test("reading stops when the person goes away", async () => {
  const bytes = await workbookOf(oneRow);
  const leaving = new AbortController();
  const reading = readWorkbook(bytes, "x.xlsx", { signal: leaving.signal });
  setTimeout(() => leaving.abort(), 20);
  await expect(reading).rejects.toMatchObject({ name: "AbortError" });
});

test("files wait their turn in the order they came, and past the waiting room are turned away", async () => {
  const inTurn = queued(1, 2);
  const order: number[] = [];
  const task = (number: number) => async (): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    order.push(number);
    if (number === 1) throw new Error("a task that fails gives its place on");
  };
  const tasks = [1, 2, 3, 4].map((number) => inTurn(task(number)));
  const settled = await Promise.allSettled(tasks);
  expect(settled.map(({ status }) => status)).toEqual(["rejected", "fulfilled", "fulfilled", "rejected"]);
  expect(settled[3]).toMatchObject({ reason: { slug: "busy" } });
  expect(order).toEqual([1, 2, 3]);
  await expect(inTurn(async () => "again")).resolves.toBe("again");
});

test("a refusal is no ordinary error", () => {
  expect(new Refusal("damaged", "坏了")).toMatchObject({ reason: "damaged", message: "坏了" });
});
