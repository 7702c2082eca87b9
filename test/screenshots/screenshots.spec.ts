import { repositoryRoot } from '@twotwenty/testing/repository-root';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBrowser } from '../web/support/browser.js';
import { showIn } from '../web/support/colours.js';
import { createDemoData, type DemoData } from '../web/support/demo-data.js';
import { addHistory } from '../web/support/demo-history.js';
import { untilStill } from '../web/support/in-page/still.js';
import { openOver, overlaysOf } from '../web/support/overlays.js';
import { pagesOf, type WebPage } from '../web/support/pages.js';
import { startProduct, type Product } from '../web/support/product.js';
import { untilThere, walkOnce } from '../web/support/walk.js';

const WIDTHS_PX = [1440, 768, 360];
const HEIGHT_PX = 900;
const DOCUMENTED_HEIGHT_PX = 1150;
/** What is longer is cut off. */
const MAX_HEIGHT_PX = 4000;
const QUALITY = 82;

/** The best of them, for the documentation: large, and a little further than the window reaches. */
const CHOSEN = ['overview', 'monitor', 'monitor-edit', 'incident', 'alert-edit'];
const DARK = [...CHOSEN, 'wall'];

const all = join(repositoryRoot, '.cache', 'screenshots');
const documented = join(repositoryRoot, 'docs', 'screenshots');

/** Makes no claim, but leaves pictures: `npm run screenshots`. */
describe('pictures of every page', () => {
  let product: Product;
  let demo: DemoData;
  let browser: Browser;

  beforeAll(async () => {
    [product, browser] = await Promise.all([startProduct('screenshots'), startBrowser()]);
    demo = await createDemoData(product.api);
    await addHistory(product.databaseUrl, Object.values(demo.ids.monitors));
    rmSync(all, { recursive: true, force: true });
    for (const folder of [all, documented]) mkdirSync(folder, { recursive: true });
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
    await product?.stop();
  });

  it('are taken', { timeout: 600_000 }, async () => {
    const pages = pagesOf(demo.ids);
    for (const page of pages) await takeAll(page, (shown) => page.before?.(shown));
    for (const overlay of overlaysOf(demo.ids)) {
      await takeAll(overlay, (shown) => openOver(shown, overlay), overlay.maxWidthPx);
    }
    const missing = CHOSEN.filter((name) => !pages.some((page) => page.name === name));
    expect(missing, 'pages of the documentation that there are no more').toEqual([]);
    console.info(`All pictures: ${all}\nThose of the documentation: ${documented}`);
  });

  /** @param reach brings about on the page what is to be seen @param maxWidthPx wider pictures are left out */
  function takeAll(
    { name, path, loggedIn }: WebPage,
    reach: (page: Page) => Promise<unknown> | undefined,
    maxWidthPx = Infinity,
  ): Promise<void> {
    const widths = WIDTHS_PX.filter((width) => width <= maxWidthPx);
    return walkOnce(
      `picture of ${name}`,
      { browser, url: product.url },
      async ({ page, open }) => {
        await page.setViewportSize({ width: widths[0] ?? 0, height: HEIGHT_PX });
        await open(path);
        await reach(page);
        for (const colorScheme of DARK.includes(name) ? (['light', 'dark'] as const) : (['light'] as const)) {
          await showIn(page, colorScheme);
          for (const width of widths) {
            await page.setViewportSize({ width, height: HEIGHT_PX });
            await untilThere(page);
            await page.evaluate(untilStill);
            const isFirst = width === WIDTHS_PX[0];
            if (isFirst && CHOSEN.includes(name)) {
              const suffix = colorScheme === 'light' ? '' : '-dark';
              writeFileSync(join(documented, `${name}${suffix}.webp`), await picture(page, DOCUMENTED_HEIGHT_PX));
            }
            const height = await page.evaluate(() => document.documentElement.scrollHeight);
            writeFileSync(join(all, `${name}-${width}-${colorScheme}.webp`), await picture(page, height));
          }
        }
      },
      { loggedIn },
    );
  }
});

/** WebP, which is a fifth of PNG here; playwright itself has none. */
async function picture(page: Page, height: number): Promise<Buffer> {
  const session = await page.context().newCDPSession(page);
  try {
    const width = page.viewportSize()?.width ?? 0;
    const { data } = await session.send('Page.captureScreenshot', {
      format: 'webp',
      quality: QUALITY,
      captureBeyondViewport: true,
      clip: { x: 0, y: 0, width, height: Math.min(height, MAX_HEIGHT_PX), scale: 1 },
    });
    return Buffer.from(data, 'base64');
  } finally {
    await session.detach();
  }
}
