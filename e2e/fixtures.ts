import { type Browser, type BrowserContext, test as base, expect, type Page } from "@playwright/test";
import { type City, startCity } from "./city.ts";

export { expect };
export type { City, Page };

export type CityOptions = {
  /**
   * Journeys that leave marks on the whole city (a frozen month) name a city of their own;
   * another name is another server.
   */
  cityName: string;
  /** Without the demonstration: what the first administrators of a new city find. */
  isEmptyCity: boolean;
};

/** All demonstration accounts carry this password. */
export const samplePassword = "Baton-demo-2026";

type SignedIn = {
  /** A page of somebody signed in, in a browser of their own, at the address they land on or the one given. */
  signIn: (username: string, options?: { at?: string; context?: Parameters<Browser["newContext"]>[0] }) => Promise<Page>;
};

export const test = base.extend<SignedIn, CityOptions & { city: City }>({
  cityName: ["shared", { option: true, scope: "worker" }],
  isEmptyCity: [false, { option: true, scope: "worker" }],
  city: [
    async ({ isEmptyCity }, use) => {
      const city = await startCity({ isEmpty: isEmptyCity });
      await use(city);
      expect(await city.stop(), `the server ends well:\n${city.said()}`).toBe(0);
    },
    { scope: "worker", timeout: 120_000 },
  ],
  baseURL: async ({ city }, use) => {
    await use(city.origin);
  },
  signIn: async ({ browser, city, contextOptions }, use) => {
    const opened: BrowserContext[] = [];
    const faults: string[] = [];
    await use(async (username, { at = "/", context: options = {} } = {}) => {
      const context = await browser.newContext({ ...contextOptions, baseURL: city.origin, ...options });
      opened.push(context);
      const page = await context.newPage();
      page.on("pageerror", (error) => faults.push(`${username}: ${error.message}`));
      await page.goto(at);
      await fillSignIn(page, username);
      await expect(page.getByRole("navigation", { name: "主导航" })).toBeVisible();
      await expect(page.getByRole("main").getByRole("heading", { level: 1 })).toBeVisible();
      return page;
    });
    for (const context of opened) await context.close();
    expect(faults, "no page throws an error that nobody catches").toEqual([]);
  },
});

/** Types name and password into the form in sight and sends it. */
export async function fillSignIn(page: Page, username: string, password = samplePassword): Promise<void> {
  const name = page.getByLabel("用户名");
  if (await name.isEditable()) await name.fill(username);
  await page.getByLabel("密码", { exact: true }).fill(password);
  await page.getByRole("button", { name: "登录", exact: true }).click();
}
