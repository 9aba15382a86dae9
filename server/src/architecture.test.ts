/** Boundaries that a machine keeps: who imports whom, who reads whose tables, how long things may get (STYLE §2). */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, test } from "vitest";

type Source = { path: string; text: string };
/** Every check is a pure function from files to faults, so that a made-up file can show that it sees. */
type Check = (files: Source[]) => string[];

const root = join(import.meta.dirname, "../..");
const unread = new Set(["node_modules", ".git", "dist", ".data", "coverage", "test-results", "playwright-report"]);
const textual = /\.(ts|tsx|mjs|js|css|html|json|sql|md|yml|yaml|svg|webmanifest|sh)$|(^|\/)\.[a-z]+rc$|^\.ci\/|^\.githooks\//;

function readTree(folder: string): Source[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return unread.has(entry.name) ? [] : readTree(path);
    const name = relative(root, path);
    return textual.test(name) ? [{ path: name, text: readFileSync(path, "utf8") }] : [];
  });
}

const files = readTree(root);

/** A file that does not exist, to show a check at work. */
function made(path: string, text: string): Source[] {
  return [{ path, text }];
}

const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path) || /(^|\/)testing(\/|\.ts$)/.test(path);

/** "kernel/lights" for a file of that slice. */
function sliceOf(path: string): string | undefined {
  return /^server\/src\/((?:platform|kernel|modules)\/[a-z-]+)\//.exec(path)?.[1];
}

function importsOf(text: string): string[] {
  return [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*"([^"]+)"/g)].map((match) => match[1] ?? "");
}

/** What each layer may import besides packages and its own files. */
const allowedImports: Record<string, RegExp> = {
  contract: /^(?![#@]baton|#|node:|\.\.\/)/,
  platform: /^(?!#)|^#(schema|platform\/[a-z-]+)$/,
  kernel: /^(?!#)|^#(schema|platform\/[a-z-]+|kernel\/[a-z-]+)$/,
  modules: /^(?!#)|^#(schema|platform\/[a-z-]+|kernel\/[a-z-]+|modules\/[a-z-]+)$/,
  app: /^(?!#)|^#(schema|(platform|kernel|modules)\/[a-z-]+)$/,
  web: /^(?!#(platform|kernel|modules|schema|app))(?!.*server\/src)/,
};

function layerOf(path: string): string | undefined {
  if (path.startsWith("contract/src/")) return "contract";
  if (path.startsWith("web/src/")) return "web";
  const slice = sliceOf(path);
  if (slice !== undefined) return slice.split("/")[0];
  return path.startsWith("server/src/") ? "app" : undefined;
}

const direction: Check = (sources) =>
  sources.flatMap(({ path, text }) => {
    const layer = layerOf(path);
    // this file quotes bad imports
    if (layer === undefined || !/\.tsx?$/.test(path) || path.endsWith("architecture.test.ts")) return [];
    return importsOf(text)
      .filter((wanted) => {
        if (sliceOf(path) !== undefined && wanted.startsWith("../")) return !(isTest(path) && wanted.startsWith("../../testing/"));
        if (isTest(path) && wanted.startsWith("#app/testing/")) return false;
        if (layer === "app" && /^\.\/(platform|kernel|modules)\//.test(wanted)) return true;
        return allowedImports[layer]?.test(wanted) !== true;
      })
      .map((wanted) => `${path} imports ${wanted}`);
  });

/** "kernel/matters → kernel/calendar": the edges that exist within the kernel and between modules. */
function edgesOf(sources: Source[]): string[] {
  const edges = sources.flatMap(({ path, text }) => {
    const slice = sliceOf(path);
    if (slice === undefined || isTest(path)) return [];
    return importsOf(text)
      .map((wanted) => /^#((?:kernel|modules)\/[a-z-]+)$/.exec(wanted)?.[1])
      .filter((target) => target !== undefined && target !== slice && target.split("/")[0] === slice.split("/")[0])
      .map((target) => `${slice} → ${target}`);
  });
  return [...new Set(edges)].toSorted();
}

/** The edges we want. A new one is a decision: add it here with the change that needs it. */
const knownEdges = [
  "kernel/batons → kernel/matters",
  "kernel/lights → kernel/matters",
  "kernel/matters → kernel/calendar",
  "kernel/matters → kernel/figures",
  "kernel/nodes → kernel/matters",
  "kernel/nodes → kernel/stages",
  "kernel/organisations → kernel/subjects",
  "kernel/periods → kernel/calendar",
  "kernel/periods → kernel/figures",
  "modules/imports → modules/enterprises",
  "modules/imports → modules/investment",
  "modules/imports → modules/projects",
];

const surprisingEdges: Check = (sources) => {
  const found = edgesOf(sources);
  const back = found.filter((edge) => found.includes(edge.split(" → ").toReversed().join(" → ")));
  return [
    ...found.filter((edge) => !knownEdges.includes(edge)).map((edge) => `${edge} is new`),
    ...knownEdges.filter((edge) => !found.includes(edge)).map((edge) => `${edge} is gone`),
    ...back.map((edge) => `${edge} goes both ways`),
  ];
};

/** The front page of a slice: its first comment. */
function headerOf(text: string): string {
  return /^\/\*\*([\s\S]*?)\*\//.exec(text)?.[1]?.replaceAll(/^\s*\* ?/gm, "") ?? "";
}

const headers: Check = (sources) =>
  sources
    .filter(({ path }) => sliceOf(path) !== undefined && path === `server/src/${sliceOf(path)}/index.ts`)
    .filter(({ text }) => !/Purpose:[\s\S]+Owns:[\s\S]+Offers:[\s\S]+Never:/.test(headerOf(text)))
    .map(({ path }) => `${path} does not say Purpose, Owns, Offers, Never`);

const frontDoors: Check = (sources) => {
  const slices = new Set(sources.map(({ path }) => sliceOf(path)).filter((slice) => slice !== undefined));
  return [...slices].filter((slice) => !sources.some(({ path }) => path === `server/src/${slice}/index.ts`)).map((slice) => `${slice} has no index.ts`);
};

/** Table → slice, from the Owns line of each front page. */
function owners(sources: Source[]): Map<string, string> {
  return new Map(
    sources.flatMap(({ path, text }) => {
      const slice = sliceOf(path);
      if (slice === undefined || !path.endsWith("/index.ts")) return [];
      const owns = /Owns:([\s\S]*?)(;|Offers:|$)/.exec(headerOf(text))?.[1] ?? "";
      // "kernel_audit_entry, _image" says kernel_audit_image without repeating itself
      let stem = "";
      return [...owns.matchAll(/[a-z]*_[a-z_]+(?! \(writing\))\b/g)].map(([name]): [string, string] => {
        if (name.startsWith("_")) return [`${stem}${name}`, slice];
        stem = name.replace(/_[a-z]+$/, "");
        return [name, slice];
      });
    }),
  );
}

function tablesIn(sources: Source[]): string[] {
  const schema = sources.find(({ path }) => path === "server/schema.sql")?.text ?? "";
  return [...schema.matchAll(/^create table (\w+)/gm)].map((match) => match[1] ?? "");
}

/** Identity, places, posts and acts: what every slice may read beside its own, because every row points there. */
const commonTables = new Set([
  "kernel_act",
  "kernel_appointment",
  "kernel_area",
  "kernel_grant",
  "kernel_org",
  "kernel_org_closure",
  "kernel_post",
  "kernel_relation",
  "kernel_scope",
  "kernel_subject",
  "kernel_subject_version",
]);

/** What a slice reads beyond that, in SQL, because a list or a figure joins it. A new line here is a decision. */
const reads: Record<string, string[]> = {
  // the pages of the security administrator show the matrix; demonstration accounts ask for the mark
  "kernel/accounts": ["kernel_right", "platform_mark"],
  // the list of tables that stand under no audit names them
  "kernel/audit": [
    "kernel_rate_limit",
    "kernel_session",
    "kernel_sign_in_lock",
    "kernel_verification",
    "platform_idempotency",
    "platform_migration",
    "platform_outbox",
    "projects_draft",
  ],
  // a bulletin names the projects of a light with whoever holds them, prints the ranking of its month and the city's name
  "modules/dispatch": ["kernel_baton", "kernel_light", "platform_mark", "scoring_run", "scoring_score"],
  // populations share the dimension of ceremonies
  "kernel/figures": ["kernel_occasion", "kernel_occasion_part"],
  // a list of batons says how many matters of each the post has in hand
  "kernel/batons": ["kernel_matter_state"],
  // a matter is opened for whoever holds the subject, and done with evidence of it
  "kernel/matters": ["kernel_baton", "kernel_evidence"],
  // a node that enters a stage is done when the stage is entered; one re-plan of a node waits at a time
  "kernel/nodes": ["kernel_matter_state", "kernel_stage"],
  // an entry rests on evidence
  "kernel/stages": ["kernel_evidence"],
  // a subject's stages are told with its names and places, set by set
  "kernel/subjects": ["kernel_stage"],
  // an import is taken back by its act: undo names every version table that an import may have written, and what
  // others may have put on its rows since
  "modules/imports": [
    "enterprises_profile",
    "investment_contract",
    "investment_lead",
    "kernel_account",
    "kernel_baton",
    "kernel_evidence",
    "kernel_light",
    "kernel_matter_event",
    "kernel_node",
    "kernel_observation",
    "kernel_occasion_part",
    "kernel_stage",
    "projects_listing",
    "projects_profile",
    "projects_report",
  ],
  // trips are occasions, and a cohort's contracts are followed to the stage they reached
  "modules/investment": ["kernel_occasion", "kernel_occasion_part", "kernel_stage"],
  // a withdrawn freeze closes the figures kept at it
  "kernel/periods": ["kernel_figure_frozen"],
  // announcements are written with the change they tell
  "platform/database": ["platform_outbox"],
  // the library's lists and figures join what the kernel knows of a project
  "modules/projects": [
    "kernel_baton",
    "kernel_evidence",
    "kernel_light",
    "kernel_matter",
    "kernel_matter_state",
    "kernel_node",
    "kernel_observation",
    "kernel_occasion",
    "kernel_occasion_part",
    "kernel_period",
    "kernel_period_event",
    "kernel_rule_set",
    "kernel_stage",
  ],
};

/** What a slice writes though another owns it. */
const writes: Record<string, string[]> = {
  // announcements are written with the change they tell; platform/jobs takes them away
  "platform/database": ["platform_outbox"],
  // figures are kept at a freeze by the act that freezes
  "kernel/periods": ["kernel_figure_frozen"],
  // appointments are the security administrator's page, beside the accounts they appoint
  "kernel/accounts": ["kernel_appointment"],
  // a report is recorded as observations in the same statement pair, for thousands of rows at once
  // and the library's own forms and imports write a project's identity together with its profile
  "modules/projects": ["kernel_observation", "kernel_relation", "kernel_subject", "kernel_subject_version"],
  // one workbook brings a city's organisations, areas, posts and chains
  "modules/imports": ["kernel_area", "kernel_org", "kernel_post", "kernel_subject"],
};

/** Without comments: prose may name tables. */
function codeOf(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, "").replaceAll(/(^|\s)\/\/.*$/gm, "$1");
}

/** In one order, so that it compares with a list. */
function listed(found: Record<string, Set<string>>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(found).map(([slice, names]) => [slice, [...names].toSorted()]));
}

function readsOf(sources: Source[]): Record<string, string[]> {
  const owned = owners(sources);
  const tables = new Set(tablesIn(sources));
  const found: Record<string, Set<string>> = {};
  for (const { path, text } of sources) {
    const slice = sliceOf(path);
    if (slice === undefined || isTest(path) || !path.endsWith(".ts")) continue;
    for (const [word] of codeOf(text).matchAll(/\b[a-z]+_[a-z_]+\b/g)) {
      if (tables.has(word) && owned.get(word) !== slice && !commonTables.has(word)) (found[slice] ??= new Set()).add(word);
    }
  }
  return listed(found);
}

function writesOf(sources: Source[]): Record<string, string[]> {
  const owned = owners(sources);
  const tables = new Set(tablesIn(sources));
  const found: Record<string, Set<string>> = {};
  for (const { path, text } of sources) {
    const slice = sliceOf(path);
    if (slice === undefined || isTest(path) || !path.endsWith(".ts")) continue;
    const written = /(?:\binsert\s+into\s+|\bupdate\s+|\bdelete\s+from\s+|\b(?:insertInto|updateTable|deleteFrom)\(")([a-z_]+)/g;
    for (const [, table] of codeOf(text).matchAll(written)) {
      if (table !== undefined && tables.has(table) && owned.get(table) !== slice) (found[slice] ??= new Set()).add(table);
    }
  }
  return listed(found);
}

const twoOwners: Check = (sources) => {
  const seen = new Map<string, string>();
  return sources.flatMap((source) =>
    [...owners([source])].flatMap(([table, slice]) => {
      const other = seen.get(table);
      seen.set(table, slice);
      return other === undefined || other === slice ? [] : [`${table} is owned by ${other} and ${slice}`];
    }),
  );
};

const isCode = (path: string): boolean => /\.(ts|tsx|mjs)$/.test(path) && !isTest(path) && !path.endsWith("database-types.ts");

const sizes: Check = (sources) =>
  sources
    .filter(({ path }) => isCode(path))
    .flatMap(({ path, text }) => {
      const lines = text.trimEnd().split("\n");
      // a catalogue of words is one list in two languages, however long
      const isCatalogue = path.startsWith("web/src/text/");
      return [...(lines.length > 400 && !isCatalogue ? [`${path} has ${lines.length} lines`] : []), ...longFunctions(path, lines)];
    });

/** The formatter puts a function's closing brace under its first word, which is all that counting needs. */
function longFunctions(path: string, lines: string[]): string[] {
  return lines.flatMap((line, first) => {
    const begin = /^( *)(?:export )?(?:default )?(?:async )?(?:function\*? ?(\w*)|const (\w+) = (?:async )?(?:function\b|\(.*=> \{$))/.exec(line);
    if (begin === null || !line.trimEnd().match(/[{(,]$/)) return [];
    const length = lines.slice(first).findIndex((later) => later.startsWith(`${begin[1] ?? ""}}`)) + 1;
    const counted = lines.slice(first, first + length).filter((inside) => !/^\s*($|\/\/|\*|\/\*)/.test(inside)).length;
    return counted > 70 ? [`${path}: ${begin[2] || begin[3] || "a function"} has ${counted} lines`] : [];
  });
}

type Forbidden = { name: string; pattern: RegExp; where(path: string): boolean; except: Record<string, string> };

const inServer = (path: string): boolean => path.startsWith("server/src/") && path.endsWith(".ts") && !isTest(path);
const inBusiness = (path: string): boolean => /^server\/src\/(kernel|modules)\//.test(path) && inServer(path);
const outsidePlatform = (path: string): boolean => inServer(path) && !path.startsWith("server/src/platform/");

const forbidden: Forbidden[] = [
  {
    name: "takes the time from the machine instead of the clock",
    pattern: /\bnew Date\(|\bDate\.now\(|\bTemporal\.Now\b/,
    where: inBusiness,
    except: {
      "server/src/kernel/accounts/actions.ts": "first passwords end in real time, not in the city's business time",
      "server/src/kernel/accounts/factors.ts": "one-time passwords count real seconds (RFC 6238)",
    },
  },
  {
    name: "pastes SQL",
    pattern: /\bsql\.raw\(/,
    where: outsidePlatform,
    except: { "server/src/kernel/audit/views.ts": "a constant list of columns, shared with the verification" },
  },
  {
    name: "switches roles or settings",
    pattern: /\bset\s+(session\s+|local\s+)?(role|session authorization)\b|set_config\([^)]*\bfalse\s*\)/i,
    where: outsidePlatform,
    except: {},
  },
  {
    name: "writes to the console",
    pattern: /\bconsole\.\w+\(/,
    where: (path) => isCode(path) && !/^(scripts|bench|demo)\//.test(path),
    except: {
      "server/src/generate.ts": "a command for developers",
      "server/src/main.ts": "tells the address and, once, the first password",
      "server/src/audit-verify.ts": "a command for auditors",
      "e2e/screenshots.ts": "a command for whoever draws the README's pictures",
    },
  },
];

const forbiddenCode: Check = (sources) =>
  sources.flatMap(({ path, text }) =>
    forbidden.filter((rule) => rule.where(path) && rule.except[path] === undefined && rule.pattern.test(codeOf(text))).map((rule) => `${path} ${rule.name}`),
  );

/** Words that no committed file carries: this file spells them in parts. */
const unwanted: [string, RegExp][] = [
  ["a path of one machine", new RegExp(`(^|[\\s"'\`(=:])/${"wor"}${"k"}/`, "m")],
  ["a package registry's host", new RegExp(`registry\\.${"npm"}(js|mirror)`)],
  ["work left over", new RegExp(`\\b(${"TO"}DO|FIX${"ME"})\\b`)],
];

const leftovers: Check = (sources) =>
  sources.flatMap(({ path, text }) => unwanted.filter(([, pattern]) => pattern.test(text)).map(([what]) => `${path} names ${what}`));

/** Slices that the map of the house does not name. */
const unmapped: Check = (sources) => {
  const map = sources.find(({ path }) => path === "ARCHITECTURE.md")?.text ?? "";
  const slices = [...new Set(sources.map(({ path }) => sliceOf(path)).filter((slice) => slice !== undefined))];
  return slices.filter((slice) => !map.includes(slice)).map((slice) => `ARCHITECTURE.md does not name ${slice}`);
};

describe("imports", () => {
  test("point down the house: contract ← platform ← kernel ← modules ← app", () => {
    expect(direction(files)).toEqual([]);
  });

  test("that point up, sideways past a front door, or out of the web are seen", () => {
    expect(direction(made("contract/src/a.ts", 'import { x } from "#platform/http";'))).toHaveLength(1);
    expect(direction(made("contract/src/a.ts", 'import { readFileSync } from "node:fs";'))).toHaveLength(1);
    expect(direction(made("server/src/platform/http/a.ts", 'import { x } from "#kernel/lights";'))).toHaveLength(1);
    expect(direction(made("server/src/kernel/lights/a.ts", 'import { x } from "#modules/projects";'))).toHaveLength(1);
    expect(direction(made("server/src/kernel/lights/a.ts", 'import { x } from "../stages/rules.ts";'))).toHaveLength(1);
    expect(direction(made("server/src/modules/projects/a.ts", 'import { x } from "#kernel/lights/rules";'))).toHaveLength(1);
    expect(direction(made("server/src/app.ts", 'import { x } from "./kernel/lights/rules.ts";'))).toHaveLength(1);
    expect(direction(made("web/src/a.ts", 'import { x } from "../../server/src/app.ts";'))).toHaveLength(1);
    expect(direction(made("server/src/kernel/lights/a.ts", 'import { x } from "#kernel/stages";\nimport y from "./rules.ts";'))).toEqual([]);
  });

  test("between kernel slices and between modules are the listed ones, one way only", () => {
    expect(surprisingEdges(files)).toEqual([]);
  });

  test("that are new, or go both ways, are seen", () => {
    const there = made("server/src/kernel/a/x.ts", 'import { b } from "#kernel/b";');
    const back = made("server/src/kernel/b/x.ts", 'import { a } from "#kernel/a";');
    expect(surprisingEdges(there).filter((fault) => fault.endsWith("is new"))).toEqual(["kernel/a → kernel/b is new"]);
    expect(surprisingEdges([...there, ...back]).filter((fault) => fault.endsWith("both ways"))).toHaveLength(2);
  });
});

describe("slices", () => {
  test("have a front door that says Purpose, Owns, Offers, Never", () => {
    expect([...frontDoors(files), ...headers(files)]).toEqual([]);
    expect(frontDoors(made("server/src/kernel/lights/rules.ts", ""))).toHaveLength(1);
    expect(headers(made("server/src/kernel/lights/index.ts", "/** Purpose: lights. */"))).toHaveLength(1);
  });

  test("own each table once", () => {
    expect(twoOwners(files)).toEqual([]);
    const owns = (slice: string): Source[] =>
      made(`server/src/kernel/${slice}/index.ts`, "/**\n * Purpose: a.\n * Owns: kernel_light.\n * Offers: b.\n * Never: c.\n */");
    expect(twoOwners([...owns("lights"), ...owns("stages")])).toEqual(["kernel_light is owned by kernel/lights and kernel/stages"]);
  });

  test("name in their SQL only their own tables, the common ones, and those listed as read", () => {
    expect(readsOf(files)).toEqual(reads);
  });

  test("write only their own tables and those listed as written", () => {
    expect(writesOf(files)).toEqual(writes);
  });

  test("that read or write another's table are seen", () => {
    const schema = made("server/schema.sql", "create table kernel_light (\n);\ncreate table kernel_stage (\n);");
    const stranger = made("server/src/modules/projects/list.ts", 'sql`select from kernel_light`; // kernel_stage\ndb.updateTable("kernel_light")');
    expect(readsOf([...schema, ...stranger])).toEqual({ "modules/projects": ["kernel_light"] });
    expect(writesOf([...schema, ...stranger])).toEqual({ "modules/projects": ["kernel_light"] });
  });

  test.skipIf(!existsSync(join(root, "ARCHITECTURE.md")))("stand on the map of the house", () => {
    expect(unmapped(files)).toEqual([]);
  });

  test("missing from the map are seen", () => {
    expect(unmapped([...made("ARCHITECTURE.md", "kernel/lights"), ...made("server/src/kernel/stages/index.ts", "")])).toHaveLength(1);
  });
});

describe("code", () => {
  test("comes in files of at most 400 lines and functions of at most 70", () => {
    expect(sizes(files)).toEqual([]);
    expect(sizes(made("server/src/a.ts", "x\n".repeat(401)))).toHaveLength(1);
    expect(sizes(made("server/src/a.ts", `export async function long() {\n${"  x();\n".repeat(70)}}\n`))).toHaveLength(1);
    expect(sizes(made("server/src/a.ts", `const short = () => {\n${"  x();\n".repeat(60)}};\n`))).toEqual([]);
  });

  test("takes time from the clock, never pastes SQL, never switches roles, never prints", () => {
    expect(forbiddenCode(files)).toEqual([]);
  });

  test("that does so is seen", () => {
    const at = (path: string, text: string): string[] => forbiddenCode(made(path, text));
    expect(at("server/src/kernel/lights/a.ts", "const now = new Date();")).toHaveLength(1);
    expect(at("server/src/kernel/lights/a.ts", "Temporal.Now.instant()")).toHaveLength(1);
    expect(at("server/src/modules/projects/a.ts", "sql.raw(text)")).toHaveLength(1);
    expect(at("server/src/modules/projects/a.ts", "sql`set local role baton_city`")).toHaveLength(1);
    expect(at("server/src/modules/projects/a.ts", "sql`select set_config('role', 'baton_city', false)`")).toHaveLength(1);
    expect(at("web/src/a.tsx", "console.log(1)")).toHaveLength(1);
    expect(at("server/src/platform/database/a.ts", "set_config('role', x, true)")).toEqual([]);
    expect(at("scripts/start.mjs", "console.log(1)")).toEqual([]);
  });

  test("and everything committed names no machine, no registry, no work left over", () => {
    expect(leftovers(files)).toEqual([]);
    expect(leftovers(made("docs/a.md", `see /${"wor"}k/main`))).toHaveLength(1);
    expect(leftovers(made("docs/a.md", `https://registry.${"npm"}js.org/x`))).toHaveLength(1);
    expect(leftovers(made("server/src/a.ts", `// ${"TO"}DO`))).toHaveLength(1);
  });
});
