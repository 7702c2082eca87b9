import type { Locator, Page } from 'playwright-core';

/** The row of a monitor on the overview. */
export function rowOf(page: Page, monitor: string): Locator {
  return page.getByRole('row').filter({ has: page.getByText(monitor, { exact: true }) });
}

/** Waits until the overview shows a monitor in a state, for as long as that takes to come about. */
export async function untilShown(page: Page, monitor: string, word: string): Promise<void> {
  await rowOf(page, monitor).getByText(word, { exact: true }).first().waitFor({ timeout: 40_000 });
}
