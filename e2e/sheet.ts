/** How a person works in the monthly report's sheet. */
import type { ReportSheet } from "@baton/contract/reports";
import { expect, type Page } from "./fixtures.ts";

export const month = "2023-06";

/** What the sheet stands on, as the server tells it: the projects a workbook would list. */
export async function readReports(page: Page): Promise<ReportSheet> {
  const answer = await page.request.get(`/api/months/${month}/reports`);
  expect(answer.ok()).toBe(true);
  return (await answer.json()) as ReportSheet;
}

/** An amount as a workbook shows it: 万元, thousands separated. */
export function wan(fen: number): string {
  return Math.round(fen / 1_000_000).toLocaleString("en");
}

/** One cell of the sheet, named as a screen reader names it. */
export function cell(page: Page, row: string, column: string) {
  return page.getByRole("textbox", { name: `${row}，${column}`, exact: true });
}

/** Copies a block as Excel would put it on the clipboard, and pastes it where the focus is. */
export async function pasteBlock(page: Page, rows: readonly (readonly (string | number)[])[]): Promise<void> {
  const text = `${rows.map((row) => row.join("\t")).join("\n")}\n`;
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
  await page.keyboard.press("Control+V");
}

/** Types as an input method does: the letters compose first, then the word replaces them. */
export async function compose(page: Page, letters: string, word: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  for (let end = 1; end <= letters.length; end += 1) {
    await session.send("Input.imeSetComposition", {
      text: letters.slice(0, end),
      selectionStart: end,
      selectionEnd: end,
    });
  }
  await session.send("Input.insertText", { text: word });
  await session.detach();
}
