import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet, retainSearchParams, type AnyRoute } from "@tanstack/react-router";
import type { ComponentType } from "react";
import { paths } from "./paths.ts";
import { Landing } from "./shell/Landing.tsx";
import { NotFound } from "./shell/NotFound.tsx";
import { PageFailed } from "./shell/PageFailed.tsx";
import { Shell } from "./shell/Shell.tsx";
import { Loading } from "./ui/Loading.tsx";
import { parseAddress, writeAddress } from "./ui/useAddressState.ts";

/** One page: its address, with `$name` for a part that varies, and the file whose default export shows it. */
export type PageEntry = { path: string; load: () => Promise<{ default: ComponentType }> };

/** The pages inside the shell. To add one, put its address and file here. */
export const pages: readonly PageEntry[] = [
  { path: paths.inHand(), load: () => import("./kernel/matters/InHandPage.tsx") },
  { path: paths.matter("$id"), load: () => import("./kernel/matters/MatterPage.tsx") },
  { path: paths.openMatter(), load: () => import("./kernel/matters/OpenMatterPage.tsx") },
  { path: paths.batons(), load: () => import("./kernel/batons/BatonsPage.tsx") },
  { path: paths.overview(), load: () => import("./modules/projects/OverviewPage.tsx") },
  { path: paths.ask(), load: () => import("./modules/asking/AskPage.tsx") },
  { path: paths.projects(), load: () => import("./modules/projects/LedgerPage.tsx") },
  { path: paths.project("$id"), load: () => import("./modules/projects/ProjectPage.tsx") },
  { path: paths.newProject(), load: () => import("./modules/projects/NewProjectPage.tsx") },
  { path: paths.editProject("$id"), load: () => import("./modules/projects/EditProjectPage.tsx") },
  { path: paths.rollover(), load: () => import("./modules/projects/RolloverPage.tsx") },
  { path: paths.duplicates(), load: () => import("./modules/projects/DuplicatesPage.tsx") },
  { path: paths.mergeProjects(), load: () => import("./modules/projects/MergePage.tsx") },
  { path: paths.statistics(), load: () => import("./modules/projects/StatisticsPage.tsx") },
  { path: paths.report(), load: () => import("./modules/reports/MonthlyReportPage.tsx") },
  { path: paths.review(), load: () => import("./modules/reports/ReviewPage.tsx") },
  { path: paths.thisPeriod(), load: () => import("./kernel/periods/PeriodPage.tsx") },
  { path: paths.period("$id"), load: () => import("./kernel/periods/PeriodPage.tsx") },
  { path: paths.bulletins(), load: () => import("./modules/dispatch/BulletinsPage.tsx") },
  { path: paths.bulletin("$id"), load: () => import("./modules/dispatch/BulletinPage.tsx") },
  { path: paths.confirmations(), load: () => import("./modules/dispatch/ConfirmationsPage.tsx") },
  { path: paths.scores(), load: () => import("./modules/scoring/ScoresPage.tsx") },
  { path: paths.score("$id"), load: () => import("./modules/scoring/RunPage.tsx") },
  { path: paths.scheme("$id"), load: () => import("./modules/scoring/SchemePage.tsx") },
  { path: paths.posts(), load: () => import("./kernel/organisations/PostsPage.tsx") },
  { path: paths.people(), load: () => import("./kernel/accounts/PeoplePage.tsx") },
  { path: paths.calendar(), load: () => import("./kernel/calendar/CalendarPage.tsx") },
  { path: paths.rules(), load: () => import("./kernel/lights/RulesPage.tsx") },
  { path: paths.imports(), load: () => import("./modules/imports/ImportsPage.tsx") },
  { path: paths.audit(), load: () => import("./kernel/audit/AuditPage.tsx") },
  { path: paths.setup(), load: () => import("./kernel/organisations/SetupPage.tsx") },
  { path: paths.query(), load: () => import("./shell/QueryPage.tsx") },
  { path: paths.mine(), load: () => import("./shell/MinePage.tsx") },
];

if (import.meta.env.DEV) {
  (pages as PageEntry[]).push({ path: "/ui-gallery", load: () => import("./shell/GalleryPage.tsx") });
}

const root = createRootRoute({
  component: Outlet,
  notFoundComponent: NotFound,
  // The time point travels along every link until the person comes back to now.
  search: { middlewares: [retainSearchParams(["knownAt"] as never)] },
});

function routeOf(parent: AnyRoute, { path, load }: PageEntry): AnyRoute {
  return createRoute({ getParentRoute: () => parent, path, component: lazyRouteComponent(load) });
}

function routeTree(): AnyRoute {
  const shell = createRoute({ getParentRoute: () => root, id: "shell", component: Shell, notFoundComponent: NotFound });
  const landing = createRoute({ getParentRoute: () => shell as unknown as AnyRoute, path: "/", component: Landing });
  const signIn = createRoute({
    getParentRoute: () => shell as unknown as AnyRoute,
    path: paths.signIn(),
    component: Landing,
  });
  return root.addChildren([
    shell.addChildren([landing, signIn, ...pages.map((page) => routeOf(shell as unknown as AnyRoute, page))]),
  ] as never) as unknown as AnyRoute;
}

export function newRouter() {
  return createRouter({
    routeTree: routeTree(),
    parseSearch: parseAddress,
    stringifySearch: writeAddress,
    defaultPreload: "intent",
    // Loading itself shows nothing for its first 200 ms, and must not outstay the page.
    defaultPendingMs: 0,
    defaultPendingMinMs: 0,
    defaultPendingComponent: Loading,
    defaultErrorComponent: PageFailed,
    defaultNotFoundComponent: NotFound,
    scrollRestoration: true,
  });
}
