import type { Credential } from '@twotwenty/contracts/credential';
import { freePort } from '@twotwenty/testing/ports';
import type { TestServer } from '@twotwenty/testing/server-process';
import { smtpSinkCommand, startSmtpSink } from '@twotwenty/testing/smtp-sink';
import { startSshMachine, type SshMachine } from '@twotwenty/testing/ssh-machine/ssh-machine';
import { randomUUID } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { startBrowser } from './support/browser.js';
import { Maker } from './support/demo-data.js';
import { rowOf, untilShown } from './support/overview.js';
import { startProduct, type Product } from './support/product.js';
import { walk } from './support/walk.js';

const UNIT = 'postfix.service';

/** Seconds: short, and yet each state lasts long enough to be seen. */
const DELAYS = { up: 1, warn: 3, down: 3, lost: 1 };

/** Told in order: each walk begins where the one before it ended. */
describe.sequential('an outage, as it is seen', () => {
  let product: Product;
  let browser: Browser;
  let machine: SshMachine;
  let gateway: TestServer;
  /** Dies, and is brought back by the machine's service of the same port. */
  let relay: TestServer;
  const place = () => ({ browser, url: product.url });

  beforeAll(async () => {
    const port = await freePort();
    [product, browser, gateway, relay, machine] = await Promise.all([
      startProduct('web_outage'),
      startBrowser(),
      startSmtpSink(),
      startSmtpSink({ port }),
      smtpSinkCommand(port).then((command) => startSshMachine({ units: { [UNIT]: { command } } })),
    ]);
    const make = new Maker(product.api);
    const device = await make.device('Mail cluster');
    await make.monitor(device, 'Gateway', gateway.port, { delays: DELAYS, failuresPerAlert: 2, maxAlerts: 2 });
    const { id } = await make.monitor(device, 'Relay', port, {
      delays: DELAYS,
      failuresPerAlert: 2,
      maxAlerts: 100,
      recovery: await recovery(),
    });
    const restart = { id: randomUUID(), type: 'restart-services', range: '1', settings: { approval: true } };
    const assignment = { to: 'chosen', monitorIds: [id] };
    await product.api('POST', '/alerts', { name: 'Restart it', assignment, actions: [restart] });
  });
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
    await Promise.all([machine?.stop(), gateway?.stop(), relay?.stop()]);
  });

  async function recovery(): Promise<object> {
    const { username, clientKey } = machine;
    const login = { kind: 'ssh-key', username, privateKey: clientKey.privateKey };
    const credential = { name: 'Key of the cluster', uses: ['recovery'], login };
    const { id } = await product.api<Credential>('POST', '/credentials', credential);
    return { machine: '127.0.0.1', port: machine.port, method: 'ssh-systemd', credentialId: id, services: [UNIT] };
  }

  walk(
    'Warn, Down and Lost come up by themselves, and Up when the server is back',
    place,
    async ({ page, open, atRest }) => {
      await open('/');
      for (const name of ['Gateway', 'Relay']) await untilShown(page, name, 'Up');
      // Somebody is about to click on a row: it stays where it is.
      await rowOf(page, 'Relay').hover();
      await atRest(page);
      await page.evaluate(() => Object.assign(globalThis, { isTheFirstLoad: true }));
      await gateway.stop();
      for (const word of ['Warn', 'Down', 'Lost']) await untilShown(page, 'Gateway', word);
      await gateway.start();
      await untilShown(page, 'Gateway', 'Up');
      await untilShown(page, 'Relay', 'Up');
      expect(await page.evaluate(() => 'isTheFirstLoad' in globalThis)).toBe(true);
    },
    { timeoutMs: 120_000 },
  );

  walk(
    'a repair waits, is allowed on the page of the incident, and its success is told there',
    place,
    async ({ page, open, atRest }) => {
      await open('/incidents');
      await relay.stop();
      await page.getByRole('link', { name: /Relay/ }).first().click({ timeout: 40_000 });
      await page.getByRole('heading', { name: /Relay: incident open/ }).waitFor();
      await atRest(page);
      await page.getByRole('button', { name: /Run it now/ }).click({ timeout: 20_000 });
      await page
        .getByRole('dialog')
        .getByRole('button', { name: /Run it now/ })
        .click();
      await page.getByText(/Recovered after \d+ alert/).waitFor({ timeout: 60_000 });
      await page.getByRole('heading', { name: /Relay: incident recovered/ }).waitFor();
      await page.getByText('What it did, step by step').first().click();
      await open('/');
      await untilShown(page, 'Relay', 'Up');
    },
    { timeoutMs: 120_000 },
  );

  walk('the controller goes away: the page says so, and comes back by itself', place, async (walker) => {
    const { page, open, allow, anotherPage } = walker;
    allow(/ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE_CHUNKED_ENCODING/);
    const { items } = await product.api<{ items: { id: string }[] }>('GET', '/monitors?q=Gateway');
    const path = `/monitors/${items[0]?.id}`;
    await open('/');
    const editor = await anotherPage();
    await editor.goto(`${path}/edit`);
    await editor.getByLabel('Monitor Name').fill('Gateway, typed meanwhile');
    await product.killController();
    for (const each of [page, editor]) {
      await each.getByText('No connection to the controller').first().waitFor({ timeout: 30_000 });
    }
    const save = editor.getByRole('button', { name: 'Save', exact: true });
    await save.click();
    await editor.getByRole('alert').first().waitFor();
    expect(await editor.getByLabel('Monitor Name').inputValue()).toBe('Gateway, typed meanwhile');
    // What happens meanwhile is seen afterwards, without a reload.
    await gateway.stop();
    await product.startController();
    for (const each of [page, editor]) {
      const banner = each.getByText('No connection to the controller').first();
      await banner.waitFor({ state: 'detached', timeout: 30_000 });
    }
    await untilShown(page, 'Relay', 'Up');
    await untilShown(page, 'Gateway', 'Lost');
    await save.click();
    await editor.getByText('Saved.').waitFor();
    await untilShown(page, 'Gateway, typed meanwhile', 'Lost');
    expect(await product.api('GET', path)).toMatchObject({ name: 'Gateway, typed meanwhile' });
  });
});
