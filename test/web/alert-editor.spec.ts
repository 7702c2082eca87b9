import type { Alert } from '@twotwenty/contracts/alert';
import type { Monitor } from '@twotwenty/contracts/monitor';
import type { MailTestServer } from '@twotwenty/testing/mail-server-options';
import { startNodeSmtpServer } from '@twotwenty/testing/node-smtp-server';
import { text } from 'node:stream/consumers';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject } from 'vitest';
import { createApi } from '../support/app-processes.js';
import { startNoticeReceiver, type NoticeReceiver } from '../support/notice-receiver.js';
import { startBrowser } from './support/browser.js';
import { Maker } from './support/demo-data.js';
import { tabTo, untilFocused } from './support/focus.js';
import { walk } from './support/walk.js';

/** On a Monday the grid is painted for, and on one hour later; summer time in Berlin. */
const WITHIN = '2026-07-06T09:30';
const AFTER = '2026-07-06T13:30';

describe.sequential('the editor of an alert', () => {
  const { url } = inject('workshop');
  const api = createApi(url);
  const mails: string[] = [];
  let browser: Browser;
  let relay: MailTestServer;
  let receiver: NoticeReceiver;
  let monitor: Monitor;
  let alert: Alert;
  const place = () => ({ browser, url });

  beforeAll(async () => {
    const settings = {
      onData: (stream: NodeJS.ReadableStream, _session: unknown, done: () => void) =>
        void text(stream).then((mail) => {
          mails.push(mail);
          done();
        }),
    };
    [browser, relay, receiver] = await Promise.all([
      startBrowser(),
      startNodeSmtpServer({ settings }),
      startNoticeReceiver(),
    ]);
    const make = new Maker(api);
    monitor = await make.monitor(await make.device('Told of'), 'Told of', relay.port, { failuresPerAlert: 1 });
    const assignment = { to: 'chosen', monitorIds: [monitor.id] };
    alert = await api<Alert>('POST', '/alerts', { name: 'Day shift', assignment, actions: [] });
  });
  afterAll(() => Promise.all([browser.close(), relay.stop(), receiver.close()]));

  async function add(page: Page, kind: RegExp): Promise<void> {
    await page.getByRole('button', { name: 'Add an action' }).click();
    await page.getByRole('menuitem', { name: kind }).click();
  }

  walk('an alert is made and changed', place, async ({ page, open }) => {
    await open('/alerts/new');
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Night shift');
    await page.getByRole('button', { name: 'Add an action' }).click();
    await page.getByRole('menuitem', { name: /^Text log/ }).click();
    await page.getByRole('textbox', { name: 'File', exact: true }).fill('night.log');
    await page.getByRole('button', { name: 'Add the alert' }).click();
    await page.getByRole('heading', { level: 1, name: 'Night shift' }).waitFor();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Night shift, Berlin');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Night shift, Berlin' }).waitFor();
    await open('/alerts');
    await page.getByText('Night shift, Berlin').first().waitFor();
  });

  walk('a test is sent, by a real relay and to a real receiver', place, async ({ page, open }) => {
    await open(`/alerts/${alert.id}`);
    await add(page, /^Email/);
    const form = page.getByRole('main');
    await form.getByRole('textbox', { name: 'From', exact: true }).fill('monitor@example.com');
    await form.getByRole('textbox', { name: 'To', exact: true }).fill('team@example.com');
    await form.getByRole('textbox', { name: 'Host' }).fill('127.0.0.1');
    await form.getByRole('textbox', { name: 'Port' }).fill(String(relay.port));
    await form.getByLabel('Security').selectOption({ label: 'None' });
    await form.getByRole('button', { name: 'Save, then send a test' }).click();
    await form.getByText('Delivered', { exact: true }).waitFor();
    expect(mails).toHaveLength(1);
    expect(mails[0]).toMatch(/^To: team@example\.com/m);

    await form.getByRole('button', { name: /^1\. Email/ }).click();
    await add(page, /^Webhook/);
    await form.getByRole('textbox', { name: 'URL' }).fill(receiver.url);
    await form.getByRole('button', { name: 'Save, then send a test' }).click();
    await form.getByText('Delivered', { exact: true }).waitFor();
    expect(receiver.received).toMatchObject([{ kind: 'test' }]);

    receiver.behave = () => 503;
    await form.getByRole('button', { name: 'Send a test' }).click();
    await form.getByText(/The webhook answered 503/).waitFor();
    await untilFocused(form.getByRole('button', { name: 'Send a test' }));
  });

  walk('a week is painted by mouse and by keyboard, and kept', place, async ({ page, open }) => {
    await open(`/alerts/${alert.id}`);
    await page.getByRole('button', { name: /^2\. Webhook/ }).click();
    await page.getByText('By the week').click();
    await page.getByRole('button', { name: 'Clear', exact: true }).click();
    const cell = (name: string): Locator => page.getByRole('gridcell', { name: new RegExp(`^${name}`) });
    await cell('Monday 08:00').hover();
    await page.mouse.down();
    await cell('Tuesday 11:00').hover();
    await page.mouse.up();
    await page.getByText('On 8 of 168 hours').waitFor();
    // By keyboard: on at one hour, and on from there while shift is held.
    await cell('Tuesday 11:00').press('ArrowDown');
    await untilFocused(cell('Wednesday 11:00'));
    await page.keyboard.press(' ');
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Shift+ArrowRight');
    await untilFocused(cell('Wednesday 13:00'));
    await tabTo(page.getByRole('button', { name: 'Save', exact: true }));
    await page.keyboard.press('Enter');
    await page.getByText('Saved.').waitFor();
    const { actions } = await api<Alert>('GET', `/alerts/${alert.id}`);
    const on = (from: number, to: number) =>
      '0'.repeat(from * 4) + '1'.repeat((to - from) * 4) + '0'.repeat((24 - to) * 4);
    expect(actions[1]?.schedule).toMatchObject({
      timeZone: 'Europe/Berlin',
      days: { monday: on(8, 12), tuesday: on(8, 12), wednesday: on(11, 14), thursday: on(0, 0) },
    });
  });

  walk('the simulator, from the monitor, goes by the week that was painted', place, async ({ page, open }) => {
    await open(`/monitors/${monitor.id}`);
    await page.getByRole('link', { name: 'Simulate downtime' }).click();
    await page.getByRole('heading', { level: 1, name: `Downtime of ${monitor.name}` }).waitFor();
    const play = async (from: string): Promise<string | null> => {
      await page.getByLabel('It begins, by your clock').fill(from);
      await page.getByLabel('It lasts', { exact: true }).fill('30');
      await page.getByLabel('Unit of its length').selectOption({ label: 'minutes' });
      await page.getByRole('button', { name: 'Play it through' }).click();
      const first = page.getByRole('row', { name: new RegExp(`^Test 1 .*${from.slice(-5)}`) });
      return first.getByRole('listitem').filter({ hasText: '2. Webhook of Day shift' }).textContent();
    };
    expect(await play(WITHIN)).toContain('is carried out');
    expect(await play(AFTER)).toContain('not carried out');
  });
});
