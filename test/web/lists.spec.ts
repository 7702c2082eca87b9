import type { Alert } from '@twotwenty/contracts/alert';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject } from 'vitest';
import { createApi } from '../support/app-processes.js';
import { startBrowser } from './support/browser.js';
import { Maker } from './support/demo-data.js';
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
