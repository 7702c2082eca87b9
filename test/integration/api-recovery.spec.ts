import type { Problem } from '@twotwenty/contracts/http';
import { machinesSchema, type Machines } from '@twotwenty/contracts/recovery-check';
import { recoverySettingsSchema, type RecoverySettings } from '@twotwenty/contracts/recovery-settings';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { badFields, createDevice, createMonitor, startApi, type TestApi } from '../support/api.js';
import { auditOf } from '../support/audit.js';

const SETTINGS = '/api/v1/recovery-settings';
let api: TestApi;

beforeAll(async () => {
  api = await startApi('api_recovery');
});
afterAll(() => api.stop());

describe('the guard rails of repairs', () => {
  const patch = (body: unknown, headers: Record<string, string> = {}) =>
    api.call<RecoverySettings>('PATCH', SETTINGS, { body, headers });

  it('are there from the beginning', async () => {
    const { status, headers, body } = await api.call<RecoverySettings>('GET', SETTINGS);
    expect(status).toBe(200);
    expect(headers.get('etag')).toBe('"1"');
    expect(recoverySettingsSchema.parse(body)).toEqual(body);
    expect(body).toMatchObject({
      stopped: false,
      stopReason: '',
      cooldownSeconds: 300,
      maxPerMachinePerDay: 6,
      updatedBy: null,
    });
  });

  it('are changed field by field by those who saw them last, and it is known by whom', async () => {
    const changed = await patch({ stopped: true, stopReason: ' Moving house ' }, { 'if-match': '"1"' });
    expect(changed.status).toBe(200);
    expect(changed.headers.get('etag')).toBe('"2"');
    expect(recoverySettingsSchema.parse(changed.body)).toEqual(changed.body);
    expect(changed.body).toMatchObject({
      stopped: true,
      stopReason: 'Moving house',
      cooldownSeconds: 300,
      updatedBy: 'admin',
    });
    expect((await patch({ stopped: false }, { 'if-match': '"1"' })).status).toBe(412);
    expect((await patch({ maxPerMachinePerDay: 1, cooldownSeconds: 0 })).body).toMatchObject({
      stopped: true,
      cooldownSeconds: 0,
      maxPerMachinePerDay: 1,
      version: 3,
    });
    expect((await api.call('GET', SETTINGS)).body).toMatchObject({ stopped: true, version: 3 });
    expect(await auditOf(api, 'recovery-settings')).toMatchObject([
      { actor: 'admin', action: 'recovery-settings-changed', details: { maxPerMachinePerDay: 1, cooldownSeconds: 0 } },
      { actor: 'admin', action: 'recovery-settings-changed', details: { stopped: true, stopReason: 'Moving house' } },
    ]);
  });

  it.each<[unknown, string[]]>([
    [{ stopped: 'yes' }, ['stopped']],
    [{ stopReason: 'a\nb' }, ['stopReason']],
    [{ stopReason: 'a'.repeat(257) }, ['stopReason']],
    [{ cooldownSeconds: -1 }, ['cooldownSeconds']],
    [{ cooldownSeconds: 604_801 }, ['cooldownSeconds']],
    [{ cooldownSeconds: 0.5, maxPerMachinePerDay: 0 }, ['cooldownSeconds', 'maxPerMachinePerDay']],
    [{ maxPerMachinePerDay: 1001 }, ['maxPerMachinePerDay']],
    [{ version: 9, id: 2 }, ['id', 'version']],
    [{ cooldownSeconds: null }, ['cooldownSeconds']],
    [[], ['']],
  ])('are not changed to %j', async (body, named) => {
    const before = (await api.call('GET', SETTINGS)).body;
    const answer = await api.call<Problem>('PATCH', SETTINGS, { body });
    expect(answer.status).toBe(422);
    expect(badFields(answer)).toEqual(named);
    expect((await api.call('GET', SETTINGS)).body).toEqual(before);
  });
});

describe('machines', () => {
  const machines = async (query = ''): Promise<Machines['items']> => {
    const { status, body } = await api.call<Machines>('GET', `/api/v1/machines${query}`);
    expect(status).toBe(200);
    return machinesSchema.parse(body).items;
  };

  beforeAll(async () => {
    await createDevice(api, 'Frankfurt', 'MX1.example.com');
    await createDevice(api, 'Berlin', 'mx2.example.com');
    await createDevice(api, 'Berlin again', 'MX2.example.com');
    const names = ['mx1.example.com', 'WINMAIL', 'winmail'];
    for (const machine of names) {
      const recovery = { machine, method: 'windows-rpc', services: ['SMTPSVC'] };
      await createMonitor(api, { name: `Mail of ${machine}`, recovery });
    }
  });

  it('are those that monitors name, then devices, each once', async () => {
    expect(await machines()).toEqual([
      { name: 'mx1.example.com', source: 'recent', label: 'Mail of mx1.example.com' },
      { name: 'winmail', source: 'recent', label: 'Mail of winmail' },
      { name: 'mx2.example.com', source: 'device', label: 'Berlin' },
    ]);
  });

  it.each([
    ['WINM', ['winmail']],
    ['mx', ['mx1.example.com', 'mx2.example.com']],
    ['berlin', ['mx2.example.com']],
    ['%', []],
    ['_', []],
    ["'", []],
  ])('are found by %s', async (text, names) => {
    const found = await machines(`?q=${encodeURIComponent(text)}`);
    expect(found.map(({ name }) => name.toLowerCase())).toEqual(names);
  });

  it('come at most as many as are wanted', async () => {
    expect(await machines('?limit=1')).toHaveLength(1);
    const refused = await api.call<Problem>('GET', `/api/v1/machines?limit=0&q=&colour=red`);
    expect(refused.status).toBe(422);
    expect(badFields(refused)).toEqual(['colour', 'limit', 'q']);
  });
});
