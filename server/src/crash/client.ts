import { randomUUID } from "node:crypto";
import { closeSync, fsyncSync, openSync, writeSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { demoPassword } from "#kernel/accounts";
import type { CityServer } from "./server.ts";

/** What a write is about, so that it can be looked for in the database by something only it wrote. */
export type Kind = "report" | "withdrawal" | "matter" | "receipt" | "reply" | "import";

export type Write = { kind: Kind; token: string; path: string; body: unknown };

/** A write that was acknowledged: its key, and what was answered. */
export type Acknowledged = Write & { key: string; user: string; answer: unknown; tries: number };

/** Somebody signed in. */
export type Person = { user: string; get<T>(path: string): Promise<T>; write(write: Write): Promise<unknown> };

export type Journal = {
  acknowledged: Acknowledged[];
  /** Writes that were refused for good, by problem; their tokens must be nowhere. */
  refused: (Write & { key: string; user: string; problem: string })[];
  /** Answers that say "a bug": the program must know its own bad days. */
  bugs: string[];
  repeated: number;
  signIn(user: string): Promise<Person>;
  /** Sends an acknowledged write again under its key. */
  again(one: Acknowledged): Promise<unknown>;
  close(): void;
};

const answerMsMax = 30_000;
const repeatMs = 300;
/** A write is repeated under its key until it is answered: this bounds how long a lost server may take. */
const giveUpMs = 240_000;

function formOf({ rows, fileName }: { rows: string; fileName: string }): FormData {
  const form = new FormData();
  form.set("kind", "enterprises");
  form.set("mode", "commit");
  form.set("file", new Blob([rows], { type: "text/csv" }), fileName);
  return form;
}

const slugOf = (body: unknown): string => (typeof body === "object" && body !== null && "code" in body ? String(body.code) : "?");

/** The client that is never killed: it notes every intention before and every acknowledgement after, on the disk. */
export function openJournal(server: CityServer, path: string): Journal {
  const file = openSync(path, "a", 0o600);
  const note = (line: Record<string, unknown>): void => {
    writeSync(file, `${JSON.stringify(line)}\n`);
    fsyncSync(file);
  };
  const cookies = new Map<string, string>();
  const send = async (user: string, { path: address, body }: Write, key: string): Promise<Response> => {
    const isImport = address === "/api/imports";
    return fetch(`${server.base}${address}`, {
      method: "POST",
      headers: { cookie: cookies.get(user) ?? "", "idempotency-key": key, ...(isImport ? {} : { "content-type": "application/json" }) },
      body: isImport ? formOf(body as { rows: string; fileName: string }) : JSON.stringify(body),
      signal: AbortSignal.timeout(answerMsMax),
    });
  };
  /** One definite answer, however often it takes. */
  const settle = async (user: string, write: Write, key: string): Promise<{ status: number; body: unknown; tries: number }> => {
    const from = performance.now();
    for (let tries = 1; ; tries += 1) {
      try {
        const response = await send(user, write, key);
        const body: unknown = await response.json();
        // A bug is told once and not insisted on; everything else above 500 says that it was not the time.
        if (response.status === 500) journal.bugs.push(`${write.kind} ${write.token}: ${JSON.stringify(body)}`);
        if (response.status <= 500 && response.status !== 429) return { status: response.status, body, tries };
      } catch {
        // Nobody answered: whether it was written is unknown, and the key will tell.
      }
      if (performance.now() - from > giveUpMs) throw new Error(`no answer to ${write.kind} ${write.token} in ${giveUpMs / 1000} s`);
      journal.repeated += 1;
      await sleep(repeatMs);
    }
  };
  const journal: Journal = {
    acknowledged: [],
    refused: [],
    bugs: [],
    repeated: 0,
    signIn: async (user) => {
      const response = await fetch(`${server.base}/api/auth/sign-in/username`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ username: user, password: demoPassword }),
      });
      if (!response.ok) throw new Error(`${user} cannot sign in: ${await response.text()}`);
      const cookie = response.headers.getSetCookie().map((one) => one.split(";")[0]);
      cookies.set(user, cookie.join("; "));
      return {
        user,
        get: async <T>(address: string): Promise<T> => {
          const got = await fetch(`${server.base}${address}`, { headers: { cookie: cookies.get(user) ?? "" } });
          if (!got.ok) throw new Error(`${address}: ${got.status} ${await got.text()}`);
          return (await got.json()) as T;
        },
        write: async (write) => {
          const key = randomUUID();
          note({ intends: key, kind: write.kind, token: write.token });
          const { status, body, tries } = await settle(user, write, key);
          note({ answered: key, status });
          if (status === 200) journal.acknowledged.push({ ...write, key, user, answer: body, tries });
          else journal.refused.push({ ...write, key, user, problem: slugOf(body) });
          return status === 200 ? body : undefined;
        },
      };
    },
    again: async (one) => (await settle(one.user, one, one.key)).body,
    close: () => closeSync(file),
  };
  return journal;
}
