import type { Alert } from '@twotwenty/contracts/alert';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject } from 'vitest';
import { createApi } from '../support/app-processes.js';
import { startBrowser } from './support/browser.js';
import { Maker } from './support/demo-data.js';
import { hold } from './support/hold.js';
import { typeWhenSearched } from './support/in-page/type-when-searched.js';
import { rowOf } from './support/overview.js';
import { walk } from './support/walk.js';

describe.sequential('lists', () => {
  const { url } = inject('workshop');
  const api = createApi(url);
  let browser: Browser;
  const place = () => ({ browser, url });

  beforeAll(async () => {
    browser = await startBrowser();
    const make = new Maker(api);
    const device = await make.device('Searched');
    for (const name of ['Needle 1', 'Needle 2']) await make.monitor(device, name, 25, { enabled: false });
  });
  afterAll(() => browser.close());

  walk('a letter that is typed just as a search begins is searched for, too', place, async ({ page, open }) => {
    await page.addInitScript(typeWhenSearched, { label: 'Search monitors', text: ' 2' });
    await open('/');
    const field = page.getByRole('searchbox', { name: 'Search monitors' });
    // At once: letter by letter, a slow machine would search for a part of it, and the rest be typed behind the " 2".
    await field.fill('needle');
    await page.waitForURL(/q=needle(\+|%20)2/);
    expect(await field.inputValue()).toBe('needle 2');
    await rowOf(page, 'Needle 2').waitFor();
    await rowOf(page, 'Needle 1').waitFor({ state: 'detached' });
  });

  walk('what is asked for comes as it was asked for, wherever the pointer is meanwhile', place, async (visit) => {
    const { page, open } = visit;
    await open('/?q=needle&sort=name');
    await rowOf(page, 'Needle 1').waitFor();
    const held = await hold(page, /monitors\?.*sort=age/);
    await page.getByRole('combobox', { name: 'Sort by' }).selectOption('age');
    await page.locator('table[aria-busy]').waitFor();
    await rowOf(page, 'Needle 1').hover();
    held.release();
    await page.locator('table:not([aria-busy])').waitFor();
    expect(await page.locator('a[data-key-open]').allTextContents()).toEqual(['Needle 2', 'Needle 1']);
    expect(await page.getByText('The order has changed').count()).toBe(0);
  });

  walk('that nothing was found is not said of what is asked for next', place, async ({ page, open }) => {
    await open('/?q=nowhere-to-be-found');
    const nothing = page.getByText('No monitor is like that.');
    await nothing.waitFor();
    const held = await hold(page, /monitors\?.*q=needle/);
    await page.getByRole('searchbox', { name: 'Search monitors' }).fill('needle');
    await held.asked;
    await nothing.waitFor({ state: 'detached' });
    held.release();
    await rowOf(page, 'Needle 1').waitFor();
    await page
      .getByRole('status')
      .filter({ hasText: /^2 monitors / })
      .waitFor();
  });

  walk('a list is asked for once, at the click on a link, before its page is there', place, async ({ page, open }) => {
    await open('/');
    const held = await hold(page, /DevicesPage.*\.js$/);
    const asked: string[] = [];
    page.on('request', (request) => {
      if (/device-summaries/.test(request.url())) asked.push(request.url());
    });
    const link = page.getByRole('link', { name: 'Devices' });
    await link.hover();
    await held.asked;
    expect(asked).toEqual([]);
    await Promise.all([page.waitForRequest(/device-summaries/), link.click()]);
    held.release();
    await page.getByRole('rowheader').getByRole('link', { name: 'Searched' }).waitFor();
    expect(asked).toHaveLength(1);
  });

  walk(
    'an alert that somebody else deletes goes, and what is said of the others stays',
    place,
    async ({ page, open }) => {
      const assignment = { to: 'chosen', tags: ['nowhere'] };
      const [gone, stays] = await Promise.all(
        ['Leaving', 'Staying'].map((name) => api<Alert>('POST', '/alerts', { name, assignment, actions: [] })),
      );
      await open('/alerts');
      const warningOf = (name: string) => page.getByRole('region', { name }).getByText('serves no monitor');
      await warningOf('Staying').waitFor();
      await warningOf('Leaving').waitFor();
      await page.evaluate(() => performance.clearResourceTimings());
      await api('DELETE', `/alerts/${gone?.id}`);
      await warningOf('Leaving').waitFor({ state: 'detached' });
      await page.waitForFunction(
        (id) => performance.getEntriesByType('resource').some(({ name }) => /warnings/.test(name) && name.includes(id)),
        stays?.id ?? '',
      );
      await warningOf('Staying').waitFor();
      await api('DELETE', `/alerts/${stays?.id}`);
    },
  );
});
