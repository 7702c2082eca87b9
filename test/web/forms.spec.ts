import type { RecoverySettings } from '@twotwenty/contracts/recovery-settings';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject } from 'vitest';
import { createApi } from '../support/app-processes.js';
import { startBrowser } from './support/browser.js';
import { ADMIN_PASSWORD } from './support/product.js';
import { walk } from './support/walk.js';

describe('forms keep what was typed', () => {
  const { url, ids } = inject('web');
  const api = createApi(url);
  let browser: Browser;
  const place = () => ({ browser, url });

  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  walk('a refusal stands at its field, and goes when the field is mended', place, async ({ page, open, allow }) => {
    allow(/status of 422/);
    await open('/credentials');
    await page.getByRole('button', { name: 'Add' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('x'.repeat(65));
    await dialog.getByRole('checkbox').first().check();
    await dialog.getByRole('button', { name: 'Add' }).click();
    await dialog.getByText('must be 1 to 64 characters').waitFor();
    expect(await dialog.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).toHaveLength(65);
    expect(await dialog.getByRole('checkbox').first().isChecked()).toBe(true);
    expect(await dialog.getByRole('textbox', { name: 'Name', exact: true }).getAttribute('aria-invalid')).toBe('true');
    await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Mended');
    await dialog.getByText('must be 1 to 64 characters').waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  walk('what somebody else changed meanwhile is shown, and what was typed is kept', place, async ({ page, open }) => {
    const { cooldownSeconds } = await api<RecoverySettings>('GET', '/recovery-settings');
    await open('/recovery');
    await page.getByLabel('Cooldown').fill(String(cooldownSeconds + 60));
    await api('PATCH', '/recovery-settings', { cooldownSeconds: cooldownSeconds + 1 });
    await page.getByText('Somebody else changed this while you were editing.').waitFor({ timeout: 45_000 });
    expect(await page.getByLabel('Cooldown').inputValue()).toContain(String(cooldownSeconds + 60));
    await page.getByRole('button', { name: 'Keep what I typed' }).click();
    await page.getByRole('button', { name: 'Save' }).first().click();
    await page.getByText('Saved.').waitFor();
    expect(await api<RecoverySettings>('GET', '/recovery-settings')).toMatchObject({
      cooldownSeconds: cooldownSeconds + 60,
    });
  });

  walk('what another one has is said at the field, and a double click asks once', place, async (walker) => {
    const { page, open, allow } = walker;
    allow(/status of 409/);
    const posts: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST' && request.url().endsWith('/api/v1/sites')) posts.push(request.url());
    });
    await open('/sites');
    await page.getByRole('button', { name: 'Add a site' }).click();
    const dialog = page.getByRole('dialog');
    const name = dialog.getByRole('textbox', { name: 'Name', exact: true });
    await name.fill('default');
    await dialog.getByRole('button', { name: 'Add', exact: true }).dblclick();
    await dialog.getByText('It is that of another site already').waitFor();
    expect(posts).toHaveLength(1);
    await until(() => name.evaluate((field) => field === document.activeElement));
    expect(await name.getAttribute('aria-invalid')).toBe('true');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
  });

  walk(
    'a window that ends before it begins is refused at its end, and what was typed survives a reload',
    place,
    async (walker) => {
      const { page, open, allow } = walker;
      allow(/status of 422/);
      await open('/maintenance');
      await page.getByRole('button', { name: 'Add maintenance' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Patches of the second Tuesday');
      await dialog.getByLabel('From').fill('2027-01-05T22:00');
      await dialog.getByLabel('To', { exact: true }).fill('2027-01-05T20:00');
      await dialog.getByLabel('Repeats').selectOption('month-weekday');
      await dialog.getByLabel('On the').selectOption('2');
      await dialog.getByLabel('Weekday').selectOption('TU');
      await dialog.getByText('It opens every month on the second Tuesday.').waitFor();
      await dialog.getByRole('button', { name: 'Add', exact: true }).click();
      await dialog.getByText('It must be after').waitFor();
      await until(() => dialog.getByLabel('To', { exact: true }).evaluate((field) => field === document.activeElement));
      await page.reload();
      await dialog.getByText('What you typed before is still here').waitFor();
      expect(await dialog.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).toBe(
        'Patches of the second Tuesday',
      );
      await dialog.getByLabel('To', { exact: true }).fill('2027-01-06T04:00');
      await dialog.getByText('The next times, by your clock').waitFor();
      expect(await dialog.getByRole('listitem').filter({ hasText: '2027' }).count()).toBe(3);
      await dialog.getByLabel('For', { exact: true }).selectOption('all');
      await dialog.getByLabel('While it is open').selectOption('mute');
      await dialog.getByLabel('Switched on').uncheck();
      await dialog.getByRole('button', { name: 'Add', exact: true }).click();
      await dialog.waitFor({ state: 'detached' });
      await page
        .getByRole('row')
        .filter({ hasText: 'Patches of the second' })
        .filter({ hasText: 'Every month on the second Tuesday' })
        .first()
        .waitFor();
      const { items } = await api<{ items: { id: string; name: string; window: unknown }[] }>(
        'GET',
        '/maintenance-windows',
      );
      const made = items.find((item) => item.name === 'Patches of the second Tuesday');
      expect(made?.window).toMatchObject({ rule: 'FREQ=MONTHLY;BYDAY=2TU' });
      await api('DELETE', `/maintenance-windows/${made?.id}`);
    },
  );

  walk(
    'a session that ends in the middle of typing costs nothing that was typed',
    place,
    async ({ page, open, allow }) => {
      allow(/status of 401/);
      await open('/');
      await page.getByLabel('Administrator’s password').fill(ADMIN_PASSWORD);
      await page.keyboard.press('Enter');
      await page.getByRole('link', { name: 'Devices' }).first().click();
      await page.getByRole('button', { name: 'Add device' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('textbox', { name: 'Name' }).fill('Typed before the end');
      await page.context().clearCookies();
      await dialog.getByRole('button', { name: 'Add', exact: true }).click();
      await page.getByText('Your session has ended.').waitFor();
      await page.getByLabel('Administrator’s password').fill(ADMIN_PASSWORD);
      await page.keyboard.press('Enter');
      expect(await dialog.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Typed before the end');
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      await page.reload();
      await page.getByRole('button', { name: 'Add device' }).waitFor();
      expect(await dialog.count()).toBe(0);
    },
    { loggedIn: false },
  );

  walk('an outage without its numbers is refused at its fields', place, async ({ page, open, allow }) => {
    allow(/status of 422/);
    await open('/simulator');
    await page.getByLabel('It lasts', { exact: true }).fill('');
    await page.getByRole('button', { name: 'Play it through' }).click();
    await page.getByText('It is required: choose a monitor.').waitFor();
    expect(await page.getByLabel('It lasts', { exact: true }).getAttribute('aria-invalid')).toBe('true');
    await open(`/simulator?monitorId=${ids.monitors.up}&seconds=9000000000`);
    await page.getByText('It must be 0 to 2678400 seconds.').waitFor();
    expect(await page.getByLabel('It lasts', { exact: true }).getAttribute('aria-invalid')).toBe('true');
  });

  walk('an address that was edited by hand opens a page all the same', place, async ({ page, open, allow }) => {
    allow(/status of 4(04|22|00)/);
    await open('/?status=nonsense&page=-3&cursor=x&sort=none&tag=%20');
    await page.getByRole('row').nth(1).waitFor();
    for (const path of ['/monitors/not-a-uuid', '/devices/not-a-uuid', '/alerts/not-a-uuid', '/incidents/not-a-uuid']) {
      await open(path);
      expect(await page.locator('#main').innerText(), path).not.toContain('This page broke');
    }
  });
});

/** Polls: the focus goes where it is due a frame later. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  await expect.poll(isSo).toBe(true);
}
