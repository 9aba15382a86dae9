/** The first hour of a new city: no demonstration, one-time passwords on the terminal. */
import { expect, fillSignIn, test } from "./fixtures.ts";

test.use({ cityName: "new", isEmptyCity: true });

const password = "Kaicheng-lianxi-2026";

test("The first administrator signs in once with the password told, must change it, and finds what the city lacks", async ({ page, city }) => {
  const told = /sysadmin\s+\S+\s+(\S+)/.exec(city.said())?.[1] ?? "";
  await page.goto("/");
  await expect(page.getByRole("region", { name: "示例账号" })).toBeHidden();
  await fillSignIn(page, "sysadmin", told);
  await expect(page.getByRole("heading", { name: "请先修改初始密码" })).toBeVisible();
  await page.getByLabel("当前密码").fill(told);
  await page.getByLabel("新密码", { exact: true }).fill("123");
  await page.getByLabel("再输一遍").fill("123");
  await page.getByRole("button", { name: "修改" }).click();
  await expect(page.getByText("新密码少于 12 个字符，请加长。")).toBeVisible();
  await page.getByLabel("新密码", { exact: true }).fill(password);
  await page.getByLabel("再输一遍").fill(password);
  await page.getByRole("button", { name: "修改" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "开城向导" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "组织、岗位和人员" })).toBeVisible();
  await page.getByRole("button", { name: "导入组织" }).click();
  await expect(page).toHaveURL(/administration\/imports.*organisations/);
});
