import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "@playwright/test";
import type { CityOptions } from "./fixtures.ts";

/** Debian's own Chromium: nothing is downloaded, and nothing it would like to tell the world leaves the machine. */
const launchOptions = {
  executablePath: process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};

export default defineConfig<object, CityOptions>({
  testDir: ".",
  testMatch: "**/*.e2e.ts",
  outputDir: join(tmpdir(), "baton-journeys"),
  // The steps of a journey build on each other; journeys of different files do not.
  fullyParallel: false,
  workers: 2,
  forbidOnly: true,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: "list",
  use: {
    browserName: "chromium",
    headless: true,
    launchOptions,
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    viewport: { width: 1366, height: 768 },
    actionTimeout: 10_000,
    screenshot: "only-on-failure",
    // A kept version of the pages would outlive the server that it came from.
    serviceWorkers: "block",
  },
});
