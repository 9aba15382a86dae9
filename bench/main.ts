/**
 * `npm run bench [-- --projects=20000] [--quick] [--only=lists,figures]`: what people wait for, on a made-up city of that
 * size, with the server in its own process as `npm start` runs it, real sessions, and commits that reach the disk. Prints
 * a line for each thing: what, measured, target, and where it makes sense the share of what bare SQL reaches in the same
 * run. `--quick` is the short form of the tests: a small city, loose bounds, exit code 1 where something is ten times slower
 * than it should be. Numbers belong into docs/performance.md together with the machine.
 */
import { cpus, totalmem } from "node:os";
import { ownerOf } from "./bare.ts";
import { type BenchCity, prepareCity } from "./city.ts";
import { figures } from "./figures.ts";
import { benchImports } from "./imports.ts";
import { saves } from "./saves.ts";
import { lights } from "./lights.ts";
import { lists } from "./lists.ts";
import { type Line, print } from "./measure.ts";
import { type Door, openDoor, type RunningServer, signIn, startServer } from "./server.ts";
import { browse, start } from "./start.ts";

export type Bench = {
  city: BenchCity;
  server: RunningServer;
  door: Door;
  /** How long each thing is repeated. */
  seconds: number;
  isQuick: boolean;
};

function option(name: string): string | undefined {
  return process.argv.find((one) => one.startsWith(`--${name}=`))?.slice(name.length + 3);
}

const isQuick = process.argv.includes("--quick");
const projects = Number(option("projects") ?? (isQuick ? 2_000 : 20_000));

/** Ten thousand projects in and twenty thousand out, by the measures of their own file. */
async function imports({ city, server, door, isQuick }: Bench): Promise<Line[]> {
  const { user, ...reach } = ownerOf(city);
  const measures = await benchImports({
    port: server.port,
    cookie: await signIn(door, "dispatch"),
    owner: { ...reach, user, options: "-c search_path=city -c TimeZone=Asia/Shanghai" },
    serverPid: server.pid,
    place: "370403",
    rows: isQuick ? 1_000 : 10_000,
  });
  return measures.map(({ what, seconds, target, note }) => ({
    what,
    measured: seconds === 0 ? "" : `${seconds.toFixed(2)} s`,
    target: target === undefined ? "" : `< ${target} s`,
    ratio: note ?? "",
    isMet: target === undefined ? null : seconds < target,
    isBroken: target !== undefined && seconds > target * 10,
  }));
}

/** In this order: what only reads comes first, for the rest changes the city. */
const sections: Record<string, (bench: Bench) => Promise<Line[]>> = { lists, figures, browse, saves, imports, lights };
const wanted = option("only")?.split(",") ?? ["start", ...Object.keys(sections)].filter((name) => !isQuick || (name !== "start" && name !== "imports"));

const city = await prepareCity(projects);
const said = city.builtInSeconds === null ? "kept from before" : `made in ${city.builtInSeconds.toFixed(0)} s`;
process.stdout.write(
  `${projects} projects beside the demonstration, ${said}; ${cpus().length} × ${cpus()[0]?.model ?? "?"}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}\n`,
);
const lines: Line[] = [];
const tell = (line: Line): void => {
  lines.push(line);
  print(line);
};
if (wanted.includes("start")) tell(await start(city.dataDir));
const server = await startServer({ dataDir: city.dataDir });
const bench: Bench = { city, server, door: openDoor(server.port), seconds: isQuick ? 1 : 4, isQuick };
try {
  for (const [name, section] of Object.entries(sections)) {
    if (wanted.includes(name)) for (const line of await section(bench)) tell(line);
  }
} finally {
  bench.door.close();
  await server.stop();
}
const missed = lines.filter((line) => line.isMet === false);
process.stdout.write(`${lines.length - missed.length} as wanted, ${missed.length} not\n`);
const broken = lines.filter((line) => line.isBroken === true);
for (const line of broken) process.stdout.write(`BROKEN ${line.what}: ${line.measured}\n`);
process.exitCode = isQuick && broken.length > 0 ? 1 : 0;
