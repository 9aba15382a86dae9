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

test("When the sign-in expires it opens again over the page, and what was typed is kept under the same name", async ({ signIn }) => {
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

test("A newcomer reports twenty projects: pastes what moved, marks the rest as unchanged, and holds a receipt", async ({ signIn }) => {
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
  await expect(page.getByRole("button", { name: `报送 ${second}` })).toBeVisible();
  await cell(page, second, "形象进度").click();
  await page.keyboard.type("设备进场");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "报送1行" }).click();
  await expect(page.getByText(/已报送1行，回执\S+/)).toBeVisible();
  const mended = (await readReports(page)).items.find(({ name }) => name === second);
  expect(mended).toMatchObject({ status: "submitted", progressText: "设备进场" });
});

test("The district reviews: the doubtful first, one back with its reason, the rest in one act", async ({ signIn }) => {
  const page = await signIn("district", { at: "/review" });
  const rows = (await readReports(page)).items.filter(({ status }) => status === "submitted");
  expect(rows).toHaveLength(20);
  const leap = rows.find(({ doubtReason }) => doubtReason !== null)?.name ?? "";
  const doubtful = page.getByRole("region", { name: "需看" });
  await expect(page.getByRole("main").getByRole("region").first()).toHaveAccessibleName("需看");
  const row = doubtful.getByRole("listitem", { name: leap });
  await expect(row.getByText("说明：设备款集中支付，已有付款凭证")).toBeVisible();
  await row.getByRole("button", { name: "R退回" }).click();
  const drawer = page.getByRole("dialog", { name: `退回：${leap}` });
  await drawer.getByRole("radio", { name: "单位填错" }).check();
  await drawer.getByRole("button", { name: "退回", exact: true }).click();
  await expect(page.getByText("已退回1行")).toBeVisible();
  await expect(row).toBeHidden();
  await page.getByRole("button", { name: /^通过无疑点\d+行$/ }).click();
  await expect(page.getByText(/^已通过\d+行$/).first()).toBeVisible();
  await expect(page.getByRole("region", { name: "无疑点" })).toBeHidden();
  // What is left is looked at one by one; A accepts and comes to the next.
  const left = doubtful.getByRole("listitem").filter({ has: page.getByRole("button", { name: "A通过" }) });
  for (let count = await left.count(); count > 0; count -= 1) {
    await left.first().getByRole("button", { name: "A通过" }).click();
    await expect(left).toHaveCount(count - 1);
  }
  await expect(page.getByRole("heading", { name: "没有待审的行" })).toBeVisible();
  const { counts } = await readReports(page);
  expect(counts).toMatchObject({ submitted: 0, returned: 1 });
});

test("The town sees why a row came back, mends that cell, and the district accepts it", async ({ signIn }) => {
  const page = await signIn("town", { at: "/report" });
  const back = (await readReports(page)).items.find(({ status }) => status === "returned");
  const name = back?.name ?? "";
  await expect(page.getByText(/已退回“本月完成”：单位填错/)).toBeVisible();
  await cell(page, name, "本月完成").click();
  await page.keyboard.type(wan((back?.planFen ?? 0) / 20));
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "报送1行" }).click();
  await expect(page.getByText(/已报送1行，回执\S+/)).toBeVisible();
  const district = await signIn("district", { at: "/review" });
  await district.getByRole("listitem", { name }).getByRole("button", { name: "A通过" }).click();
  await expect(district.getByText("已通过1行")).toBeVisible();
});

test("The dispatch office closes the month, sees what a freeze would do, freezes it, and cannot publish it itself", async ({ signIn }) => {
  const page = await signIn("dispatch");
  await expect(page.getByRole("heading", { level: 1, name: "本期工作" })).toBeVisible();
  await page.getByRole("button", { name: "截止报送" }).click();
  await expect(page.getByText("已截止2023年6月报送")).toBeVisible();
  await page.getByRole("button", { name: "试算" }).click();
  await expect(page.getByText("预判，尚未冻结")).toBeVisible();
  const list = page.getByRole("grid", { name: "亮牌名单" }).or(page.getByRole("table", { name: "亮牌名单" }));
  await expect(list.getByText("（预判）").first()).toBeAttached();
  await page.getByRole("button", { name: "冻结2023年6月" }).click();
  const asked = page.getByRole("dialog", { name: "冻结2023年6月" });
  await expect(asked.getByText(/定下红牌\d+个、黄牌\d+个、蓝牌\d+个。/)).toBeVisible();
  await expect(asked.getByText(/备好事项\d+件，暂缓0件；发布前不发出。/)).toBeVisible();
  await asked.getByRole("button", { name: "冻结", exact: true }).click();
  await expect(page.getByText(/已冻结，定牌\d+个，备好事项\d+件/)).toBeVisible();
  await expect(page.getByText(/已冻结，数字只能更正/).first()).toBeVisible();
  await expect(page.getByRole("heading", { name: "已定亮牌" })).toBeVisible();
  await page.getByRole("button", { name: "发布2023年6月" }).click();
  const publishing = page.getByRole("dialog", { name: "发布2023年6月" });
  await publishing.getByRole("button", { name: "发布", exact: true }).click();
  await expect(publishing.getByText(/另一人/).first()).toBeVisible();
  await publishing.getByRole("button", { name: "取消" }).click();
});

test("Somebody else of the office publishes it, and the units find the matters in their hands", async ({ signIn }) => {
  const page = await signIn("dispatch2");
  await page.getByRole("button", { name: "发布2023年6月" }).click();
  const publishing = page.getByRole("dialog", { name: "发布2023年6月" });
  await publishing.getByRole("button", { name: "发布", exact: true }).click();
  await expect(page.getByText(/已发布，发出事项\d+件/)).toBeVisible();
  const town = await signIn("town2");
  await expect(town.getByRole("main").getByRole("button", { name: /^亮牌/ }).first()).toBeVisible();
});
