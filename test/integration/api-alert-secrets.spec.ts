import type { StoredAction } from '@twotwenty/contracts/alert';
import type { Problem } from '@twotwenty/contracts/http';
import { openSettings } from '@twotwenty/secrets/action-secrets';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actionId, ALERTS, createAlert, emailAction, slackAction } from '../support/alerts.js';
import { createMonitor, startApi, type TestApi } from '../support/api.js';

let api: TestApi;

beforeAll(async () => {
  api = await startApi('api_alert_secrets');
});
afterAll(() => api.stop());

async function storedActions(id: string): Promise<StoredAction[]> {
  const [row] = await api.dataSource.query<{ actions: StoredAction[] }[]>('SELECT actions FROM alert WHERE id = $1', [
    id,
  ]);
  return row?.actions ?? [];
}

/** The settings of an alert's first action, as whoever delivers has them. */
async function openedSettings(id: string): Promise<unknown> {
  const [action] = await storedActions(id);
  return action === undefined ? undefined : openSettings(action, api.secrets);
}

describe('the secrets of an alert', () => {
  it('are in no answer and not in plain in the database', async () => {
    const { id } = await createAlert(api, {
      actions: [slackAction(1), emailAction(2, [{ host: 'out.example.net', password: 'geheim' }])],
    });
    const path = `${ALERTS}/${id}`;
    const monitor = await createMonitor(api);
    const answers = [
      await api.call('GET', path),
      await api.call('GET', ALERTS),
      await api.call('PATCH', path, { body: { name: 'B' } }),
      await api.call('GET', `${ALERTS}/warnings?ids=${id}`),
      await api.call('GET', `/api/v1/monitors/${monitor.id}/alerts`),
      await api.call('POST', `${path}/actions/${actionId(1)}/test`),
      await api.call('GET', '/api/v1/action-runs'),
    ];
    for (const { status, body } of answers) {
      expect(status).toBeLessThan(300);
      expect(JSON.stringify(body)).not.toMatch(/geheim|hooks\.slack|secret1|sealed/);
    }
    const rows = await api.dataSource.query<object[]>(
      `SELECT (SELECT jsonb_agg(a) FROM alert a) AS a, (SELECT jsonb_agg(r) FROM action_run r) AS r,
              (SELECT jsonb_agg(n) FROM notice n) AS n`,
    );
    expect(JSON.stringify(rows)).toContain('"sealed":"v2:');
    expect(JSON.stringify(rows)).not.toMatch(/geheim|hooks\.slack|secret1/);
    expect(await openedSettings(id)).toMatchObject({ url: 'https://hooks.slack.com/services/T0/B0/secret1' });
  });

  it('stay when what was read is written again, also in another order', async () => {
    const relays = ['first', 'second'].map((name) => ({ host: `${name}.example.net`, password: `of the ${name}` }));
    const { id, actions } = await createAlert(api, { actions: [emailAction(1, relays)] });
    const path = `${ALERTS}/${id}`;
    const stored = await storedActions(id);
    await api.call('PATCH', path, { body: { actions } });
    expect(await storedActions(id)).toEqual(stored);

    const read = (actions[0]?.settings as { relays: { host: string; password: object }[] }).relays;
    const third = { host: 'third.example.net', password: 'of the third' };
    const [one, two] = read;
    if (one === undefined || two === undefined) throw new Error('the relays are gone');
    const body = { actions: [emailAction(1, [two, third, one])] };
    expect((await api.call('PATCH', path, { body })).status).toBe(200);
    expect(await openedSettings(id)).toMatchObject({
      relays: [
        { host: 'second.example.net', password: 'of the second' },
        { host: 'third.example.net', password: 'of the third' },
        { host: 'first.example.net', password: 'of the first' },
      ],
    });
  });

  it('are kept by their own action alone, and the answer names where they are not', async () => {
    const relay = { host: 'out.example.net', password: 'geheim' };
    const { id, actions } = await createAlert(api, { actions: [emailAction(1, [relay])] });
    const [read] = (actions[0]?.settings as { relays: (typeof relay)[] }).relays;
    if (read === undefined) throw new Error('the relay is gone');
    const body = { actions: [emailAction(2, [relay, read])] };
    const answer = await api.call<Problem>('PATCH', `${ALERTS}/${id}`, { body });
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toEqual([
      {
        field: 'actions.0.settings.relays.1.password',
        message: 'keeps a secret that this action does not have: write the secret itself',
      },
    ]);
  });
});
