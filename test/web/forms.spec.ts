import type { RecoverySettings } from '@twotwenty/contracts/recovery-settings';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject } from 'vitest';
import { createApi } from '../support/app-processes.js';
import { startBrowser } from './support/browser.js';
import { walk } from './support/walk.js';

describe('forms keep what was typed', () => {
  const { url } = inject('web');
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
});
