import { expect, test } from "vitest";
import { withoutTraces } from "./stripping.ts";

const segment = (marker: number, content: Buffer): Buffer => {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([head, content]);
};

/** Exif as a telephone writes it: little-endian, how to turn, then a place. */
function exif(orientation: number): Buffer {
  const tiff = Buffer.alloc(8 + 2 + 24 + 4);
  tiff.write("II*\0", 0, "latin1");
  tiff.writeUInt32LE(8, 4);
  tiff.writeUInt16LE(2, 8);
  tiff.writeUInt16LE(0x010f, 10);
  tiff.writeUInt16LE(0x0112, 22);
  tiff.writeUInt16LE(3, 24);
  tiff.writeUInt32LE(1, 26);
  tiff.writeUInt16LE(orientation, 30);
  return Buffer.concat([Buffer.from("Exif\0\0", "latin1"), tiff, Buffer.from("GPS 34.81N 117.32E serial 12345")]);
}

const quantisation = segment(0xdb, Buffer.alloc(65, 1));
// Stuffed and restart bytes within the picture's data are no markers.
const scan = Buffer.concat([segment(0xda, Buffer.alloc(10, 2)), Buffer.from([1, 2, 0xff, 0, 3, 0xff, 0xd0, 4, 0xff, 0xd7, 5])]);
const start = Buffer.from([0xff, 0xd8]);
const end = Buffer.from([0xff, 0xd9]);
const jfif = segment(0xe0, Buffer.from("JFIF\0\u0001\u0002\0\0\u0001\0\u0001\0\0", "latin1"));
const colours = segment(0xe2, Buffer.from("ICC_PROFILE\0\u0001\u0001colours", "latin1"));

test("a photograph loses place, time, owner, thumbnail and comments, and keeps picture, colours and how to turn it", () => {
  const taken = Buffer.concat([
    start,
    jfif,
    segment(0xe1, exif(6)),
    segment(0xe1, Buffer.from("http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>owner</x:xmpmeta>")),
    colours,
    segment(0xe2, Buffer.from("MPF\0second picture")),
    segment(0xed, Buffer.from("Photoshop 3.0\0city")),
    quantisation,
    segment(0xfe, Buffer.from("comment")),
    scan,
    end,
    Buffer.from("hidden behind the end"),
  ]);
  const served = withoutTraces(taken, "image/jpeg");
  const turned = segment(0xe1, Buffer.from([...Buffer.from("Exif\0\0MM\0*", "latin1"), 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0]));
  expect(served).toEqual(Buffer.concat([start, jfif, turned, colours, quantisation, scan, end]));
  for (const trace of ["GPS", "serial", "owner", "second", "city", "comment", "hidden"]) expect(served?.includes(trace), trace).toBe(false);
});

test("one without any traces is served byte for byte, and stripping twice changes nothing", () => {
  const plain = Buffer.concat([start, jfif, quantisation, scan, scan, end]);
  expect(withoutTraces(plain, "image/jpeg")).toEqual(plain);
  const once = withoutTraces(Buffer.concat([start, segment(0xe1, exif(3)), scan, end]), "image/jpeg") ?? Buffer.alloc(0);
  expect(withoutTraces(once, "image/jpeg")).toEqual(once);
});

test("an orientation that is none, and Exif that leads nowhere, are left out", () => {
  const bare = Buffer.concat([start, scan, end]);
  expect(withoutTraces(Buffer.concat([start, segment(0xe1, exif(9)), scan, end]), "image/jpeg")).toEqual(bare);
  const astray = Buffer.from("Exif\0\0II*\0\u00ff\u00ff\u00ff\u007f", "latin1");
  expect(withoutTraces(Buffer.concat([start, segment(0xe1, astray), scan, end]), "image/jpeg")).toEqual(bare);
});

const chunk = (kind: string, content: Buffer): Buffer => {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(content.length);
  return Buffer.concat([size, Buffer.from(kind, "latin1"), content, Buffer.alloc(4)]);
};
const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

test("a PNG loses its texts, times and Exif", () => {
  const [header, data, last] = [chunk("IHDR", Buffer.alloc(13)), chunk("IDAT", Buffer.alloc(20, 7)), chunk("IEND", Buffer.alloc(0))];
  const traces = ["eXIf", "tEXt", "iTXt", "zTXt", "tIME", "prVt"].map((kind) => chunk(kind, Buffer.from("where and who")));
  const served = withoutTraces(Buffer.concat([signature, header, ...traces, data, last, Buffer.from("hidden")]), "image/png");
  expect(served).toEqual(Buffer.concat([signature, header, data, last]));
});

test("a broken picture is none, whatever it was cut at; other files stay as they are", () => {
  const whole = Buffer.concat([start, jfif, segment(0xe1, exif(6)), quantisation, scan, end]);
  for (let length = 0; length < whole.length - 2; length += 1) expect(withoutTraces(whole.subarray(0, length), "image/jpeg"), String(length)).toBeUndefined();
  expect(withoutTraces(Buffer.concat([signature, chunk("IHDR", Buffer.alloc(13))]), "image/png")).toBeUndefined();
  expect(withoutTraces(Buffer.concat([signature, Buffer.from([0xff, 0xff, 0xff, 0xff])]), "image/png")).toBeUndefined();
  const document = Buffer.from("%PDF-1.7 GPS");
  expect(withoutTraces(document, "application/pdf")).toBe(document);
});
