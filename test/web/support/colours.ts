import type { Page } from 'playwright-core';
import { untilStill } from './in-page/still.js';
import { chooseWallColours } from './in-page/wall-colours.js';

/** Shows a page in the light or in the dark, and waits until it is. */
export async function showIn(page: Page, scheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme: scheme });
  await page.evaluate(chooseWallColours, scheme);
  await page.locator(`html[data-mantine-color-scheme=${scheme}]`).waitFor({ state: 'attached' });
  await page.evaluate(untilStill);
}
