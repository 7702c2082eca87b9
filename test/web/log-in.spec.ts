import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject } from 'vitest';
import { startBrowser } from './support/browser.js';
import { ADMIN_PASSWORD } from './support/product.js';
import { walk } from './support/walk.js';

const PASSWORD = 'Administrator’s password';

describe('logging in', () => {
  const { url, ids } = inject('web');
  let browser: Browser;
  const place = () => ({ browser, url });

  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  walk(
    'a wrong password is refused at its field, and the right one leads to where the address points',
    place,
    async ({ page, open, allow }) => {
      allow(/401 \(Unauthorized\)/);
      await open(`/incidents/${ids.incidentId}`);
      await page.getByLabel(PASSWORD).fill('not the password');
      await page.keyboard.press('Enter');
      await page.getByText('This is not the password.').waitFor();
      expect(await page.getByLabel(PASSWORD).inputValue()).toBe('not the password');
      await page.getByLabel(PASSWORD).fill(ADMIN_PASSWORD);
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: /Relay 2: incident recovered/ }).waitFor();
      expect(new URL(page.url()).pathname).toBe(`/incidents/${ids.incidentId}`);
    },
    { loggedIn: false },
  );

  walk(
    'logging out forgets everything',
    place,
    async ({ page, open }) => {
      await open('/');
      // A session of its own: the other walks share one.
      await page.getByLabel(PASSWORD).fill(ADMIN_PASSWORD);
      await page.keyboard.press('Enter');
      await page.getByText('Inbound MX').first().waitFor();
      await page.getByRole('button', { name: 'Log out' }).click();
      await page.getByLabel(PASSWORD).waitFor();
      await page.reload();
      await page.getByLabel(PASSWORD).waitFor();
    },
    { loggedIn: false },
  );
});
