import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { RUN_KINDS, RUN_STATES } from '@twotwenty/contracts/action-run';
import { AUDIT_ACTIONS } from '@twotwenty/contracts/audit';
import { DEVICE_SORTS } from '@twotwenty/contracts/device-summary';
import { TIMELINE_KINDS } from '@twotwenty/contracts/monitor-timeline';
import { siteNameSchema } from '@twotwenty/contracts/scalars';
import { z } from 'zod';
import { actionRuns } from '../api/action-runs.js';
import { deviceSummaries } from '../api/devices.js';
import { incidents } from '../api/incidents.js';
import { monitorList, monitorSummary } from '../api/monitors.js';
import { listQuery, monitorsSearchSchema, summaryFilter } from '../pages/monitors/list-search.js';
import { RANGES } from '../pages/monitor/chart/ranges.js';
import { Loading } from './Loading.js';
import { Notice } from './Notice.js';
import { Shell } from './Shell.js';

// What an address asks for and does not exist is left out: an old link shows more rather than nothing.
const runsSearch = z.object({
  state: z.enum(RUN_STATES).optional().catch(undefined),
  kind: z.enum(RUN_KINDS).optional().catch(undefined),
  alertId: z.uuid().optional().catch(undefined),
  incidentId: z.uuid().optional().catch(undefined),
  monitorId: z.uuid().optional().catch(undefined),
  site: siteNameSchema.optional().catch(undefined),
});
const incidentsSearch = z.object({
  show: z.enum(['open', 'over']).optional().catch(undefined),
  monitorId: z.uuid().optional().catch(undefined),
});

const newMonitorSearch = z.object({
  deviceId: z.uuid().optional().catch(undefined),
  preset: z.enum(['smtp', 'submission', 'smtps']).optional().catch(undefined),
  from: z.uuid().optional().catch(undefined),
});
const settingsSearch = z.object({ action: z.enum(AUDIT_ACTIONS).optional().catch(undefined) });
const devicesSearch = z.object({
  q: z.string().min(1).max(128).optional().catch(undefined),
  sort: z.enum(DEVICE_SORTS).optional().catch(undefined),
});
const instant = z.iso.datetime().optional().catch(undefined);
const monitorSearch = z.object({
  range: z.enum(RANGES).optional().catch(undefined),
  from: instant,
  to: instant,
  view: z.enum(['phases', 'sites']).optional().catch(undefined),
  kind: z.enum(TIMELINE_KINDS).optional().catch(undefined),
});
const newAlertSearch = z.object({ from: z.uuid().optional().catch(undefined) });
const simulatorSearch = z.object({
  monitorId: z.uuid().optional().catch(undefined),
  startsAt: z.iso.datetime().optional().catch(undefined),
  seconds: z.number().optional().catch(undefined),
  testSeconds: z.number().optional().catch(undefined),
});

interface RouterContext {
  readonly queryClient: QueryClient;
}

const rootRoute = createRootRouteWithContext<RouterContext>()({ component: Shell });

/**
 * Lists are asked for as soon as the address changes, not once the page has been loaded and drawn; those that are known are asked for
 * anew by the page itself. Where a pointer only hovers over a link nothing is asked.
 */
const NOT_YET_KNOWN = { staleTime: Infinity } as const;

const monitorsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  validateSearch: monitorsSearchSchema,
  loaderDeps: ({ search }) => search,
  loader: ({ context: { queryClient }, deps, preload }) => {
    if (preload) return;
    void queryClient.prefetchQuery({ ...monitorSummary(summaryFilter(deps)), ...NOT_YET_KNOWN });
    void queryClient.prefetchInfiniteQuery({ ...monitorList(listQuery(deps)), ...NOT_YET_KNOWN });
  },
  component: lazyRouteComponent(() => import('../pages/monitors/MonitorsPage.js'), 'MonitorsPage'),
});

const alertsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/alerts',
  component: lazyRouteComponent(() => import('../pages/alerts/AlertsPage.js'), 'AlertsPage'),
});

const incidentsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/incidents',
  validateSearch: incidentsSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context: { queryClient }, deps, preload }) => {
    if (!preload) void queryClient.prefetchInfiniteQuery({ ...incidents(deps), ...NOT_YET_KNOWN });
  },
  component: lazyRouteComponent(() => import('../pages/incidents/IncidentsPage.js'), 'IncidentsPage'),
});

const incidentRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/incidents/$incidentId',
  component: lazyRouteComponent(() => import('../pages/incident/IncidentPage.js'), 'IncidentPage'),
});

const actionRunsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/action-runs',
  validateSearch: runsSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context: { queryClient }, deps, preload }) => {
    if (!preload) void queryClient.prefetchInfiniteQuery({ ...actionRuns(deps), ...NOT_YET_KNOWN });
  },
  component: lazyRouteComponent(() => import('../pages/action-runs/ActionRunsPage.js'), 'ActionRunsPage'),
});

const actionRunRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/action-runs/$runId',
  component: lazyRouteComponent(() => import('../pages/action-run/ActionRunPage.js'), 'ActionRunPage'),
});

const recoveryRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/recovery',
  component: lazyRouteComponent(() => import('../pages/recovery/RecoveryPage.js'), 'RecoveryPage'),
});

const credentialsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/credentials',
  component: lazyRouteComponent(() => import('../pages/credentials/CredentialsPage.js'), 'CredentialsPage'),
});

const sitesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sites',
  component: lazyRouteComponent(() => import('../pages/sites/SitesPage.js'), 'SitesPage'),
});

/** The recovery parameters are a section of the editor. */
const monitorRecoveryRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/monitors/$monitorId/recovery',
  beforeLoad: ({ params }) =>
    redirect({ to: '/monitors/$monitorId/edit', params, hash: 'recovery', replace: true, throw: true }),
});

const wallRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/wall',
  component: lazyRouteComponent(() => import('../pages/wall/WallPage.js'), 'WallPage'),
});

const devicesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/devices',
  validateSearch: devicesSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context: { queryClient }, deps, preload }) => {
    if (!preload) void queryClient.prefetchInfiniteQuery({ ...deviceSummaries(deps), ...NOT_YET_KNOWN });
  },
  component: lazyRouteComponent(() => import('../pages/devices/DevicesPage.js'), 'DevicesPage'),
});

const deviceRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/devices/$deviceId',
  component: lazyRouteComponent(() => import('../pages/device/DevicePage.js'), 'DevicePage'),
});

const welcomeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/welcome',
  component: lazyRouteComponent(() => import('../pages/welcome/WelcomePage.js'), 'WelcomePage'),
});

const maintenanceRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/maintenance',
  component: lazyRouteComponent(() => import('../pages/maintenance/MaintenancePage.js'), 'MaintenancePage'),
});

const settingsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings',
  validateSearch: settingsSearch,
  component: lazyRouteComponent(() => import('../pages/settings/SettingsPage.js'), 'SettingsPage'),
});

const newMonitorRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/monitors/new',
  validateSearch: newMonitorSearch,
  component: lazyRouteComponent(() => import('../pages/monitor-editor/NewMonitorPage.js'), 'NewMonitorPage'),
});

const monitorRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/monitors/$monitorId',
  validateSearch: monitorSearch,
  component: lazyRouteComponent(() => import('../pages/monitor/MonitorPage.js'), 'MonitorPage'),
});

const editMonitorRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/monitors/$monitorId/edit',
  component: lazyRouteComponent(() => import('../pages/monitor-editor/EditMonitorPage.js'), 'EditMonitorPage'),
});

const newAlertRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/alerts/new',
  validateSearch: newAlertSearch,
  component: lazyRouteComponent(() => import('../pages/alert-editor/NewAlertPage.js'), 'NewAlertPage'),
});

const editAlertRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/alerts/$alertId',
  component: lazyRouteComponent(() => import('../pages/alert-editor/EditAlertPage.js'), 'EditAlertPage'),
});

const simulatorRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/simulator',
  validateSearch: simulatorSearch,
  component: lazyRouteComponent(() => import('../pages/simulator/SimulatorPage.js'), 'SimulatorPage'),
});

/** What is no address of ours: the list of all monitors answers. */
const otherRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '$',
  beforeLoad: () => redirect({ to: '/', replace: true, throw: true }),
});

/** Every page has an address that can be shared. Pages are loaded when they are first opened. */
const routeTree = rootRoute.addChildren([
  monitorsRoute,
  alertsRoute,
  incidentsRoute,
  incidentRoute,
  actionRunsRoute,
  actionRunRoute,
  recoveryRoute,
  credentialsRoute,
  sitesRoute,
  monitorRecoveryRoute,
  wallRoute,
  devicesRoute,
  deviceRoute,
  welcomeRoute,
  maintenanceRoute,
  settingsRoute,
  newMonitorRoute,
  monitorRoute,
  editMonitorRoute,
  newAlertRoute,
  editAlertRoute,
  simulatorRoute,
  otherRoute,
]);

/** @param queryClient keeps what the pages ask for */
export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    defaultPreload: 'intent',
    // Else a click would take what hovering did for what it has to do.
    defaultPreloadStaleTime: 0,
    defaultPendingComponent: () => <Loading what="the page" />,
    defaultErrorComponent: ({ error }) => (
      <Notice title="This page broke" reload>
        Monitoring goes on; only its display failed: {error instanceof Error ? error.message : String(error)}
      </Notice>
    ),
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
