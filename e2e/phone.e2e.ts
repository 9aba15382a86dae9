import { expect, test } from "./fixtures.ts";
import { readReports } from "./sheet.ts";

const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

test("On a phone the month is reported one project at a time, and the receipt is in sight", async ({ signIn }) => {
  const page = await signIn("town2", { at: "/report", context: phone });
  const { items } = await readReports(page);
  const open = items.filter(({ status }) => status === "unreported");
  const done = items.length - open.length;
  const [first, second] = [open[0]?.name ?? "", open[1]?.name ?? ""];
  await expect(page.getByText(`6月报送${done}/${items.length}`)).toBeVisible();
  await page.getByRole("region", { name: first }).getByRole("button", { name: "本月无变化" }).tap();
  await expect(page.getByText(`6月报送${done + 1}/${items.length}`)).toBeVisible();
  const other = page.getByRole("region", { name: second });
  while (!(await other.isVisible())) await page.getByRole("button", { name: "下一项" }).tap();
  const cumulative = (open[1]?.lastCumulativeFen ?? 0) / 1_000_000 + 300;
  await other.getByLabel("本年累计").fill(String(cumulative));
  await expect(other.getByLabel("本月完成")).toHaveValue("300");
  await page.getByRole("button", { name: "报送2项" }).tap();
  await expect(page.getByRole("status").filter({ hasText: /已送达·回执\S+/ })).toBeVisible();
  const reported = (await readReports(page)).items.filter(({ status }) => status === "submitted");
  expect(reported.map(({ name }) => name)).toEqual([first, second]);
  // Nothing is cut off sideways.
  expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(0);
});
