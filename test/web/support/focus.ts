import type { Locator, Page } from 'playwright-core';

/** More stops than any page of the demo data has. */
const MAX_STOPS = 200;

/** Waits until an element, or something inside it, has the keyboard's focus. */
export async function untilFocused(element: Locator): Promise<void> {
  const focused = element.page().locator(':focus');
  await element.and(focused).or(element.locator(':focus')).first().waitFor();
}

/** Goes to an element with the Tab key alone. @throws when a round of the page does not lead there */
export async function tabTo(element: Locator): Promise<void> {
  const page: Page = element.page();
  await element.waitFor();
  for (let presses = 0; presses < MAX_STOPS; presses += 1) {
    if (await element.evaluate((known) => known === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${String(element)}`);
}
