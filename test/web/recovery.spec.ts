import type { Credential } from '@twotwenty/contracts/credential';
import type { Monitor } from '@twotwenty/contracts/monitor';
import type { TestServer } from '@twotwenty/testing/server-process';
import { startSmtpSink } from '@twotwenty/testing/smtp-sink';
import { startSshMachine, type SshMachine } from '@twotwenty/testing/ssh-machine/ssh-machine';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject } from 'vitest';
import { createApi } from '../support/app-processes.js';
import { startBrowser } from './support/browser.js';
import { Maker } from './support/demo-data.js';
import { untilFocused } from './support/focus.js';
import { walk } from './support/walk.js';

const SECRET = 'the right password of the machine';

describe.sequential('the recovery parameters', () => {
  const { url } = inject('workshop');
  const api = createApi(url);
  let browser: Browser;
  let sink: TestServer;
  let machine: SshMachine;
  let monitor: Monitor;
  let credential: Credential;
  const place = () => ({ browser, url });

  beforeAll(async () => {
    [browser, sink, machine] = await Promise.all([
      startBrowser(),
      startSmtpSink(),
      startSshMachine({ units: { 'postfix.service': { command: ['sleep', '600'] } }, password: SECRET }),
    ]);
    const make = new Maker(api);
    monitor = await make.monitor(await make.device('Repaired'), 'Repaired', sink.port);
    const login = { kind: 'password', username: machine.username, password: 'a wrong one' };
    credential = await api<Credential>('POST', '/credentials', { name: 'Of the machine', uses: ['recovery'], login });
  });
  afterAll(() => Promise.all([browser.close(), sink.stop(), machine.stop()]));

  walk(
    'the machine is browsed for, tried, and its password replaced',
    place,
    async ({ page, open, anotherPage, allow }) => {
      await open(`/monitors/${monitor.id}/recovery`);
      await page.getByRole('button', { name: 'Browse' }).click();
      await page
        .getByRole('option', { name: /127\.0\.0\.1/ })
        .first()
        .click();
      expect(await page.getByRole('combobox', { name: 'Machine' }).inputValue()).toBe('127.0.0.1');
      await page.getByLabel('Method').selectOption({ label: 'SSH, systemd (Linux)' });
      await page.getByRole('textbox', { name: 'Port', exact: true }).fill(String(machine.port));
      await page.getByLabel('Credential', { exact: true }).selectOption(credential.id);
      await page.getByRole('textbox', { name: 'Another service' }).fill('postfix.service');
      await page.keyboard.press('Enter');
      const tried = page.getByRole('region', { name: 'Test the connection' });

      // A refusal is said at its field, where the keyboard is then, also when services are to be chosen.
      const port = page.getByRole('textbox', { name: 'Port', exact: true });
      allow(/status of 422/);
      const atPort = page.getByText(/^It must be .*65535/);
      for (const name of ['Test connection', 'Choose from the machine']) {
        await port.fill('70000');
        await page.getByRole('button', { name }).click();
        await atPort.waitFor();
        await untilFocused(port);
        await port.fill(String(machine.port));
        await atPort.waitFor({ state: 'detached' });
      }
      await tried.getByRole('button', { name: 'Test connection' }).click();
      await tried.getByText('Failed', { exact: true }).waitFor();
      await atPort.waitFor({ state: 'detached' });

      const other = await anotherPage();
      await other.goto('/credentials');
      await other.getByRole('button', { name: 'Edit Of the machine' }).click();
      const dialog = other.getByRole('dialog');
      await dialog.getByText('Kept as it is stored').waitFor();
      expect(await dialog.locator('input[type=password]').count()).toBe(0);
      await dialog.getByRole('button', { name: /^Replace/ }).click();
      const field = dialog.getByLabel('Password', { exact: true });
      await untilFocused(field);
      await field.fill(SECRET);
      await dialog.getByRole('button', { name: 'Save' }).click();
      await untilFocused(other.getByRole('button', { name: 'Edit Of the machine' }));
      // Written and never shown again.
      expect(JSON.stringify(await api('GET', `/credentials/${credential.id}`))).not.toContain(SECRET);

      await tried.getByRole('button', { name: 'Test connection' }).click();
      await tried.getByText('Succeeded', { exact: true }).waitFor();
      // It is asked whether it may, and does nothing.
      expect(machine.unit('postfix.service').pid).toBeUndefined();
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await page.getByText('Saved.').waitFor();
      expect((await api<Monitor>('GET', `/monitors/${monitor.id}`)).recovery).toMatchObject({
        machine: '127.0.0.1',
        port: machine.port,
        method: 'ssh-systemd',
        credentialId: credential.id,
        services: ['postfix.service'],
      });
    },
  );
});
