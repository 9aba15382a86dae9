/**
 * What has to be there before anything of Baton runs: packages, and the pinned Node. Plain JavaScript without
 * packages, because on a fresh machine an older Node runs it before anything is installed.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { giveUp, root, run } from "./child.mjs";

const oldestNodeMajor = 20;

/** Makes everything ready; resolves to the path of the pinned Node. Ends the program where that is impossible. */
export async function prepare() {
  checkBootstrapNode();
  if (!isInstalled()) await installPackages();
  return findPinnedNode();
}

function checkBootstrapNode() {
  const major = Number(process.versions.node.split(".")[0]);
  if (major >= oldestNodeMajor) return;
  giveUp(
    `当前 Node.js 版本为 ${process.versions.node}，过低。请安装 Node.js ${oldestNodeMajor} 或更高版本后重试。`,
    `Node.js ${process.versions.node} is too old: install Node.js ${oldestNodeMajor} or later, then try again.`,
  );
}

/**
 * Whether what npm put into node_modules (its own record there) is what package-lock.json asks for. Compared package by
 * package and not by time: a checkout gives files any time it likes.
 */
export function isInstalled() {
  const wanted = readPackages(join(root, "package-lock.json"));
  const found = readPackages(join(root, "node_modules", ".package-lock.json"));
  if (wanted === undefined || found === undefined) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === "" || entry.link) return true;
    const installed = found[path];
    // Packages for other systems are optional and stay away.
    if (installed === undefined) return entry.optional === true || entry.devOptional === true || !path.includes("node_modules/");
    return installed.version === entry.version && installed.integrity === entry.integrity;
  });
}

function readPackages(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8")).packages;
  } catch {
    // Missing or half-written: the same as not installed.
    return undefined;
  }
}

/**
 * Installs what package-lock.json names, without writing to it. Not `npm ci`: that refuses a lock file that leaves out
 * optional packages for other systems, which not every registry carries. `isInstalled` proves the outcome instead.
 */
async function installPackages() {
  // The web is built here, so the build tools are needed whatever NODE_ENV or the user's npm settings leave out.
  const options = ["--no-save", "--include=dev", "--include=optional", "--no-fund", "--no-audit", "--loglevel=error"];
  console.log(`Installing packages (npm install); the first time takes about a minute …`);
  const startedAt = performance.now();
  const [command, before] = npmCommand();
  const code = await run(command, [...before, "install", ...options], { env: process.env }).catch((error) => error);
  if (code === 0 && isInstalled()) {
    console.log(`Packages are installed (${seconds(startedAt)} s).`);
    return;
  }
  const why = typeof code === "number" ? `npm: ${code}` : code.message;
  giveUp(
    `软件包安装未完成（${why}）。请检查网络与磁盘空间，必要时用 npm config set registry 指定可用的软件源，然后重试。`,
    `The packages could not be installed (${why}). Check the network, the npm registry setting and the disk, then try again.`,
  );
}

/** The npm that started us, so that its version and settings stay the same; else the one on the PATH. */
function npmCommand() {
  const cli = process.env.npm_execpath;
  return cli !== undefined && /npm-cli\.[cm]?js$/.test(cli) && existsSync(cli) ? [process.execPath, [cli]] : ["npm", []];
}

/** The Node that package.json pins. The `node` package links it in an install script, which npm may have skipped. */
export function findPinnedNode() {
  const wanted = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).dependencies.node;
  const platform = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
  const places = [".bin/node", "node/bin/node", `node/node_modules/${platform}/bin/node`, `${platform}/bin/node`].map((place) =>
    join(root, "node_modules", place),
  );
  const found = places.filter((place) => existsSync(place));
  const fitting = found.find((place) => versionOf(place) === `v${wanted}`);
  if (fitting !== undefined) return fitting;
  return giveUp(
    `没有找到可用的 Node.js ${wanted}（本机为 ${process.platform}-${process.arch}）。请删除 node_modules 目录后重试；npm 须允许 node 软件包的安装脚本。`,
    `Node.js ${wanted}, which this program is pinned to, is missing or does not run here (${found.join(", ") || "no file"}). Delete node_modules and try again; npm must allow the install script of the package "node".`,
  );
}

function versionOf(node) {
  return spawnSync(node, ["--version"], { encoding: "utf8" }).stdout?.trim();
}

/** Seconds since `startedAt` (from `performance.now()`), for people. */
export function seconds(startedAt) {
  return ((performance.now() - startedAt) / 1000).toFixed(1);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const startedAt = performance.now();
  const node = await prepare();
  console.log(`Ready: ${node} (${seconds(startedAt)} s).`);
}
