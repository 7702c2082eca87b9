import type { Incident } from '@twotwenty/contracts/incident';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject } from 'vitest';
import { createApi } from '../support/app-processes.js';
import { startBrowser } from './support/browser.js';
import { walk } from './support/walk.js';

const VIEWER = { locale: 'de-DE', timezoneId: 'Asia/Tokyo' };

describe('a German in Tokyo', () => {
  const { url, ids } = inject('web');
  const api = createApi(url);
  let browser: Browser;

  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  walk(
    'sees times by the clocks there, and numbers as they are written at home',
    () => ({ browser, url }),
    async ({ page, open }) => {
      await open('/incidents');
      const { startedAt } = await api<Incident>('GET', `/incidents/${ids.incidentId}`);
      const inTokyo = (parts: Intl.DateTimeFormatOptions) =>
        new Date(startedAt).toLocaleString('de-DE', { timeZone: VIEWER.timezoneId, ...parts });
      const shown = await page.locator(`time[datetime="${startedAt}"]`).first().getAttribute('title');
      expect(shown).toContain(inTokyo({ year: 'numeric', month: 'short', day: 'numeric' }));
      expect(shown).toContain(inTokyo({ hour: '2-digit', minute: '2-digit', second: '2-digit' }));
      expect(shown).toContain('GMT+9');

      await open(`/monitors/${ids.monitors.up}/edit`);
      await page.getByLabel('Maximum Test Duration').fill('7.5');
      await page.getByText('7,5\u00a0s', { exact: false }).first().waitFor();
      await page.getByRole('button', { name: 'Undo my changes' }).click();

      await open(`/alerts/new`);
      await page.getByRole('button', { name: 'Add an action' }).click();
      await page.getByRole('menuitem', { name: /^Text log/ }).click();
      await page.getByText('By the week').click();
      // The week begins on a Monday, and its hours are those of Tokyo.
      expect(await page.getByRole('rowheader').first().textContent()).toBe('Mon');
      expect(await page.getByRole('combobox', { name: 'Time zone' }).inputValue()).toBe('Asia/Tokyo');
    },
    VIEWER,
  );
});
