/** Starting other programs so that they get our signals and we give back their answer. Runs under any Node ≥ 20. */
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The root of the checkout. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The environment in which `node`, `tsc`, `vite` … are the installed, pinned ones. */
export const pinnedEnvironment = {
  ...process.env,
  PATH: [join(root, "node_modules", ".bin"), process.env.PATH].filter(Boolean).join(delimiter),
};

/**
 * Runs a program with our input and output; resolves to its exit code (128 + signal number if a signal ended it).
 * SIGTERM, SIGINT and SIGHUP are passed on once: npm repeats what the process group has already heard, and a server
 * that is finishing requests must not be hurried by the repetition.
 * `limitMs`, when given, ends a program that hangs.
 */
export function run(command, args, { cwd = root, env = pinnedEnvironment, stdio = "inherit", limitMs } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio });
    let isTold = false;
    const passOn = (name) => {
      if (!isTold) child.kill(name === "SIGHUP" ? "SIGTERM" : name);
      isTold = true;
    };
    const names = ["SIGTERM", "SIGINT", "SIGHUP"];
    for (const name of names) process.on(name, passOn);
    const limit = limitMs === undefined ? undefined : setTimeout(() => stopHanging(child, command, limitMs), limitMs);
    const settle = () => {
      clearTimeout(limit);
      for (const name of names) process.off(name, passOn);
    };
    child.once("error", (error) => {
      settle();
      reject(error);
    });
    child.once("close", (code, signal) => {
      settle();
      resolve(signal === null ? code : 128 + constants.signals[signal]);
    });
  });
}

function stopHanging(child, command, limitMs) {
  console.error(`${command} has not ended after ${Math.round(limitMs / 1000)} s; stopping it.`);
  child.kill("SIGTERM");
  setTimeout(() => child.kill("SIGKILL"), 10_000).unref();
}

/** A failure, for the person at the terminal; Chinese first. */
export function say(chinese, english) {
  console.error(`\n${chinese}\n${english}\n`);
}

/** Ends this program with a sentence for the person at the terminal. */
export function giveUp(chinese, english) {
  say(chinese, english);
  process.exit(1);
}
