import type { Locator, Page } from 'playwright-core';
import type { DemoIds } from './demo-data.js';
import { untilStill } from './in-page/still.js';
import type { WebPage } from './pages.js';
import { rowOf } from './overview.js';

/** What opens over a page: a dialog, a menu, the choices of a field. */
export interface Overlay extends WebPage {
  readonly role: 'dialog' | 'menu' | 'listbox';
  /** What opens it, and has the focus again when it is closed. */
  readonly opener: (page: Page) => Locator;
  /** Pressed on the opener. */
  readonly key: string;
  /** There is an opener in narrow windows alone. */
  readonly maxWidthPx?: number;
}

type Details = Partial<Pick<Overlay, 'role' | 'key' | 'before' | 'maxWidthPx'>>;

/** Selects what is open and keeps the focus inside. */
export const OPEN_DIALOG = '[role=dialog], dialog[open]';

/** Everything that opens over a page. */
export function overlaysOf({ monitors, deviceId, alertId, runId }: DemoIds): Overlay[] {
  const edit = `/monitors/${monitors.down}/edit`;
  const alert = `/alerts/${alertId}`;
  return [
    byButton('menu', '/', /^Menu/, { maxWidthPx: 1000 }),
    { ...byButton('keys', '/', '', { key: '?' }), opener: linkTo('Devices') },
    byButton('bulk-suspend', '/', 'Suspend…', { before: selectRow }),
    byButton('bulk-tags', '/', 'Add tags…', { before: selectRow }),
    byButton('bulk-alert', '/', 'Assign to an alert…', { before: selectRow }),
    byButton('monitor-suspend', `/monitors/${monitors.up}`, /^Suspend/),
    byButton('monitor-delete', edit, 'Delete …'),
    byField('device-choices', edit, /^Device/),
    byField('machines', edit, 'Machine'),
    { ...byButton('leave', edit, '', { before: changeName }), opener: linkTo('Devices') },
    byButton('services', `/monitors/${monitors.lost}/edit`, 'Choose from the machine'),
    byButton('device-new', '/devices', 'Add device'),
    byButton('device-edit', `/devices/${deviceId}`, 'Edit device'),
    byButton('device-delete', `/devices/${deviceId}`, 'Delete device'),
    byButton('select-monitor', `/devices/${deviceId}`, 'Add new monitor'),
    byButton('maintenance-new', '/maintenance', 'Add maintenance'),
    byButton('maintenance-edit', '/maintenance', 'Edit Patch night'),
    byButton('maintenance-delete', '/maintenance', 'Delete Patch night'),
    byButton('alert-delete', '/alerts', 'Delete Mail team on call'),
    byButton('alert-actions', alert, 'Add an action', { role: 'menu' }),
    byButton('tokens', alert, /^Insert a token/, { role: 'listbox', before: openAction }),
    byField('monitor-choices', '/simulator', 'Monitor'),
    byButton('repair-approve', `/action-runs/${runId}`, /^Run it now/),
    byButton('repair-decline', `/action-runs/${runId}`, /^Decline/),
    byButton('retry-all', '/action-runs', 'Retry all failed'),
    byButton('site-new', '/sites', 'Add a site'),
    byButton('stop-repairs', '/recovery', 'Stop all repairs'),
    byButton('host-key-accept', '/recovery', /^Accept/),
    byButton('host-key-forget', '/recovery', /^Forget/),
    byButton('credential-new', '/credentials', /^Add/),
    byButton('credential-edit', '/credentials', 'Edit Mail operator'),
    byButton('credential-delete', '/credentials', 'Delete Mail operator'),
  ];
}

/** Opens it as somebody does who has a keyboard alone. @returns it, once it is there and moves no more */
export async function openOver(page: Page, { opener, key, role, before }: Overlay): Promise<Locator> {
  await before?.(page);
  await opener(page).focus();
  await page.keyboard.press(key);
  const opened = page.getByRole(role);
  await opened.waitFor();
  await page.locator('[role=status][aria-label^="Asking"]').waitFor({ state: 'detached' });
  await page.evaluate(untilStill);
  return opened;
}

function byButton(name: string, path: string, button: string | RegExp, details: Details = {}): Overlay {
  const opener = (page: Page) =>
    page.getByRole('button', { name: button, exact: true }).filter({ visible: true }).first();
  return { name, path, loggedIn: true, role: 'dialog', key: 'Enter', opener, ...details };
}

function byField(name: string, path: string, label: string | RegExp): Overlay {
  const opener = (page: Page) => page.getByRole('combobox', { name: label }).first();
  return { name, path, loggedIn: true, role: 'listbox', key: 'ArrowDown', opener };
}

function linkTo(name: string): (page: Page) => Locator {
  return (page) => page.getByRole('navigation').getByRole('link', { name }).filter({ visible: true }).first();
}

async function selectRow(page: Page): Promise<void> {
  await rowOf(page, 'Inbound MX').getByRole('checkbox').check();
}

async function openAction(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^1\. / }).click();
}

async function changeName(page: Page): Promise<void> {
  await page.getByLabel('Monitor Name').fill('Exchange SMTP, the new one');
}
