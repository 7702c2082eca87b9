import { findChromium } from '@twotwenty/testing/chromium';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CleanUp } from '../clean-up.js';
import { say } from '../output.js';
import { percentile } from '../statistics.js';
import { openedPages, STEPS, type OpenedPage, type Step } from './browser-steps.js';
import type { Subjects } from './cases.js';
import { noteAnswer, notePainted } from './in-page.js';

/** How long something took as people see it, milliseconds. */
export interface SeenTimes {
  readonly name: string;
  readonly p50: number;
  readonly max: number;
}

/** What a page asked of the API. */
export interface Traffic {
  readonly name: string;
  readonly requests: number;
  /** Items of lists in all answers together: a page that loads everything shows here. */
  readonly items: number;
}

export interface BrowserFigures {
  readonly version: string;
  /** From the beginning of a navigation, with nothing in the browser's cache. */
  readonly loads: readonly (SeenTimes & Omit<Traffic, 'name'>)[];
  /** From the click to the painted rows. */
  readonly steps: readonly SeenTimes[];
  /** Of open pages while tests come in, for `LIVE_SECONDS`. */
  readonly live: readonly Traffic[];
}

/** The controller as the browser sees it. */
export interface BrowserScene {
  readonly url: string;
  readonly password: string;
  readonly subjects: Subjects;
  readonly rounds: number;
}

export const LIVE_SECONDS = 10;
const PATIENCE_MS = 30_000;
const SETTLED_MS = 500;

/**
 * Looks at pages as people do.
 * @param startLoad begins a background load, under which open pages are watched
 * @returns null when there is no browser, which is said
 */
export async function measureBrowser(
  scene: BrowserScene,
  startLoad: () => Promise<{ stop(): Promise<unknown> }>,
  cleanUp: CleanUp,
  signal: AbortSignal,
): Promise<BrowserFigures | null> {
  const browser = await startBrowser();
  if (browser === null) return null;
  cleanUp.add('the browser', () => browser.close());
  const session = await logIn(browser, scene);
  const visitor = (): Promise<BrowserContext> => newVisitor(browser, scene.url, session);
  const pages = openedPages(scene.subjects);
  say('opening pages');
  const loads: BrowserFigures['loads'][number][] = [];
  for (const page of pages) loads.push(await measureLoad(page, scene.rounds, visitor, signal));
  say('filtering, sorting, searching and paging');
  const steps = await measureSteps(scene.rounds, visitor, signal);
  say(`watching open pages under load, each for ${LIVE_SECONDS} s`);
  const load = await startLoad();
  const live: Traffic[] = [];
  for (const page of pages) live.push(await watchLive(page, visitor, signal));
  await load.stop();
  return { version: browser.version(), loads, steps, live };
}

async function startBrowser(): Promise<Browser | null> {
  try {
    const { executablePath, env, args } = await findChromium();
    const environment = Object.entries({ ...process.env, ...env }).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    );
    return await chromium.launch({ executablePath, args: [...args], env: Object.fromEntries(environment) });
  } catch (error) {
    say(`no browser, so pages are not looked at: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}

type Session = Awaited<ReturnType<BrowserContext['storageState']>>;

async function logIn(browser: Browser, { url, password }: BrowserScene): Promise<Session> {
  const context = await browser.newContext({ baseURL: url });
  await context.request.post('/api/v1/session', { data: { password } });
  const session = await context.storageState();
  await context.close();
  return session;
}

/** Somebody whose browser has seen nothing of the product yet, and who is logged in. */
async function newVisitor(browser: Browser, url: string, session: Session): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL: url,
    storageState: session,
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
  });
  context.setDefaultTimeout(PATIENCE_MS);
  return context;
}

async function measureLoad(
  { name, path, shown }: OpenedPage,
  rounds: number,
  visitor: () => Promise<BrowserContext>,
  signal: AbortSignal,
): Promise<BrowserFigures['loads'][number]> {
  const times: number[] = [];
  let traffic: Traffic = { name, requests: 0, items: 0 };
  for (let round = 0; round < rounds; round += 1) {
    signal.throwIfAborted();
    const context = await visitor();
    const page = await context.newPage();
    const count = countTraffic(name, page);
    await page.addInitScript(notePainted, shown);
    await page.goto(path);
    await page.waitForFunction(() => window.paintedAtMs !== undefined);
    times.push(await page.evaluate(() => window.paintedAtMs ?? NaN));
    traffic = await count();
    await context.close();
  }
  return { ...traffic, ...seen(name, times) };
}

async function measureSteps(
  rounds: number,
  visitor: () => Promise<BrowserContext>,
  signal: AbortSignal,
): Promise<SeenTimes[]> {
  const times = new Map<Step, number[]>(STEPS.map((step) => [step, []]));
  for (let round = 0; round < rounds; round += 1) {
    // Nothing is kept from the round before: every step asks the server.
    const context = await visitor();
    const page = await context.newPage();
    let at: string | undefined;
    for (const [step, own] of times) {
      signal.throwIfAborted();
      if (at !== step.page) {
        await page.goto(step.page);
        await page.locator(step.rows).first().waitFor();
      }
      at = step.page;
      // As people do, whose pointer is there before they click. What it passes on its way is drawn by then, and so are those rows of
      // the step before that follow its first dozen: they are no answer to this one.
      const target = step.target(page);
      await target.hover();
      await sleep(SETTLED_MS);
      await page.evaluate(noteAnswer, step.rows);
      await step.act(target);
      await page
        .waitForFunction(() => window.answeredAfterMs !== undefined)
        .catch((error: unknown) => {
          throw new Error(`no other rows came on ${page.url()} after "${step.name}"`, { cause: error });
        });
      own.push(await page.evaluate(() => window.answeredAfterMs ?? NaN));
    }
    await context.close();
  }
  return [...times].map(([{ page, name }, own]) => seen(`${page}: ${name}`, own));
}

async function watchLive(
  { name, path, shown }: OpenedPage,
  visitor: () => Promise<BrowserContext>,
  signal: AbortSignal,
): Promise<Traffic> {
  signal.throwIfAborted();
  const context = await visitor();
  const page = await context.newPage();
  await page.goto(path);
  await page.locator(shown).first().waitFor();
  const count = countTraffic(name, page);
  await sleep(LIVE_SECONDS * 1000);
  const traffic = await count();
  await context.close();
  return traffic;
}

/** Counts what a page asks of the API from now on; the live stream is not counted. @returns what it came to */
function countTraffic(name: string, page: Page): () => Promise<Traffic> {
  const bodies: Promise<number>[] = [];
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (pathname.startsWith('/api/') && pathname !== '/api/v1/stream')
      bodies.push(response.json().then(itemsIn, () => 0));
  });
  return async () => {
    const counts = await Promise.all(bodies);
    return { name, requests: counts.length, items: counts.reduce((sum, count) => sum + count, 0) };
  };
}

function itemsIn(body: unknown): number {
  const items: unknown = typeof body === 'object' && body !== null && 'items' in body ? body.items : undefined;
  return Array.isArray(items) ? items.length : 0;
}

function seen(name: string, times: readonly number[]): SeenTimes {
  return { name, p50: percentile(times, 0.5), max: percentile(times, 1) };
}
