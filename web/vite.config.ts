import legacy from "@vitejs/plugin-legacy";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** Domestic office desktops carry Chromium 90; leaders' iPads carry Safari 15. */
const oldestBrowsers = ["chrome90", "safari15"];

/**
 * Named one by one, so that a library which starts to use something newer is noticed by
 * `build.test.ts` or by a test on an old browser, and the first page does not carry all of core-js.
 * `crypto.randomUUID` is no part of core-js: see `api/idempotencyKey.ts`.
 */
const polyfills = [
  "es.array.at",
  "es.array.find-last",
  "es.array.find-last-index",
  "es.array.to-reversed",
  "es.array.to-sorted",
  "es.array.to-spliced",
  "es.array.with",
  "es.error.cause",
  "es.map.group-by",
  "es.object.group-by",
  "es.object.has-own",
  "es.promise.with-resolvers",
  "es.set.difference.v2",
  "es.set.intersection.v2",
  "es.set.is-subset-of.v2",
  "es.set.union.v2",
  "es.string.at-alternative",
  "es.string.replace-all",
  "es.typed-array.at",
  "web.structured-clone",
];

export default defineConfig({
  plugins: [
    react(),
    legacy({
      renderLegacyChunks: false,
      modernTargets: "chrome >= 90, safari >= 15",
      modernPolyfills: polyfills,
    }),
  ],
  build: {
    // The plugin sets the script target from its modernTargets.
    cssTarget: oldestBrowsers,
    manifest: true,
    chunkSizeWarningLimit: 1200,
  },
  server: {
    host: "127.0.0.1",
    proxy: {
      "/api": { target: "http://127.0.0.1:4000" },
      "/public": { target: "http://127.0.0.1:4000" },
    },
  },
});
