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
  await expect(heading).not.toHaveText(/没有|No such page|did not open/);
}

const desktop = { width: 1366, height: 768 };
const phone = { width: 390, height: 844 };

const roles = ["leader", "chief", "dispatch", "district", "town", "department", "enterprise", "sysadmin", "secadmin", "auditor"];

/** Whose pages are walked on a phone and in English too: together they see nearly every page. */
const walkedTwice = new Set(["dispatch", "town"]);

/** A page that one role's walk has proved is not walked again by the next; what a role lands on always is. */
const walked = new Set<string>();

const projectTabs = ["summary", "progress", "nodes", "money", "hands", "matters", "files", "history"];

/** Pages that no navigation leads to, by who comes to them. */
const further: Record<string, readonly string[]> = {
  leader: ["/dispatch/period/2023-05"],
  dispatch: ["/dispatch/period/2023-05"],
  sysadmin: ["/setup"],
  secadmin: ["/setup"],
};

/** Every page that a role's own navigation offers, so that a new page is walked without being named here. */
async function addressesOf(page: Page, role: string): Promise<string[]> {
  const offered = await page
    .getByRole("navigation", { name: "主导航" })
    .getByRole("link")
    .evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
  const pages = offered.filter((address) => address.startsWith("/"));
  return [...new Set([...pages, "/query", "/mine", ...(further[role] ?? [])])];
}

/** The first project and the first matter within the role's reach; none for administrators, who reach no business. */
async function reached(page: Page): Promise<string[]> {
  const projects = await page.request.get("/api/projects?limit=1&sort=-completion_rate");
  const hands = await page.request.get("/api/hands");
  const project = projects.ok() ? ((await projects.json()) as { items: { id: string }[] }).items[0]?.id : undefined;
  const matter = hands.ok() ? /"id":"([0-9a-f-]{36})"/.exec(await hands.text())?.[1] : undefined;
  return [...(project ? projectTabs.map((tab) => `/projects/${project}?tab=${tab}`) : []), ...(matter ? [`/in-hand/${matter}`] : [])];
}

/** As the person would by 大字 and 中/EN, for all pages that follow. */
async function prefer(page: Page, change: { locale?: "zh-CN" | "en"; largeText?: boolean }): Promise<void> {
  const me = (await (await page.request.get("/api/me")).json()) as { account: { id: string } };
  const kept = { locale: "zh-CN", largeText: false, rows: "standard", navFolded: false, singleKeys: true, ...change };
  await page.evaluate(([key = "", value = ""]) => localStorage.setItem(key, value), [`baton.preferences.${me.account.id}`, JSON.stringify(kept)]);
}

async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const beyond = await page.evaluate<number>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
  expect(beyond, `${page.url()} is wider than its window`).toBeLessThanOrEqual(1);
}

for (const role of roles) {
  const isTwice = walkedTwice.has(role);
  test(`The pages of ${role} break no rule of WCAG 2.2 AA${isTwice ? ", at a desk in Chinese and on a phone in English" : ""}`, async ({ signIn }) => {
    test.setTimeout(240_000);
    const page = await signIn(role);
    const addresses = [...(await addressesOf(page, role)), ...(isTwice ? await reached(page) : [])];
    for (const [at, address] of addresses.entries()) {
      if (at > 0 && walked.has(address)) continue;
      await page.goto(address);
      await expectOpened(page);
      await expectAccessible(page);
      walked.add(address);
    }
    if (!isTwice) return;
    await prefer(page, { locale: "en" });
    await page.setViewportSize(phone);
    for (const address of addresses) {
      await page.goto(address);
      await expectOpened(page);
      await expectAccessible(page);
      await expectNoSidewaysScroll(page);
    }
  });
}

test("Large text leaves every page of the leader and the town whole", async ({ signIn }) => {
  test.setTimeout(240_000);
  for (const role of ["leader", "town"]) {
    const page = await signIn(role);
    const addresses = [...(await addressesOf(page, role)), ...(await reached(page)).slice(0, 2)];
    await prefer(page, { largeText: true });
    for (const size of [desktop, phone]) {
      await page.setViewportSize(size);
      for (const address of addresses) {
        await page.goto(address);
        await expectOpened(page);
        await expectNoSidewaysScroll(page);
      }
    }
  }
});

test("The explanation of a number with both ledgers breaks no rule, in either language and by keyboard", async ({ signIn }) => {
  test.setTimeout(120_000);
  const page = await signIn("leader", { at: "/overview" });
  for (const locale of ["zh-CN", "en"] as const) {
    await prefer(page, { locale });
    await page.goto("/overview");
    const number = page
      .getByRole("main")
      .getByRole("button", { name: /^536\.88/ })
      .first();
    await number.focus();
    await page.keyboard.press("Enter");
    const drawer = page.getByRole("dialog");
    await drawer
      .getByRole("button", { name: locale === "en" ? /Rows: Statistics/ : /看行：统计数/ })
      .first()
      .click();
    await expect(drawer.getByRole("heading", { name: locale === "en" ? /Rows:.*statistics/ : /行：.*统计数/ })).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    await expect(drawer).toBeHidden();
    await expect(number).toBeFocused();
  }
});

test("The sign-in page breaks no rule of WCAG 2.2 AA", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "登录" })).toBeVisible();
  await expectAccessible(page);
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
