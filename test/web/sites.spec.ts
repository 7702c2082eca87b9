import type { Monitor } from '@twotwenty/contracts/monitor';
import type { Site } from '@twotwenty/contracts/site';
import { startApp, type RunningApp } from '@twotwenty/testing/child-process';
import type { TestServer } from '@twotwenty/testing/server-process';
import { startSmtpSink } from '@twotwenty/testing/smtp-sink';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject } from 'vitest';
import { createApi } from '../support/app-processes.js';
import { startBrowser } from './support/browser.js';
import { Maker } from './support/demo-data.js';
import { untilFocused } from './support/focus.js';
import { walk } from './support/walk.js';

/** A test that nobody takes up is over, and the next one comes soon. */
const DELAYS = { up: 1, warn: 1, down: 1, lost: 1 };

describe.sequential('another site', () => {
  const { url, databaseUrl } = inject('workshop');
  const api = createApi(url);
  let browser: Browser;
  let sink: TestServer;
  let monitor: Monitor;
  let worker: RunningApp | undefined;
  const place = () => ({ browser, url });

  beforeAll(async () => {
    [browser, sink] = await Promise.all([startBrowser(), startSmtpSink()]);
    const make = new Maker(api);
    monitor = await make.monitor(await make.device('Seen from afar'), 'Seen from afar', sink.port, {
      enabled: false,
      delays: DELAYS,
    });
  });
  afterAll(() => Promise.all([browser.close(), sink.stop(), worker?.stop(10_000)]));

  walk('is added, has no data at first, and then a worker', place, async ({ page, open, anotherPage }) => {
    await open('/sites');
    await page.getByRole('button', { name: 'Add a site' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Name' }).fill('reykjavik');
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await untilFocused(page.getByRole('button', { name: 'Add a site' }));
    const card = page.getByRole('region', { name: 'reykjavik' });
    await card.getByText(/No worker was ever heard of/).waitFor();
    expect((await api<{ items: Site[] }>('GET', '/sites')).items.map(({ name }) => name)).toContain('reykjavik');

    const editor = await anotherPage();
    await editor.goto(`/monitors/${monitor.id}/edit`);
    await editor.getByRole('checkbox', { name: 'Enabled' }).check();
    await editor.getByRole('checkbox', { name: /^reykjavik/ }).check();
    await editor.getByRole('checkbox', { name: /^default/ }).uncheck();
    await editor.getByRole('button', { name: 'Save', exact: true }).click();
    await editor.getByText('Saved.').waitFor();
    await editor.getByRole('link', { name: 'See the monitor' }).click();
    await editor.getByRole('heading', { level: 1, name: 'Seen from afar: Uninitialized' }).waitFor();

    worker = await startApp('worker', { DATABASE_URL: databaseUrl, SITE: 'reykjavik' });
    await editor.getByRole('heading', { level: 1, name: 'Seen from afar: Up' }).waitFor({ timeout: 40_000 });
    await editor.getByRole('table', { name: 'Votes' }).getByText('reykjavik').waitFor();
    await card.getByText(/No worker/).waitFor({ state: 'detached', timeout: 40_000 });
    expect((await api<Monitor>('GET', `/monitors/${monitor.id}`)).state).toMatchObject({ status: 'up', noData: false });
  });
});
