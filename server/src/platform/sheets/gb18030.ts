/** Text as GB18030: the platform decodes it and does not encode it, so the decoder is asked about every pair of bytes once. */

let pairs: Map<string, number> | undefined;
let linear: Map<string, number> | undefined;

/** Two bytes: a lead of 81–FE and a trail of 40–FE. */
function pairOf(letter: string): number | undefined {
  if (!pairs) {
    pairs = new Map();
    const decoder = new TextDecoder("gb18030");
    for (let lead = 0x81; lead <= 0xfe; lead++)
      for (let trail = 0x40; trail <= 0xfe; trail++) {
        const decoded = decoder.decode(Uint8Array.of(lead, trail));
        if (decoded.length === 1 && !pairs.has(decoded)) pairs.set(decoded, (lead << 8) | trail);
      }
    pairs.delete("\uFFFD");
  }
  return pairs.get(letter);
}

/** The four bytes at a place of the linear order that begins with 81 30 81 30. */
function fourBytes(index: number): number[] {
  return [0x81 + Math.floor(index / 12_600), 0x30 + (Math.floor(index / 1_260) % 10), 0x81 + (Math.floor(index / 10) % 126), 0x30 + (index % 10)];
}

/** Places of four-byte characters below U+10000; from U+10000 on they stand in one row. */
const belowSupplementary = 39_420;
const firstSupplementary = 189_000;

function linearIndexOf(letter: string): number {
  const point = letter.codePointAt(0) ?? 0;
  if (point >= 0x10000) return firstSupplementary + point - 0x10000;
  if (!linear) {
    const decoder = new TextDecoder("gb18030");
    linear = new Map();
    for (let index = 0; index < belowSupplementary; index++) linear.set(decoder.decode(Uint8Array.from(fourBytes(index))), index);
  }
  return linear.get(letter) ?? -1;
}

/** What GB18030 cannot hold (a lone half of a pair) is written as a question mark. */
export function encodeGb18030(text: string): Buffer {
  const bytes: number[] = [];
  for (const letter of text) {
    const point = letter.codePointAt(0) ?? 0;
    const pair = point < 0x80 ? undefined : pairOf(letter);
    if (point < 0x80) bytes.push(point);
    else if (pair !== undefined) bytes.push(pair >> 8, pair & 0xff);
    else {
      const index = linearIndexOf(letter);
      bytes.push(...(index < 0 ? [0x3f] : fourBytes(index)));
    }
  }
  return Buffer.from(bytes);
}
