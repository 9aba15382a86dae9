import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["contract/src/**/*.test.ts", "server/src/**/*.test.ts", "web/**/*.test.ts", "demo/**/*.test.ts", "scripts/**/*.test.ts", "proof/**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/dist/**"],
    globalSetup: ["server/src/testing/global-setup.ts"],
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
