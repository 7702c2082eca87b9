import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject } from 'vitest';
import { findViolations } from './support/axe.js';
import { startBrowser } from './support/browser.js';
import { tabThrough } from './support/keyboard.js';
import { overflowAt } from './support/overflow.js';
import { pagesOf } from './support/pages.js';
import { walk } from './support/walk.js';

const NARROW_PX = 360;

/** What hinders people gravely. The rest is told, and fails nothing. */
async function graveViolations(page: Page, name: string): Promise<string[]> {
  const grave: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const { impact, text } of await findViolations(page, colorScheme)) {
      const line = `${name}, ${colorScheme}: ${impact} ${text}`;
      if (impact === 'serious' || impact === 'critical') grave.push(line);
      else console.info(line);
    }
  }
  return grave;
}

describe('every page', () => {
  const { url, ids } = inject('web');
  let browser: Browser;

  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  for (const { name, path, loggedIn } of pagesOf(ids)) {
    walk(
      `${name} (${path}) is for everybody: axe in light and dark, keyboard, narrow window`,
      () => ({ browser, url }),
      async ({ page, open }) => {
        await open(path);
        const complaints = [...(await tabThrough(page)), ...(await graveViolations(page, name))];
        expect([...complaints, ...(await overflowAt(page, NARROW_PX))]).toEqual([]);
      },
      { loggedIn },
    );
  }
});
