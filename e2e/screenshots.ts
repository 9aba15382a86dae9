/**
 * Draws the README's pictures from a demonstration city in which something has happened:
 * `node scripts/run.mjs e2e/screenshots.ts`, by hand, after the pages are built.
 */
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "@playwright/test";
import { type City, startCity } from "./city.ts";
import config from "./playwright.config.ts";
import { samplePassword } from "./fixtures.ts";
import { cell, pasteBlock, readReports, wan } from "./sheet.ts";

const folder = join(dirname(import.meta.dirname), "docs", "screenshots");

type Studio = { browser: Browser; city: City };

async function signIn({ browser, city }: Studio, username: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({
    baseURL: city.origin,
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    viewport: { width: 1366, height: 768 },
    serviceWorkers: "block",
    ...options,
  });
  const page = await context.newPage();
  await page.goto("/");
  await page.getByLabel("用户名").fill(username);
  await page.getByLabel("密码", { exact: true }).fill(samplePassword);
  await page.getByRole("button", { name: "登录", exact: true }).click();
  await page.getByRole("navigation", { name: "主导航" }).waitFor();
  return page;
}

async function draw(page: Page, name: string): Promise<void> {
  await page.waitForLoadState("networkidle");
  await page.evaluate("document.fonts.ready");
  await page.screenshot({ path: join(folder, `${name}.png`), animations: "disabled", caret: "hide" });
  console.log(`docs/screenshots/${name}.png`);
}

/** A town in the middle of its month: some rows pasted, one of them doubtful. */
async function drawReport(studio: Studio): Promise<void> {
  const page = await signIn(studio, "town");
  await page.getByRole("button", { name: /^(开始|继续)填报$/ }).waitFor();
  await page.getByRole("button", { name: /^(开始|继续)填报$/ }).click();
  await page.getByRole("grid", { name: "月度报送" }).waitFor();
  const { items } = await readReports(page);
  const moved = items.slice(0, 8);
  await cell(page, moved[0]?.name ?? "", "本月完成").click();
  const rows = moved.map(({ name, planFen }, at) => [name, wan(at === 2 ? planFen * 4 : planFen / 18), "设备安装"]);
  await pasteBlock(page, [["项目名称", "本月完成(万元)", "形象进度"], ...rows]);
  await page.getByRole("button", { name: /^写入\d+行$/ }).click();
  await page.getByText(/^已存\d\d:\d\d:\d\d$/).waitFor();
  await page.getByText(/^已写入\d+行$/).waitFor({ state: "hidden", timeout: 15_000 });
  await cell(page, moved[1]?.name ?? "", "本月完成").click();
  await draw(page, "monthly-report");
  await page.getByRole("button", { name: "其余无变化" }).click();
  await page.getByRole("button", { name: "写明原因" }).first().click();
  await page.getByLabel(/的疑点说明$/).fill("设备款集中支付，已有付款凭证");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: /^报送\d+行$/ }).click();
  await page.getByText(/已报送\d+行/).waitFor();
}

async function drawExplain(studio: Studio): Promise<void> {
  const page = await signIn(studio, "leader");
  await page.getByRole("main").getByRole("button", { name: /%$/ }).first().waitFor();
  await draw(page, "overview");
  await page.getByRole("main").getByRole("button", { name: /%$/ }).first().click();
  await page.getByRole("dialog").getByRole("rowheader").first().waitFor();
  await draw(page, "explain");
}

async function drawLedger(studio: Studio): Promise<void> {
  const page = await signIn(studio, "leader");
  await page.goto("/projects");
  await page.getByRole("grid", { name: "项目台账" }).getByRole("rowheader").first().waitFor();
  await draw(page, "ledger");
  const found = (await (await page.request.get("/api/projects?light=warn&blocking_party=department&sort=-completion_rate&limit=1")).json()) as {
    items: { id: string }[];
  };
  await page.goto(`/projects/${found.items[0]?.id ?? ""}`);
  await page.getByRole("main").getByRole("heading", { level: 1 }).waitFor();
  await draw(page, "project");
}

async function drawOne(studio: Studio, one: { username: string; address: string; name: string }): Promise<void> {
  const page = await signIn(studio, one.username);
  await page.goto(one.address);
  await page.getByRole("main").getByRole("heading", { level: 1 }).waitFor();
  await page.waitForLoadState("networkidle");
  if (one.name === "audit") await page.getByRole("button", { name: "核对审计链" }).click();
  if (one.name === "audit") await page.getByText("全部一致").waitFor();
  await draw(page, one.name);
}

async function drawPhone(studio: Studio): Promise<void> {
  const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };
  const page = await signIn(studio, "town2", phone);
  await page.goto("/report");
  await page.getByRole("button", { name: "本月无变化" }).tap();
  await draw(page, "phone-report");
}

/** The month goes out, so that its lights come into hands. */
async function publish(studio: Studio): Promise<void> {
  const office = await signIn(studio, "dispatch");
  await office.getByRole("button", { name: "截止报送" }).click();
  await office.getByRole("button", { name: "冻结2023年6月" }).click();
  await office.getByRole("dialog").getByRole("button", { name: "冻结", exact: true }).click();
  await office.getByRole("button", { name: "发布2023年6月" }).waitFor();
  const second = await signIn(studio, "dispatch2");
  await second.getByRole("button", { name: "发布2023年6月" }).click();
  await second.getByRole("dialog").getByRole("button", { name: "发布", exact: true }).click();
  await second.getByText(/已发布，发出事项\d+件/).waitFor();
}

await mkdir(folder, { recursive: true });
const city = await startCity({ isEmpty: false });
const browser = await chromium.launch(config.use?.launchOptions ?? {});
try {
  const studio = { browser, city };
  await drawReport(studio);
  await drawOne(studio, { username: "district", address: "/review", name: "review" });
  await drawOne(studio, { username: "dispatch", address: "/dispatch/period", name: "period" });
  await drawExplain(studio);
  await drawLedger(studio);
  await drawOne(studio, { username: "auditor", address: "/administration/audit", name: "audit" });
  await drawPhone(studio);
  await publish(studio);
  await drawOne(studio, { username: "town2", address: "/in-hand", name: "in-my-hands" });
} finally {
  await browser.close();
  process.exitCode = (await city.stop()) ?? 1;
}
