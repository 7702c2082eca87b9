import {
  alertSchema,
  savedAlertSchema,
  type Alert,
  type AlertPreview,
  type SavedAlert,
} from '@twotwenty/contracts/alert';
import type { Page, Problem } from '@twotwenty/contracts/http';
import type { TemplatePreview, TemplateTokens } from '@twotwenty/contracts/template-preview';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { actionId, ALERTS, createAlert, slackAction } from '../support/alerts.js';
import { badFields, createMonitor, startApi, type Answer, type TestApi } from '../support/api.js';

const NOBODY = '018f0000-0000-7000-8000-000000000000';
let api: TestApi;

beforeAll(async () => {
  api = await startApi('api_alerts');
});
afterAll(() => api.stop());
beforeEach(() => api.dataSource.query('DELETE FROM alert'));

describe('alerts', () => {
  it('are created, read, changed and removed', async () => {
    const body = { name: ' Mail team ', actions: [slackAction(1, { range: '3-, 1' })] };
    const created = await api.call<SavedAlert>('POST', ALERTS, { body });
    expect(created.status).toBe(201);
    expect(created.headers.get('etag')).toBe('"1"');
    expect(savedAlertSchema.parse(created.body)).toEqual(created.body);
    expect(created.body).toMatchObject({
      name: 'Mail team',
      assignment: { to: 'chosen', monitorIds: [], deviceIds: [], tags: [] },
      actions: [{ id: actionId(1), type: 'slack', enabled: true, range: '1,3-', schedule: null, groupSeconds: 0 }],
      version: 1,
    });

    const { warnings: _warnings, ...alert } = created.body;
    const path = `${ALERTS}/${alert.id}`;
    const read = await api.call<Alert>('GET', path);
    expect(alertSchema.parse(read.body)).toEqual(alert);
    expect(read.headers.get('etag')).toBe('"1"');

    const changed = await api.call<SavedAlert>('PATCH', path, { body: { name: 'Night shift' } });
    expect(changed.body).toMatchObject({ name: 'Night shift', actions: alert.actions, version: 2 });
    expect(changed.headers.get('etag')).toBe('"2"');
    const emptied = await api.call<SavedAlert>('PATCH', path, { body: { actions: [], assignment: { to: 'all' } } });
    expect(emptied.body).toMatchObject({ name: 'Night shift', actions: [], assignment: { to: 'all' }, version: 3 });

    expect((await api.call('PATCH', path, { body: { name: 'X' }, headers: { 'if-match': '"2"' } })).status).toBe(412);
    expect((await api.call('DELETE', path, { headers: { 'if-match': '"2"' } })).status).toBe(412);
    expect((await api.call('DELETE', path, { headers: { 'if-match': '"3"' } })).status).toBe(204);
    for (const method of ['GET', 'DELETE']) expect((await api.call(method, path)).status).toBe(404);
    expect((await api.call('PATCH', path, { body: {} })).status).toBe(404);
  });

  it('are looked at before they are saved', async () => {
    const actions = [slackAction(1, { range: '900-' })];
    const seen = await api.call<AlertPreview>('POST', `${ALERTS}/preview`, { body: { name: 'x', actions } });
    expect(seen.status).toBe(200);
    expect(seen.body).toEqual({
      warnings: [{ field: 'assignment', message: 'serves no monitor: nobody is told' }],
      monitors: 0,
      maxAlerts: null,
    });
    const { id } = await createMonitor(api, { notification: { maxAlerts: 7 } });
    const assignment = { to: 'chosen', monitorIds: [id] };
    const serving = await api.call<AlertPreview>('POST', `${ALERTS}/preview`, {
      body: { name: 'x', actions, assignment },
    });
    expect(serving.body).toMatchObject({ warnings: [{ field: 'actions.0.range' }], monitors: 1, maxAlerts: 7 });
    const kept = [{ ...slackAction(1), settings: { url: { keep: '0123456789abcdef' } } }];
    expect((await api.call('POST', `${ALERTS}/preview`, { body: { name: 'x', actions: kept } })).status).toBe(200);
    const refused = await api.call<Problem>('POST', `${ALERTS}/preview`, { body: { name: '', actions: [{}] } });
    expect(refused.status).toBe(422);
    expect((await api.call<Page<Alert>>('GET', ALERTS)).body.items).toEqual([]);
  });

  it('are switched off as a whole, and their actions remember what they were', async () => {
    const { id, enabled, actions } = await createAlert(api);
    expect(enabled).toBe(true);
    const off = await api.call<SavedAlert>('PATCH', `${ALERTS}/${id}`, { body: { enabled: false } });
    expect(off.body).toMatchObject({ enabled: false, actions });
    expect(off.body.warnings).toContainEqual({ field: 'enabled', message: 'is off: nobody is told' });
    const on = await api.call<SavedAlert>('PATCH', `${ALERTS}/${id}`, { body: { enabled: true } });
    expect(on.body).toMatchObject({ enabled: true, actions });
  });

  it('come by name in pages, also where several have the same', async () => {
    for (const name of ['b', 'a', 'c', 'b', 'b']) await createAlert(api, { name });
    const names: string[] = [];
    const ids = new Set<string>();
    let cursor: string | null = '';
    for (let pages = 0; cursor !== null && pages < 10; pages += 1) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const { body }: Answer<Page<Alert>> = await api.call('GET', `${ALERTS}?limit=2${query}`);
      for (const alert of body.items) {
        expect(alertSchema.parse(alert)).toEqual(alert);
        names.push(alert.name);
        ids.add(alert.id);
      }
      cursor = body.nextCursor;
    }
    expect(names).toEqual(['a', 'b', 'b', 'b', 'c']);
    expect(ids.size).toBe(5);
  });

  it('are changed by several at once without loss', async () => {
    const { id } = await createAlert(api);
    const changes = [{ name: 'One' }, { assignment: { to: 'chosen', tags: ['mx'] } }, { actions: [slackAction(2)] }];
    await Promise.all(changes.map((body) => api.call('PATCH', `${ALERTS}/${id}`, { body })));
    expect((await api.call('GET', `${ALERTS}/${id}`)).body).toMatchObject({
      name: 'One',
      assignment: { tags: ['mx'] },
      actions: [{ id: actionId(2) }],
      version: 4,
    });
  });

  const days = Object.fromEntries(
    ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map((day) => [day, '1'.repeat(96)]),
  );
  const action = (fields: object): object => ({ actions: [slackAction(1, fields)] });

  it.each<[string, object, string[]]>([
    ['an empty name', { name: '' }, ['name']],
    ['a range that ends before it begins', action({ range: '5-3' }), ['actions.0.range']],
    [
      'a day of 95 quarter hours, in no zone',
      action({ schedule: { timeZone: 'Berlin', days: { ...days, friday: '1'.repeat(95) } } }),
      ['actions.0.schedule.days.friday', 'actions.0.schedule.timeZone'],
    ],
    ['an empty text', action({ onFailure: { subject: 'x', text: '' } }), ['actions.0.onFailure.text']],
    [
      'a subject of two lines',
      action({ onRecovery: { subject: 'a\nb', text: 'c' } }),
      ['actions.0.onRecovery.subject'],
    ],
    ['an unknown type', action({ type: 'pigeon' }), ['actions.0.type']],
    ['no settings', action({ settings: undefined }), ['actions.0.settings.url']],
    ['an empty secret', action({ settings: { url: '' } }), ['actions.0.settings.url']],
    ['a stored form of a secret', action({ settings: { url: { sealed: 'v1:x' } } }), ['actions.0.settings.url']],
    ['an action that stands in for itself', action({ fallbackActionId: actionId(1) }), ['actions.0.fallbackActionId']],
    ['two actions of one id', { actions: [slackAction(1), slackAction(1)] }, ['actions.1.id']],
    ['33 actions', { actions: Array.from({ length: 33 }, () => slackAction(1)) }, ['actions']],
    ['unknown fields', { ...action({ colour: 'red' }), owner: 'me' }, ['actions.0.colour', 'owner']],
    ['an assignment to nobody it knows', { assignment: { to: 'some' } }, ['assignment.to']],
    [
      'monitors and devices that do not exist',
      { assignment: { to: 'chosen', monitorIds: [NOBODY], deviceIds: [NOBODY] } },
      ['assignment.deviceIds.0', 'assignment.monitorIds.0'],
    ],
    ['a secret kept from nowhere', action({ settings: { url: { keep: '0'.repeat(16) } } }), ['actions.0.settings.url']],
  ])('are neither created with nor changed to %s', async (_title, fields, named) => {
    const { id } = await createAlert(api);
    const before = await api.dataSource.query<object[]>('SELECT * FROM alert');
    const answers = [
      await api.call<Problem>('POST', ALERTS, { body: { name: 'A', ...fields } }),
      await api.call<Problem>('PATCH', `${ALERTS}/${id}`, { body: fields }),
    ];
    for (const answer of answers) {
      expect(answer.status).toBe(422);
      expect([...new Set(badFields(answer))]).toEqual(named);
      expect(JSON.stringify(answer.body)).not.toContain('hooks.slack.com');
    }
    expect(await api.dataSource.query<object[]>('SELECT * FROM alert')).toEqual(before);
  });

  it('say what is wrong with a field in words that help', async () => {
    const body = {
      name: 'A',
      actions: [slackAction(1, { range: '5-3' }), { id: actionId(2), type: 'pigeon' }, { id: actionId(3) }],
    };
    const { errors } = (await api.call<Problem>('POST', ALERTS, { body })).body;
    const types = expect.stringMatching(/^must be one of email, webhook, slack, /) as string;
    expect(errors).toEqual([
      { field: 'actions.0.range', message: '5-3 ends before it begins: write 3-5' },
      { field: 'actions.1.type', message: types },
      { field: 'actions.2.type', message: types },
    ]);
  });
});

describe('templates', () => {
  it('are tried with examples', async () => {
    const body = { subject: '{{ Monitor }} is {{state}}', text: 'Because: {{reason}}{{reson}}' };
    const failure = await api.call<TemplatePreview>('POST', '/api/v1/templates/preview', { body });
    expect(failure.body).toEqual({
      subject: 'MX Frankfurt is Down',
      text: 'Because: The server greeted with 554, no SMTP service here (permanent): 5.3.2 No service here{{reson}}',
      unknownTokens: ['{{reson}}'],
    });
    const recovery = { ...body, kind: 'recovery' };
    expect((await api.call<TemplatePreview>('POST', '/api/v1/templates/preview', { body: recovery })).body).toEqual({
      subject: 'MX Frankfurt is Up',
      text: 'Because: {{reson}}',
      unknownTokens: ['{{reson}}'],
    });
    const wrong = { subject: '', text: 'a\0', kind: 'test' };
    const refused = await api.call<Problem>('POST', '/api/v1/templates/preview', { body: wrong });
    expect(badFields(refused)).toEqual(['kind', 'subject', 'text']);
  });

  it('name tokens that are listed', async () => {
    const { items } = (await api.call<TemplateTokens>('GET', '/api/v1/templates/tokens')).body;
    expect(items).toContainEqual({ name: 'monitor', meaning: 'Name of the monitor', example: 'MX Frankfurt' });
  });
});
