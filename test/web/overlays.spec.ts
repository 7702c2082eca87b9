import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject } from 'vitest';
import { startBrowser } from './support/browser.js';
import { complaintsOf, looksOf } from './support/complaints.js';
import { OPEN_DIALOG, openOver, overlaysOf } from './support/overlays.js';
import { walk } from './support/walk.js';

const HEIGHT_PX = 800;

describe('everything that opens over a page', () => {
  const { url, ids } = inject('web');
  let browser: Browser;

  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  for (const overlay of overlaysOf(ids)) {
    const { name, path, role, opener, maxWidthPx = 1280 } = overlay;
    walk(
      `${name} (${path}) is opened and left by keyboard, and is for everybody`,
      () => ({ browser, url }),
      async ({ page, open }) => {
        await page.setViewportSize({ width: maxWidthPx, height: HEIGHT_PX });
        await open(path);
        const opened = await openOver(page, overlay);
        const complaints =
          role === 'dialog' ? complaintsOf(page, name, OPEN_DIALOG) : looksOf(page, name, `[role=${role}]`);
        expect(await complaints).toEqual([]);
        await page.setViewportSize({ width: maxWidthPx, height: HEIGHT_PX });
        await page.keyboard.press('Escape');
        await opened.waitFor({ state: 'hidden' });
        const isBack = await opener(page).evaluate((element) => element === document.activeElement);
        expect(isBack, 'the focus is back where it was opened').toBe(true);
      },
    );
  }
});
