import type { Alert } from '@twotwenty/contracts/alert';
import type { Monitor } from '@twotwenty/contracts/monitor';
import type { TestServer } from '@twotwenty/testing/server-process';
import { startSmtpSink } from '@twotwenty/testing/smtp-sink';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject } from 'vitest';
import { createApi } from '../support/app-processes.js';
import { startBrowser } from './support/browser.js';
import { Maker } from './support/demo-data.js';
import { untilFocused } from './support/focus.js';
import { rowOf, untilShown } from './support/overview.js';
import { walk } from './support/walk.js';

const NAMES = ['Flock 1', 'Flock 2', 'Flock 3'] as const;
/** Monitors that are released together are spread over their delay. */
const DELAYS = { up: 1, warn: 1, down: 1, lost: 1 };
const LIST = '/?q=flock&sort=name';

describe.sequential('several monitors at once', () => {
  const { url } = inject('workshop');
  const api = createApi(url);
  let browser: Browser;
  let sink: TestServer;
  let alertId: string;
  let flock: Monitor[];
  const place = () => ({ browser, url });
  const read = () => Promise.all(flock.map(({ id }) => api<Monitor>('GET', `/monitors/${id}`)));

  beforeAll(async () => {
    [browser, sink] = await Promise.all([startBrowser(), startSmtpSink()]);
    const make = new Maker(api);
    const device = await make.device('Shepherd');
    flock = await Promise.all(NAMES.map((name) => make.monitor(device, name, sink.port, { delays: DELAYS })));
    const assignment = { to: 'chosen', monitorIds: [] };
    ({ id: alertId } = await api<Alert>('POST', '/alerts', { name: 'Flock team', assignment, actions: [] }));
    for (const monitor of flock) await make.until(monitor, 'up');
  });
  afterAll(() => Promise.all([browser.close(), sink.stop()]));

  const bar = (page: Page) => page.getByRole('region', { name: 'Actions on selected monitors' });

  async function selectAll(page: Page): Promise<void> {
    await rowOf(page, NAMES[2]).waitFor();
    for (const name of NAMES) await page.getByRole('checkbox', { name: `Select ${name}` }).check();
    await bar(page).getByText('3 monitors selected').waitFor();
  }

  walk('are disabled after a question, and enabled again', place, async ({ page, open }) => {
    await open(LIST);
    await selectAll(page);
    await bar(page).getByRole('button', { name: 'Disable…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Disable', exact: true }).click();
    await bar(page).getByText('3 monitors disabled.').waitFor();
    await untilShown(page, NAMES[0], 'Disabled');
    expect((await read()).map(({ enabled }) => enabled)).toEqual([false, false, false]);
    await selectAll(page);
    await bar(page).getByRole('button', { name: 'Enable', exact: true }).click();
    await bar(page).getByText('3 monitors enabled.').waitFor();
    expect((await read()).map(({ enabled }) => enabled)).toEqual([true, true, true]);
    for (const name of NAMES) await untilShown(page, name, 'Up');
  });

  walk('are no longer all that match once none is selected', place, async ({ page, open }) => {
    await open(LIST);
    const select = (name: string) => page.getByRole('checkbox', { name: `Select ${name}` }).check();
    await select(NAMES[0]);
    await bar(page).getByRole('button', { name: 'Take all 3 that match' }).click();
    await bar(page).getByText('3 monitors').first().waitFor();
    await bar(page).getByRole('button', { name: 'Clear' }).click();
    await select(NAMES[1]);
    await bar(page).getByText('1 monitor selected').waitFor();
  });

  walk('are suspended for hours, and resumed', place, async ({ page, open }) => {
    await open(LIST);
    await selectAll(page);
    await bar(page).getByRole('button', { name: 'Suspend…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('For how long').selectOption({ label: '4 hours' });
    await dialog.getByRole('button', { name: 'Suspend', exact: true }).click();
    await bar(page).getByText('3 monitors suspended.').waitFor();
    for (const name of NAMES) await untilShown(page, name, 'Suspended');
    for (const { state } of await read()) {
      expect(state.hold).toBe('suspended');
      expect((Date.parse(state.holdUntil ?? '') - Date.now()) / 3_600_000).toBeCloseTo(4, 1);
    }
    await selectAll(page);
    await bar(page).getByRole('button', { name: 'Resume', exact: true }).click();
    await bar(page).getByText('3 monitors resumed.').waitFor();
    for (const name of NAMES) await untilShown(page, name, 'Up');
    expect((await read()).map(({ state }) => state.hold)).toEqual([null, null, null]);
  });

  walk('are assigned to an alert; a question that is given up leads back to its button', place, async (walker) => {
    const { page, open } = walker;
    await open(LIST);
    await selectAll(page);
    const assign = bar(page).getByRole('button', { name: 'Assign to an alert…' });
    await assign.click();
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await untilFocused(assign);
    await assign.click();
    await page.getByRole('dialog').getByLabel('Alert').selectOption({ label: 'Flock team' });
    await page.getByRole('dialog').getByRole('button', { name: 'Assign to an alert' }).click();
    await bar(page).getByText('3 monitors assigned to the alert.').waitFor();
    const { assignment } = await api<Alert>('GET', `/alerts/${alertId}`);
    expect(assignment).toMatchObject({ to: 'chosen' });
    expect(assignment.to === 'chosen' && assignment.monitorIds.toSorted()).toEqual(
      flock.map(({ id }) => id).toSorted(),
    );
    await open(`/alerts`);
    // In any order: they were made side by side.
    await page
      .getByRole('region', { name: 'Flock team' })
      .getByText(/monitors (Flock [123](, | ·)){3}/)
      .waitFor();
  });

  walk('keys search, move, select and open, and are listed', place, async ({ page, open }) => {
    await open('/?sort=name');
    await page.keyboard.press('?');
    const dialog = page.getByRole('dialog', { name: 'Keys' });
    await dialog.getByText('Next row of the list').waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.keyboard.press('/');
    await untilFocused(page.getByRole('searchbox', { name: 'Search monitors' }));
    await page.keyboard.type('flock');
    await page.waitForURL(/q=flock/);
    await page
      .getByRole('status')
      .filter({ hasText: /^3 monitors/ })
      .waitFor();
    await page.keyboard.press('Tab');
    for (const [key, name] of [
      ['j', 0],
      ['j', 1],
      ['j', 2],
      ['j', 2],
      ['k', 1],
    ] as const) {
      await page.keyboard.press(key);
      await untilFocused(page.getByRole('link', { name: NAMES[name], exact: true }));
    }
    await page.keyboard.press('x');
    expect(await page.getByRole('checkbox', { name: `Select ${NAMES[1]}` }).isChecked()).toBe(true);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: `${NAMES[1]}: Up` }).waitFor();
    await untilFocused(page.getByRole('main'));
    await page.keyboard.press('g');
    await page.keyboard.press('d');
    await page.getByRole('heading', { level: 1, name: 'Devices' }).waitFor();
  });
});
