/** What leaders, the dispatch office and the auditor read: every number open, every time point, every trace. */
import { readFile } from "node:fs/promises";
import { readWorkbook } from "../server/src/platform/sheets/index.ts";
import { expect, type Page, test } from "./fixtures.ts";

/** The rate of completion in the headline, opened. */
async function explainRate(page: Page) {
  await page.getByRole("main").getByRole("button", { name: /%$/ }).first().click();
  const drawer = page.getByRole("dialog");
  await expect(drawer.getByRole("term").filter({ hasText: "定义" })).toBeVisible();
  return drawer;
}

test("A leader opens a number: its definition, its formula with numbers, and the rows down to a project", async ({ signIn }) => {
  const page = await signIn("leader");
  await expect(page).toHaveURL(/\/overview/);
  const drawer = await explainRate(page);
  await expect(drawer.getByText(/亿元 ?÷ ?[\d.,]+亿元/).first()).toBeVisible();
  const project = drawer.getByRole("rowheader").getByRole("link").first();
  const name = await project.textContent();
  await project.click();
  await expect(drawer).toBeHidden();
  await expect(page.getByRole("heading", { level: 1, name: name ?? "" })).toBeVisible();
});

test("The same number is asked as it was known on an earlier day, inside its explanation", async ({ signIn }) => {
  const page = await signIn("leader");
  const drawer = await explainRate(page);
  const now = await drawer.getByText(/%$/).first().textContent();
  await drawer.getByRole("button", { name: "换时点▾" }).click();
  await drawer.getByLabel("日期").fill("20230401");
  await drawer.getByLabel("时刻").fill("18:00");
  await drawer.getByRole("button", { name: "重新计算" }).click();
  await expect(drawer.getByText(/2023年4月1日/).first()).toBeVisible();
  await expect(drawer.getByText(now ?? "", { exact: true })).toBeHidden();
});

test("Looking back in time is purple, says when, and comes back to now by one press", async ({ signIn }) => {
  const page = await signIn("leader");
  await page.getByRole("banner").getByRole("button", { name: /^时点/ }).click();
  await page.getByLabel("日期").fill("20230605");
  await page.getByRole("button", { name: "查看" }).click();
  const band = page.getByRole("status").filter({ hasText: "您在看2023年6月5日18:00所知的数据" });
  await expect(band).toBeVisible();
  await expect(band).toHaveCSS("background-color", "rgb(91, 46, 145)");
  await expect(page).toHaveURL(/knownAt=/);
  await page.getByRole("link", { name: "项目台账" }).click();
  await expect(page).toHaveURL(/projects.*knownAt=/);
  await band.getByRole("button", { name: "返回现在" }).click();
  await expect(band).toBeHidden();
});

test("The ledger leaves as a workbook with a row for every project", async ({ signIn }) => {
  const page = await signIn("dispatch", { at: "/projects" });
  await expect(page.getByRole("grid", { name: "项目台账" })).toBeVisible();
  const listed = (await (await page.request.get("/api/projects?limit=1")).json()) as { total: number };
  await page.getByRole("button", { name: /^导出/ }).click();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "导出全部列" }).click()]);
  expect(download.suggestedFilename()).toMatch(/\.xlsx$/);
  const book = await readWorkbook(await readFile(await download.path()), download.suggestedFilename());
  const rows = book.sheets[0]?.rows ?? [];
  const head = rows.findIndex((row) => row.includes("项目名称"));
  expect(head).toBeGreaterThanOrEqual(0);
  expect(rows.slice(head + 1).filter((row) => row.some((cell) => cell !== null)).length).toBeGreaterThanOrEqual(listed.total);
});

test("The auditor reads who did what in sentences, verifies the whole chain and holds a receipt", async ({ signIn }) => {
  const page = await signIn("auditor");
  await expect(page.getByRole("heading", { level: 1, name: "审计" })).toBeVisible();
  await expect(page.getByRole("grid", { name: "谁做了什么" }).getByRole("rowheader").first()).toBeVisible();
  await page.getByRole("button", { name: "核对审计链" }).click();
  const receipt = page.getByRole("status").filter({ hasText: "核对回执" });
  await expect(receipt).toContainText("✓ 全部一致", { timeout: 30_000 });
  const [download] = await Promise.all([page.waitForEvent("download"), receipt.getByRole("button", { name: "下载回执" }).click()]);
  const kept = JSON.parse(await readFile(await download.path(), "utf8")) as { ok: boolean; entries: number };
  expect(kept.ok).toBe(true);
  expect(kept.entries).toBeGreaterThan(0);
});
