import type { Device } from '@twotwenty/contracts/device';
import type { ForcedTest } from '@twotwenty/contracts/http';
import type { Monitor } from '@twotwenty/contracts/monitor';
import type { TestServer } from '@twotwenty/testing/server-process';
import { startSmtpSink } from '@twotwenty/testing/smtp-sink';
import { waitFor } from '@twotwenty/testing/wait-for';
import { randomUUID } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBrowser } from './support/browser.js';
import { Maker } from './support/demo-data.js';
import { hold } from './support/hold.js';
import { livePagesOf, type WebPage } from './support/pages.js';
import { startProduct, type Product } from './support/product.js';
import { walkOnce } from './support/walk.js';

/** From one state to the next. */
const MOST_TESTS = 4;

/** Seen also by somebody who asks for less motion: rows change their order there. */
const WITH_ROWS = ['overview', 'incidents'];

/** A page as somebody has it open. */
interface View {
  readonly page: WebPage;
  readonly motion: 'no-preference' | 'reduce';
}

/** Monitors beside those that fail. */
const OTHERS = 24;

describe('while servers fail and come back', () => {
  let product: Product;
  let browser: Browser;
  let make: Maker;
  let device: Device;
  let gateway: TestServer;
  let relay: TestServer;

  beforeAll(async () => {
    [product, browser, gateway, relay] = await Promise.all([
      startProduct('web_calm'),
      startBrowser(),
      startSmtpSink(),
      startSmtpSink(),
    ]);
    make = new Maker(product.api);
    device = await make.device('Mail cluster', ['cluster']);
    await make.maintenance(device);
    const log = { id: randomUUID(), type: 'text-log', settings: { file: 'cluster.log' } };
    await product.api('POST', '/alerts', { name: 'Cluster', assignment: { to: 'all' }, actions: [log] });
  });
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
    await Promise.all([gateway?.stop(), relay?.stop()]);
  });

  /** Tests happen when they are asked for, one after the other: what is seen is each change by itself. */
  async function testUntil({ id, name }: Monitor, status: Monitor['state']['status']): Promise<void> {
    for (let tests = 0; tests < MOST_TESTS; tests += 1) {
      const { testNumber } = await product.api<ForcedTest>('POST', `/monitors/${id}/test`);
      const ended = async () => {
        const { state } = await product.api<Monitor>('GET', `/monitors/${id}`);
        return (state.lastTest?.number ?? 0) >= testNumber && state;
      };
      const state = await waitFor(ended, { timeoutMs: 30_000, intervalMs: 100, what: `a test of ${name}` });
      if (state.status === status) return;
    }
    throw new Error(`${name} was not ${status} after ${MOST_TESTS} tests`);
  }

  /**
   * Has all views open, each in a browser of its own, while something happens.
   * @returns what moved meanwhile, and what else was wrong
   */
  async function watchAll([first, ...others]: readonly View[], happen: () => Promise<void>): Promise<string[]> {
    const complaints: string[] = [];
    if (first === undefined) {
      await happen();
      return complaints;
    }
    const place = { browser, url: product.url };
    const { name, path, before } = first.page;
    await walkOnce(
      `calm ${name} ${first.motion}`,
      place,
      async ({ page, open, atRest }) => {
        await open(path);
        await before?.(page);
        await atRest(page);
        complaints.push(...(await watchAll(others, happen)));
      },
      { reducedMotion: first.motion },
    ).catch((error: unknown) => complaints.push(`${name}, ${first.motion}: ${String(error)}`));
    return complaints;
  }

  it('nothing moves by itself on any page', { timeout: 180_000 }, async () => {
    const [failing, returning] = await Promise.all([
      make.monitor(device, 'Gateway', gateway.port, { failuresPerAlert: 2, maxAlerts: 2 }),
      make.monitor(device, 'Relay', relay.port, { failuresPerAlert: 1, maxAlerts: 9 }),
    ]);
    for (const monitor of [failing, returning]) await make.until(monitor, 'up');
    // More rows than fit, and more tiles than are all large.
    await Promise.all(
      Array.from({ length: OTHERS }, (_, index) => make.monitor(device, `Other ${index + 1}`, 25, { enabled: false })),
    );
    await relay.stop();
    await testUntil(returning, 'down');
    const pages = livePagesOf({
      deviceId: device.id,
      monitorIds: [failing.id, returning.id],
      incidentId: await make.incidentOf(returning.id),
      runId: await make.anyRunOf(returning.id),
    });
    const views: View[] = [
      ...pages.map((page) => ({ page, motion: 'no-preference' }) as const),
      ...pages.filter(({ name }) => WITH_ROWS.includes(name)).map((page) => ({ page, motion: 'reduce' }) as const),
    ];
    const complaints = await watchAll(views, async () => {
      await gateway.stop();
      for (const status of ['warn', 'down', 'lost'] as const) await testUntil(failing, status);
      await Promise.all([gateway.start(), relay.start()]);
      for (const monitor of [failing, returning]) await testUntil(monitor, 'up');
    });
    expect(complaints).toEqual([]);
  });

  it('the settings stay where they are when what they ask for comes late', { timeout: 60_000 }, async () => {
    await walkOnce('calm settings, late', { browser, url: product.url }, async ({ page, open, atRest }) => {
      await open('/');
      const health = await hold(page, /\/api\/v1\/health$/);
      const setAside = await hold(page, /\/api\/v1\/dead-letters/);
      await page.getByRole('link', { name: 'Settings' }).click();
      await page.getByText('is being asked').first().waitFor();
      await atRest(page);
      for (const held of [health, setAside]) {
        await held.asked;
        held.release();
      }
      await page.getByText('answers').nth(1).waitFor();
      await page.getByText('None.').waitFor();
    });
  });

  it('recovery stays where it is when the host keys come late', { timeout: 60_000 }, async () => {
    await walkOnce('calm recovery, late', { browser, url: product.url }, async ({ page, atRest }) => {
      const keys = await hold(page, /\/api\/v1\/host-keys/);
      const settings = page.waitForResponse(/\/api\/v1\/recovery-settings/);
      // By its address: what moves soon after a click is not counted.
      await page.goto('/recovery');
      await Promise.all([settings, keys.asked]);
      await atRest(page);
      keys.release();
      await page.getByText('No machine has been reached').waitFor();
    });
  });
});
