import type { TestServer } from '@twotwenty/testing/server-process';
import { startSmtpSink } from '@twotwenty/testing/smtp-sink';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { startBrowser } from './support/browser.js';
import { untilShown } from './support/overview.js';
import { startProduct, type Product } from './support/product.js';
import { walk } from './support/walk.js';

/** An address of this machine on whose port 25 nobody listens. */
const NOBODY = '127.220.25.1';

/** Told in order, from a product that knows nothing: each walk begins where the one before it ended. */
describe.sequential('the first day', () => {
  let product: Product;
  let browser: Browser;
  let sink: TestServer;
  const place = () => ({ browser, url: product.url });

  beforeAll(async () => {
    [product, browser, sink] = await Promise.all([startProduct('web_first_day'), startBrowser(), startSmtpSink()]);
  });
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
    await sink?.stop();
  });

  walk('an empty overview leads to the set-up, and that to a first monitor', place, async ({ page, open }) => {
    await open('/');
    await page.getByRole('link', { name: 'Set up the first monitor' }).click();
    await page.getByLabel('What is your mail server’s name?').fill(NOBODY);
    await page.getByRole('button', { name: 'Start watching' }).click();
    await page.getByRole('link', { name: 'Open the monitor' }).waitFor();
    // What was found, and what may be done about it, comes without reload.
    await page
      .getByText(/refused/i)
      .first()
      .waitFor();
    await page.getByRole('link', { name: 'Open the monitor' }).click();
    await page.getByRole('heading', { level: 1, name: /Warn/ }).waitFor();
  });

  walk('the port was wrong: it is mended in the editor, and the monitor is Up', place, async ({ page, open }) => {
    await open('/');
    await page.getByRole('row').getByText(NOBODY).first().waitFor();
    await page.getByRole('row').getByRole('link').filter({ hasText: NOBODY }).first().click();
    await page.getByRole('link', { name: 'Edit', exact: true }).click();
    await page.getByLabel('IP address or domain name').fill('127.0.0.1');
    await page.getByLabel('TCP port').fill(String(sink.port));
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved.').waitFor();
    await page.getByRole('link', { name: 'See the monitor' }).click();
    await page.getByRole('button', { name: 'Test now' }).click();
    await page.getByRole('heading', { level: 1, name: /Up/ }).waitFor();
  });

  walk('a device is added, and a monitor that was tried before it was saved', place, async ({ page, open }) => {
    await open('/devices');
    await page.getByRole('button', { name: 'Add device' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Relay in the cellar');
    await dialog.getByRole('textbox', { name: 'Address' }).fill('127.0.0.1');
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Relay in the cellar' }).waitFor();
    await page.getByRole('button', { name: 'Add new monitor' }).click();
    await page.getByLabel('What is to be watched?').fill('mail');
    await page.keyboard.press('Enter');
    await page.getByLabel('Monitor Name').fill('Cellar, SMTP');
    await page.getByLabel('IP address or domain name').fill('127.0.0.1');
    await page.getByLabel('TCP port').fill(String(sink.port));
    await page.getByRole('button', { name: 'Test now' }).click();
    await page
      .getByText(/220 .*ESMTP/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Add the monitor' }).click();
    await page.getByRole('heading', { name: 'Cellar, SMTP was added' }).waitFor();
    await page.getByRole('link', { name: 'See the monitor' }).click();
    await page.getByRole('heading', { level: 1, name: 'Cellar, SMTP: Up' }).waitFor();
    await open('/');
    await untilShown(page, 'Cellar, SMTP', 'Up');
    expect(await page.getByRole('row').filter({ hasText: 'Relay in the cellar' }).count()).toBe(1);
  });
});
