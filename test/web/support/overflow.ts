import { waitFor } from '@twotwenty/testing/wait-for';
import type { Page } from 'playwright-core';
import { findOverflow } from './in-page/layout.js';

/** Tables become cards a moment after a window became narrow. */
const SETTLING_MS = 3_000;

/**
 * Gives the window of a page another width.
 * @returns what then sticks out of it sideways, once all has found its place
 */
export async function overflowAt(page: Page, widthPx: number): Promise<string[]> {
  await page.setViewportSize({ width: widthPx, height: 800 });
  let found: string[] = [];
  const fits = async (): Promise<boolean> => {
    found = await page.evaluate(findOverflow);
    return found.length === 0;
  };
  await waitFor(fits, { what: 'everything to fit', timeoutMs: SETTLING_MS }).catch(() => undefined);
  return found.map((line) => `at ${widthPx} px: ${line}`);
}
