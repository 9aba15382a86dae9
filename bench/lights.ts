/** All lights of a city from nothing, the nightly sweep that finds nothing new, and a freeze with everything it opens. */
import { figuresOf } from "../server/src/kernel/figures/index.ts";
import { closePeriod } from "../server/src/kernel/periods/index.ts";
import { projectFigures } from "../server/src/modules/projects/figures.ts";
import { freezeMonth } from "../server/src/modules/projects/freezing.ts";
import { sweepLiveLights } from "../server/src/modules/projects/lights.ts";
import { type Actor, beginAct, type Pool, writeAs } from "../server/src/platform/database/index.ts";
import { actorOf, asAdmin, openWeb } from "./bare.ts";
import type { Line } from "./measure.ts";
import type { Bench } from "./main.ts";

const today = "2023-07-05";
const now = "2023-07-05T20:00:00+08:00";

async function secondsOf<T>(work: () => Promise<T>): Promise<{ seconds: number; answer: T }> {
  const began = performance.now();
  const answer = await work();
  return { seconds: (performance.now() - began) / 1000, answer };
}

function sweep(pool: Pool, clerk: Actor): Promise<number> {
  return writeAs(pool.db, clerk, async (tx) => {
    const act = await beginAct(tx, { kind: "sweep-lights", subjects: [] });
    return sweepLiveLights(tx, { validOn: today, act });
  });
}

export async function lights(bench: Bench): Promise<Line[]> {
  const clerk = await actorOf(bench.city, "dispatch");
  const pool = openWeb(bench.city, true);
  try {
    await asAdmin(bench.city, async (client) => {
      // Triggers rest: what stood before is not to be told, it is to be gone.
      await client.query("set session_replication_role = replica");
      await client.query("delete from kernel_light where not is_fixed");
      await client.query("vacuum analyze kernel_light");
    });
    const first = await secondsOf(() => sweep(pool, clerk));
    const again = await secondsOf(() => sweep(pool, clerk));
    await writeAs(pool.db, clerk, (tx) => closePeriod(tx, clerk, "2023-06"));
    const frozen = await secondsOf(() =>
      writeAs(pool.db, clerk, (tx) =>
        freezeMonth(tx, clerk, { month: "2023-06", now: Temporal.Instant.from(now), today, heldBack: [], figures: figuresOf(projectFigures) }),
      ),
    );
    const perProject = bench.city.projects / 20_000;
    return [
      {
        what: `all lights from nothing (${first.answer} × 6)`,
        measured: `${first.seconds.toFixed(1)} s`,
        target: `< ${(4 * perProject).toFixed(1)} s`,
        isMet: first.seconds < 4 * perProject,
        isBroken: first.seconds > Math.max(40 * perProject, 10),
      },
      { what: "the same again, nothing changed", measured: `${again.seconds.toFixed(1)} s`, target: "", isMet: null },
      {
        what: `freeze of the city, ${frozen.answer.mattersPrepared} matters`,
        measured: `${frozen.seconds.toFixed(1)} s`,
        target: "seconds, not minutes",
        isMet: frozen.seconds < Math.max(20 * perProject, 3),
        isBroken: frozen.seconds > Math.max(200 * perProject, 30),
      },
    ];
  } finally {
    await pool.close();
  }
}
