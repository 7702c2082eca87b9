import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject } from 'vitest';
import { startBrowser } from './support/browser.js';
import { complaintsOf } from './support/complaints.js';
import { inGroups, pagesOf } from './support/pages.js';
import { walk } from './support/walk.js';

describe('every page', () => {
  const { url, ids } = inject('web');
  const pages = pagesOf(ids);
  let browser: Browser;

  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  for (const loggedIn of [false, true]) {
    for (const group of inGroups(pages.filter((page) => page.loggedIn === loggedIn))) {
      walk(
        `is for everybody, by axe in light and dark, keyboard, narrow window: ${group.map(({ name }) => name).join(', ')}`,
        () => ({ browser, url }),
        async ({ page, open, startOver }) => {
          const complaints: string[] = [];
          for (const { name, path, before } of group) {
            await startOver();
            await open(path);
            await before?.(page);
            complaints.push(...(await complaintsOf(page, name)).map((complaint) => `${path}: ${complaint}`));
          }
          expect(complaints).toEqual([]);
        },
        { loggedIn, timeoutMs: 120_000 },
      );
    }
  }
});
