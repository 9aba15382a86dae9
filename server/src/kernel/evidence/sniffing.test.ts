import { buffer } from "node:stream/consumers";
import yazl from "yazl";
import { expect, test } from "vitest";
import { sniff } from "./sniffing.ts";

async function archiveOf(...names: string[]): Promise<Buffer> {
  const archive = new yazl.ZipFile();
  for (const name of names) archive.addBuffer(Buffer.from("x"), name);
  archive.end();
  return buffer(archive.outputStream);
}

test("pictures and PDF are told by their first bytes", async () => {
  expect((await sniff(Buffer.from("%PDF-1.7")))?.extension).toBe("pdf");
  expect((await sniff(Buffer.from([0xff, 0xd8, 0xff, 0xe0])))?.extension).toBe("jpg");
  expect((await sniff(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])))?.extension).toBe("png");
});

test("office documents are told by their parts; one with macros is none", async () => {
  expect((await sniff(await archiveOf("[Content_Types].xml", "word/document.xml")))?.extension).toBe("docx");
  expect((await sniff(await archiveOf("[Content_Types].xml", "xl/workbook.xml")))?.extension).toBe("xlsx");
  expect(await sniff(await archiveOf("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"))).toBeUndefined();
});

test("other archives, broken archives, pages, scripts and nothing at all are refused", async () => {
  expect(await sniff(await archiveOf("run.exe"))).toBeUndefined();
  expect(await sniff((await archiveOf("[Content_Types].xml", "word/document.xml")).subarray(0, 60))).toBeUndefined();
  for (const text of ["", "<html>", "GIF89a", "#!/bin/sh", "<svg xmlns='x'>", "MZ"]) expect(await sniff(Buffer.from(text)), text).toBeUndefined();
});
