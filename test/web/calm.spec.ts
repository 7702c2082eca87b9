import type { Device } from '@twotwenty/contracts/device';
import type { TestServer } from '@twotwenty/testing/server-process';
import { startSmtpSink } from '@twotwenty/testing/smtp-sink';
import { randomUUID } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { startBrowser } from './support/browser.js';
import { Maker } from './support/demo-data.js';
import { livePagesOf, type WebPage } from './support/pages.js';
import { startProduct, type Product } from './support/product.js';
import { walkOnce } from './support/walk.js';

/** Seconds: short, and yet each state lasts long enough to be seen. */
const DELAYS = { up: 1, warn: 2, down: 2, lost: 1 };

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

  /** Has all pages open, each in a browser of its own, where nothing may move while something happens. */
  async function watchAll([first, ...others]: readonly WebPage[], happen: () => Promise<void>): Promise<void> {
    if (first === undefined) return happen();
    return walkOnce(`calm ${first.name}`, { browser, url: product.url }, async ({ page, open, atRest }) => {
      await open(first.path);
      await atRest(page);
      await watchAll(others, happen);
    });
  }

  it('nothing moves by itself on any page', { timeout: 180_000 }, async () => {
    const settings = { delays: DELAYS, failuresPerAlert: 2, maxAlerts: 2 };
    const [failing, returning] = await Promise.all([
      make.monitor(device, 'Gateway', gateway.port, settings),
      make.monitor(device, 'Relay', relay.port, { ...settings, maxAlerts: 100 }),
    ]);
    for (const monitor of [failing, returning]) await make.until(monitor, 'up');
    await relay.stop();
    await make.until(returning, 'down');
    const pages = livePagesOf({
      deviceId: device.id,
      monitorIds: [failing.id, returning.id],
      incidentId: await make.incidentOf(returning.id),
      runId: await make.anyRunOf(returning.id),
    });
    await watchAll(pages, async () => {
      await gateway.stop();
      for (const status of ['warn', 'down', 'lost'] as const) await make.until(failing, status);
      await Promise.all([gateway.start(), relay.start()]);
      for (const monitor of [failing, returning]) await make.until(monitor, 'up');
    });
  });
});
