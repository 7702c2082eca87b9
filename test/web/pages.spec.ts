import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject } from 'vitest';
import { startBrowser } from './support/browser.js';
import { complaintsOf } from './support/complaints.js';
import { pagesOf } from './support/pages.js';
import { walk } from './support/walk.js';

describe('every page', () => {
  const { url, ids } = inject('web');
  let browser: Browser;

  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  for (const { name, path, loggedIn, before } of pagesOf(ids)) {
    walk(
      `${name} (${path}) is for everybody: axe in light and dark, keyboard, narrow window`,
      () => ({ browser, url }),
      async ({ page, open }) => {
        await open(path);
        await before?.(page);
        expect(await complaintsOf(page, name)).toEqual([]);
      },
      { loggedIn },
    );
  }
});
