/** Questions in words, and the scores of a month: asked, opened down to the arithmetic, drafted, adopted, tried. */
import { expect, test } from "./fixtures.ts";

test.use({ cityName: "assessed" });

test("A leader asks in words, sees the reading first, and opens the number", async ({ signIn }) => {
  const page = await signIn("leader", { at: "/ask" });
  await page.getByLabel("用一句话问").fill("薛城区上半年新开工过亿元项目多少个，总投资多少");
  await page.getByRole("button", { name: "查询" }).click();
  await expect(page.getByRole("region", { name: "读作" })).toContainText("总投资超过1亿元");
  const count = page.getByRole("main").getByRole("button", { name: /^\d+$/ });
  await expect(count).toBeVisible();
  const rows = Number(await count.textContent());
  await count.click();
  const drawer = page.getByRole("dialog");
  await expect(drawer.getByRole("rowheader")).toHaveCount(rows);
});

test("What a question leaves open is said", async ({ signIn }) => {
  const page = await signIn("dispatch", { at: `/ask?q=${encodeURIComponent("薛城区氢能项目多少个")}` });
  await expect(page.getByText("没有听懂“氢能”，回答中未计入。")).toBeVisible();
});

test("A district sees the published ranking and how its own score is made", async ({ signIn }) => {
  const page = await signIn("district", { at: "/dispatch/scores" });
  await page.getByRole("link", { name: /2023-05/ }).click();
  await page.getByRole("button", { name: "薛城区", exact: true }).click();
  const drawer = page.getByRole("dialog");
  await expect(drawer.getByText(/完成目标的\d+(\.\d+)?%/)).toBeVisible();
  await drawer.getByRole("button", { name: /%$/ }).first().click();
  await expect(page.getByRole("dialog").last().getByRole("term").filter({ hasText: "定义" })).toBeVisible();
});

test("A scheme is drafted by one person, tried on a month, and adopted by another", async ({ signIn }) => {
  const page = await signIn("dispatch", { at: "/dispatch/schemes/new" });
  await page.getByLabel("名称").fill("季度观摩考核");
  const weights = page.getByLabel("权重", { exact: true });
  await weights.first().fill("50");
  await expect(page.getByRole("status").filter({ hasText: "权重合计 90，应为 100" })).toBeVisible();
  await weights.first().fill("60");
  await expect(page.getByRole("status").filter({ hasText: "权重合计 100" })).toBeVisible();
  await page.getByLabel("试算月份").fill("2023-06");
  await page.getByRole("button", { name: "试算" }).click();
  await expect(page.getByRole("row").filter({ hasText: "台儿庄区" })).toBeVisible();
  await page.getByRole("button", { name: "保存草稿" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "季度观摩考核" })).toBeVisible();
  await page.getByRole("button", { name: "采用" }).click();
  await expect(page.getByRole("alert")).toContainText("须由不同的人办理");
  const other = await signIn("dispatch2", { at: "/dispatch/scores?tab=schemes" });
  await other.getByRole("link", { name: /季度观摩考核/ }).click();
  await other.getByRole("button", { name: "采用" }).click();
  await expect(other.getByText("已采用").first()).toBeVisible();
});
