import type { Page } from 'playwright-core';
import type { DemoIds } from './demo-data.js';

/** A page of the web interface. */
export interface WebPage {
  /** Also the name of its pictures. */
  readonly name: string;
  readonly path: string;
  /** False: it is shown to whoever is not logged in. */
  readonly loggedIn: boolean;
  /** What a person does on it first. */
  readonly before?: (page: Page) => Promise<void>;
}

const page = (name: string, path: string): WebPage => ({ name, path, loggedIn: true });

/** Looked at in one tab: a tab of its own for each takes longer to start than all that is looked at. */
const PAGES_IN_A_TAB = 9;

/** Groups whose pages are opened one after the other in the same tab. */
export function inGroups<T>(pages: readonly T[]): T[][] {
  const count = Math.ceil(pages.length / PAGES_IN_A_TAB);
  return Array.from({ length: count }, (_, index) => pages.slice(index * PAGES_IN_A_TAB, (index + 1) * PAGES_IN_A_TAB));
}

/** Every page by its address, the important filters and forms among them. */
export function pagesOf(ids: DemoIds): WebPage[] {
  const { monitors } = ids;
  return [
    { name: 'log-in', path: '/', loggedIn: false },
    page('overview', '/'),
    page('overview-filtered', '/?status=trouble'),
    page('wall', '/wall'),
    page('monitor', `/monitors/${monitors.up}`),
    page('monitor-down', `/monitors/${monitors.down}`),
    page('monitor-edit', `/monitors/${monitors.down}/edit`),
    page('monitor-new', `/monitors/new?deviceId=${ids.deviceId}`),
    page('devices', '/devices'),
    page('device', `/devices/${ids.deviceId}`),
    page('maintenance', '/maintenance'),
    page('settings', '/settings'),
    page('alerts', '/alerts'),
    page('alert-edit', `/alerts/${ids.alertId}`),
    page('alert-new', '/alerts/new'),
    page('simulator', `/simulator?monitorId=${monitors.down}`),
    page('incidents', '/incidents'),
    page('incident', `/incidents/${ids.incidentId}`),
    page('incident-open', `/incidents/${ids.openIncidentId}`),
    page('action-runs', '/action-runs'),
    page('action-run', `/action-runs/${ids.runId}`),
    page('sites', '/sites'),
    page('recovery', '/recovery'),
    page('credentials', '/credentials'),
    page('monitor-recovery', `/monitors/${monitors.down}/recovery`),
    page('welcome', '/welcome'),
    { ...page('welcome-alert', '/welcome'), before: chooseEmail },
    // Last: it adds a device with a monitor.
    { ...page('welcome-outcome', '/welcome'), before: watchNobody },
  ];
}

async function chooseEmail(welcome: Page): Promise<void> {
  await welcome.getByLabel('Who is to be told when it fails?').selectOption('email');
}

/** An address of this machine on whose port 25 nobody listens. */
async function watchNobody(welcome: Page): Promise<void> {
  await welcome.getByLabel('What is your mail server’s name?').fill('127.220.25.2');
  await welcome.getByRole('button', { name: 'Start watching' }).click();
  await welcome
    .getByText(/refused/i)
    .first()
    .waitFor();
}

/** What stands on pages that change by themselves. */
export interface LiveIds {
  readonly deviceId: string;
  readonly monitorIds: readonly string[];
  readonly incidentId: string;
  readonly runId: string;
}

/** The pages that change by themselves when a server fails or comes back. */
export function livePagesOf({ deviceId, monitorIds, incidentId, runId }: LiveIds): WebPage[] {
  return [
    page('overview', '/'),
    page('overview-filtered', '/?status=trouble'),
    page('wall', '/wall'),
    ...monitorIds.map((id, index) => page(`monitor-${index + 1}`, `/monitors/${id}`)),
    page('devices', '/devices'),
    page('device', `/devices/${deviceId}`),
    page('incidents', '/incidents'),
    page('incident', `/incidents/${incidentId}`),
    page('action-runs', '/action-runs'),
    page('action-run', `/action-runs/${runId}`),
    page('alerts', '/alerts'),
    page('sites', '/sites'),
    page('maintenance', '/maintenance'),
    page('recovery', '/recovery'),
    page('settings', '/settings'),
  ];
}

/** The pages on which one monitor and its device are seen. */
export function pagesOfMonitor(monitorId: string, deviceId: string, incidentId: string): WebPage[] {
  return [
    page('overview', '/'),
    page('wall', '/wall'),
    page('monitor', `/monitors/${monitorId}`),
    page('monitor-edit', `/monitors/${monitorId}/edit`),
    page('devices', '/devices'),
    page('device', `/devices/${deviceId}`),
    page('simulator', `/simulator?monitorId=${monitorId}`),
    page('incidents', '/incidents'),
    page('incident', `/incidents/${incidentId}`),
    page('monitor-recovery', `/monitors/${monitorId}/recovery`),
  ];
}
