import type { Page } from 'playwright-core';
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
  act(page: Page): Promise<unknown>;
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

const onMonitors = (name: string, act: Step['act']): Step => ({ page: '/', name, rows: MONITOR_ROWS, act });
const sorted = (word: string, by = word.toLowerCase()): Step =>
  onMonitors(`sort by ${by}`, (page) => page.getByRole('columnheader').getByRole('button', { name: word }).click());

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
  onMonitors('show more', (page) => page.getByRole('button', { name: 'Show more' }).click()),
  onMonitors('filter: down', (page) => page.locator('button[data-group="down"]').click()),
  onMonitors('search, from the last letter', (page) => page.getByLabel('Search monitors').fill('mx7')),
  {
    page: '/devices',
    name: 'sort by trouble',
    rows: DEVICE_ROWS,
    act: (page) => page.getByLabel('Order').selectOption('trouble'),
  },
  {
    page: '/devices',
    name: 'show more',
    rows: DEVICE_ROWS,
    act: (page) => page.getByRole('button', { name: 'Show more devices' }).click(),
  },
  {
    page: '/devices',
    name: 'search, from the last letter',
    rows: DEVICE_ROWS,
    act: (page) => page.getByLabel('Search devices').fill('relay 1'),
  },
  {
    page: '/incidents',
    name: 'filter: over',
    rows: INCIDENT_ROWS,
    act: (page) => page.getByLabel('Show only').selectOption('over'),
  },
  {
    page: '/incidents',
    name: 'show more',
    rows: INCIDENT_ROWS,
    act: (page) => page.getByRole('button', { name: 'Show older ones' }).click(),
  },
];
