/** The browser and the Chinese fonts that the journeys need: Debian's own packages. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { run, say } from "./child.mjs";
import { seconds } from "./prepare.mjs";

const packages = ["chromium", "fonts-noto-cjk"];

/** Resolves to the path of Chromium, installed where we may; undefined, and said why, where it cannot be had. */
export async function ensureBrowser() {
  if (findChromium() === undefined || !hasChineseFont()) await install();
  const chromium = findChromium();
  if (chromium !== undefined && hasChineseFont()) return chromium;
  say(
    `浏览器测试需要 Chromium 和中文字体。请由管理员执行：apt-get install ${packages.join(" ")}；其他系统请自行安装，并用 CHROMIUM_PATH 指定 Chromium 的位置。`,
    `The browser tests need Chromium and a Chinese font. As root: apt-get install ${packages.join(" ")}; elsewhere install both and set CHROMIUM_PATH.`,
  );
  return undefined;
}

function findChromium() {
  return [process.env.CHROMIUM_PATH, "/usr/bin/chromium"].find((path) => path !== undefined && existsSync(path));
}

/** Without one every character is the same empty box, and screenshots and widths mean nothing. */
function hasChineseFont() {
  return (spawnSync("fc-list", [":lang=zh-cn", "family"], { encoding: "utf8" }).stdout ?? "").trim() !== "";
}

async function install() {
  if (process.getuid?.() !== 0 || spawnSync("apt-get", ["--version"]).status !== 0) return;
  console.log(`Installing ${packages.join(" and ")} (apt-get); the first time takes a minute or two …`);
  const startedAt = performance.now();
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  // Mirrors answer badly now and then: once more before giving up.
  for (let attempt = 1; attempt <= 2; attempt += 1) {
    const code =
      (await run("apt-get", ["update", "-qq"], { env, limitMs: 180_000 })) ||
      (await run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...packages], {
        env,
        limitMs: 300_000,
        stdio: ["ignore", "ignore", "inherit"],
      }));
    if (code === 0) {
      console.log(`Chromium is installed (${seconds(startedAt)} s).`);
      return;
    }
    console.error(`apt-get ended with ${code}.`);
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const chromium = await ensureBrowser();
  if (chromium !== undefined) console.log(`Chromium: ${chromium}`);
  process.exitCode = chromium === undefined ? 1 : 0;
}
