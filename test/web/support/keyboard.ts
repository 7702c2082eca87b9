import type { Page } from 'playwright-core';
import { countTabStops, lookAtFocus, type Focused } from './in-page/focus.js';

/** No page has so many stops; a walk that goes on is caught in a circle that leaves something out. */
const MAX_STOPS = 400;

/** Of one field, each with the focus once. */
const MAX_PARTS = 10;

/**
 * Presses Tab all the way round the page: past its end it begins again at its top.
 * @param around selects what the focus must not leave, where that is less than the page
 * @returns what a person at the keyboard would complain of
 */
export async function tabThrough(page: Page, around = 'body'): Promise<string[]> {
  const expected = await page.evaluate(countTabStops, around);
  const stops = new Map<number, Focused>();
  const complaints: string[] = [];
  let last: number | undefined;
  let repeated = 0;
  for (let presses = 0; presses < MAX_STOPS; presses += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(lookAtFocus, around);
    // A field for a date has several parts, one after the other.
    repeated = focused?.key === last ? repeated + 1 : 0;
    if (focused === null || (repeated > 0 && repeated < MAX_PARTS)) continue;
    if (stops.has(focused.key)) break;
    last = focused.key;
    stops.set(focused.key, focused);
  }
  for (const { description, inSight, marked, inside } of stops.values()) {
    if (!inside) complaints.push(`the focus got out to: ${description}`);
    if (!inSight) complaints.push(`the focus is out of sight: ${description}`);
    if (!marked) complaints.push(`nobody sees that the focus is here: ${description}`);
  }
  if (stops.size < expected) {
    complaints.push(`Tab reached ${stops.size} of ${expected} elements, and then the focus was caught`);
  }
  return complaints;
}
