/** A workbook brought in: what is wrong is said cell by cell, what is right is written as one act that can be undone. */
import { writeWorkbook } from "../server/src/platform/sheets/index.ts";
import { expect, test } from "./fixtures.ts";

const headings = ["项目名称", "属地", "项目级别", "项目类别", "总投资(万元)", "年度", "年度计划投资(万元)", "当前阶段"];
const name = "新型隔膜涂布产线项目（示例）";

async function workbookOf(rows: readonly (readonly string[])[]) {
  const columns = headings.map((header) => ({ header, width: 18 }));
  const buffer = Buffer.concat(await writeWorkbook([{ name: "项目", columns, rows }]).toArray());
  return {
    name: "项目.xlsx",
    mimeType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    buffer,
  };
}

test("A faulty workbook writes nothing and names row, column and remedy; the mended one is written and undone", async ({ signIn }) => {
  const page = await signIn("dispatch", { at: "/administration/imports?kind=projects" });
  const right = [name, "薛城区", "市重点", "实施类", "32000", "2023", "8000", "开工"];
  const wrong = right.with(4, "三亿二").with(1, "不存在的区");
  await page.getByLabel("选择表格").setInputFiles(await workbookOf([right.with(0, "另一条产线项目（示例）"), wrong]));
  await page.getByRole("button", { name: "检查" }).click();
  await expect(page.getByText("有误1行", { exact: true })).toBeVisible();
  const faults = page.getByRole("grid", { name: "错误" });
  const amount = faults.getByRole("row", { name: /总投资\(万元\)/ });
  await expect(amount).toContainText("3");
  await expect(amount).toContainText("三亿二");
  await expect(faults.getByRole("row", { name: /属地/ })).toContainText("不存在的区");
  await expect(page.getByRole("button", { name: /^导入\d+行$/ })).toBeHidden();
  await page.getByRole("button", { name: "换一个文件" }).click();
  await page.getByLabel("选择表格").setInputFiles(await workbookOf([right]));
  await page.getByRole("button", { name: "检查" }).click();
  await page.getByRole("button", { name: "导入1行" }).click();
  await expect(page.getByRole("heading", { name: "导入回执" })).toBeVisible();
  const found = async () => {
    const answer = await page.request.get(`/api/projects?q=${encodeURIComponent(name)}`);
    return ((await answer.json()) as { total: number }).total;
  };
  expect(await found()).toBe(1);
  await page.getByRole("button", { name: "撤销导入" }).first().click();
  await expect(page.getByText(/已撤销导入，恢复\d+处/)).toBeVisible();
  expect(await found()).toBe(0);
});

test("An import goes on without its page, is found again in the list, and is undone from there", async ({ signIn }) => {
  const page = await signIn("dispatch", { at: "/administration/imports?kind=projects" });
  const rows = Array.from({ length: 1_500 }, (_, at) => [`隔膜配套${at}号项目（示例）`, "薛城区", "市重点", "储备类", "3200", "2023", "800", "签约"]);
  await page.getByLabel("选择表格").setInputFiles({ ...(await workbookOf(rows)), name: "一千五百行.xlsx" });
  await page.getByRole("button", { name: "检查" }).click();
  await page.getByRole("button", { name: "导入1500行" }).click();
  await expect(page.getByText(/^正在(排队|读取|检查|写入|提交)/).first()).toBeVisible();
  await page.goto("/administration/imports?kind=projects");
  const found = page.getByRole("row", { name: /一千五百行\.xlsx/ }).first();
  await expect(found).toContainText("写入1500行", { timeout: 30_000 });
  await found.getByRole("button", { name: "撤销导入" }).click();
  await expect(found).toContainText("已撤销", { timeout: 30_000 });
});
