/** A digit or letter of a Western script takes half a place. */
function widthOf(text: string): number {
  let width = 0;
  for (const letter of text) width += (letter.codePointAt(0) ?? 0) < 0x2e80 ? 0.5 : 1;
  return width;
}

/**
 * A title over several lines, as 梯形: broken between words, the lines as even as they can be and the first the longest.
 * `most` is how many characters a line holds.
 */
export function balanced(title: string, most: number): string[] {
  const count = Math.ceil(widthOf(title) / most);
  if (count <= 1) return [title];
  const words = [...new Intl.Segmenter("zh", { granularity: "word" }).segment(title)].map(({ segment }) => segment);
  const wished = Math.min(most, Math.ceil(widthOf(title) / count) + 1);
  const lines: string[] = [];
  let line = "";
  for (const word of words) {
    if (line !== "" && widthOf(line + word) > (lines.length < count - 1 ? wished : most)) {
      lines.push(line);
      line = "";
    }
    line += word;
  }
  return line === "" ? lines : [...lines, line];
}
