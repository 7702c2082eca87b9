import { repositoryRoot } from '@twotwenty/testing/repository-root';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { ADMIN_PASSWORD } from './product.js';
import { watchQuiet, type Quiet } from './quiet.js';

/** How long an element may take to come up, milliseconds: also on a busy machine. */
const PATIENCE_MS = 30_000;

const VIEWPORT = { width: 1280, height: 800 };

/** A person in front of a browser. */
export interface Walker extends Quiet {
  readonly page: Page;
  /** Opens an address of the product, and waits until the page is there. */
  readonly open: (path: string) => Promise<void>;
  /** Before another page is opened in the same tab: the window as it was at first, and nothing that was typed is kept. */
  readonly startOver: () => Promise<void>;
  /** One more window of the same browser. */
  readonly anotherPage: () => Promise<Page>;
}

interface Place {
  readonly browser: Browser;
  readonly url: string;
}

export interface WalkOptions extends BrowserContextOptions {
  /** False: nobody is logged in at first. */
  readonly loggedIn?: boolean;
  readonly timeoutMs?: number;
}

/** A test in a browser of its own, logged in; it fails, too, when the browser was not quiet at its end. */
export function walk(
  name: string,
  place: () => Place,
  steps: (walker: Walker) => Promise<void>,
  options: WalkOptions = {},
): void {
  const { timeoutMs = 120_000, ...rest } = options;
  it(name, { timeout: timeoutMs }, () => walkOnce(name, place(), steps, rest));
}

/** The same without a test around it. */
export async function walkOnce(
  name: string,
  { browser, url }: Place,
  steps: (walker: Walker) => Promise<void>,
  { loggedIn = true, ...contextOptions }: Omit<WalkOptions, 'timeoutMs'> = {},
): Promise<void> {
  const context = await browser.newContext({
    baseURL: url,
    viewport: VIEWPORT,
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    ...contextOptions,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  try {
    const quiet = await watchQuiet(context);
    if (loggedIn) await logIn(context, url);
    const page = await context.newPage();
    await witnessed(name, context, quiet, () =>
      steps({
        ...quiet,
        page,
        open: (path) => open(page, path),
        startOver: () => startOver(page),
        anotherPage: () => context.newPage(),
      }),
    );
  } finally {
    await context.close();
  }
}

/** Waits until a page is there: it has a heading, and nothing is said to be loading. */
export async function untilThere(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor();
  await page.locator('[role=status][aria-label^="Loading"]').first().waitFor({ state: 'detached' });
}

async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await untilThere(page);
}

async function startOver(page: Page): Promise<void> {
  await page.setViewportSize(VIEWPORT);
  await page.emulateMedia({ colorScheme: null });
  if (page.url() !== 'about:blank') await page.evaluate(() => globalThis.sessionStorage.clear());
}

const sessions = new Map<string, Promise<Awaited<ReturnType<BrowserContext['cookies']>>>>();

/** Once for each product: the controller makes a password check slow on purpose. */
async function logIn(context: BrowserContext, url: string): Promise<void> {
  let cookies = sessions.get(url);
  if (cookies === undefined) sessions.set(url, (cookies = firstLogIn(context)));
  await context.addCookies(await cookies);
}

async function firstLogIn(context: BrowserContext): Promise<Awaited<ReturnType<BrowserContext['cookies']>>> {
  const answer = await context.request.post('/api/v1/session', { data: { password: ADMIN_PASSWORD } });
  expect(answer.status()).toBe(204);
  return context.cookies();
}

/** On failure saves what can be seen, and says where. */
async function witnessed(
  name: string,
  context: BrowserContext,
  quiet: Quiet,
  steps: () => Promise<void>,
): Promise<void> {
  try {
    await steps();
    expect(await quiet.faults(), 'what the browser had to complain of').toEqual([]);
  } catch (error) {
    const folder = await saveEvidence(name, context, quiet).catch((reason: unknown) => String(reason));
    throw new Error(`${error instanceof Error ? error.message : String(error)}\nwhat was to be seen: ${folder}`, {
      cause: error,
    });
  }
}

/** A picture and the text of every page, and what the browser noted. */
async function saveEvidence(name: string, context: BrowserContext, quiet: Quiet): Promise<string> {
  const folder = join(repositoryRoot, '.cache', 'web-failures', name.replaceAll(/[^\p{L}\p{N}]+/gu, '-').slice(0, 80));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'log.txt'), quiet.log.join('\n'));
  for (const [index, page] of context.pages().entries()) {
    const file = (extension: string): string => join(folder, `page-${index + 1}.${extension}`);
    await page.screenshot({ path: file('png'), fullPage: true, timeout: 10_000 });
    writeFileSync(file('html'), `<!-- ${page.url()} -->\n${await page.content()}`);
    writeFileSync(file('aria.yml'), await page.locator('body').ariaSnapshot({ timeout: 5_000 }));
  }
  return folder;
}
