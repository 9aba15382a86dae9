/** The project library kept by hand: registered once, moved between lists, carried over, merged, and mended. */
import { expect, type Page, test } from "./fixtures.ts";

test.use({ cityName: "library" });
test.describe.configure({ mode: "serial" });

type Row = { id: string; name: string; levels: string[] };

async function readProjects(page: Page, query: string): Promise<Row[]> {
  const answer = await page.request.get(`/api/projects?${query}`);
  return ((await answer.json()) as { items: Row[] }).items;
}

async function readProject(page: Page, id: string) {
  return (await (await page.request.get(`/api/projects/${id}`)).json()) as {
    name: string;
    content: string | null;
    remark: string | null;
    stage: { code: string } | null;
    mergedIntoId: string | null;
    listings: { year: number; level: string; class: string; planFen: number; adjustment: string | null; validTo: string | null }[];
    stages: { id: string; code: string }[];
  };
}

/** Opens a list of choices and takes one by its words. */
async function choose(page: Page, label: string, words: string): Promise<void> {
  const field = page.getByRole("combobox", { name: label }).last();
  await field.click();
  if (await field.isEditable()) await field.fill(words);
  await page.locator(".ant-select-dropdown:visible .ant-select-item-option").filter({ hasText: words }).first().click();
}

const own = "山亭零碳装备配套项目（旅程）";

test("A district registers a project; what may already be there is shown beside the button, and the person says why it is another", async ({ signIn }) => {
  const page = await signIn("district", { at: "/projects" });
  const [known] = await readProjects(page, "limit=1&sort=name");
  await page.getByRole("button", { name: "新建项目" }).click();
  const beside = page.getByRole("complementary", { name: "查重" });
  await page.getByRole("button", { name: "登记", exact: true }).click();
  await expect(page.getByText("请填写此项。").first()).toBeVisible();
  await expect(page.getByLabel("项目名称")).toBeFocused();
  await page.getByLabel("项目名称").fill(known?.name ?? "");
  await expect(beside.getByText("可能已有1个相同项目")).toBeVisible();
  await expect(beside.getByText(/名称和属地相同 · 登记单位：/)).toBeVisible();
  await page.getByLabel("统一社会信用代码").fill("91370400MA3TEXT001");
  await expect(page.getByText(/校验位不符/)).toBeVisible();
  await page.getByLabel("代码核对情况").fill("已对照营业执照原件");
  await choose(page, "行业", "C3841 锂离子电池制造");
  await choose(page, "项目级别", "区重点");
  await choose(page, "当前阶段", "联审");
  await page.getByLabel("总投资", { exact: false }).first().fill("3.2亿");
  await expect(page.getByText("即32,000万元（3.20亿元）")).toBeVisible();
  await page.getByLabel("年度计划投资", { exact: false }).first().fill("8000");
  await choose(page, "属地单位", "常庄街道办事处");
  await page.getByRole("button", { name: "登记", exact: true }).click();
  await expect(page.getByText("请先核对疑似重复的项目，确认不是同一项目并写明理由。")).toBeVisible();
  await beside.getByLabel("不是同一项目").check();
  await beside.getByLabel("为什么不是同一项目").fill("二期，另行立项");
  await page.getByRole("button", { name: "登记", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: known?.name ?? "" })).toBeVisible();
  await page.getByRole("tab", { name: "历史" }).click();
  await expect(page.getByText("二期，另行立项")).toBeVisible();
});

test("Two people edit one project: the second is told what the first changed, keeps the own typing, and both stand", async ({ signIn }) => {
  const page = await signIn("district", { at: "/projects" });
  const [row] = await readProjects(page, "limit=1&sort=-annual_plan&level=区重点");
  const id = row?.id ?? "";
  await page.goto(`/projects/${id}/edit`);
  await expect(page.getByLabel("建设内容")).toBeVisible();
  const other = await signIn("dispatch", { at: `/projects/${id}/edit` });
  await other.getByLabel("建设内容").fill("年产二万吨");
  await other.getByLabel("修改依据").fill("按可研批复");
  await other.getByRole("button", { name: "保存" }).click();
  await expect(other.getByRole("button", { name: "记一笔▾" })).toBeVisible();
  await page.getByLabel("建设内容").fill("年产三万吨");
  await page.getByLabel("备注").fill("已现场复核");
  await page.getByRole("button", { name: "保存" }).click();
  const told = page.getByRole("alert", { name: /已于.+先保存了修改$/ });
  await expect(told).toBeVisible();
  await expect(told.getByText("重点项目调度中心", { exact: false })).toBeVisible();
  const contested = told.getByRole("row", { name: /建设内容/ });
  await expect(contested.getByText("年产二万吨")).toBeVisible();
  await expect(contested.getByText("年产三万吨")).toBeVisible();
  await contested.getByLabel("保留我的").check();
  await told.getByRole("button", { name: "按选择继续" }).click();
  await expect(page.getByLabel("备注")).toHaveValue("已现场复核");
  await page.getByRole("button", { name: "保存" }).click();
  await expect(page.getByRole("button", { name: "记一笔▾" })).toBeVisible();
  expect(await readProject(page, id)).toMatchObject({ content: "年产三万吨", remark: "已现场复核" });
});

test("Projects ticked in the ledger move between lists in one act, seen before it is done; those that may not are taken out", async ({ signIn }) => {
  const page = await signIn("district", { at: "/projects?level=区重点&class=实施类&sort=name" });
  const grid = page.getByRole("grid", { name: "项目台账" });
  const rows = await readProjects(page, "limit=2&level=区重点&class=实施类&sort=name");
  for (const { name } of rows)
    await grid
      .getByRole("row", { name: new RegExp(name.slice(0, 8)) })
      .first()
      .getByRole("checkbox")
      .check();
  await page.getByRole("button", { name: "名单调整" }).click();
  const drawer = page.getByRole("dialog", { name: "名单调整（2个项目）" });
  await expect(drawer.getByText("区重点", { exact: true })).toBeVisible();
  await drawer.getByRole("button", { name: "调整2个项目" }).click();
  await expect(drawer.getByText("请填写此项。").first()).toBeVisible();
  await choose(page, "调整事项", "实施转储备");
  await expect(drawer.getByText(/^2个项目可调整，年度计划.+万元 → .+万元$/)).toBeVisible();
  await expect(drawer.getByText(/^实施类 .+ → 储备类 /).first()).toBeVisible();
  await drawer.getByLabel("原因").fill("年中调整");
  await drawer.getByLabel("依据文号").fill("示例〔2023〕7号");
  await drawer.getByRole("button", { name: "调整2个项目" }).click();
  await expect(page.getByText("已调整2个项目")).toBeVisible();
  const moved = await readProject(page, rows[0]?.id ?? "");
  expect(moved.listings.findLast(({ level, validTo }) => level === "county" && validTo === null)).toMatchObject({
    class: "reserve",
    adjustment: "implementation_to_reserve",
  });
});

test("The dispatch office carries a year over, and takes it back from the toast", async ({ signIn }) => {
  const page = await signIn("dispatch", { at: "/projects/rollover?from=2023&to=2024&level=province" });
  const act = page.getByRole("button", { name: /^结转\d+个到2024年$/ });
  await expect(act).toBeEnabled();
  const choice = page.getByRole("checkbox", { name: /^结转“/ });
  const count = await page.getByRole("checkbox", { name: /^结转“/, checked: true }).count();
  expect(count).toBeGreaterThan(1);
  await page
    .getByRole("checkbox", { name: /^结转“/, checked: true })
    .first()
    .uncheck();
  await expect(page.getByRole("button", { name: `结转${count - 1}个到2024年` })).toBeVisible();
  const plan = page
    .getByRole("textbox", { name: /的新年度计划$/ })
    .and(page.locator(":enabled"))
    .first();
  await plan.fill("很多");
  await expect(page.getByText("有1个项目的计划没有读懂，请改正。")).toBeVisible();
  await expect(act).toBeDisabled();
  await plan.fill("12,000");
  await page.getByLabel("依据文号").fill("示例〔2024〕1号");
  await act.click();
  await expect(page.getByText(`已结转${count - 1}个项目到2024年`)).toBeVisible();
  await expect(page.getByRole("heading", { name: "已办结转" })).toBeVisible();
  await expect(choice.first()).toBeVisible();
  await page.getByRole("status").getByRole("button", { name: "撤回" }).click();
  await expect(page.getByText(`已撤回${count - 1}个项目的结转`)).toBeVisible();
  await expect(page.getByRole("heading", { name: "已办结转" })).toBeHidden();
});

test("Possible duplicates are compared side by side and merged; the merged one's address leads to the one that stays", async ({ signIn }) => {
  const page = await signIn("district", { at: "/projects" });
  const listing = { year: 2023, level: "county", class: "implementation", planFen: 100_000_000 };
  const [town] = (await readProjects(page, "limit=1&town=370403003")) as (Row & { id: string })[];
  const account = (await (await page.request.get(`/api/projects/${town?.id ?? (await readProjects(page, "limit=1"))[0]?.id}`)).json()) as {
    account: { orgId: string };
  };
  const ids: string[] = [];
  for (const more of [{}, { isNotDuplicate: true, distinctReason: "先登记，稍后核对" }]) {
    const answer = await page.request.post("/api/projects", {
      headers: { origin: new URL(page.url()).origin },
      data: { name: own, accountOrgId: account.account.orgId, totalInvestmentFen: 500_000_000, listing, stage: "review", ...more },
    });
    ids.push(((await answer.json()) as { id: string }).id);
  }
  await page.goto("/projects/duplicates");
  const pair = page.getByRole("listitem").filter({ hasText: own });
  await expect(pair.getByText("名称和属地相同")).toBeVisible();
  await pair.getByRole("link", { name: "对照" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "合并重复项目" })).toBeVisible();
  await expect(page.getByRole("row", { name: /^项目名称/ })).toBeVisible();
  await page
    .getByRole("radio", { name: `保留这个：${own}` })
    .last()
    .check();
  await page.getByRole("button", { name: "合并", exact: true }).click();
  await expect(page.getByText("请填写此项。")).toBeVisible();
  await page.getByLabel("原因").fill("同一项目两次登记");
  await page.getByRole("button", { name: "合并", exact: true }).click();
  await expect(page.getByText(`已并入“${own}”`)).toBeVisible();
  const merged = await Promise.all(ids.map(async (id) => ({ id, into: (await readProject(page, id)).mergedIntoId })));
  const gone = merged.find(({ into }) => into !== null);
  expect(merged.filter(({ into }) => into !== null)).toHaveLength(1);
  await page.goto(`/projects/${gone?.id}`);
  await expect(page).toHaveURL(new RegExp(`/projects/${gone?.into}`));
  await expect(page.getByText(`“${own}”已并入本项目。`)).toBeVisible();
  await page.getByRole("link", { name: "查看合并前的页面" }).click();
  await expect(page.getByText("本项目已合并，数字计在合并后的项目。")).toBeVisible();
});

test("The bureau's figure stands beside the management figure, with the difference and its reason", async ({ signIn }) => {
  const page = await signIn("dispatch", { at: "/projects/statistics?month=2023-05" });
  const grid = page.getByRole("grid", { name: "入统与统计数" });
  const record = grid.getByRole("button", { name: /^录入 / }).first();
  await expect(record).toBeVisible();
  const name = ((await record.getAttribute("aria-label")) ?? "").replace("录入 ", "");
  await page.getByLabel("搜索项目").fill(name);
  await expect(grid.getByRole("button", { name: /^录入 / })).toHaveCount(1);
  await grid.getByRole("button", { name: `录入 ${name}` }).click();
  const drawer = page.getByRole("dialog", { name: `统计数：${name}（2023-05）` });
  await drawer.getByLabel("已入统").check();
  await drawer.getByRole("textbox", { name: "统计数（本年累计）" }).fill("1");
  await drawer.getByLabel("差异说明").fill("设备未到场部分统计未计");
  await drawer.getByRole("button", { name: "保存" }).click();
  await expect(page.getByText(`已录入“${name}”的统计数`)).toBeVisible();
  const row = grid.getByRole("row", { name: new RegExp(name.slice(0, 8)) });
  await expect(row.getByText("已入统")).toBeVisible();
  await expect(row.getByText("设备未到场部分统计未计")).toBeVisible();
  const district = await signIn("district", { at: "/projects/statistics?month=2023-05" });
  await expect(district.getByText("统计数由统计部门或调度机构录入。")).toBeVisible();
  await expect(district.getByRole("button", { name: /^录入 / })).toHaveCount(0);
});

test("A stage entered wrongly is taken back with a reason, and the history keeps both", async ({ signIn }) => {
  const page = await signIn("district", { at: "/projects" });
  const [row] = await readProjects(page, `limit=1&q=${encodeURIComponent(own)}`);
  await page.goto(`/projects/${row?.id}?tab=progress`);
  await page.getByRole("button", { name: "记一笔▾" }).click();
  await page.getByRole("menuitem", { name: "进入阶段" }).click();
  const drawer = page.getByRole("dialog", { name: "进入阶段" });
  await choose(page, "进入哪个阶段", "签约");
  await choose(page, "日期精确到", "月");
  await drawer.getByLabel("说明").fill("合同原件后补");
  await drawer.getByRole("button", { name: "提交" }).click();
  await expect(page.getByText("2023-07-01（到月）")).toBeVisible();
  await page.getByRole("button", { name: "撤回“签约”" }).click();
  const asked = page.getByRole("dialog", { name: "撤回阶段：2023-07-01进入“签约”" });
  await asked.getByRole("button", { name: "撤回" }).click();
  await expect(asked.getByText("请填写此项。")).toBeVisible();
  await asked.getByLabel("撤回原因").fill("误录，尚在联审");
  await asked.getByRole("button", { name: "撤回" }).click();
  await expect(page.getByText("已撤回“签约”")).toBeVisible();
  await expect(page.getByRole("button", { name: "撤回“签约”" })).toBeHidden();
  expect((await readProject(page, row?.id ?? "")).stage?.code).toBe("review");
  await page.getByRole("tab", { name: "历史" }).click();
  await expect(page.getByText(/撤回阶段记录：.*2023-07-01进入“签约”/)).toBeVisible();
  await expect(page.getByText("误录，尚在联审")).toBeVisible();
});
