import type { Page as ApiPage } from '@twotwenty/contracts/http';
import type { Maintenance } from '@twotwenty/contracts/maintenance';
import type { Monitor } from '@twotwenty/contracts/monitor';
import type { TestServer } from '@twotwenty/testing/server-process';
import { startSmtpSink } from '@twotwenty/testing/smtp-sink';
import { waitFor } from '@twotwenty/testing/wait-for';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject } from 'vitest';
import { createApi } from '../support/app-processes.js';
import { startBrowser } from './support/browser.js';
import { Maker } from './support/demo-data.js';
import { untilFocused } from './support/focus.js';
import { walk } from './support/walk.js';

const HOUR_MS = 3_600_000;
const DELAYS = { up: 1, warn: 1, down: 1, lost: 1 };

describe.sequential('what is held back', () => {
  const { url } = inject('workshop');
  const api = createApi(url);
  let browser: Browser;
  let sink: TestServer;
  let monitor: Monitor;
  const place = () => ({ browser, url });
  const read = () => api<Monitor>('GET', `/monitors/${monitor.id}`);
  const lastTest = async () => (await read()).state.lastTest?.number ?? 0;

  beforeAll(async () => {
    [browser, sink] = await Promise.all([startBrowser(), startSmtpSink()]);
    const make = new Maker(api);
    const device = await make.device('Rack 7');
    monitor = await make.monitor(device, 'Held', sink.port, { delays: DELAYS, failuresPerAlert: 1 });
    await make.until(monitor, 'up');
  });
  afterAll(() => Promise.all([browser.close(), sink.stop()]));

  /** As a field for a moment takes it, by the clock of the browser. */
  function inBrowser(atMs: number): string {
    return new Date(atMs).toLocaleString('sv', { timeZone: 'Europe/Berlin' }).slice(0, 16).replace(' ', 'T');
  }

  walk('maintenance begins, mutes a failure, and is ended early', place, async ({ page, open, anotherPage }) => {
    await open('/maintenance');
    await page.getByRole('button', { name: 'Add maintenance' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Name' }).fill('New disks');
    await dialog.getByLabel('From').fill(inBrowser(Date.now() - HOUR_MS));
    await dialog.getByLabel('To', { exact: true }).fill(inBrowser(Date.now() + HOUR_MS));
    await dialog.getByRole('combobox', { name: 'Devices' }).fill('Rack 7');
    await page.getByRole('option', { name: /Rack 7/ }).click();
    // Closes the list, and not the dialog.
    await page.keyboard.press('Escape');
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    await untilFocused(page.getByRole('button', { name: 'Add maintenance' }));
    const row = page.getByRole('row').filter({ hasText: 'New disks' });
    await row.getByText('Open', { exact: true }).waitFor();

    const other = await anotherPage();
    await other.goto(`/monitors/${monitor.id}`);
    await other.getByRole('heading', { level: 1, name: 'Held: Maintenance' }).waitFor();
    await other.getByRole('definition').filter({ hasText: 'Maintenance' }).waitFor();
    const before = await lastTest();
    await sink.stop();
    // It is tested all the same, and not judged.
    await waitFor(async () => (await lastTest()) > before + 1, { what: 'two more tests', timeoutMs: 20_000 });
    expect((await read()).state).toMatchObject({ hold: 'maintenance', failures: 0, alerts: 0 });
    await sink.start();

    await row.getByRole('button', { name: 'Edit New disks' }).click();
    await dialog.getByLabel('To', { exact: true }).fill(inBrowser(Date.now() - HOUR_MS / 2));
    await dialog.getByRole('button', { name: 'Save' }).click();
    await row.getByText('Over', { exact: true }).waitFor();
    await untilFocused(row.getByRole('button', { name: 'Edit New disks' }));
    await other.getByRole('heading', { level: 1, name: 'Held: Up' }).waitFor();
    expect((await read()).state).toMatchObject({ hold: null, alerts: 0 });

    await row.getByRole('button', { name: 'Delete New disks' }).click();
    await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
    await row.waitFor({ state: 'detached' });
    await untilFocused(page.getByRole('main'));
    const { items } = await api<ApiPage<Maintenance>>('GET', '/maintenance-windows');
    expect(items.map(({ name }) => name)).not.toContain('New disks');
  });

  walk('a monitor is suspended and resumed, and the focus stays at its buttons', place, async ({ page, open }) => {
    await open(`/monitors/${monitor.id}`);
    const suspend = page.getByRole('button', { name: 'Suspend Held' });
    await suspend.click();
    await page.getByRole('dialog').getByLabel('4 hours').check();
    await page.getByRole('dialog').getByRole('button', { name: 'Suspend', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Held: Suspended' }).waitFor();
    const resume = page.getByRole('button', { name: 'Resume Held' });
    await untilFocused(resume);
    const { state } = await read();
    expect(state.hold).toBe('suspended');
    expect((Date.parse(state.holdUntil ?? '') - Date.now()) / HOUR_MS).toBeCloseTo(4, 1);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Held: Up' }).waitFor();
    await untilFocused(suspend);
    expect((await read()).state.hold).toBeNull();
  });

  walk('so are all monitors of a device', place, async ({ page, open }) => {
    await open(`/devices/${monitor.deviceId}`);
    await page.getByRole('button', { name: 'Suspend all Rack 7' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Suspend', exact: true }).click();
    await page.getByRole('row').filter({ hasText: 'Held' }).getByText('Suspended').waitFor();
    expect((await read()).state.hold).toBe('suspended');
    await page.getByRole('button', { name: 'Resume all Rack 7' }).click();
    await page.getByRole('row').filter({ hasText: 'Held' }).getByText('Up', { exact: true }).waitFor();
    expect((await read()).state.hold).toBeNull();
  });
});
