/** Characters that XML cannot hold are written _xHHHH_, as Excel does; text that already looks so is kept apart from it. */
// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const needsCare = /[&<>"\u0000-\u0008\u000B-\u001F\uFFFE\uFFFF]|_x[0-9A-Fa-f]{4}_/g;
const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

export function escapeText(text: string): string {
  return text.toWellFormed().replaceAll(needsCare, (found) => {
    if (found.startsWith("_x")) return `_x005F${found}`;
    return entities[found] ?? `_x${found.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`;
  });
}
