import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject } from 'vitest';
import { startBrowser } from './support/browser.js';
import { complaintsOf, looksOf } from './support/complaints.js';
import { OPEN_DIALOG, openOver, overlaysOf, type Overlay } from './support/overlays.js';
import { inGroups } from './support/pages.js';
import { walk } from './support/walk.js';

const HEIGHT_PX = 800;

describe('everything that opens over a page', () => {
  const { url, ids } = inject('web');
  const overlays = overlaysOf(ids);
  let browser: Browser;

  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  // A page is loaded once for all that opens over it: that takes longer than most of the rest.
  for (const paths of inGroups([...new Set(overlays.map((overlay) => overlay.path))])) {
    const over = overlays.filter(({ path }) => paths.includes(path));
    walk(
      `opened and left by keyboard, and for everybody: ${over.map(({ name }) => name).join(', ')}`,
      () => ({ browser, url }),
      async ({ page, open, startOver }) => {
        const complaints: string[] = [];
        for (const path of paths) {
          await startOver();
          await open(path);
          for (const overlay of over.filter((each) => each.path === path)) {
            complaints.push(...(await lookAt(page, overlay)).map((complaint) => `${overlay.name}: ${complaint}`));
          }
        }
        expect(complaints).toEqual([]);
      },
      { timeoutMs: 180_000 },
    );
  }
});

/** Opens it, looks at it and closes it again. @returns what people would complain of */
async function lookAt(page: Page, overlay: Overlay): Promise<string[]> {
  const { name, role, opener, maxWidthPx = 1280 } = overlay;
  const asOpened = { width: maxWidthPx, height: HEIGHT_PX };
  await page.setViewportSize(asOpened);
  const opened = await openOver(page, overlay);
  const complaints =
    role === 'dialog' ? await complaintsOf(page, name, OPEN_DIALOG) : await looksOf(page, name, `[role=${role}]`);
  await page.setViewportSize(asOpened);
  await page.keyboard.press('Escape');
  await opened.waitFor({ state: 'hidden' });
  const isBack = await opener(page).evaluate((element) => element === document.activeElement);
  return isBack ? complaints : [...complaints, 'the focus is not back where it was opened'];
}
