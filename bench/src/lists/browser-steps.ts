import type { Locator, Page } from 'playwright-core';
import type { Subjects } from './cases.js';

/** A page that is opened, and what must be there before it counts as shown. */
export interface OpenedPage {
  readonly name: string;
  readonly path: string;
  /** Finds what people wait for. */
  readonly shown: string;
}

/** Something that people do on a page, after which other rows are there. */
export interface Step {
  readonly page: string;
  readonly name: string;
  /** Finds the links of the rows. */
  readonly rows: string;
  /** What it is done to. */
  readonly target: (page: Page) => Locator;
  readonly act: (target: Locator) => Promise<unknown>;
}

const MONITOR_ROWS = 'a[data-key-open]';
const DEVICE_ROWS = 'table a[href^="/devices/"]';
const INCIDENT_ROWS = 'table a[href^="/incidents/"]';

export function openedPages({ busyId, usualId, deviceId }: Subjects): readonly OpenedPage[] {
  return [
    { name: 'overview', path: '/', shown: MONITOR_ROWS },
    { name: 'wall', path: '/wall', shown: 'ul[aria-label^="Monitors, what"] li' },
    { name: 'devices', path: '/devices', shown: DEVICE_ROWS },
    { name: 'device with most monitors', path: `/devices/${deviceId}`, shown: 'table a[href^="/monitors/"]' },
    { name: 'incidents', path: '/incidents', shown: INCIDENT_ROWS },
    { name: 'action runs', path: '/action-runs', shown: 'table a[href^="/action-runs/"]' },
    { name: 'monitor, usual', path: `/monitors/${usualId}`, shown: 'dd[data-known="true"]' },
    { name: 'monitor, busy', path: `/monitors/${busyId}`, shown: 'dd[data-known="true"]' },
  ];
}

const click = (target: Locator): Promise<void> => target.click();
const type =
  (text: string) =>
  (target: Locator): Promise<void> =>
    target.fill(text);
const select =
  (option: string) =>
  (target: Locator): Promise<unknown> =>
    target.selectOption(option);

const stepsOn =
  (page: string, rows: string) =>
  (name: string, target: Step['target'], act: Step['act'] = click): Step => ({ page, name, rows, target, act });
const onMonitors = stepsOn('/', MONITOR_ROWS);
const onDevices = stepsOn('/devices', DEVICE_ROWS);
const onIncidents = stepsOn('/incidents', INCIDENT_ROWS);
const sorted = (word: string, by = word.toLowerCase()): Step =>
  onMonitors(`sort by ${by}`, (page) => page.getByRole('columnheader').getByRole('button', { name: word }));

/**
 * In this order, each on the page as the one before left it where the page is the same. Neighbours show other rows first: those
 * that were never tested lead by last test as well as by response time.
 */
export const STEPS: readonly Step[] = [
  sorted('Monitor', 'name'),
  sorted('Last test'),
  sorted('Device'),
  sorted('Response time'),
  sorted('Since'),
  onMonitors('show more', (page) => page.getByRole('button', { name: 'Show more' })),
  onMonitors('filter: down', (page) => page.locator('button[data-group="down"]')),
  onMonitors('search, from the last letter', (page) => page.getByLabel('Search monitors'), type('mx7')),
  onDevices('sort by trouble', (page) => page.getByLabel('Order'), select('trouble')),
  onDevices('show more', (page) => page.getByRole('button', { name: 'Show more devices' })),
  onDevices('search, from the last letter', (page) => page.getByLabel('Search devices'), type('relay 1')),
  onIncidents('filter: over', (page) => page.getByLabel('Show only'), select('over')),
  onIncidents('show more', (page) => page.getByRole('button', { name: 'Show older ones' })),
];
