/** Words planted where only some may see them, and secrets that nobody may: then every answer, log line and file is searched. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { constants, inflateRawSync } from "node:zlib";
import { checkCreditCode } from "@baton/contract/codes";
import type pg from "pg";
import { codeFor } from "../server/src/kernel/accounts/testing.ts";
import { Person, type Who } from "./people.ts";
import type { Random } from "./random.ts";
import type { Running } from "./server.ts";

type Canary = { name: string; text: string; mayBeSeenBy: readonly Who[] };

export type Canaries = {
  /** Names of the canaries in something that `who` was given. */
  findIn(who: Who, given: Buffer): string[];
  /** Names of the canaries that stand in a text which nobody may find them in: a log, a page, a file. */
  findAnywhere(text: string): string[];
  /** A word for requests to carry, so that a log that keeps what was typed is seen. */
  typed: string;
  /** Accounts and organisations that requests may do anything to. */
  sacrificial: readonly string[];
  /** A project and an enterprise out of reach of most. */
  projectId: string;
};

/** The unit whose rows are out of reach of every other district and town. */
const farTown = "泥沟镇人民政府";
const citywide: readonly Who[] = ["leader", "dispatch", "dispatch2", "district2"];

function someCreditCode(random: Random): string {
  const body = `913704${random.whole(10, 99)}MA3F${random.whole(10_000, 99_999)}`;
  const found = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    .split("")
    .map((last) => body + last)
    .find((code) => checkCreditCode(code).ok);
  if (found === undefined) throw new Error("no credit code fits");
  return found;
}

function personOf(people: ReadonlyMap<Who, Person>, who: Who): Person {
  const person = people.get(who);
  if (person === undefined) throw new Error(`${who} is not there`);
  return person;
}

async function plantProject(people: ReadonlyMap<Who, Person>, owner: pg.Pool, name: string): Promise<string> {
  const { rows } = await owner.query<{ org_id: string }>("select org_id from kernel_org where name = $1 and superseded_at = 'infinity'", [farTown]);
  const { status, body } = await personOf(people, "dispatch").askJson("POST", "/api/projects", {
    name,
    accountOrgId: rows[0]?.org_id,
    totalInvestmentFen: 12_345_678_900,
    listing: { year: 2023, level: "county", class: "implementation", planFen: 100_000_000 },
    stage: "landed",
    isNotDuplicate: true,
    distinctReason: "新项目，与已有项目无关。",
  });
  if (status !== 200) throw new Error(`the canary project was refused: ${JSON.stringify(body)}`);
  return String(body["id"]);
}

async function plantEnterprise(people: ReadonlyMap<Who, Person>, random: Random, enterprise: { name: string; phone: string }): Promise<void> {
  const boundary = "canary";
  const csv = `企业名称,统一社会信用代码,属地,联系电话\n${enterprise.name},${someCreditCode(random)},台儿庄区,${enterprise.phone}\n`;
  const part = (name: string, value: string, more = ""): string => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`;
  const answer = await personOf(people, "dispatch").ask({
    method: "POST",
    path: "/api/imports",
    headers: { "content-type": `multipart/form-data; boundary=${boundary}` },
    body: `${part("kind", "enterprises")}${part("mode", "commit")}${part("file", csv, '; filename="x.csv"')}--${boundary}--\r\n`,
  });
  if (answer.status !== 200 || !answer.body.includes('"rejected":0')) throw new Error(`the canary enterprise was refused: ${answer.body.toString()}`);
}

/** Things of the far project and of one person, so that ids of every kind exist out of reach. */
export async function plantThings(people: ReadonlyMap<Who, Person>, projectId: string): Promise<void> {
  const boundary = "canary";
  const part = (name: string, value: string, more = ""): string => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`;
  const evidence = await personOf(people, "dispatch").ask({
    method: "POST",
    path: `/api/projects/${projectId}/evidence`,
    headers: { "content-type": `multipart/form-data; boundary=${boundary}` },
    body: `${part("proves", "progress")}${part("title", "现场照片")}${part("file", "%PDF-1.7 x", '; filename="x.pdf"')}--${boundary}--\r\n`,
  });
  const view = await personOf(people, "dispatch2").askJson("POST", "/api/saved-views", { name: "我的", query: "level=x", columns: [] });
  if (evidence.status !== 200 || view.status !== 200) throw new Error(`things could not be planted: ${evidence.body.toString()} ${JSON.stringify(view.body)}`);
}

type Secrets = { accountId: string; password: string; oneTime: string; totp: string };

/** An account with a password and a second factor of its own; both must stay where they were typed. */
async function plantAccount(people: ReadonlyMap<Who, Person>, port: number, person: { username: string; displayName: string }): Promise<Secrets> {
  const made = await personOf(people, "sysadmin").askJson("POST", "/api/accounts", person);
  const oneTime = String(made.body["oneTimePassword"]);
  const password = `Wachtel-${oneTime.slice(0, 11)}-42`;
  const browser = new Person("nobody", port);
  await browser.askJson("POST", "/api/auth/sign-in/username", { username: person.username, password: oneTime });
  await browser.askJson("POST", "/api/auth/change-password", { currentPassword: oneTime, newPassword: password });
  const begun = await browser.askJson("POST", "/api/auth/two-factor/enable", { password });
  const totp = String(begun.body["secret"]);
  const { body } = await browser.askJson("POST", "/api/auth/two-factor/verify-totp", { code: codeFor(totp) });
  if (body["next"] !== "ready") throw new Error(`the canary account could not bind a factor: ${JSON.stringify([made, begun, body])}`);
  return { accountId: String(made.body["accountId"]), password, oneTime, totp };
}

async function secretsOfProgram({ dataDir }: Running, owner: pg.Pool): Promise<Canary[]> {
  const nobody = { mayBeSeenBy: [] };
  const passwords = JSON.parse(readFileSync(join(dataDir, "roles.json"), "utf8")) as Record<string, string>;
  const { rows: hashes } = await owner.query<{ password: string }>("select password from kernel_credential where password is not null limit 30");
  const { rows: factors } = await owner.query<{ secret: string }>("select secret from kernel_second_factor");
  const { rows: seals } = await owner.query<{ secret: string }>("select secret from kernel_settling_key");
  const { rows: tokens } = await owner.query<{ token: string }>("select token from kernel_session");
  return [
    ...Object.entries(passwords).map(([role, text]) => ({ name: `password of ${role}`, text, ...nobody })),
    { name: "secret of the cookies", text: readFileSync(join(dataDir, "session.secret"), "utf8").trim(), ...nobody },
    { name: "key of the seals", text: readFileSync(join(dataDir, "audit.key"), "utf8").trim(), ...nobody },
    ...hashes.map(({ password }) => ({ name: "digest of a password", text: password.split("$").at(-1) ?? password, ...nobody })),
    ...factors.map(({ secret }) => ({ name: "encrypted second factor", text: secret, ...nobody })),
    ...seals.map(({ secret }) => ({ name: "key that seals who acts", text: secret, ...nobody })),
    ...tokens.map(({ token }) => ({ name: "token of a session", text: token, ...nobody })),
  ];
}

/** The parts of a workbook, unpacked: inside the archive no word is found. */
export function unpacked(given: Buffer): Buffer {
  if (given.readUInt32BE(0) !== 0x504b0304) return given;
  const parts: Buffer[] = [];
  for (let at = 0; at !== -1; at = given.indexOf("PK\u0003\u0004", at + 4)) {
    const start = at + 30 + given.readUInt16LE(at + 26) + given.readUInt16LE(at + 28);
    parts.push(inflateRawSync(given.subarray(start), { finishFlush: constants.Z_SYNC_FLUSH }));
  }
  return Buffer.concat(parts);
}

/** Plants everything; needs people who are signed in. */
export async function plantCanaries(running: Running, people: ReadonlyMap<Who, Person>, random: Random): Promise<Canaries> {
  const owner = running.openDatabase("baton_owner");
  const mark = random.uuid().slice(0, 8);
  const words = {
    project: `金丝雀项目${mark}`,
    enterprise: `金丝雀企业${mark}`,
    phone: `0632-${random.whole(1_000_000, 9_999_999)}`,
    person: `金丝雀经办${mark}`,
    typed: `打字词${mark}`,
  };
  const projectId = await plantProject(people, owner, words.project);
  await plantThings(people, projectId);
  await plantEnterprise(people, random, { name: words.enterprise, phone: words.phone });
  const account = await plantAccount(people, running.port, { username: `quail${mark}`, displayName: words.person });
  const victim = await personOf(people, "sysadmin").askJson("POST", "/api/accounts", { username: `victim${mark}`, displayName: "备用" });
  const canaries: Canary[] = [
    { name: "project of another unit", text: words.project, mayBeSeenBy: citywide },
    { name: "enterprise of another unit", text: words.enterprise, mayBeSeenBy: citywide },
    { name: "telephone of an enterprise", text: words.phone, mayBeSeenBy: citywide },
    { name: "name of a person", text: words.person, mayBeSeenBy: ["sysadmin", "secadmin", "auditor"] },
    { name: "a typed password", text: account.password, mayBeSeenBy: [] },
    { name: "a one-time password", text: account.oneTime, mayBeSeenBy: [] },
    { name: "secret of a second factor", text: account.totp, mayBeSeenBy: [] },
    ...(await secretsOfProgram(running, owner)),
  ];
  return {
    findIn: (who, given) => canaries.filter((canary) => !canary.mayBeSeenBy.includes(who) && given.includes(canary.text)).map((canary) => canary.name),
    findAnywhere: (text) =>
      [...canaries, { name: "what was typed", text: words.typed }].filter((canary) => text.includes(canary.text)).map((canary) => canary.name),
    typed: words.typed,
    sacrificial: [String(victim.body["accountId"])],
    projectId,
  };
}
