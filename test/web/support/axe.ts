import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { showIn } from './colours.js';

const SCRIPT = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** WCAG 2.2, levels A and AA, and what axe holds to be good practice. */
const OPTIONS: RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  resultTypes: ['violations'],
  // Of style sheets, for rules that are not among these.
  preload: false,
};

/** What may be otherwise in the dark: all else is the same page. */
const OF_COLOURS: RunOptions = {
  ...OPTIONS,
  runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },
};

interface Axe {
  run(around: string, options: RunOptions): Promise<AxeResults>;
}

export interface Violation {
  readonly impact: string;
  readonly text: string;
}

/**
 * What axe-core finds on a page in the light; in the dark, what it finds of its colours.
 * @param around selects what is looked at, where that is not all of the page
 */
export async function findViolations(page: Page, colorScheme: 'light' | 'dark', around = 'html'): Promise<Violation[]> {
  // A row that gets another place meanwhile is to slide there: one that fades is hard to read for a moment.
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await showIn(page, colorScheme);
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(SCRIPT);
  const { violations } = await page.evaluate(
    ({ selector, options }) => (globalThis as unknown as { axe: Axe }).axe.run(selector, options),
    { selector: around, options: colorScheme === 'light' ? OPTIONS : OF_COLOURS },
  );
  await page.emulateMedia({ reducedMotion: 'reduce' });
  return violations.map(({ impact, id, help, nodes }) => ({
    impact: impact ?? 'minor',
    text: `${id}: ${help}\n${nodes.map(({ target, failureSummary }) => `    ${target.join(' ')} ${failureSummary?.replaceAll('\n', ' ')}`).join('\n')}`,
  }));
}
