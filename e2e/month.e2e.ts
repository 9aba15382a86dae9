/** One month from the first cell typed to its publication, through the hands that it goes through. */
import { expect, fillSignIn, test } from "./fixtures.ts";
import { cell, compose, pasteBlock, readReports, wan } from "./sheet.ts";

test.use({ cityName: "month" });
test.describe.configure({ mode: "serial" });

test("Chinese composes from the first key in a cell, and a closed tab loses nothing", async ({ signIn }) => {
  const page = await signIn("town", { at: "/report" });
  const { items } = await readReports(page);
  const [first, second] = [items[0]?.name ?? "", items[1]?.name ?? ""];
  await cell(page, first, "形象进度").click();
  await compose(page, "fengding", "主体封顶");
  await expect(cell(page, first, "形象进度")).toHaveValue("主体封顶");
  await page.keyboard.press("Enter");
  await expect(page.getByText(/^已存\d\d:\d\d:\d\d$/)).toBeVisible();
  await cell(page, second, "本月完成").click();
  await page.keyboard.type("120");
  await page.keyboard.press("Enter");
  // Closed at once, before the server can have kept the second.
  const next = await page.context().newPage();
  await page.close();
  await next.goto("/report");
  await expect(cell(next, first, "形象进度")).toHaveValue("主体封顶");
  await expect(cell(next, second, "本月完成")).toHaveValue("120");
});

test("When the sign-in expires it opens again over the page, and what was typed is kept under the same name", async ({
  signIn,
}) => {
  const page = await signIn("town", { at: "/report" });
  const { items } = await readReports(page);
  const third = items[2]?.name ?? "";
  await expect(cell(page, third, "形象进度")).toBeVisible();
  await page.context().clearCookies();
  await cell(page, third, "形象进度").click();
  await compose(page, "zhuangxiu", "内部装修");
  await page.keyboard.press("Enter");
  const again = page.getByRole("dialog", { name: "登录已过期，请重新登录" });
  await expect(again).toBeVisible();
  await expect(again.getByLabel("用户名")).toHaveValue("town");
  await fillSignIn(page, "town");
  await expect(again).toBeHidden();
  await expect(page.getByText(/^已存\d\d:\d\d:\d\d$/)).toBeVisible();
  await expect(cell(page, third, "形象进度")).toHaveValue("内部装修");
});

test("A newcomer reports twenty projects: pastes what moved, marks the rest as unchanged, and holds a receipt", async ({
  signIn,
}) => {
  const page = await signIn("town");
  await page.getByRole("button", { name: /^(开始|继续)填报$/ }).click();
  await expect(page.getByRole("grid", { name: "月度报送" })).toBeVisible();
  const { items } = await readReports(page);
  expect(items).toHaveLength(20);
  const moved = items.slice(0, 5);
  const leap = moved[0]?.name ?? "";
  await cell(page, leap, "本月完成").click();
  // In another order than the sheet's, and with thousands separators, as a workbook has them.
  const amounts = moved.map(({ name, planFen }, at) => [name, wan(at === 0 ? planFen * 4 : planFen / 20), "设备安装"]);
  await pasteBlock(page, [["项目名称", "本月完成(万元)", "形象进度"], ...amounts.toReversed()]);
  await page.getByRole("button", { name: "写入5行" }).click();
  await expect(page.getByText("已写入5行")).toBeVisible();
  await page.getByRole("button", { name: "其余无变化" }).click();
  await expect(page.getByText("15行已按无变化填写")).toBeVisible();
  // A doubt never blocks; it asks one line of reason.
  await page.getByRole("button", { name: "写明原因" }).first().click();
  await page.getByLabel(`${leap}的疑点说明`).fill("设备款集中支付，已有付款凭证");
  await page.keyboard.press("Enter");
  await expect(page.getByText("说明：设备款集中支付，已有付款凭证")).toBeVisible();
  await expect(page.getByText(/^已存\d\d:\d\d:\d\d$/)).toBeVisible();
  await page.getByRole("button", { name: "报送20行" }).click();
  await expect(page.getByText(/已报送20行，回执\S+/)).toBeVisible();
  const after = await readReports(page);
  expect(after.counts).toMatchObject({ all: 20, unreported: 0, submitted: 20 });
});

test("One row is withdrawn before it is reviewed, mended and reported again", async ({ signIn }) => {
  const page = await signIn("town", { at: "/report" });
  const second = (await readReports(page)).items[1]?.name ?? "";
  await page.getByRole("button", { name: `撤回 ${second}` }).click();
  await expect(page.getByText("已撤回1行，可以继续修改")).toBeVisible();
  await cell(page, second, "形象进度").click();
  await page.keyboard.type("设备进场");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "报送1行" }).click();
  await expect(page.getByText(/已报送1行，回执\S+/)).toBeVisible();
  const mended = (await readReports(page)).items.find(({ name }) => name === second);
  expect(mended).toMatchObject({ status: "submitted", progressText: "设备进场" });
});
