import type { ServerResponse } from "node:http";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { problem } from "@baton/contract/problems";
import type { Actor, Database } from "#platform/database";
import { actorOf, type App } from "#platform/http";
import { type Reach, reaches, reachOf } from "./reach.ts";

/** A change as the dispatcher hands it over. */
export type Change = { id: number; topic: string; subjectId: string | null; scopeId: number | null };

export type LiveOptions = {
  /** The powerless web pool. */
  db: Database;
  log: { warn(line: string): void };
  /** What makes two streams one session's: not the account, for a person may sit at two machines. */
  sessionKeyOf(request: FastifyRequest): string;
  /** Judges the session of the opening request anew, from the database; null when it has ended. Must not count as use. */
  recheck(request: FastifyRequest): Promise<Actor | null>;
  /** Default 30,000. */
  recheckMs?: number;
  /** Default 15,000: below the idle limits of usual proxies. */
  heartbeatMs?: number;
};

export type Live = {
  routes(app: App): void;
  /** Sends each change to the streams whose actor may know of it; never waits for a slow page. */
  tell(changes: readonly Change[]): void;
  /** Number of open streams. */
  count(): number;
  /** Ends all streams with a word to come back; new ones are refused. */
  closeAll(): void;
};

const streamsPerSessionMax = 5;
const streamsMax = 2_000;

/** A page that reads no more than this behind is dropped; it reads everything again when it comes back. */
const unsentBytesMax = 65_536;

type Stream = { response: ServerResponse; sessionKey: string; reach: Reach; end(): void };

/** All open streams of one server, and what they are opened with. */
type Hall = { options: LiveOptions; streams: Set<Stream>; isClosed: boolean };

function send(stream: Stream, text: string): void {
  if (stream.response.writableLength > unsentBytesMax) stream.end();
  else stream.response.write(text);
}

function admit(hall: Hall, sessionKey: string): void {
  const held = [...hall.streams].filter((stream) => stream.sessionKey === sessionKey).length;
  if (held >= streamsPerSessionMax) {
    throw problem("busy", { detail: `同一登录最多同时打开${streamsPerSessionMax}个页面接收更新，请关闭不用的页面。`, retryAfter: 30 });
  }
  if (hall.isClosed || hall.streams.size >= streamsMax) throw problem("busy", { retryAfter: 10 });
}

/** Ends the stream with its session, and lets its reach follow what its actor may read. */
function watch(hall: Hall, stream: Stream, request: FastifyRequest): NodeJS.Timeout {
  const { options } = hall;
  const check = async (): Promise<void> => {
    const actor = await options.recheck(request);
    if (actor === null) stream.end();
    else stream.reach = await reachOf(options.db, actor);
  };
  return setInterval(() => {
    check().catch((error: unknown) => {
      // A session that cannot be judged is not trusted further; the page comes back when the database does.
      options.log.warn(`实时更新的登录状态无法核对，连接已关闭：${error instanceof Error ? error.message : String(error)}`);
      stream.end();
    });
  }, options.recheckMs ?? 30_000);
}

async function openStream(hall: Hall, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const actor = actorOf(request);
  const sessionKey = hall.options.sessionKeyOf(request);
  admit(hall, sessionKey);
  const reach = await reachOf(hall.options.db, actor);
  // Others of this session may have been admitted meanwhile.
  admit(hall, sessionKey);
  const response = reply.hijack().raw;
  const stream: Stream = {
    response,
    sessionKey,
    reach,
    end: () => {
      hall.streams.delete(stream);
      response.end();
    },
  };
  hall.streams.add(stream);
  const checking = watch(hall, stream, request);
  const beating = setInterval(() => send(stream, ": \n\n"), hall.options.heartbeatMs ?? 15_000);
  response.on("close", () => {
    clearInterval(checking);
    clearInterval(beating);
    hall.streams.delete(stream);
  });
  // A connection that breaks while we write is closed by the event above.
  response.on("error", () => undefined);
  const headers = reply.getHeaders() as Record<string, string>;
  response.writeHead(200, { ...headers, "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-store", "x-accel-buffering": "no" });
  // Whoever comes back reads everything again after this: what was said meanwhile is not repeated.
  response.write("retry: 3000\nevent: open\ndata: {}\n\n");
}

const schema = {
  summary: "实时更新：只告知哪类内容、哪个对象有变化，内容由页面自行重新读取",
  tags: ["events"],
  produces: ["text/event-stream"],
  response: { 200: z.string().describe('事件流；每条为 {"topic","id"}，没有对象的变化 id 为空') },
};

export function createLive(options: LiveOptions): Live {
  const hall: Hall = { options, streams: new Set(), isClosed: false };
  const closeAll = (): void => {
    hall.isClosed = true;
    for (const stream of hall.streams) stream.end();
  };
  return {
    closeAll,
    count: () => hall.streams.size,
    routes: (app) => {
      // The answer is written to the socket itself: the type of the route knows only whole answers.
      app.get("/api/events", { schema }, async (request, reply) => {
        await openStream(hall, request, reply);
        return reply as never;
      });
      app.addHook("preClose", (done) => {
        closeAll();
        done();
      });
    },
    tell: (changes) => {
      for (const change of changes) {
        const text = `id: ${change.id}\ndata: ${JSON.stringify({ topic: change.topic, id: change.subjectId })}\n\n`;
        for (const stream of hall.streams) if (reaches(stream.reach, change)) send(stream, text);
      }
    },
  };
}
