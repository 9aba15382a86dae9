import { expect, fillSignIn, samplePassword, test } from "./fixtures.ts";

test("A wrong password is answered by a sentence that says what to do, and the name typed stays", async ({ page }) => {
  await page.goto("/");
  await fillSignIn(page, "town", "not-the-password");
  await expect(page.getByRole("alert")).toContainText("用户名或密码不正确，请核对后再试。");
  await expect(page.getByLabel("用户名")).toHaveValue("town");
  await page.getByLabel("密码", { exact: true }).fill(samplePassword);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("navigation", { name: "主导航" })).toBeVisible();
});

test("What is missing is said at its field", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("button", { name: "登录", exact: true }).click();
  await expect(page.getByText("请填写用户名。")).toBeVisible();
  await expect(page.getByText("请填写密码。")).toBeVisible();
});

test("Five wrong passwords in a row pause the account, also for the right password", async ({ page }) => {
  await page.goto("/");
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    await fillSignIn(page, "department2", `wrong-${attempt}`);
    await expect(page.getByRole("alert")).toBeVisible();
    await expect(page.getByRole("button", { name: "登录", exact: true })).toBeEnabled();
  }
  await fillSignIn(page, "department2");
  await expect(page.getByRole("alert")).toContainText(/请.*15 分钟后再试/);
  // A colleague at the next desk is not paused with them.
  await fillSignIn(page, "enterprise");
  await expect(page.getByRole("navigation", { name: "主导航" }).first()).toBeVisible();
});

test("A sample account opens by one press where the city is a demonstration", async ({ page }) => {
  await page.goto("/");
  const samples = page.getByRole("region", { name: "示例账号" });
  await expect(samples.getByRole("button")).not.toHaveCount(0);
  await samples.getByRole("button").first().click();
  await expect(page.getByRole("navigation", { name: "主导航" })).toBeVisible();
});

test("Whoever opens a shared link signs in right there and reads that page", async ({ signIn }) => {
  const page = await signIn("dispatch", { at: "/administration/imports?kind=projects" });
  await expect(page).toHaveURL(/\/administration\/imports\?kind=projects/);
});

test("Signing out leaves nothing behind for the next person", async ({ signIn }) => {
  const page = await signIn("town");
  await page
    .getByRole("banner")
    .getByRole("button", { name: /常庄街道/ })
    .click();
  await page.getByRole("menuitem", { name: "退出" }).click();
  await expect(page.getByRole("heading", { name: "登录" })).toBeVisible();
  await page.goBack().catch(() => undefined);
  await expect(page.getByRole("heading", { name: "登录" })).toBeVisible();
});
