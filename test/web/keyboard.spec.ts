import type { Alert } from '@twotwenty/contracts/alert';
import type { Page as ApiPage } from '@twotwenty/contracts/http';
import type { Monitor } from '@twotwenty/contracts/monitor';
import type { TestServer } from '@twotwenty/testing/server-process';
import { startSmtpSink } from '@twotwenty/testing/smtp-sink';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject } from 'vitest';
import { createApi } from '../support/app-processes.js';
import { startBrowser } from './support/browser.js';
import { tabTo, untilFocused } from './support/focus.js';
import { ADMIN_PASSWORD } from './support/product.js';
import { walk } from './support/walk.js';

describe('without a mouse', () => {
  const { url } = inject('workshop');
  const api = createApi(url);
  let browser: Browser;
  let sink: TestServer;
  let alert: Alert;
  const place = () => ({ browser, url });

  beforeAll(async () => {
    [browser, sink] = await Promise.all([startBrowser(), startSmtpSink()]);
    const assignment = { to: 'chosen', monitorIds: [] };
    alert = await api<Alert>('POST', '/alerts', { name: 'Keyboard team', assignment, actions: [] });
  });
  afterAll(() => Promise.all([browser.close(), sink.stop()]));

  const title = (page: Page, name: string | RegExp): Promise<void> =>
    page.getByRole('heading', { level: 1, name }).waitFor();

  async function enter(element: Locator): Promise<void> {
    await tabTo(element);
    await element.page().keyboard.press('Enter');
  }

  /** In place of what stands there. */
  async function type(field: Locator, text: string): Promise<void> {
    await tabTo(field);
    await field.page().keyboard.press('ControlOrMeta+a');
    await field.page().keyboard.type(text);
  }

  async function press(page: Page, ...keys: string[]): Promise<void> {
    for (const key of keys) await page.keyboard.press(key);
  }

  async function addDevice(page: Page): Promise<void> {
    await press(page, 'g', 'd');
    await title(page, 'Devices');
    await untilFocused(page.getByRole('main'));
    await enter(page.getByRole('button', { name: 'Add device' }));
    await untilFocused(page.getByRole('dialog').getByRole('textbox', { name: 'Name' }));
    await page.keyboard.type('Keyboard relay');
    await press(page, 'Tab');
    await page.keyboard.type('127.0.0.1');
    await press(page, 'Enter');
    await title(page, 'Keyboard relay');
  }

  async function addMonitor(page: Page): Promise<void> {
    await enter(page.getByRole('button', { name: 'Add new monitor' }));
    await untilFocused(page.getByLabel('What is to be watched?'));
    await page.keyboard.type('mail');
    await press(page, 'Enter');
    await page.getByLabel('Monitor Name').waitFor();
    await type(page.getByLabel('Monitor Name'), 'Typed');
    await type(page.getByLabel('IP address or domain name'), '127.0.0.1');
    await type(page.getByLabel('TCP port'), String(sink.port));
    const testNow = page.getByRole('button', { name: 'Test now' });
    await enter(testNow);
    await page
      .getByText(/220 .*ESMTP/)
      .first()
      .waitFor();
    await untilFocused(testNow);
    await enter(page.getByRole('button', { name: 'Add the monitor' }));
    await title(page, 'Typed was added');
    await enter(page.getByRole('link', { name: 'See the monitor' }));
    await title(page, 'Typed: Up');
  }

  async function editAlert(page: Page): Promise<void> {
    await press(page, 'g', 'a');
    await title(page, /alert/i);
    await enter(page.getByRole('link', { name: 'Edit Keyboard team' }));
    await title(page, 'Keyboard team');
    await type(page.getByRole('textbox', { name: 'Name', exact: true }), 'Keyboard team, typed');
    await press(page, 'Enter');
    await title(page, 'Keyboard team, typed');
    expect((await api<Alert>('GET', `/alerts/${alert.id}`)).name).toBe('Keyboard team, typed');
  }

  async function suspend(page: Page): Promise<void> {
    await press(page, 'Escape', '/');
    await page.waitForURL((address) => address.pathname === '/');
    await untilFocused(page.getByRole('searchbox', { name: 'Search monitors' }));
    await page.keyboard.type('Typed');
    await page.waitForURL(/q=Typed/);
    await page
      .getByRole('status')
      .filter({ hasText: /^1 monitor/ })
      .waitFor();
    await press(page, 'Tab', 'j', 'Enter');
    await title(page, 'Typed: Up');
    await enter(page.getByRole('button', { name: 'Suspend Typed' }));
    await enter(page.getByRole('dialog').getByRole('button', { name: 'Suspend', exact: true }));
    await title(page, 'Typed: Suspended');
    await untilFocused(page.getByRole('button', { name: 'Resume Typed' }));
    const { items } = await api<ApiPage<Monitor>>('GET', '/monitors?q=Typed');
    expect(items.map(({ state }) => state.hold)).toEqual(['suspended']);
  }

  walk(
    'one logs in, adds a device and a monitor, edits an alert, suspends, and logs out',
    place,
    async ({ page, open }) => {
      await open('/');
      await untilFocused(page.getByLabel('Administrator’s password'));
      await page.keyboard.type(ADMIN_PASSWORD);
      await press(page, 'Enter');
      await page.getByText('Set aside').first().waitFor();
      await press(page, 'Tab');
      await untilFocused(page.getByRole('link', { name: 'Skip to the page' }));
      await press(page, 'Enter');
      await untilFocused(page.getByRole('main'));
      await addDevice(page);
      await addMonitor(page);
      await editAlert(page);
      // The name is a field: keys are letters there.
      await tabTo(page.getByRole('button', { name: 'Add an action' }));
      await suspend(page);
      await enter(page.getByRole('button', { name: 'Log out' }));
      await untilFocused(page.getByLabel('Administrator’s password'));
    },
    { loggedIn: false, timeoutMs: 90_000 },
  );
});
