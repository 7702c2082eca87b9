import type { Page } from 'playwright-core';

/** Has what a page asks for wait. @returns `asked` when it has asked, and what lets it have its answer */
export async function hold(
  page: Page,
  address: RegExp,
): Promise<{ readonly asked: Promise<unknown>; release(): void }> {
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route(address, async (route) => {
    await released;
    await route.continue();
  });
  return { asked: page.waitForRequest(address), release };
}
