import type { BrowserContext, Page } from 'playwright-core';
import { takeLayoutShifts, watchLayoutShifts } from './in-page/layout-shifts.js';

/**
 * What may move by itself while a page is at rest, all in all: web.dev calls a "Cumulative Layout Shift" of up to 0.1 good. New
 * rows at the top of a list of the latest push down the others, which takes most of it.
 */
const MAX_SHIFT = 0.1;

/** What went on in a browser besides what was to be seen: it must have been nothing of note. */
export interface Quiet {
  /** Everything that was noted, for whoever looks for the cause of a failure. */
  readonly log: readonly string[];
  /** What a test provokes is no fault: messages of the console that match are let pass from now on. */
  readonly allow: (pattern: RegExp) => void;
  /** From here on nothing may move by itself: call it when a page is there, before something changes live. */
  readonly atRest: (page: Page) => Promise<void>;
  /** @returns what should not have been, empty when all is well */
  readonly faults: () => Promise<string[]>;
}

/** Watches all pages of a context from their beginning. */
export async function watchQuiet(context: BrowserContext): Promise<Quiet> {
  const log: string[] = [];
  const faults: string[] = [];
  const allowed: RegExp[] = [];
  const resting = new Set<Page>();
  const note = (line: string): number => log.push(`${new Date().toISOString().slice(11, 23)} ${line}`);
  const fault = (line: string): void => {
    note(`! ${line}`);
    if (!allowed.some((pattern) => pattern.test(line))) faults.push(line);
  };
  await context.addInitScript(watchLayoutShifts);
  context.on('console', (message) => {
    const line = `console.${message.type()}: ${message.text()} (${message.location().url})`;
    if (['error', 'warning', 'assert'].includes(message.type())) fault(line);
    else note(line);
  });
  context.on('weberror', (error) => fault(`uncaught: ${error.error().stack ?? error.error().message}`));
  context.on('response', (response) => {
    const line = `${response.status()} ${response.request().method()} ${response.url()}`;
    if (response.status() >= 500) fault(line);
    else note(line);
  });
  context.on('requestfailed', (request) =>
    note(`${request.failure()?.errorText} ${request.method()} ${request.url()}`),
  );
  context.on('page', (page) => {
    page.on('crash', () => fault('the page crashed'));
    page.on('framenavigated', (frame) => note(`at ${frame.url()}`));
  });
  const jumps = async (page: Page): Promise<string[]> => {
    const shifts = await page.evaluate(takeLayoutShifts);
    const sum = shifts.reduce((total, { value }) => total + value, 0);
    if (sum <= MAX_SHIFT) return [];
    const each = shifts.map(({ value, moved }) => `${value.toFixed(3)}: ${moved.join(' | ')}`);
    return [`the layout of ${new URL(page.url()).pathname} moved by ${sum.toFixed(3)}:\n${each.join('\n')}`];
  };
  return {
    log,
    allow: (pattern) => void allowed.push(pattern),
    async atRest(page) {
      await page.evaluate(takeLayoutShifts);
      resting.add(page);
    },
    async faults() {
      for (const page of resting) if (!page.isClosed()) for (const jump of await jumps(page)) fault(jump);
      return [...faults];
    },
  };
}
