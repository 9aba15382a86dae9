/** Everybody who asks: one signed-in browser for each role of the demonstration, and nobody. */
import { type Answer, type Asked, send } from "./wire.ts";

export const demoPassword = "Baton-demo-2026";

export const usernames = [
  "leader",
  "chief",
  "dispatch",
  "dispatch2",
  "district",
  "district2",
  "town",
  "town2",
  "department",
  "enterprise",
  "sysadmin",
  "secadmin",
  "auditor",
] as const;
export type Username = (typeof usernames)[number];
/** Who a request comes from; `nobody` has no session. */
export type Who = Username | "nobody";

/** A browser: keeps its cookies, names its page's origin, comes back in when its session has ended. */
export class Person {
  readonly who: Who;
  readonly port: number;
  readonly cookies = new Map<string, string>();

  constructor(who: Who, port: number) {
    this.who = who;
    this.port = port;
  }

  cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  async ask(asked: Asked): Promise<Answer> {
    const cookie = this.cookieHeader();
    const answer = await send(this.port, { ...asked, headers: { host: `127.0.0.1:${this.port}`, ...(cookie === "" ? {} : { cookie }), ...asked.headers } });
    this.keep(answer);
    return answer;
  }

  /** A JSON question whose answer is read as JSON. */
  async askJson(method: string, path: string, body?: unknown): Promise<{ status: number; body: Record<string, unknown> }> {
    const sent = body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
    const answer = await this.ask({ method, path, ...sent });
    return { status: answer.status, body: JSON.parse(answer.body.toString() || "{}") as Record<string, unknown> };
  }

  keep(answer: Answer): void {
    for (const line of [answer.headers["set-cookie"] ?? []].flat()) {
      const [pair = "", ...attributes] = line.split(";");
      const [name = "", ...value] = pair.split("=");
      if (attributes.some((attribute) => /max-age=0$/i.test(attribute.trim()))) this.cookies.delete(name);
      else this.cookies.set(name, value.join("="));
    }
  }

  async signIn(): Promise<void> {
    if (this.who === "nobody") return;
    const { status, body } = await this.askJson("POST", "/api/auth/sign-in/username", { username: this.who, password: demoPassword });
    if (status !== 200 || body["next"] !== "ready") throw new Error(`${this.who} cannot sign in: ${status} ${JSON.stringify(body)}`);
  }
}

export async function gatherPeople(port: number): Promise<Map<Who, Person>> {
  const people = new Map<Who, Person>();
  for (const who of [...usernames, "nobody"] as const) {
    const person = new Person(who, port);
    await person.signIn();
    people.set(who, person);
  }
  return people;
}
