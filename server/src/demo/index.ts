/**
 * Purpose: loads the demonstration city into an empty database, with its history known when it was known.
 * Owns: nothing; writes through the owner's role, once, before the first freeze.
 * Offers: loadDemo, demoOffsetMs.
 * Never: runs on a database that holds anything; never names a person.
 */
import { randomUUID } from "node:crypto";
import { ensureCalendar } from "#kernel/calendar";
import type { Pool } from "#platform/database";
import {
  type DemoAccount,
  type DemoArea,
  type DemoCeremony,
  type DemoChain,
  type DemoContract,
  type DemoLead,
  type DemoMatter,
  type DemoMonth,
  type DemoOrganisation,
  type DemoProject,
  type DemoTrip,
  readDemo,
} from "./files.ts";
import { addInvestment } from "./investment.ts";
import { demoAccounts, loadOrganisations, type Registry } from "./organisations.ts";
import { loadMatters } from "./matters.ts";
import { addCeremonies, addProjects, type Placed } from "./projects.ts";
import { HistoryWriter, text, uuid, int } from "./writer.ts";

/** The demonstration city's own today begins here, on the morning when June's reports are due. */
const demoMorning = "2023-07-05T08:30:00+08:00";

export type LoadedDemo = {
  accounts: { username: string; postId: number; displayName: string }[];
  registry: Registry;
  projects: Map<string, Placed>;
  months: DemoMonth[];
  /** The demonstration's own today and morning. */
  today: string;
  morning: string;
};

/** How far the demonstration's clock stands from the real one, from the instant at which it was loaded. */
export function demoOffsetMs(loadedAt: string): number {
  return Temporal.Instant.from(demoMorning).epochMilliseconds - Temporal.Instant.from(loadedAt).epochMilliseconds;
}

/** `owner` is a maintenance pool of the schema's owner: the load is one long piece of work. */
export async function loadDemo(owner: Pool): Promise<LoadedDemo> {
  await ensureCalendar(owner.db);
  const client = await owner.raw.connect();
  try {
    const organisations = readDemo<DemoOrganisation>("organisations");
    const registry = await loadOrganisations(client, { areas: readDemo<DemoArea>("areas"), organisations, chains: readDemo<DemoChain>("chains") });
    const writer = new HistoryWriter();
    const projects = addProjects(writer, readDemo<DemoProject>("projects"), registry);
    const contracts = addInvestment(
      writer,
      { leads: readDemo<DemoLead>("leads"), contracts: readDemo<DemoContract>("contracts"), trips: readDemo<DemoTrip>("trips") },
      { registry, projects },
    );
    addCeremonies(writer, readDemo<DemoCeremony>("ceremonies"), { registry, projects, contracts });
    const months = readDemo<DemoMonth>("months");
    const periods = addPeriods(writer, months);
    await client.query("begin");
    for (const [id, month] of periods) {
      const end = Temporal.PlainYearMonth.from(month.month).toPlainDate({ day: 31 });
      await client.query("insert into kernel_period (period_id, rhythm, name, span_from, span_to, due_at) values ($1, 'month', $2, $3, $4, $5)", [
        id,
        month.month,
        `${month.month}-01`,
        end.toString(),
        dueAt(end),
      ]);
    }
    await client.query("commit");
    await writer.write(client);
    await client.query("select kernel_refresh_grants(array(select subject_id from kernel_subject where kind in ('project', 'lead', 'chain')))");
    await client.query("insert into platform_mark (name, value) values ('demo', $1), ('city-name', '枣庄市')", [new Date().toISOString()]);
    await client.query("analyze");
    await loadMatters(owner, readDemo<DemoMatter>("matters"), { registry, projects });
    return {
      accounts: demoAccounts(readDemo<DemoAccount>("accounts"), organisations, registry),
      registry,
      projects,
      months,
      today: demoMorning.slice(0, 10),
      morning: demoMorning,
    };
  } catch (error) {
    await client.query("rollback");
    throw error;
  } finally {
    client.release();
  }
}

/** Reports of a month are due at six in the evening of the fifth of the next. */
function dueAt(monthEnd: Temporal.PlainDate): string {
  const day = monthEnd.add({ days: 5 });
  return day.toZonedDateTime({ timeZone: "Asia/Shanghai", plainTime: "18:00" }).toInstant().toString();
}

function addPeriods(writer: HistoryWriter, months: DemoMonth[]): Map<string, DemoMonth> {
  const periods = new Map<string, DemoMonth>();
  for (const month of months) {
    const id = randomUUID();
    periods.set(id, month);
    const events = [
      ["open", month.openedAt],
      ["close", month.closedAt],
      ["freeze", month.frozenAt],
      ["publish", month.publishedAt],
    ] as const;
    let sequence = 0;
    for (const [kind, at] of events) {
      if (at === null) continue;
      sequence += 1;
      writer.add(at, "kernel_period_event", {
        period_id: uuid(id),
        sequence: int(sequence),
        kind: text(kind),
        known_at: { type: "timestamptz", value: kind === "freeze" ? at : null },
      });
    }
  }
  return periods;
}
