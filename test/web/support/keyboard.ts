import type { Page } from 'playwright-core';
import { countTabStops, lookAtFocus, type Focused } from './in-page/focus.js';

/** No page has so many stops; a walk that goes on is caught in a circle that leaves something out. */
const MAX_STOPS = 400;

/**
 * Presses Tab all the way round the page: past its end it begins again at its top.
 * @returns what a person at the keyboard would complain of
 */
export async function tabThrough(page: Page): Promise<string[]> {
  const expected = await page.evaluate(countTabStops);
  const stops = new Map<number, Focused>();
  const complaints: string[] = [];
  for (let presses = 0; presses < MAX_STOPS; presses += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(lookAtFocus);
    if (focused === null) continue;
    if (stops.has(focused.key)) break;
    stops.set(focused.key, focused);
  }
  for (const { description, inSight, marked } of stops.values()) {
    if (!inSight) complaints.push(`the focus is out of sight: ${description}`);
    if (!marked) complaints.push(`nobody sees that the focus is here: ${description}`);
  }
  if (stops.size < expected) {
    complaints.push(`Tab reached ${stops.size} of ${expected} elements, and then the focus was caught`);
  }
  return complaints;
}
