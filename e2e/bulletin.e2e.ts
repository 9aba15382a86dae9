/** One bulletin from its first word to an erratum, through the hands that it goes through. */
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { compose } from "./sheet.ts";

test.use({ cityName: "bulletin" });
test.describe.configure({ mode: "serial" });

const title = "2023年5月重点项目建设情况通报";

async function openBulletin(page: Page): Promise<void> {
  await page.goto("/dispatch/bulletins");
  await page.getByRole("link", { name: title, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
}

test("A bulletin begins from the outline; a typed number is marked and becomes a figure; every word is kept", async ({ signIn }) => {
  const page = await signIn("dispatch", { at: "/dispatch/bulletins" });
  await page.getByRole("button", { name: "起草", exact: true }).click();
  await page.getByLabel("月份").fill("2023-05");
  await page.getByLabel("从哪里开始").click();
  await page.getByTitle("提纲").click();
  await page.getByRole("button", { name: "开始起草" }).click();
  const writing = page.getByRole("textbox", { name: "文稿" });
  await expect(writing.getByRole("button", { name: /^指标：年度计划完成率，\d+(\.\d+)?%$/ })).toBeVisible();
  await writing.getByText("对红牌、黄牌项目").click();
  await page.keyboard.press("Control+End");
  await compose(page, "kaigong", "开工率");
  await page.keyboard.type("90%，按第3条执行。");
  await expect(page.getByText("1处数字没有来源")).toBeVisible();
  await page.getByRole("button", { name: "“90%”改为指标" }).click();
  const panel = page.getByRole("dialog", { name: "插入指标" });
  await panel.getByLabel("指标", { exact: true }).fill("开工率");
  await page.keyboard.press("Enter");
  await expect(panel.getByText(/读作：\d+(\.\d+)?%/)).toBeVisible();
  await panel.getByRole("button", { name: "插入", exact: true }).click();
  await expect(page.getByText("数字没有来源")).toBeHidden();
  await expect(page.getByText(/^已存\d\d:\d\d:\d\d$/)).toBeVisible();
  await page.getByRole("button", { name: "看文稿" }).click();
  await expect(page.getByText(/开工率\d+(\.\d+)?%，按第3条执行。/)).toBeVisible();
  await expect(page.getByText("草稿，数字未固定")).toBeVisible();
});

test("“/” inserts a figure where the cursor stands, and is a slash again when nothing is chosen", async ({ signIn }) => {
  const page = await signIn("dispatch");
  await openBulletin(page);
  await page.getByRole("button", { name: "修改", exact: true }).click();
  const writing = page.getByRole("textbox", { name: "文稿" });
  await writing.getByText("对红牌、黄牌项目").click();
  await page.keyboard.press("Control+End");
  await page.keyboard.type("/");
  const panel = page.getByRole("dialog", { name: "插入指标" });
  await expect(panel).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(panel).toBeHidden();
  await expect(writing.getByText("执行。/")).toBeVisible();
  await page.getByRole("button", { name: "撤销", exact: true }).click();
  await expect(writing.getByText("执行。/")).toBeHidden();
});

test("Two persons writing the same draft: the second is told, and keeps the words", async ({ signIn }) => {
  const first = await signIn("dispatch");
  await openBulletin(first);
  await first.getByRole("button", { name: "修改", exact: true }).click();
  const second = await signIn("dispatch2");
  await openBulletin(second);
  await second.getByRole("button", { name: "修改", exact: true }).click();
  for (const [page, words] of [
    [first, "先到的话。"],
    [second, "后到的话。"],
  ] as const) {
    await page.getByRole("textbox", { name: "文稿" }).getByText("对红牌、黄牌项目").click();
    await page.keyboard.press("Control+End");
    await page.keyboard.type(words);
    if (page === first) await expect(page.getByText(/^已存\d\d:\d\d:\d\d$/)).toBeVisible();
  }
  await expect(second.getByText("刚刚修改过这份通报")).toBeVisible();
  await expect(second.getByText("后到的话。")).toBeVisible();
});

test("Another person checks it and asks the units; one confirms, one objects on the phone; the freeze waits for them", async ({ signIn }) => {
  const writer = await signIn("dispatch");
  await openBulletin(writer);
  await expect(writer.getByRole("button", { name: "核稿通过" })).toBeHidden();
  const checker = await signIn("dispatch2");
  await openBulletin(checker);
  await checker.getByRole("button", { name: "核稿通过" }).click();
  await checker.getByRole("dialog", { name: "核稿通过" }).getByRole("button", { name: "核稿通过" }).click();
  await expect(checker.getByText("已核稿").last()).toBeVisible();
  await checker.getByRole("button", { name: "征求意见" }).click();
  const asking = checker.getByRole("dialog", { name: "征求意见" });
  await asking.getByLabel("反馈时限").fill("2099-12-31");
  await checker.keyboard.press("Tab");
  await asking.getByRole("button", { name: "征求意见" }).click();
  await expect(checker.getByText(/已向\d+个单位征求意见/)).toBeVisible();

  const district = await signIn("district", { at: "/dispatch/confirmations" });
  await district
    .getByRole("region", { name: `${title} 薛城区` })
    .getByRole("button", { name: "确认无误" })
    .click();
  await expect(district.getByText("已确认").first()).toBeVisible();

  const phone = await signIn("district2", { at: "/dispatch/confirmations", context: { viewport: { width: 390, height: 844 } } });
  const own = phone.getByRole("region", { name: `${title} 台儿庄区` });
  await own.getByRole("button", { name: "提出异议" }).click();
  await own.getByLabel("异议").fill("完成投资少计一个项目");
  await own.getByRole("button", { name: "提交异议" }).click();
  await expect(own.getByText("有异议")).toBeVisible();

  await openBulletin(writer);
  await writer.getByRole("button", { name: "定稿", exact: true }).click();
  const freezing = writer.getByRole("dialog", { name: `定稿《${title}》` });
  await freezing.getByRole("button", { name: "定稿", exact: true }).click();
  await expect(freezing.getByText("台儿庄区有异议尚未答复")).toBeVisible();
  await freezing.getByRole("button", { name: "取消" }).click();
  await writer.getByLabel("答复").fill("已核实，按冻结数通报");
  await writer.getByRole("button", { name: "答复", exact: true }).click();
  await expect(phone.getByText("答复：已核实，按冻结数通报")).toBeVisible();
});

test("Returned, checked again and fixed, it is issued by a third person, and units read it", async ({ signIn }) => {
  const checker = await signIn("dispatch2");
  await openBulletin(checker);
  await checker.getByRole("button", { name: "退回修改" }).click();
  const returning = checker.getByRole("dialog", { name: "退回修改" });
  await returning.getByLabel("退回原因").fill("台儿庄区已核实");
  await returning.getByRole("button", { name: "退回修改" }).click();
  await checker.getByRole("button", { name: "核稿通过" }).click();
  await checker.getByRole("dialog", { name: "核稿通过" }).getByRole("button", { name: "核稿通过" }).click();
  await checker.getByRole("button", { name: "定稿", exact: true }).click();
  await checker.getByRole("dialog").getByRole("button", { name: "定稿", exact: true }).click();
  await expect(checker.getByText("已定稿，数字不再变动")).toBeVisible();
  await expect(checker.getByRole("button", { name: "签发", exact: true })).toBeHidden();
  const leader = await signIn("leader");
  await openBulletin(leader);
  await leader.getByRole("button", { name: "签发", exact: true }).click();
  const issuing = leader.getByRole("dialog", { name: `签发《${title}》` });
  await issuing.getByLabel("发文字号").fill("枣发改通报〔2023〕6号");
  await issuing.getByRole("button", { name: "签发", exact: true }).click();
  await expect(leader.getByText("枣发改通报〔2023〕6号")).toBeVisible();
  await leader
    .getByRole("button", { name: /^\d+(\.\d+)?%$/ })
    .first()
    .click();
  await expect(leader.getByRole("dialog", { name: /年度计划完成率/ }).getByText("所知", { exact: true })).toBeVisible();
  const unit = await signIn("district", { context: { viewport: { width: 390, height: 844 } } });
  await openBulletin(unit);
  const overflow = await unit.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
  expect(overflow).toBe(0);
});

test("A later correction becomes a numbered erratum beside the number; the paper stays", async ({ signIn }) => {
  const page = await signIn("dispatch");
  const unit = await signIn("district");
  const { items } = (await (await unit.request.get("/api/months/2023-05/reports")).json()) as { items: { projectId: string; cumulativeFen: number | null }[] };
  const row = items.find(({ cumulativeFen }) => (cumulativeFen ?? 0) > 0);
  const corrected = await page.request.post("/api/months/2023-05/corrections", {
    headers: { "Idempotency-Key": "0199a000-0000-7000-8000-000000000001", Origin: new URL(page.url()).origin },
    data: { projectId: row?.projectId, cumulativeFen: (row?.cumulativeFen ?? 0) + 100_000_000, reason: "五月漏计设备投资" },
  });
  expect(corrected.status(), await corrected.text()).toBe(200);
  await openBulletin(page);
  await page.getByRole("button", { name: "更多" }).click();
  await page.getByRole("menuitem", { name: "对照与勘误" }).click();
  const drift = page.getByRole("dialog", { name: "与现在的数对照" });
  await expect(drift.getByText("按定稿时所知重算，与文稿逐位一致。")).toBeVisible();
  const moved = drift.getByRole("listitem").filter({ hasText: "薛城区 · 本年完成投资" });
  await moved.getByLabel("勘误原因").fill("五月漏计设备投资，据实更正");
  await moved.getByRole("button", { name: /^出勘误/ }).click();
  await expect(moved.getByText("已勘误")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("row", { name: /薛城区/ }).getByRole("button", { name: "勘误1" })).toBeVisible();
  await expect(page.getByText(/原为.+更正为.+据实更正/)).toBeVisible();
});
