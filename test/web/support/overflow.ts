import { waitFor } from '@twotwenty/testing/wait-for';
import type { Page } from 'playwright-core';
import { findOverflow, findSqueezed } from './in-page/layout.js';

/** Tables become cards a moment after a window became narrow. */
const SETTLING_MS = 3_000;

/**
 * Gives the window of a page another width.
 * @returns what then sticks out of it sideways or has too little room, once all has found its place
 */
export async function overflowAt(page: Page, widthPx: number): Promise<string[]> {
  await page.setViewportSize({ width: widthPx, height: 800 });
  let found: string[] = [];
  const fits = async (): Promise<boolean> => {
    found = [...(await page.evaluate(findOverflow)), ...(await page.evaluate(findSqueezed))];
    return found.length === 0;
  };
  await waitFor(fits, { what: 'everything to fit', timeoutMs: SETTLING_MS }).catch(() => undefined);
  return found.map((line) => `at ${widthPx} px: ${line}`);
}
