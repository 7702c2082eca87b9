import type { Page } from 'playwright-core';
import { findViolations } from './axe.js';
import { tabThrough } from './keyboard.js';
import { overflowAt } from './overflow.js';

const NARROW_PX = 360;
/** Just wide enough for the navigation beside the page, which leaves tables the least room. */
const TIGHT_PX = 1030;

/**
 * Looks at a page with the eyes of everybody: the Tab key, axe in light and dark, a narrow and a tight window.
 * @param name of what is looked at
 * @param around selects what is looked at and keeps the focus inside, where that is less than the page
 * @returns what hinders people gravely; the rest is told, and fails nothing
 */
export async function complaintsOf(page: Page, name: string, around?: string): Promise<string[]> {
  return [...(await tabThrough(page, around)), ...(await looksOf(page, name, around))];
}

/** The same without the Tab key, which closes menus. */
export async function looksOf(page: Page, name: string, around?: string): Promise<string[]> {
  return [
    ...(await graveViolations(page, name, around)),
    ...(await overflowAt(page, TIGHT_PX)),
    ...(await overflowAt(page, NARROW_PX)),
  ];
}

async function graveViolations(page: Page, name: string, around?: string): Promise<string[]> {
  const grave: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const { impact, text } of await findViolations(page, colorScheme, around)) {
      const line = `${name}, ${colorScheme}: ${impact} ${text}`;
      if (impact === 'serious' || impact === 'critical') grave.push(line);
      else console.info(line);
    }
  }
  return grave;
}
