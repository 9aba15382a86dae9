import type { FastifyRequest } from "fastify";
import { z } from "zod";
import {
  accountsAnswer,
  accountsQuery,
  appointmentAnswer,
  appointmentBody,
  appointmentEndBody,
  cityAnswer,
  doneAnswer,
  landingOf,
  me,
  type Me,
  newAccountBody,
  oneTimePasswordAnswer,
  provincialIdentityBody,
  reasonBody,
  rolePolicies,
  rolePolicyBody,
  type Role,
  roles,
} from "@baton/contract/accounts";
import { problem } from "@baton/contract/problems";
import { readAs, type Tx } from "#platform/database";
import { actorOf, answerOnce, type App, type Context } from "#platform/http";
import {
  appoint,
  closeAccount,
  createAccount,
  endAppointment,
  type FirstPassword,
  linkIdentity,
  releasePassword,
  resetFactor,
  resetPassword,
  revokeSessions,
  setRolePolicy,
} from "./actions.ts";
import type { Door } from "./door.ts";
import { pendingDuty, requireFreshFactor, sessionOf } from "./sessions.ts";
import { cityName, demoAccounts, listAccounts, listRolePolicies, rightsOf } from "./views.ts";

const tags = ["accounts"];
const accountParams = z.strictObject({ id: z.uuid() });

function requireRole(request: FastifyRequest, allowed: readonly Role[]): void {
  const { role } = actorOf(request);
  if (!allowed.some((one) => one === role)) throw problem("not-allowed");
}

/** What the page needs to know about who looks at it. */
async function describeMe(door: Door, request: FastifyRequest, { isDemo, clock }: Pick<Context, "isDemo" | "clock">): Promise<Me> {
  const actor = actorOf(request);
  const session = sessionOf(request);
  return {
    account: { id: session.accountId, displayName: session.displayName, username: session.username },
    posts: session.posts,
    role: actor.role,
    postId: actor.postId,
    landing: landingOf(actor.role),
    rights: pendingDuty(session) === undefined ? await rightsOf(door.db, actor.role) : [],
    city: { name: await cityName(door.db) },
    demo: isDemo,
    businessDay: clock.today().toString(),
    mustChangePassword: session.mustChangePassword,
    mustEnrolFactor: session.mustEnrolFactor,
    mustVerifyFactor: session.mustVerifyFactor,
    hasFactor: session.hasFactor,
  };
}

/**
 * Answers a write that made a one-time password. What is stored for a repeated key leaves the password out: it is
 * shown once and stands nowhere but in the person's hand.
 */
async function answerWithPassword(context: Context, request: FastifyRequest, work: (tx: Tx) => Promise<FirstPassword>) {
  let shown: string | null = null;
  const answer = await answerOnce(context.db, request, async (tx) => {
    const { accountId, expiresAt, oneTimePassword } = await work(tx);
    shown = oneTimePassword;
    return { accountId, expiresAt };
  });
  return { ...answer, oneTimePassword: shown };
}

function describeRoutes(app: App, door: Door, context: Pick<Context, "isDemo" | "clock">): void {
  const { isDemo } = context;
  app.get("/api/me", { schema: { summary: "Who I am, the posts I hold, what I may do", tags, response: { 200: me } } }, async (request) =>
    describeMe(door, request, context),
  );
  app.get(
    "/api/city",
    {
      schema: {
        summary: "The city, and the demonstration's accounts; needs no sign-in",
        tags,
        response: { 200: cityAnswer },
      },
    },
    async () => ({
      name: await cityName(door.db),
      demo: isDemo,
      accounts: isDemo ? await demoAccounts(door.db) : [],
      hasProvincialSignOn: door.settings.provincial !== undefined,
    }),
  );
}

function accountRoutes(app: App, context: Context): void {
  app.get(
    "/api/accounts",
    {
      schema: {
        summary: "Accounts and their posts",
        tags,
        querystring: accountsQuery,
        response: { 200: accountsAnswer },
      },
    },
    async (request) => {
      requireRole(request, ["sysadmin", "secadmin", "auditor"]);
      return readAs(context.db, actorOf(request), (tx) => listAccounts(tx, request.query));
    },
  );
  app.post(
    "/api/accounts",
    {
      schema: {
        summary: "Create an account without rights",
        tags,
        body: newAccountBody,
        response: { 200: oneTimePasswordAnswer },
      },
    },
    async (request, reply) => {
      requireRole(request, ["sysadmin"]);
      reply.header("cache-control", "no-store");
      return answerWithPassword(context, request, (tx) => createAccount(tx, request.body));
    },
  );
  app.post(
    "/api/accounts/:id/password-resets",
    {
      schema: {
        summary: "Give a new one-time password",
        tags,
        params: accountParams,
        body: reasonBody,
        response: { 200: oneTimePasswordAnswer },
      },
    },
    async (request, reply) => {
      requireRole(request, ["sysadmin"]);
      reply.header("cache-control", "no-store");
      return answerWithPassword(context, request, (tx) => resetPassword(tx, request.params.id, request.body.reason));
    },
  );
}

function accountActRoutes(app: App, context: Context): void {
  const acts = [
    { path: "closure", summary: "Close an account", allowed: ["sysadmin"], work: closeAccount },
    { path: "password-releases", summary: "Let a reset password be used", allowed: ["secadmin", "auditor"], work: releasePassword },
    { path: "factor-resets", summary: "Unbind a lost second factor", allowed: ["secadmin"], work: resetFactor },
    {
      path: "sessions-revocation",
      summary: "End all sessions of an account",
      allowed: ["sysadmin", "secadmin"],
      work: revokeSessions,
    },
  ] as const;
  app.post(
    "/api/accounts/:id/provincial-identity",
    {
      schema: {
        summary: "Tie a person of the provincial sign-on to an account",
        tags,
        params: accountParams,
        body: provincialIdentityBody,
        response: { 200: doneAnswer },
      },
    },
    async (request) => {
      requireRole(request, ["secadmin"]);
      requireFreshFactor(request);
      return answerOnce(context.db, request, async (tx) => {
        await linkIdentity(tx, request.params.id, request.body);
        return { done: true as const };
      });
    },
  );
  for (const act of acts) {
    app.post(
      `/api/accounts/:id/${act.path}`,
      {
        schema: { summary: act.summary, tags, params: accountParams, body: reasonBody, response: { 200: doneAnswer } },
      },
      async (request) => {
        requireRole(request, act.allowed);
        return answerOnce(context.db, request, async (tx) => {
          await act.work(tx, request.params.id, request.body.reason);
          return { done: true as const };
        });
      },
    );
  }
}

function appointmentRoutes(app: App, context: Context): void {
  app.post(
    "/api/appointments",
    {
      schema: {
        summary: "Appoint an account to a post",
        tags,
        body: appointmentBody,
        response: { 200: appointmentAnswer },
      },
    },
    async (request) => {
      requireRole(request, ["secadmin"]);
      requireFreshFactor(request);
      return answerOnce(context.db, request, async (tx) => ({ appointmentId: await appoint(tx, request.body) }));
    },
  );
  app.post(
    "/api/appointments/:id/end",
    {
      schema: {
        summary: "End an appointment",
        tags,
        params: accountParams,
        body: appointmentEndBody,
        response: { 200: doneAnswer },
      },
    },
    async (request) => {
      requireRole(request, ["secadmin"]);
      requireFreshFactor(request);
      return answerOnce(context.db, request, async (tx) => {
        await endAppointment(tx, request.params.id, request.body);
        return { done: true as const };
      });
    },
  );
}

function policyRoutes(app: App, context: Context): void {
  const read = (request: FastifyRequest) =>
    readAs(context.db, actorOf(request), async (tx) => {
      const items = await listRolePolicies(tx);
      return { items: items.map((item) => ({ ...item, role: z.enum(roles).parse(item.role) })) };
    });
  app.get("/api/role-policies", { schema: { summary: "Which roles sign in with a second factor", tags, response: { 200: rolePolicies } } }, async (request) => {
    requireRole(request, ["sysadmin", "secadmin", "auditor"]);
    return read(request);
  });
  app.put(
    "/api/role-policies",
    {
      schema: {
        summary: "Demand a second factor of a role, or no longer",
        tags,
        body: rolePolicyBody,
        response: { 200: rolePolicies },
      },
    },
    async (request) => {
      requireRole(request, ["secadmin"]);
      requireFreshFactor(request);
      await answerOnce(context.db, request, async (tx) => {
        await setRolePolicy(tx, request.body);
        return { done: true as const };
      });
      return read(request);
    },
  );
}

/** Routes about people: who I am, accounts, posts held, demands on roles. */
export function peopleRoutes(app: App, context: Context, door: Door): void {
  describeRoutes(app, door, context);
  accountRoutes(app, context);
  accountActRoutes(app, context);
  appointmentRoutes(app, context);
  policyRoutes(app, context);
}
