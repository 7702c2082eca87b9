import type { ActionRun } from '@twotwenty/contracts/action-run';
import type { Page as ApiPage } from '@twotwenty/contracts/http';
import type { Alert } from '@twotwenty/contracts/alert';
import type { Monitor } from '@twotwenty/contracts/monitor';
import { ACTIONS_QUEUE, type QueueDefinition } from '@twotwenty/contracts/queues';
import { openQueues } from '@twotwenty/queue/queue-system';
import { closedPort } from '@twotwenty/testing/scripted-server';
import { waitFor } from '@twotwenty/testing/wait-for';
import { randomUUID } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject } from 'vitest';
import { createApi } from '../support/app-processes.js';
import { startNoticeReceiver, type NoticeReceiver } from '../support/notice-receiver.js';
import { startBrowser } from './support/browser.js';
import { Maker } from './support/demo-data.js';
import { untilFocused } from './support/focus.js';
import { walk } from './support/walk.js';

const NAMES = ['Untold 1', 'Untold 2', 'Untold 3'];

describe.sequential('what could not be told', () => {
  const { url, databaseUrl } = inject('workshop');
  const api = createApi(url);
  let browser: Browser;
  let receiver: NoticeReceiver;
  let alert: Alert;
  const place = () => ({ browser, url });
  const runs = async () => (await api<ApiPage<ActionRun>>('GET', `/action-runs?alertId=${alert.id}`)).items;
  const told = (): (string | undefined)[] => receiver.received.map(({ incidents }) => incidents[0]?.monitor).toSorted();

  beforeAll(async () => {
    [browser, receiver] = await Promise.all([startBrowser(), startNoticeReceiver()]);
    receiver.behave = () => 404;
    const make = new Maker(api);
    const device = await make.device('Out of reach');
    const nowhere = await closedPort();
    const settings = { enabled: false, failuresPerAlert: 1 };
    const monitors: Monitor[] = [];
    for (const name of NAMES) monitors.push(await make.monitor(device, name, nowhere, settings));
    const ids = monitors.map(({ id }) => id);
    const action = { id: randomUUID(), type: 'webhook', settings: { url: receiver.url } };
    const assignment = { to: 'chosen', monitorIds: ids };
    alert = await api<Alert>('POST', '/alerts', { name: 'Hears nothing', assignment, actions: [action] });
    for (const id of ids) await api('PATCH', `/monitors/${id}`, { enabled: true });
    const haveFailed = async () => (await runs()).filter(({ state }) => state === 'failed').length === NAMES.length;
    await waitFor(haveFailed, { what: 'all notices to fail', timeoutMs: 30_000 });
    receiver.behave = () => 200;
  });
  afterAll(() => Promise.all([browser.close(), receiver.close()]));

  walk('one is tried again from its page, the others all at once', place, async ({ page, open }) => {
    const before = receiver.received.length;
    await open(`/action-runs?alertId=${alert.id}&state=failed`);
    await page
      .getByRole('row')
      .filter({ hasText: 'Untold 1' })
      .getByRole('link', { name: /Alert 1/ })
      .click();
    await page.getByRole('heading', { level: 1, name: 'Webhook: failed' }).waitFor();
    await page
      .getByText(/answered 404/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: /^Retry/ }).click();
    await page.getByRole('heading', { level: 1, name: 'Webhook: delivered' }).waitFor();
    await page.getByRole('button', { name: /^Retry/ }).waitFor({ state: 'detached' });
    expect(receiver.received.slice(before)).toMatchObject([{ incidents: [{ monitor: 'Untold 1' }] }]);

    await open('/action-runs');
    const retryAll = page.getByRole('button', { name: 'Retry all failed' });
    await retryAll.click();
    const dialog = page.getByRole('dialog', { name: 'Retry all failed notices?' });
    await dialog.getByText('Hears nothing: 2').waitFor();
    await page.keyboard.press('Escape');
    await untilFocused(retryAll);
    await page.keyboard.press('Enter');
    await dialog.getByRole('button', { name: /^Retry 2 now/ }).click();
    await page.getByText('2 notices are tried again.').waitFor();
    const areDelivered = async () => (await runs()).every(({ state }) => state === 'delivered');
    await waitFor(areDelivered, { what: 'all notices to be delivered', timeoutMs: 20_000 });
    expect(told()).toEqual([...NAMES, ...NAMES].toSorted());
    await retryAll.waitFor({ state: 'detached' });
  });

  walk('a message that nobody understands is shown in the settings', place, async ({ page, open }) => {
    const mark = `not for you ${randomUUID()}`;
    const queues = openQueues(
      { backend: 'postgres', url: databaseUrl },
      { onError: () => undefined, onFailure: () => undefined },
    );
    const queue: QueueDefinition<unknown> = ACTIONS_QUEUE;
    await queues.send(queue, [{ mark }]);
    await queues.close();
    const isSetAside = async () =>
      (await api<ApiPage<{ payload: string }>>('GET', '/dead-letters')).items.some(({ payload }) =>
        payload.includes(mark),
      );
    await waitFor(isSetAside, { what: 'the message to be set aside', timeoutMs: 20_000 });
    await open('/settings');
    const letters = page.getByRole('table', { name: 'Messages set aside' });
    await letters.getByText('Message', { exact: true }).first().click();
    await letters.getByText(mark).waitFor();
  });
});
