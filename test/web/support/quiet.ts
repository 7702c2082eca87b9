import type { BrowserContext, Page } from 'playwright-core';
import { takeLayoutShifts, watchLayoutShifts, type Jump } from './in-page/layout-shifts.js';

/**
 * What may move by itself while a page is at rest: what is nothing in the two digits in which the "Cumulative Layout Shift" is given, which
 * is the sum of what moves within a second of each other, in 5 s at most. Words that make place in their line for a longer number are
 * 0.001 at most; a line that goes away within a row is 0.004 without further precautions, a row that jumps to another place 0.06.
 */
const MAX_SHIFT = 0.003;
const MAX_GAP_MS = 1000;
const MAX_WINDOW_MS = 5000;

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
  const jumps = async (page: Page): Promise<string[]> =>
    windowsOf(await page.evaluate(takeLayoutShifts)).flatMap((jumped) => {
      const sum = jumped.reduce((total, { value }) => total + value, 0);
      const each = jumped.map(({ value, moved }) => `${value.toFixed(3)}: ${moved.join(' | ')}`);
      const line = `the layout of ${new URL(page.url()).pathname} moved by ${sum.toFixed(3)}:\n${each.join('\n')}`;
      note(line);
      return sum <= MAX_SHIFT ? [] : [line];
    });
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

/** Jumps that follow each other closely, as people see them: as one. */
function windowsOf(jumps: readonly Jump[]): Jump[][] {
  const windows: Jump[][] = [];
  for (const jump of jumps) {
    const last = windows.at(-1);
    const isSame =
      last !== undefined &&
      jump.at - (last.at(-1)?.at ?? 0) < MAX_GAP_MS &&
      jump.at - (last[0]?.at ?? 0) < MAX_WINDOW_MS;
    if (isSame) last.push(jump);
    else windows.push([jump]);
  }
  return windows;
}
