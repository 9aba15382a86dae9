/** How long until people can work: `npm start` on data that is there, and the first page in a browser. */
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import type { Line } from "./measure.ts";
import type { Bench } from "./main.ts";
import { startServer } from "./server.ts";

const browserPath = [process.env["CHROMIUM_PATH"], "/usr/bin/chromium"].find((path) => path !== undefined && existsSync(path));

/** `npm start` with its packages and pages in place, on the city that is there. Stops it again. */
export async function start(dataDir: string): Promise<Line> {
  // The first start builds pages whose sources changed and takes an unfamiliar copy under its eyes.
  await (await startServer({ dataDir, isWhole: true })).stop();
  const server = await startServer({ dataDir, isWhole: true });
  await server.stop();
  return { what: "npm start on existing data, until ready", measured: `${server.readySeconds.toFixed(1)} s`, target: "< 5 s", isMet: server.readySeconds < 5 };
}

/** The first page of a browser that was never here, and the ledger of the whole city after signing in. */
export async function browse(bench: Bench): Promise<Line[]> {
  if (browserPath === undefined) return [{ what: "pages in a browser", measured: "no Chromium here", target: "", isMet: null }];
  const browser = await chromium.launch({ executablePath: browserPath });
  try {
    const page = await browser.newPage({ locale: "zh-CN" });
    const home = `http://127.0.0.1:${bench.server.port}`;
    const began = performance.now();
    await page.goto(home);
    await page.locator("input[type=password]").waitFor();
    const firstMs = performance.now() - began;
    const bytes = await page.evaluate(() =>
      performance
        .getEntriesByType("resource")
        .filter((one) => one.name.endsWith(".js"))
        .reduce((sum, one) => sum + (one as PerformanceResourceTiming).encodedBodySize, 0),
    );
    await page.locator("input").first().fill("leader");
    await page.locator("input[type=password]").fill("Baton-demo-2026");
    await page.keyboard.press("Enter");
    await page.locator("input[type=password]").waitFor({ state: "detached" });
    const left = performance.now();
    await page.goto(`${home}/projects`);
    await page.locator("[role=gridcell], td").first().waitFor();
    const ledgerMs = performance.now() - left;
    return [
      {
        what: "first page's scripts, compressed",
        measured: `${(bytes / 1000).toFixed(0)} kB`,
        target: "< 350 kB",
        isMet: bytes < 350_000,
        isBroken: bytes > 350_000,
      },
      { what: "first page, until it can be typed in", measured: `${(firstMs / 1000).toFixed(1)} s`, target: "< 2 s", isMet: firstMs < 2_000 },
      { what: "ledger of the whole city, until its first row", measured: `${(ledgerMs / 1000).toFixed(1)} s`, target: "< 2 s", isMet: ledgerMs < 2_000 },
    ];
  } finally {
    await browser.close();
  }
}
