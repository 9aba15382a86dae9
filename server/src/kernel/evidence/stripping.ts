import { Buffer } from "node:buffer";

/**
 * Copies of photographs without what a camera writes beside the picture: place, time, owner, serial number, thumbnail,
 * comments (SECURITY F6). The picture itself is not decoded and not made anew: its segments are copied, so that nothing is
 * lost and nothing has to be trusted to a decoder. What stays is how to turn it, and how to read its colours.
 */

const markers = { start: 0xd8, end: 0xd9, scan: 0xda, app0: 0xe0, exif: 0xe1, colours: 0xe2, adobe: 0xee, appLast: 0xef, comment: 0xfe };

/** The number in Exif tag 0x0112 that says how to turn the picture, 1 to 8; undefined where none is told. */
function orientationOf(exif: Buffer): number | undefined {
  if (exif.toString("latin1", 0, 6) !== "Exif\0\0" || exif.length < 14) return undefined;
  const tiff = exif.subarray(6);
  const isLittle = tiff.toString("latin1", 0, 2) === "II";
  const word = (at: number): number => (isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const first = isLittle ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  if (first + 2 > tiff.length) return undefined;
  for (let entry = 0; entry < word(first) && first + 2 + (entry + 1) * 12 <= tiff.length; entry += 1) {
    const at = first + 2 + entry * 12;
    if (word(at) === 0x0112) return word(at + 8) >= 1 && word(at + 8) <= 8 ? word(at + 8) : undefined;
  }
  return undefined;
}

/** An Exif segment that says nothing but how to turn the picture. */
function turnSegment(orientation: number): Buffer {
  const tiff = [0x4d, 0x4d, 0, 0x2a, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0];
  const content = [...Buffer.from("Exif\0\0", "latin1"), ...tiff];
  return Buffer.from([0xff, markers.exif, 0, content.length + 2, ...content]);
}

/** Whether a segment belongs to the picture and not to what was written beside it. */
function isPicture(marker: number, content: Buffer): boolean {
  if (marker === markers.colours) return content.toString("latin1", 0, 11) === "ICC_PROFILE";
  return marker === markers.app0 || marker === markers.adobe || (marker !== markers.comment && (marker < markers.app0 || marker > markers.appLast));
}

/** Where the compressed data that begins at `from` ends: at the next marker that is neither stuffing nor a restart. */
function endOfScan(jpeg: Buffer, from: number): number {
  for (let at = from; at + 1 < jpeg.length; at += 1) {
    const next = jpeg[at + 1] ?? 0;
    if (jpeg[at] === 0xff && next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  return jpeg.length;
}

/** undefined for bytes that are no whole JPEG: such a file is not served as a picture. */
function stripJpeg(jpeg: Buffer): Buffer | undefined {
  const kept: Buffer[] = [jpeg.subarray(0, 2)];
  let at = 2;
  while (at + 1 < jpeg.length) {
    if (jpeg[at] !== 0xff) return undefined;
    const marker = jpeg[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    // What follows the end is no picture: some cameras and all hiding places put things there.
    if (marker === markers.end) return Buffer.concat([...kept, jpeg.subarray(at, at + 2)]);
    if (at + 4 > jpeg.length) return undefined;
    const next = at + 2 + jpeg.readUInt16BE(at + 2);
    if (next > jpeg.length || next < at + 4) return undefined;
    const content = jpeg.subarray(at + 4, next);
    const orientation = marker === markers.exif ? orientationOf(content) : undefined;
    if (orientation !== undefined) kept.push(turnSegment(orientation));
    const end = marker === markers.scan ? endOfScan(jpeg, next) : next;
    if (isPicture(marker, content)) kept.push(jpeg.subarray(at, end));
    at = end;
  }
  return undefined;
}

/** Chunks of a PNG without which it would look different. */
const pngChunks = new Set(["IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "cICP", "sBIT", "bKGD", "pHYs", "acTL", "fcTL", "fdAT"]);

function stripPng(png: Buffer): Buffer | undefined {
  const kept: Buffer[] = [png.subarray(0, 8)];
  for (let at = 8; at + 12 <= png.length;) {
    const next = at + 12 + png.readUInt32BE(at);
    const kind = png.toString("latin1", at + 4, at + 8);
    if (next > png.length) return undefined;
    if (pngChunks.has(kind)) kept.push(png.subarray(at, next));
    if (kind === "IEND") return Buffer.concat(kept);
    at = next;
  }
  return undefined;
}

/** The picture without what was written beside it; other kinds of files as they are; undefined for a picture that is broken. */
export function withoutTraces(content: Buffer, mediaType: string): Buffer | undefined {
  if (mediaType === "image/jpeg") return stripJpeg(content);
  return mediaType === "image/png" ? stripPng(content) : content;
}
