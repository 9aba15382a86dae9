/**
 * What GB/T 9704-2012 says of a page, in Word's units: twips (1/20 pt) for lengths, half-points for letters.
 * A4; margins 37 (head) and 28 mm (binding); the type area 156 × 225 mm holds 22 lines of 28 characters of size 三号.
 */
const twipsPerMm = 1440 / 25.4;

export function mm(length: number): number {
  return Math.round(length * twipsPerMm);
}

export const page = {
  width: mm(210),
  height: mm(297),
  top: mm(37),
  left: mm(28),
  right: mm(210 - 28 - 156),
  bottom: mm(297 - 37 - 225),
  areaWidth: mm(156),
  areaHeight: mm(225),
} as const;

const linesPerPage = 22;
const charactersPerLine = 28;

/** 三号 is 16 pt, 二号 22 pt, 四号 14 pt; letters are counted in half-points. */
export const sizes = { title: 44, body: 32, small: 28, table: 24 } as const;

/** The pitch of a line: 225 mm through 22, cut to whole twips so that the 22nd line still fits. */
export const linePitch = Math.floor(page.areaHeight / linesPerPage);

/**
 * The pitch of a character is 156 mm through 28, a little less than 三号's 16 pt. Every run of the body says so (in twips): a
 * grid of characters would too, but LibreOffice widens its cells and prints 18 a line. The grid keeps it for the record (in
 * 1/4096 pt, beyond the letter).
 */
const characterPitch = page.areaWidth / charactersPerLine;
export const characterSpace = Math.floor((characterPitch / 20 - sizes.body / 2) * 4096);
export const closerBy = Math.floor(characterPitch - sizes.body * 10);

/** Characters of a size, in half-points, that one line holds. */
export function charactersAt(size: number): number {
  return Math.floor(page.areaWidth / (size * 10));
}

/** One character of the body. */
export const character = sizes.body * 10;

/** The page number's line stands 7 mm below the type area; Word counts from the page's lower edge to the number's. */
export const footerEdge = page.bottom - mm(7) - sizes.small * 10;

/** The red line and the rules of the imprint. */
export const rules = { outer: 8, inner: 6 } as const;

/**
 * Fonts by their official names. They are licensed and may be missing: each names who may stand in, which Word and
 * LibreOffice read from the document's font table.
 */
export const fonts = {
  body: { name: "仿宋_GB2312", instead: ["仿宋", "FangSong", "Noto Serif CJK SC"] },
  title: { name: "方正小标宋简体", instead: ["小标宋体", "宋体", "SimSun", "Noto Serif CJK SC"] },
  first: { name: "黑体", instead: ["SimHei", "Noto Sans CJK SC"] },
  second: { name: "楷体_GB2312", instead: ["楷体", "KaiTi", "Noto Serif CJK SC"] },
  number: { name: "宋体", instead: ["SimSun", "Noto Serif CJK SC"] },
} as const;
export type FontRole = keyof typeof fonts;
