import {
  savedAlertSchema,
  type Alert,
  type SavedAlert,
  type Warning,
  type WarningsOfAlerts,
} from '@twotwenty/contracts/alert';
import type { Problem } from '@twotwenty/contracts/http';
import type { SavedMonitor } from '@twotwenty/contracts/saved-monitor';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { actionId, ALERTS, createAlert, slackAction } from '../support/alerts.js';
import { badFields, createMonitor, startApi, type TestApi } from '../support/api.js';
import { createRepairable, repairAction } from '../support/api-repairs.js';

let api: TestApi;

beforeAll(async () => {
  api = await startApi('api_alert_repairs');
});
afterAll(() => api.stop());
beforeEach(() => api.dataSource.query('DELETE FROM alert; DELETE FROM monitor'));

const PROGRAM = { program: 'repair.sh' };

describe('an alert that repairs', () => {
  it.each([
    ['restart-services', {}, { approval: false, timeoutSeconds: 120 }],
    ['reboot-server', { approval: true, timeoutSeconds: 300 }, { approval: true, timeoutSeconds: 300 }],
    ['recovery-program', PROGRAM, { ...PROGRAM, approval: false, passCredential: false, arguments: [] }],
  ])('is created and read back: %s', async (type, settings, read) => {
    const body = { name: 'Repairs', assignment: { to: 'all' }, actions: [repairAction(1, type, settings)] };
    const answer = await api.call<SavedAlert>('POST', ALERTS, { body });
    expect(answer.status).toBe(201);
    expect(savedAlertSchema.parse(answer.body)).toEqual(answer.body);
    const { warnings: _, ...created } = answer.body;
    expect(created.actions).toMatchObject([{ id: actionId(1), type, range: '1-', enabled: true, settings: read }]);
    expect(created.actions[0]).not.toHaveProperty('onFailure');
    const path = `${ALERTS}/${created.id}`;
    expect((await api.call<Alert>('GET', path)).body).toEqual(created);
    const changed = await api.call<SavedAlert>('PATCH', path, { body: { actions: created.actions } });
    expect(changed.body.actions).toEqual(created.actions);
  });

  it('keeps the secrets of a program', async () => {
    const secretEnvironment = [{ name: 'TOKEN', value: 'geheim' }];
    const actions = [repairAction(1, 'recovery-program', { ...PROGRAM, secretEnvironment })];
    const created = await createAlert(api, { actions });
    expect(JSON.stringify(created)).not.toContain('geheim');
    const changed = await api.call<SavedAlert>('PATCH', `${ALERTS}/${created.id}`, {
      body: { actions: created.actions },
    });
    expect(changed.status).toBe(200);
    expect(changed.body.actions).toEqual(created.actions);
    const stored = await api.dataSource.query<object[]>('SELECT actions FROM alert');
    expect(JSON.stringify(stored)).not.toContain('geheim');
  });

  it.each<[string, object, string[]]>([
    ['too little time', repairAction(1, 'restart-services', { timeoutSeconds: 4 }), ['settings.timeoutSeconds']],
    ['too much time', repairAction(1, 'reboot-server', { timeoutSeconds: 901 }), ['settings.timeoutSeconds']],
    [
      'settings of the monitor',
      repairAction(1, 'restart-services', { machine: 'mx1', services: ['postfix'], approval: 'yes' }),
      ['settings.approval', 'settings.machine', 'settings.services'],
    ],
    ['a program in a folder', repairAction(1, 'recovery-program', { program: '/bin/sh' }), ['settings.program']],
    ['no program', repairAction(1, 'recovery-program'), ['settings.program']],
    [
      'a variable that runs other code',
      repairAction(1, 'recovery-program', { ...PROGRAM, environment: [{ name: 'LD_PRELOAD', value: 'x.so' }] }),
      ['settings.environment.0.name'],
    ],
    [
      'what tells somebody',
      repairAction(1, 'reboot-server', {}, { onFailure: null, onRecovery: null, groupSeconds: 9 }),
      ['groupSeconds', 'onFailure', 'onRecovery'],
    ],
    ['a range that ends before it begins', repairAction(1, 'reboot-server', {}, { range: '3-2' }), ['range']],
  ])('is refused with %s', async (_title, action, named) => {
    const body = { name: 'Repairs', actions: [action] };
    const answer = await api.call<Problem>('POST', ALERTS, { body });
    expect(answer.status).toBe(422);
    expect(badFields(answer)).toEqual(named.map((field) => `actions.0.${field}`));
    expect(await api.dataSource.query<object[]>('SELECT 1 FROM alert')).toEqual([]);
  });

  it('has nothing repaired because somebody could not be told; the other way round it may', async () => {
    const standingIn = { fallbackActionId: actionId(2) };
    const create = (...actions: object[]) => api.call<Problem>('POST', ALERTS, { body: { name: 'A', actions } });
    const refused = await create(slackAction(1, standingIn), repairAction(2, 'reboot-server'));
    expect(refused.status).toBe(422);
    expect(refused.body.errors).toEqual([
      {
        field: 'actions.0.fallbackActionId',
        message: 'is a repair: nothing is repaired because somebody could not be told',
      },
    ]);
    const restart = repairAction(1, 'restart-services', {}, standingIn);
    expect((await create(restart, repairAction(2, 'reboot-server'))).status).toBe(201);
    expect((await create(restart, slackAction(2))).status).toBe(201);
  });

  it('does not try a repair', async () => {
    const types = ['restart-services', 'reboot-server'];
    const actions = [
      ...types.map((type, index) => repairAction(index + 1, type)),
      repairAction(3, 'recovery-program', PROGRAM),
    ];
    const { id } = await createAlert(api, { actions });
    for (const digit of [1, 2, 3]) {
      const answer = await api.call<Problem>('POST', `${ALERTS}/${id}/actions/${actionId(digit)}/test`);
      expect(answer.status).toBe(409);
      expect(answer.body.detail).toContain('/api/v1/recovery-checks');
    }
    expect(await api.dataSource.query<object[]>('SELECT 1 FROM action_run')).toEqual([]);
  });
});

describe('the warnings about repairs', () => {
  const linesOf = (warnings: readonly Warning[]): string[] =>
    warnings.map(({ field, message }) => `${field} ${message}`);

  it('name the monitors that lack what a repair needs, as they are now', async () => {
    const actions = [
      repairAction(1, 'restart-services'),
      repairAction(2, 'reboot-server'),
      repairAction(3, 'recovery-program', PROGRAM),
      repairAction(4, 'recovery-program', { ...PROGRAM, passCredential: true }),
    ];
    const { id: monitorId, recovery } = await createRepairable(api, { name: 'Ready' });
    const alert = await createAlert(api, { actions });
    expect(alert.warnings).toEqual([]);
    await createMonitor(api, { name: 'Nowhere' });
    const where = { machine: 'mx1', method: 'ssh-systemd' };
    await createMonitor(api, { name: 'Nobody', recovery: { ...where, services: ['postfix'] } });
    await api.call('PATCH', `/api/v1/monitors/${monitorId}`, { body: { recovery: { ...recovery, services: [] } } });
    const { body } = await api.call<WarningsOfAlerts>('GET', `${ALERTS}/warnings?ids=${alert.id}`);
    const end = 'in the recovery parameters';
    expect(linesOf(body.items[0]?.warnings ?? [])).toEqual([
      `actions.0.type is refused for "Nowhere": no machine is named ${end}`,
      `actions.0.type is refused for "Nobody": no credential is named ${end}`,
      `actions.0.type is refused for "Ready": no services are named ${end}`,
      `actions.1.type is refused for "Nowhere": no machine is named ${end}`,
      `actions.1.type is refused for "Nobody": no credential is named ${end}`,
      expect.stringMatching(/^actions\.3\.type is refused for "N.+", "N.+": no credential is named/),
    ]);
  });

  it('say of a monitor that it is repaired, and nobody is told', async () => {
    const { id } = await createRepairable(api);
    const touch = async (): Promise<string[]> =>
      linesOf((await api.call<SavedMonitor>('PATCH', `/api/v1/monitors/${id}`, { body: {} })).body.warnings);
    const alert = await createAlert(api, { actions: [repairAction(1, 'reboot-server')] });
    expect(await touch()).toEqual(['alerts the alerts of this monitor have repairs only: nobody is told']);
    const actions = [repairAction(1, 'reboot-server'), slackAction(2)];
    await api.call('PATCH', `${ALERTS}/${alert.id}`, { body: { actions } });
    expect(await touch()).toEqual([]);
  });
});

describe('the description of the API', () => {
  interface Document {
    readonly paths: Record<string, Record<string, { responses: Record<string, object> }>>;
    readonly components: { readonly schemas: Record<string, { properties?: object }> };
  }

  it('has the routes and schemas of repairs', async () => {
    const { paths, components } = (await api.call<Document>('GET', '/api/openapi.json')).body;
    const answers = (path: string, method: string): string[] =>
      Object.keys(paths[`/api/v1/${path}`]?.[method]?.responses ?? {});
    expect(answers('recovery-settings', 'get')).toContain('200');
    expect(answers('recovery-settings', 'patch')).toEqual(expect.arrayContaining(['200', '412', '422']));
    expect(answers('recovery-checks', 'post')).toEqual(expect.arrayContaining(['202', '422']));
    expect(answers('recovery-checks/{id}', 'get')).toEqual(expect.arrayContaining(['200', '404']));
    expect(answers('machines', 'get')).toContain('200');
    expect(answers('host-keys', 'get')).toContain('200');
    expect(answers('host-keys/{id}/accept', 'post')).toEqual(expect.arrayContaining(['200', '404', '422']));
    expect(answers('host-keys/{id}', 'delete')).toEqual(expect.arrayContaining(['204', '404']));
    for (const verb of ['approve', 'decline', 'retry']) {
      expect(answers(`action-runs/{id}/${verb}`, 'post')).toEqual(expect.arrayContaining(['200', '401', '404', '409']));
    }
    expect(answers('incidents', 'get')).toContain('200');
    expect(answers('incidents/{id}/timeline', 'get')).toEqual(expect.arrayContaining(['200', '404']));
    const names = [
      'RecoverySettings',
      'RecoveryCheck',
      'HostKey',
      'Incident',
      'Timeline',
      'ActionRunDetail',
      'Machine',
    ];
    for (const name of names) expect(components.schemas[name]?.properties, name).toBeDefined();
    expect(JSON.stringify(components.schemas['ActionRunDetail'])).toContain('wentAwayAt');
    expect(JSON.stringify(components.schemas['ActionInput'])).toContain('recovery-program');
  });
});
