/** Requests as they go over the wire, well formed (`send`) or not (`sendRaw`), and what came back. */
import { Agent, type OutgoingHttpHeaders, request } from "node:http";
import { connect } from "node:net";

export type Asked = { method: string; path: string; headers?: OutgoingHttpHeaders; body?: string | Buffer };
export type Answer = { status: number; headers: Record<string, string | string[] | undefined>; body: Buffer; ms: number };

const agent = new Agent({ keepAlive: true, maxSockets: 16 });
const limitMs = 60_000;

/** Sends one request; an answer that never comes is status 0. */
export function send(port: number, asked: Asked): Promise<Answer> {
  const began = performance.now();
  const headers: OutgoingHttpHeaders = { ...asked.headers };
  if (asked.body !== undefined && headers["content-length"] === undefined) headers["content-length"] = Buffer.byteLength(asked.body);
  return new Promise((resolve) => {
    const none = (): void => resolve({ status: 0, headers: {}, body: Buffer.alloc(0), ms: performance.now() - began });
    const sent = request({ host: "127.0.0.1", port, agent, method: asked.method, path: asked.path, headers, timeout: limitMs }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("error", none);
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts), ms: performance.now() - began }),
      );
    });
    sent.on("timeout", () => sent.destroy());
    sent.on("error", none);
    sent.end(asked.body);
  });
}

function readAnswer(text: string, body: Buffer, ms: number): Answer {
  const [head = ""] = text.split("\r\n\r\n");
  const [first = "", ...lines] = head.split("\r\n");
  const headers = Object.fromEntries(
    lines.map((line): [string, string] => [line.split(":")[0]?.toLowerCase() ?? "", line.slice(line.indexOf(":") + 1).trim()]),
  );
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(first)?.[1] ?? 0), headers, body, ms };
}

/** Writes bytes to the socket as they are; the connection closed without a word is status 0. */
export function sendRaw(port: number, bytes: Buffer): Promise<Answer> {
  const began = performance.now();
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    const socket = connect(port, "127.0.0.1");
    const finish = (): void => {
      socket.destroy();
      const all = Buffer.concat(parts);
      const gap = all.indexOf("\r\n\r\n");
      resolve(readAnswer(all.toString("latin1"), gap === -1 ? Buffer.alloc(0) : all.subarray(gap + 4), performance.now() - began));
    };
    const quiet = setTimeout(finish, 1_500);
    socket.on("data", (part: Buffer) => {
      parts.push(part);
      // Our answers to what is no HTTP are short and closed; a kept connection is left after its first answer.
      setTimeout(finish, 30);
    });
    socket.on("error", () => undefined);
    socket.on("close", () => {
      clearTimeout(quiet);
      finish();
    });
    socket.write(bytes);
  });
}

export function closeWires(): void {
  agent.destroy();
}
