import type { Monitor } from '@twotwenty/contracts/monitor';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject } from 'vitest';
import { createApi } from '../support/app-processes.js';
import { startBrowser } from './support/browser.js';
import { walk } from './support/walk.js';

describe('the page of a monitor', () => {
  const { url, ids } = inject('web');
  const api = createApi(url);
  const path = `/monitors/${ids.monitors.up}`;
  let browser: Browser;
  const place = () => ({ browser, url });

  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  walk('arrows move among the recent tests, with one stop for the tabulator', place, async ({ page, open }) => {
    await open(`/monitors/${ids.monitors.recovered}`);
    // It has failed and come back, which took several tests.
    await page.locator('[role=option]').nth(1).waitFor();
    const stops = page.locator('[role=option][tabindex="0"]');
    const chosen = page.locator('[role=option][aria-selected=true]');
    await stops.first().focus();
    const latest = await chosen.getAttribute('aria-label');
    await page.keyboard.press('Home');
    expect(await chosen.getAttribute('aria-label')).not.toBe(latest);
    expect(await stops.count()).toBe(1);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-selected'))).toBe('true');
  });

  walk('the time that the chart shows stands in the address', place, async ({ page, open }) => {
    await open(path);
    await page.getByRole('button', { name: '7 d' }).click();
    await page.waitForURL(/range=7d/);
    await page.getByRole('button', { name: 'Zoom in' }).click();
    await page.waitForURL(/from=.*to=/);
    expect(page.url()).not.toContain('range=');
    await page.getByRole('button', { name: 'By site' }).click();
    await page.waitForURL(/view=sites/);
    await page.getByText('Show figures').click();
    await page.getByRole('table', { name: 'Response times' }).waitFor();
  });

  walk('a test that is asked for shows what was said', place, async ({ page, open }) => {
    await open(path);
    await page.getByRole('button', { name: 'Test now' }).click();
    const outcome = page.getByRole('region', { name: /^Test \d+$/ });
    await outcome.getByRole('region', { name: 'Transcript' }).waitFor({ timeout: 45_000 });
    expect(await outcome.textContent()).toContain('220 ');
  });

  walk('a monitor that is deleted meanwhile is said to be', place, async ({ page, open, allow }) => {
    allow(/404 \(Not Found\)/);
    const { deviceId, target } = await api<Monitor>('GET', path);
    const { host, port } = target;
    const doomed = await api<Monitor>('POST', '/monitors', {
      deviceId,
      name: 'Doomed',
      enabled: false,
      target: { host, port },
    });
    await open(`/monitors/${doomed.id}`);
    await api('DELETE', `/monitors/${doomed.id}`);
    await page.getByRole('heading', { name: 'Doomed was deleted' }).waitFor({ timeout: 45_000 });
    await open('/monitors/00000000-0000-4000-8000-000000000001');
    await page.getByRole('heading', { name: 'There is no such monitor' }).waitFor();
  });
});
