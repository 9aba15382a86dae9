/** Who holds what, how it passes on, what is given out by hand, and what may be taken back. */
import { expect, type Page, test } from "./fixtures.ts";
import { cell, readReports } from "./sheet.ts";

test.use({ cityName: "batons" });
test.describe.configure({ mode: "serial" });

/** Chooses in a list that is searched by typing. */
async function choose(page: Page, label: string, { typed = "", option }: { typed?: string; option: RegExp }): Promise<void> {
  // A required field's label ends with a star.
  const box = page.getByRole("combobox", { name: new RegExp(`^${label}( \\*)?$`) });
  await box.click();
  if (typed !== "") await box.fill(typed);
  await page.locator(".ant-select-item-option:visible").filter({ hasText: option }).first().click();
}

/** A project that the town looks after. */
async function firstProject(page: Page): Promise<{ projectId: string; name: string }> {
  const { items } = await readReports(page);
  const [first] = items;
  if (first === undefined) throw new Error("the town reports projects");
  return first;
}

test("A town sees what its post holds and since when, and asks the office above to hand over", async ({ signIn }) => {
  const page = await signIn("town");
  await page.getByRole("link", { name: /^我持有的责任 20/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "我持有的责任" })).toBeVisible();
  const table = page.getByRole("grid", { name: "持有的责任" });
  await expect(table.getByRole("row")).not.toHaveCount(0);
  await expect(page.getByText(/移交由区（市）或调度机构办理/)).toBeVisible();
  await expect(page.getByRole("button", { name: /^移交：/ })).toHaveCount(0);
  await page.getByLabel("项目名称或首字母").fill("czdz");
  await expect(page.getByText("没有符合条件的责任").or(table.getByRole("row").nth(1))).toBeVisible();
  await page.getByLabel("项目名称或首字母").fill("");
  await table
    .getByRole("button", { name: /^历任：/ })
    .first()
    .click();
  const drawer = page.getByRole("dialog");
  await expect(drawer.getByText(/^\d{4}-\d{2}-\d{2}起$/)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(drawer).toBeHidden();
});

test("A supervision is given out from the project: template, lead, assisting part, materials, and the deadline counted before it is sent", async ({
  signIn,
}) => {
  const page = await signIn("town", { at: "/report" });
  const { projectId, name } = await firstProject(page);
  const office = await signIn("district", { at: `/projects/${projectId}` });
  await office.getByRole("button", { name: "记一笔" }).click();
  await office.getByRole("menuitem", { name: "交办" }).click();
  await expect(office.getByRole("heading", { level: 1, name: "交办" })).toBeVisible();
  await expect(office.getByText(name).first()).toBeVisible();
  await office.getByRole("button", { name: "交办", exact: true }).click();
  await expect(office.getByText("请填写此项。").first()).toBeVisible();
  await office.getByLabel("常用句式").click();
  await office.getByTitle("进度滞后督办").click();
  await office.getByLabel("文号").fill("薛督字〔2023〕8号");
  await choose(office, "主办岗位", { option: /常庄街道/ });
  await office.getByLabel("几个工作日").fill("3");
  await expect(office.getByText(/自2023-07-05次日起数3个工作日，到2023-07-10 周一 18:00/)).toBeVisible();
  await office.getByText("协办、材料").click();
  await office.getByLabel("办结须交的材料").fill("赶工计划");
  await office.getByRole("button", { name: "加一个协办" }).click();
  await choose(office, "协办1", { typed: "薛城", option: /薛城/ });
  await office.getByRole("button", { name: "交办", exact: true }).click();
  await expect(office.getByRole("heading", { level: 1, name: "进度滞后督办" })).toBeVisible();
  await expect(office.getByText("薛督字〔2023〕8号")).toBeVisible();
  await expect(office.getByText(/赶工计划·未交/)).toBeVisible();
  await expect(office.getByRole("link", { name: "协办·进度滞后督办" })).toBeVisible();
});

test("The town signs, takes it back, signs again; it is done only with the material handed in", async ({ signIn }) => {
  const page = await signIn("town");
  const row = page.locator("[data-matter]").filter({ hasText: "进度滞后督办" });
  await row.getByRole("button", { name: /^签收/ }).click();
  await expect(page.getByText("已签收")).toBeVisible();
  await page.getByRole("button", { name: "撤销", exact: true }).click();
  await expect(page.getByText("已撤销")).toBeVisible();
  await expect(row.getByText("待签收")).toBeVisible();
  await row.getByRole("button", { name: /^签收/ }).click();
  await expect(row.getByText("办理中")).toBeVisible();
  await row.getByRole("button", { name: /^办结/ }).click();
  await page.getByLabel("办结情况").fill("已排定赶工计划");
  await page.getByRole("form", { name: /^办结/ }).getByRole("button", { name: "办结" }).click();
  await expect(page.getByText("请上传“赶工计划”。")).toBeVisible();
  await page.getByLabel("材料：赶工计划").setInputFiles({ name: "赶工计划.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4 sample") });
  await expect(page.getByText("已上传：赶工计划.pdf")).toBeVisible();
  await page.getByRole("form", { name: /^办结/ }).getByRole("button", { name: "办结" }).click();
  await expect(page.getByText("已办结")).toBeVisible();
});

test("Another date for a node is asked by the town and decided by the office, which sees beforehand what would change", async ({ signIn }) => {
  const town = await signIn("town", { at: "/report" });
  const { projectId } = await firstProject(town);
  const office = await signIn("dispatch", { at: `/projects/${projectId}?tab=nodes` });
  await office.getByRole("button", { name: "记一笔" }).click();
  await office.getByRole("menuitem", { name: "节点", exact: true }).click();
  await office.getByLabel("节点名称").fill("主体封顶");
  await office.getByLabel("计划日期").fill("2023-05-31");
  await office.getByRole("button", { name: "提交" }).click();
  await expect(office.getByText("节点已记录")).toBeVisible();
  await town.goto(`/projects/${projectId}?tab=nodes`);
  await town.getByRole("button", { name: "记一笔" }).click();
  await town.getByRole("menuitem", { name: "申请改期" }).click();
  await choose(town, "节点", { option: /主体封顶/ });
  await town.getByLabel("申请的计划日期").fill("2023-09-15");
  await town.getByLabel("申请的应完成日期").fill("2023-09-30");
  await town.getByLabel("改期原因").fill("汛期停工");
  await town.getByRole("button", { name: "申请改期" }).click();
  await expect(town.getByText("改期申请已提交，等待审批")).toBeVisible();
  const decider = await signIn("district", { at: "/in-hand" });
  const row = decider.locator("[data-matter]").filter({ hasText: "改期：主体封顶" });
  await row.getByRole("button", { name: /^审批/ }).click();
  const effects = decider.getByRole("region", { name: "同意后会改变" });
  await expect(effects.getByRole("row", { name: /应完成日期 2023-05-31 2023-09-30/ })).toBeVisible();
  await expect(effects.getByRole("row", { name: /今天看 逾期35天 未逾期/ })).toBeVisible();
  await decider.getByText("同意", { exact: true }).click();
  await decider.getByLabel("理由").fill("抓紧复工");
  await decider.getByRole("form", { name: /^审批/ }).getByRole("button", { name: "审批" }).click();
  await expect(decider.getByText("已审批")).toBeVisible();
  await town.goto(`/projects/${projectId}?tab=nodes`);
  await expect(town.getByRole("row", { name: /主体封顶/ })).toContainText("2023-09-30");
});

test("A problem goes with the report that stated it when the report is withdrawn", async ({ signIn }) => {
  const page = await signIn("town", { at: "/report" });
  const { items } = await readReports(page);
  const row = items[3];
  if (row === undefined) throw new Error("the town reports projects");
  await cell(page, row.name, "本月完成").click();
  await page.keyboard.type("100");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: `填写问题：${row.name}` }).click();
  const drawer = page.getByRole("dialog");
  await drawer.getByLabel(/^问题/).fill("临时用电未接通");
  await drawer.getByText("部门", { exact: true }).click();
  await drawer.getByLabel(/^需要什么/).fill("请接通临时用电");
  await drawer.getByLabel(/^何时/).fill("2023-07-20");
  await drawer.getByRole("button", { name: "写入" }).click();
  await page.getByRole("button", { name: `报送 ${row.name}` }).click();
  await expect(page.getByText(/已报送1行/)).toBeVisible();
  const matters = async (): Promise<string[]> => {
    const answer = await page.request.get(`/api/matters?box=all&subject=${row.projectId}`);
    const { items: lines } = (await answer.json()) as { items: { title: string; status: string }[] };
    return lines.filter(({ title }) => title === "临时用电未接通").map(({ status }) => status);
  };
  expect(await matters()).toEqual(["open"]);
  await page.getByRole("button", { name: `撤回 ${row.name}` }).click();
  await expect(page.getByRole("button", { name: `报送 ${row.name}` })).toBeVisible();
  expect(await matters()).toEqual(["withdrawn"]);
});

test("A reviewer takes an acceptance back until the freeze", async ({ signIn }) => {
  const town = await signIn("town", { at: "/report" });
  const { items } = await readReports(town);
  const row = items[4];
  if (row === undefined) throw new Error("the town reports projects");
  await cell(town, row.name, "本月完成").click();
  await town.keyboard.type("10");
  await town.keyboard.press("Enter");
  await town.getByRole("button", { name: `报送 ${row.name}` }).click();
  await expect(town.getByText(/已报送1行/)).toBeVisible();
  const desk = await signIn("district", { at: "/review" });
  const waiting = desk.getByRole("listitem", { name: row.name });
  await waiting.getByRole("button", { name: /通过/ }).click();
  await expect(desk.getByText("已通过1行", { exact: true })).toBeVisible();
  await desk.getByText(/^由我通过\d+行/).click();
  await desk.getByRole("button", { name: `撤销通过：${row.name}` }).click();
  await expect(desk.getByText("已撤销1行的通过，重新待审")).toBeVisible();
  await expect(waiting.getByRole("button", { name: /通过/ })).toBeVisible();
});

test("Several batons pass to another post in one act; what goes along is shown before, and the history names who did it", async ({ signIn }) => {
  const office = await signIn("district", { at: "/in-hand/batons" });
  await office.getByRole("button", { name: "查看其他岗位" }).click();
  await choose(office, "查看其他岗位", { typed: "常庄", option: /常庄街道.*项目填报/ });
  await expect(office.getByRole("heading", { level: 1 })).toContainText("常庄街道");
  const ticks = office.getByRole("grid", { name: "持有的责任" }).getByRole("checkbox");
  await ticks.nth(1).check();
  await ticks.nth(2).check();
  await office.getByRole("button", { name: "移交2项" }).click();
  const drawer = office.getByRole("dialog", { name: "移交2项责任" });
  await choose(office, "移交给", { typed: "薛城区", option: /薛城区人民政府.*调度岗/ });
  await drawer.getByLabel("移交说明").fill("人员调整");
  await drawer.getByRole("button", { name: "移交2项责任" }).click();
  const asking = office.getByRole("dialog").filter({ hasText: "移交记入历史" });
  await asking.getByRole("button", { name: "移交2项责任" }).click();
  await expect(office.getByText(/^已移交2项责任/)).toBeVisible();
  await office.getByRole("button", { name: "回到我的岗位" }).click();
  await office
    .getByRole("button", { name: /^历任：/ })
    .first()
    .click();
  await expect(office.getByRole("dialog").getByText(/薛城区.*移交，/)).toBeVisible();
});

test("Opening a month asks for its due time and suggests the one of the calendar", async ({ signIn }) => {
  const page = await signIn("dispatch", { at: "/dispatch/period" });
  await page.getByRole("button", { name: "开放报送" }).first().click();
  const drawer = page.getByRole("dialog", { name: "开放一个月的报送" });
  await drawer.getByLabel("月份").fill("2023-07");
  await expect(drawer.getByLabel("报送截止")).toHaveValue("2023-08-07");
  await expect(drawer.getByLabel("截止时刻")).toHaveValue("18:00");
  await drawer.getByLabel("截止时刻").fill("六点");
  await drawer.getByRole("button", { name: "开放报送" }).click();
  await expect(drawer.getByText(/请写明截止日期和时刻/)).toBeVisible();
  await drawer.getByLabel("截止时刻").fill("17:30");
  await drawer.getByRole("button", { name: "开放报送" }).click();
  await expect(page.getByText("已开放2023年7月报送")).toBeVisible();
  await expect(page.getByText(/8月7日17:30|2023-08-07.*17:30/).first()).toBeVisible();
});
