import { pino } from "pino";
import type { InjectOptions, LightMyRequestResponse as Response } from "fastify";
import type { Database } from "#platform/database";
import { systemClock } from "#platform/clock";
import { type App, createServer } from "#platform/http";
import type { Connection } from "#platform/database";
import { accountConstraints, type Accounts, createAccounts } from "./accounts.ts";
import { codeOfStep, stepAt } from "./factors.ts";
import { type AccountSettings, defaultSettings } from "./settings.ts";

/** A server with this slice alone, for its tests. */
export type Door = { app: App; accounts: Accounts; lines: string[]; close(): Promise<void> };

export async function openDoor(
  city: { authConnection: Connection; db: Database },
  options: { settings?: Partial<AccountSettings>; isDemo?: boolean; secureCookies?: boolean } = {},
): Promise<Door> {
  const isDemo = options.isDemo ?? true;
  const lines: string[] = [];
  const accounts = createAccounts({
    authConnection: city.authConnection,
    secret: "a secret of tests that is long enough",
    isDemo,
    secureCookies: options.secureCookies ?? false,
    settings: { ...defaultSettings, ...options.settings },
    log: (message) => lines.push(message),
  });
  const app = await createServer({
    hosts: [],
    constraints: accountConstraints,
    log: pino({ level: "silent" }),
    resolveActor: accounts.resolveActor,
  });
  accounts.routes(app, { db: city.db, clock: systemClock, dataDir: "", filesDir: "", isDemo });
  await app.ready();
  return {
    app,
    accounts,
    lines,
    close: async () => {
      await app.close();
      await accounts.close();
    },
  };
}

/** A browser or script: keeps its cookies, has an address. */
export class Client {
  readonly app: App;
  readonly address: string;
  readonly cookies = new Map<string, string>();

  constructor(app: App, address = "127.0.0.1") {
    this.app = app;
    this.address = address;
  }

  async ask(method: "GET" | "POST" | "PUT", url: string, more: { body?: object; headers?: Record<string, string> } = {}): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const request: InjectOptions = {
      method,
      url,
      remoteAddress: this.address,
      headers: { host: "127.0.0.1:4000", ...(cookie === "" ? {} : { cookie }), ...more.headers },
    };
    if (more.body !== undefined) request.payload = more.body;
    const response = await this.app.inject(request);
    for (const line of [response.headers["set-cookie"] ?? []].flat()) {
      const [pair = "", ...attributes] = line.split(";");
      const [name = "", ...value] = pair.split("=");
      if (attributes.some((attribute) => /max-age=0$/i.test(attribute.trim()))) this.cookies.delete(name);
      else this.cookies.set(name, value.join("="));
    }
    return response;
  }

  signIn(username: string, password: string): Promise<Response> {
    return this.ask("POST", "/api/auth/sign-in/username", { body: { username, password } });
  }
}

/** The code an authenticator app shows; `ahead` in steps of 30 s. */
export function codeFor(base32: string, ahead = 0): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...base32.replace(/=+$/, "")].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const bytes = (bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2));
  return codeOfStep(Buffer.from(bytes).toString("utf8"), stepAt(Date.now()) + ahead);
}
