import type { Monitor } from '@twotwenty/contracts/monitor';
import { startSmtpSink } from '@twotwenty/testing/smtp-sink';
import type { TestServer } from '@twotwenty/testing/server-process';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject } from 'vitest';
import { createApi } from '../support/app-processes.js';
import { startBrowser } from './support/browser.js';
import { looksOf } from './support/complaints.js';
import { Maker } from './support/demo-data.js';
import { untilFocused } from './support/focus.js';
import { ADMIN_PASSWORD } from './support/product.js';
import { walk } from './support/walk.js';

describe('editing', () => {
  const { url, ids } = inject('web');
  const api = createApi(url);
  let browser: Browser;
  let sink: TestServer;
  let monitor: Monitor;
  const place = () => ({ browser, url });

  beforeAll(async () => {
    [browser, sink] = await Promise.all([startBrowser(), startSmtpSink()]);
    const make = new Maker(api);
    monitor = await make.monitor(await make.device('Edited'), 'Edited by two', sink.port);
    await make.until(monitor, 'up');
  });
  afterAll(async () => {
    await api('DELETE', `/monitors/${monitor.id}`);
    await Promise.all([browser.close(), sink.stop()]);
  });

  walk('a refusal stands at its field, and nothing that was typed is lost', place, async ({ page, open, allow }) => {
    allow(/status of 422/);
    await open(`/monitors/${monitor.id}/edit`);
    await page.getByLabel('Monitor Name').fill('x'.repeat(65));
    await page.getByLabel('IP address or domain name').fill('no host at all');
    await page.getByLabel('Maximum number of alerts').fill('7');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('must be 1 to 64 characters').first().waitFor();
    for (const label of ['Monitor Name', 'IP address or domain name']) {
      expect(await page.getByLabel(label).getAttribute('aria-invalid'), label).toBe('true');
    }
    expect(await page.getByLabel('IP address or domain name').inputValue()).toBe('no host at all');
    expect(await page.getByLabel('Maximum number of alerts').inputValue()).toBe('7');
    await page.getByLabel('Monitor Name').fill('Edited by two');
    await page.getByLabel('IP address or domain name').fill('127.0.0.1');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved.').waitFor();
    expect(await api<Monitor>('GET', `/monitors/${monitor.id}`)).toMatchObject({ notification: { maxAlerts: 7 } });
  });

  for (const { what, from, link, field } of [
    { what: 'a monitor', from: () => `/monitors/${monitor.id}`, link: 'Edit', field: 'Monitor Name' },
    { what: 'an alert', from: () => '/alerts', link: 'Mail team on call', field: 'Name' },
  ]) {
    walk(`going back from ${what}, and the end of the session, cost nothing that was typed`, place, async (walker) => {
      const { page, open, allow } = walker;
      allow(/status of 401/);
      await open(from());
      await page.getByRole('main').getByRole('link', { name: link, exact: true }).first().click();
      const name = page.getByRole('textbox', { name: field, exact: true });
      await name.fill('Typed and not saved');
      await page.goBack();
      const question = page.getByRole('dialog', { name: 'Leave without saving?' });
      await question.getByRole('button', { name: 'Cancel' }).click();
      await question.waitFor({ state: 'detached' });
      expect(await name.inputValue()).toBe('Typed and not saved');

      // A key, not a click: a click waits until the button stands still, and any request of the page's own may show the
      // log-in meanwhile, in the button's place.
      await page.getByRole('button', { name: 'Save', exact: true }).focus();
      await page.context().clearCookies();
      await page.keyboard.press('Enter');
      await page.getByText('Your session has ended.').waitFor();
      await page.getByLabel('Administrator’s password').fill(ADMIN_PASSWORD);
      await page.keyboard.press('Enter');
      await name.waitFor();
      expect(await name.inputValue()).toBe('Typed and not saved');

      await page.getByRole('navigation').getByRole('link', { name: 'Devices' }).first().click();
      await question.getByRole('button', { name: 'Leave' }).click();
      await page.getByRole('heading', { name: 'Devices', level: 1 }).waitFor();
      await open(from());
      await page.getByRole('main').getByRole('link', { name: link, exact: true }).first().click();
      await name.waitFor();
      expect(await name.inputValue()).not.toBe('Typed and not saved');
    });
  }

  walk(
    'two people edit the same monitor: they are asked, and what else both changed is kept',
    place,
    async (walker) => {
      const { page, open, allow, anotherPage, startOver } = walker;
      allow(/status of 412/);
      await open(`/monitors/${monitor.id}/edit`);
      const other = await anotherPage();
      await other.goto(`/monitors/${monitor.id}/edit`);
      await page.getByLabel('Monitor Name').fill('As the first calls it');
      await page.getByLabel('Test failures for each alert').fill('4');
      await other.getByLabel('Monitor Name').fill('As the second calls it');
      await other.getByLabel('Maximum number of alerts').fill('9');
      await other.getByRole('button', { name: 'Save', exact: true }).click();
      await other.getByText('Saved.').waitFor();
      // The question comes by itself, as soon as the page hears of the change.
      const question = page.getByRole('alert', { name: 'Somebody else changed this too' });
      await question.getByText('As the second calls it').waitFor({ timeout: 45_000 });
      expect(await looksOf(page, 'the question of who is right')).toEqual([]);
      await startOver();
      await question.getByLabel(/Yours/).check();
      await question.getByRole('button', { name: 'Save with what is chosen' }).click();
      await page.getByText('Saved.').waitFor();
      expect(await api<Monitor>('GET', `/monitors/${monitor.id}`)).toMatchObject({
        name: 'As the first calls it',
        notification: { failuresPerAlert: 4, maxAlerts: 9 },
      });
    },
  );

  walk('what one edits another deletes: it is said, and what was typed can still be read', place, async (walker) => {
    const { page, open, allow, anotherPage } = walker;
    allow(/status of 404/);
    const { id } = await new Maker(api).monitor(await new Maker(api).device('Doomed'), 'Doomed', sink.port);
    await open(`/monitors/${id}/edit`);
    await page.getByLabel('Monitor Name').fill('Typed in vain');
    const other = await anotherPage();
    await other.goto(`/monitors/${id}/edit`);
    await other.getByRole('button', { name: 'Delete …' }).click();
    const dialog = other.getByRole('dialog');
    await dialog.getByLabel('Type its name to confirm').fill('Doomed');
    await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
    await other.waitForURL((address) => address.pathname === '/');
    await untilFocused(other.getByRole('main'));
    await page.getByText('Somebody deleted this monitor meanwhile').first().waitFor({ timeout: 45_000 });
    expect(await page.getByLabel('Monitor Name').inputValue()).toBe('Typed in vain');
    await expect(api('GET', `/monitors/${id}`)).rejects.toThrow('404');
  });

  walk('a downtime is played through: who is told when, and the recovery at its end', place, async ({ page, open }) => {
    await open(`/simulator?monitorId=${ids.monitors.up}`);
    await page.getByLabel('It lasts', { exact: true }).fill('5');
    await page.getByLabel('Unit of its length').selectOption({ label: 'hours' });
    await page.getByRole('button', { name: 'Play it through' }).click();
    await page.getByText('alert 1 is raised').waitFor();
    await page.getByText('the monitor has recovered').waitFor();
    await page.getByRole('link', { name: 'Mail team on call' }).first().waitFor();
    const shared = page.url();
    await page.goto('about:blank');
    await open(shared);
    await page.getByText('the monitor has recovered').waitFor();
    expect(await page.getByLabel('It lasts', { exact: true }).inputValue()).toBe('5');
  });
});
