/** Pages as rules and assistive technology see them: WCAG 2.2 AA, and everything by keyboard. */
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, samplePassword, test } from "./fixtures.ts";

const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

async function expectAccessible(page: Page): Promise<void> {
  await page.waitForLoadState("networkidle");
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
  const told = violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id} (${help}): ${html.slice(0, 240)}`));
  expect(told, `at ${page.url()}`).toEqual([]);
}

/** The page itself, and not the one that stands in for a page which failed or is not there. */
async function expectOpened(page: Page): Promise<void> {
  const heading = page.getByRole("main").getByRole("heading", { level: 1 });
  await expect(heading).toBeVisible();
  await expect(heading).not.toHaveText(/没有/);
}

const pagesOf: Record<string, readonly string[]> = {
  leader: ["/overview", "/projects", "/in-hand"],
  dispatch: ["/dispatch/period", "/review", "/administration/imports"],
  district: ["/review", "/in-hand"],
  town: ["/in-hand", "/report"],
  auditor: ["/administration/audit"],
  sysadmin: ["/administration/posts", "/administration/people", "/administration/calendar"],
};

for (const [username, addresses] of Object.entries(pagesOf)) {
  test(`The pages of ${username} break no rule of WCAG 2.2 AA`, async ({ signIn }) => {
    const page = await signIn(username);
    for (const address of addresses) {
      await page.goto(address);
      await expectOpened(page);
      await expectAccessible(page);
    }
  });
}

test("The sign-in page and the phone's month break no rule of WCAG 2.2 AA", async ({ page, signIn }) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "登录" })).toBeVisible();
  await expectAccessible(page);
  const phone = await signIn("town3", { at: "/report", context: { viewport: { width: 390, height: 844 } } });
  await expectAccessible(phone);
});

test("By keyboard alone: signed in, to the inbox, into a matter and back", async ({ page }) => {
  await page.goto("/in-hand");
  await expect(page.getByLabel("用户名")).toBeFocused();
  await page.keyboard.type("district");
  await page.keyboard.press("Tab");
  await page.keyboard.type(samplePassword);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "在我手里" })).toBeVisible();
  const matter = page.getByRole("main").getByRole("listitem").getByRole("button").first();
  await expect(matter).toBeVisible();
  const title = (await matter.textContent()) ?? "";
  // Past the navigation in one press, then on to the matter.
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "跳到正文" })).toBeFocused();
  await page.keyboard.press("Enter");
  const focused = page.locator(":focus");
  for (let presses = 0; presses < 12 && (await focused.textContent()) !== title; presses += 1) {
    await page.keyboard.press("Tab");
  }
  await expect(matter).toBeFocused();
  await page.keyboard.press("Enter");
  const drawer = page.getByRole("dialog");
  await expect(drawer).toBeVisible();
  await expect(drawer).toContainText("经手");
  await page.keyboard.press("Escape");
  await expect(drawer).toBeHidden();
  await expect(matter).toBeFocused();
});
