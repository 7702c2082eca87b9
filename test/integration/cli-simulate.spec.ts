import { downtimeSchema } from '@twotwenty/contracts/downtime';
import { freePort } from '@twotwenty/testing/ports';
import { repositoryRoot } from '@twotwenty/testing/repository-root';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAlert, slackAction } from '../support/alerts.js';
import { ADMIN_TOKEN, createMonitor, startApi, type TestApi } from '../support/api.js';

const BIN = join(repositoryRoot, 'apps/cli/bin/twotwenty.mjs');
const OUTAGE = ['--outage', '8m', '--start', '2026-03-02T05:57:00Z'];

/** Runs the simulation with nothing in its environment but a token. */
function simulate(args: readonly string[], token: string | null = ADMIN_TOKEN) {
  const env = { PATH: process.env['PATH'], ...(token === null ? {} : { ADMIN_TOKEN: token }) };
  return new Promise<{ code: unknown; out: string; err: string }>((resolve) => {
    execFile(process.execPath, [BIN, 'simulate', ...OUTAGE, ...args], { env }, (error, out, err) =>
      resolve({ code: error?.code ?? 0, out, err }),
    );
  });
}

describe('twotwenty simulate --monitor', () => {
  let api: TestApi;
  let id: string;
  const of = (...args: string[]): string[] => ['--monitor', id, '--url', api.url, ...args];

  beforeAll(async () => {
    api = await startApi('cli_simulate');
    ({ id } = await createMonitor(api, { timing: { delaySeconds: { up: 30, warn: 30, down: 60, lost: 30 } } }));
    await createAlert(api, { actions: [slackAction(1, { range: '2-' })] });
  });
  afterAll(() => api.stop());

  it('plays the golden run with the settings of the monitor, and tells what each action does and why not', async () => {
    const { code, out, err } = await simulate(of());
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(
      out
        .split('\n')
        .filter((line) => line.includes('›'))
        .map((line) => line.trim()),
    ).toEqual([
      'Mail team › slack: skipped, Alert 1 is not in its range 2-.',
      'Mail team › slack: sent',
      'Mail team › slack: sent',
      'Mail team › slack: sent',
    ]);
    expect(out).toContain('Lost after 3 alerts at 7:00, recovery notice at 8:00.');
  });

  it('prints what the API answers', async () => {
    const { out } = await simulate(of('--json'));
    const view = downtimeSchema.parse(JSON.parse(out));
    expect(view.tests.flatMap(({ notices }) => notices.map(({ decision }) => decision))).toEqual([
      'skip',
      'send',
      'send',
      'send',
    ]);
  });

  it('says what is wrong', async () => {
    const nobody = `http://127.0.0.1:${await freePort()}`;
    const unknown = '018f0000-0000-7000-8000-000000000000';
    for (const [args, token, message] of [
      [of('--up', '5'), ADMIN_TOKEN, /--up/],
      [of(), null, /Set ADMIN_TOKEN/],
      [of(), 'a-token-that-is-another', /ADMIN_TOKEN is the controller's/],
      [['--monitor', unknown, '--url', api.url], ADMIN_TOKEN, /knows no monitor/],
      [['--monitor', id, '--url', nobody], ADMIN_TOKEN, /No controller answers/],
      [['--monitor', 'x', '--url', api.url], ADMIN_TOKEN, /UUID/],
    ] as const) {
      const { code, err, out } = await simulate(args, token);
      expect({ code, out, args }).toEqual({ code: 3, out: '', args });
      expect(err).toMatch(message);
      expect(err).not.toContain('a-token-that-is-another');
    }
  });
});
