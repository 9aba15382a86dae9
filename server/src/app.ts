import { existsSync } from "node:fs";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyBaseLogger, FastifyRequest } from "fastify";
import { accountConstraints, type Accounts, requireFreshFactor } from "#kernel/accounts";
import { routes as auditRoutes, type AuditSettings } from "#kernel/audit";
import { routes as batonRoutes } from "#kernel/batons";
import { routes as calendarRoutes } from "#kernel/calendar";
import { routes as evidenceRoutes } from "#kernel/evidence";
import { figuresOf, routes as figureRoutes } from "#kernel/figures";
import { exemptionEffects, routes as lightRoutes } from "#kernel/lights";
import { matterFigures, routes as matterRoutes } from "#kernel/matters";
import { routes as organisationRoutes } from "#kernel/organisations";
import { routes as askingRoutes } from "#modules/asking";
import { routes as bulletinRoutes } from "#modules/dispatch";
import { routes as enterpriseRoutes } from "#modules/enterprises";
import { routes as importRoutes } from "#modules/imports";
import { investmentFigures, routes as investmentRoutes } from "#modules/investment";
import {
  exportRoutes,
  libraryRoutes,
  lightSource,
  periodRoutes,
  projectFigures,
  replanEffectSource,
  replanRoutes,
  routes as projectRoutes,
} from "#modules/projects";
import { routes as scoringRoutes } from "#modules/scoring";
import { type App, type ConstraintProblems, type Context, createServer } from "#platform/http";

/** Names of constraints → what a person is told when the database refuses. */
const constraints: ConstraintProblems = {
  ...accountConstraints,
  kernel_baton_one_holder: { slug: "baton-already-held", detail: "该责任在这段时间已有承担者，请先办理交接。" },
  projects_profile_current_code: { slug: "duplicate-subject", detail: "该项目代码已被另一个项目使用。" },
  projects_report_two_people: { slug: "same-person", detail: "报送和审核须由不同的人办理。" },
  dispatch_bulletin_way: { slug: "period-state", detail: "通报的当前状态下不能这样做，请刷新后再看。" },
  dispatch_bulletin_three_people: { slug: "same-person", detail: "起草、核稿和签发须由三个不同的人办理。" },
  dispatch_bulletin_event_number: { slug: "conflict", detail: "这个发文字号已经用过，请换下一个号。" },
  dispatch_bulletin_event_once: { slug: "conflict", detail: "这份通报刚刚已由他人办理，请刷新后再看。" },
  scoring_scheme_two_people: { slug: "same-person", detail: "计分办法的起草和采用须由不同的人办理。" },
  scoring_scheme_one_draft: { slug: "conflict", detail: "这个办法已有一份草稿，请刷新后再改。" },
  scoring_run_two_people: { slug: "same-person", detail: "评分和发布须由不同的人办理。" },
  scoring_run_one_official: { slug: "conflict", detail: "该月已经按这个办法正式评分。" },
  kernel_exemption_two_people: { slug: "same-person", detail: "豁免的申请和批准须由不同的人办理。" },
};

export type AppOptions = {
  context: Context;
  accounts: Pick<Accounts, "resolveActor" | "routes"> & {
    /** Absent: the real one, which asks the session. */ requireFreshFactor?: (request: FastifyRequest) => void;
  };
  hosts: readonly string[];
  log: FastifyBaseLogger;
  audit: AuditSettings;
  /** Routes of the running program itself: open streams, numbers for watchers. Absent while only described. */
  operations?: (app: App) => void;
  /** Where the built web application is; absent while only the interface description is wanted. */
  webFolder?: string;
};

/** All figures of this program, module by module. */
export const figures = figuresOf(projectFigures, investmentFigures, matterFigures);

/** The whole HTTP application: the explicit list of slices, in the order of the house. */
export async function buildApp(options: AppOptions): Promise<App> {
  const { context, accounts } = options;
  const askFactor = accounts.requireFreshFactor ?? requireFreshFactor;
  const resolveActor = (request: FastifyRequest) => accounts.resolveActor(request);
  const app = await createServer({ hosts: options.hosts, constraints, log: options.log, resolveActor });
  accounts.routes(app, context);
  calendarRoutes(app, context);
  figureRoutes(app, context, figures);
  organisationRoutes(app, context);
  batonRoutes(app, context);
  evidenceRoutes(app, context);
  matterRoutes(app, context, { duties: [], effects: [exemptionEffects, replanEffectSource(() => context.clock.now())] });
  lightRoutes(app, context, lightSource);
  auditRoutes(app, context, options.audit);
  projectRoutes(app, context);
  libraryRoutes(app, context);
  exportRoutes(app, context, { requireFreshFactor: askFactor });
  replanRoutes(app, context);
  periodRoutes(app, context, { figures, requireFreshFactor: askFactor });
  investmentRoutes(app, context);
  enterpriseRoutes(app, context);
  importRoutes(app, context);
  askingRoutes(app, context, figures);
  scoringRoutes(app, context, figures);
  bulletinRoutes(app, context, { figures, requireFreshFactor: askFactor });
  options.operations?.(app);
  app.get("/api/openapi.json", { schema: { hide: true } }, async () => app.swagger());
  if (options.webFolder !== undefined && existsSync(join(options.webFolder, "index.html"))) await serveWeb(app, options.webFolder);
  return app;
}

/** Pages are one document; its parts have hashed names and may be kept for ever, the document never. */
async function serveWeb(app: App, folder: string): Promise<void> {
  await app.register(fastifyStatic, {
    root: folder,
    wildcard: false,
    // The build lays them beside the files (scripts/web.mjs); a slow line to a town waits for the bytes, not for us.
    preCompressed: true,
    setHeaders: (reply, path) => {
      reply.header("cache-control", path.includes("/assets/") ? "public, max-age=31536000, immutable" : "no-cache");
    },
  });
  app.get("/*", { schema: { hide: true } }, async (request, reply) => {
    if (request.url.startsWith("/api/") || request.url.startsWith("/public/")) return reply.callNotFound();
    return reply.header("cache-control", "no-cache").sendFile("index.html");
  });
}
