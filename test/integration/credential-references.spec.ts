import type { AuditEntry } from '@twotwenty/contracts/audit';
import type { Page, Problem } from '@twotwenty/contracts/http';
import type { Monitor } from '@twotwenty/contracts/monitor';
import { AuditRepository } from '@twotwenty/database/repositories/audit.repository';
import { waitFor } from '@twotwenty/testing/wait-for';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMonitor, startApi, type Answer, type TestApi } from '../support/api.js';
import { createCredential, CREDENTIALS, passwordLogin, privateKey } from '../support/credentials.js';
import { createMigratedDatabase, type DataSource } from '../support/migrated-database.js';

let api: TestApi;

beforeAll(async () => {
  api = await startApi('credential_references');
});
afterAll(() => api.stop());

const recovery = (credentialId: string | null, method = 'ssh-systemd'): object => ({
  recovery: { machine: 'mx1', method, credentialId, services: ['postfix'] },
});
const patch = <T = Problem>(monitor: Monitor, fields: object): Promise<Answer<T>> =>
  api.call<T>('PATCH', `/api/v1/monitors/${monitor.id}`, { body: fields });

describe('a monitor', () => {
  it('is repaired with a credential that is there and fits the method', async () => {
    const password = await createCredential(api);
    const key = await createCredential(api, {
      login: { kind: 'ssh-key', username: 'root', privateKey: privateKey() },
    });
    const token = await createCredential(api, { login: { kind: 'token', token: 'geheim' } });
    const mail = await createCredential(api, { uses: ['smtp-auth'] });
    const monitor = await createMonitor(api);
    for (const [credential, method] of [
      [password, 'ssh-systemd'],
      [password, 'ssh-windows'],
      [password, 'windows-rpc'],
      [key, 'ssh-systemd'],
      [key, 'ssh-windows'],
    ] as const) {
      const answer = await patch<Monitor>(monitor, recovery(credential.id, method));
      expect(answer.status).toBe(200);
      expect(answer.body.recovery).toMatchObject({ credentialId: credential.id, method });
    }
    for (const [credential, method, message] of [
      [key, 'windows-rpc', 'is of kind ssh-key, and windows-rpc takes password'],
      [token, 'ssh-systemd', 'is of kind token, and ssh-systemd takes password or ssh-key'],
      [mail, 'ssh-systemd', 'may not be used for recovery: add recovery to its uses, or name another one'],
    ] as const) {
      const answer = await patch(monitor, recovery(credential.id, method));
      expect(answer.status).toBe(422);
      expect(answer.body.errors).toEqual([{ field: 'recovery.credentialId', message }]);
      // Also while another field is wrong.
      const both = await patch(monitor, { ...recovery(credential.id, method), name: '' });
      expect(both.body.errors).toContainEqual({ field: 'recovery.credentialId', message });
    }
    const unknown = { ...recovery(mail.id, 'telnet'), name: '' };
    expect((await patch(monitor, unknown)).body.errors?.map(({ field }) => field)).toEqual(['name', 'recovery.method']);
  });

  it('keeps its credential from being removed, until it is repaired otherwise', async () => {
    const { id } = await createCredential(api);
    const path = `${CREDENTIALS}/${id}`;
    const monitors: Monitor[] = [];
    for (const name of ['D', 'C', 'B', 'A', '"E"']) monitors.push(await createMonitor(api, { name, ...recovery(id) }));
    const refused = await api.call<Problem>('DELETE', path);
    expect(refused.status).toBe(409);
    expect(refused.body.detail).toBe(
      'The credential is used for the recovery of the monitors "\\"E\\"", "A", "B" and 2 more.',
    );
    await patch(monitors[0] as Monitor, { recovery: null });
    await patch(monitors[1] as Monitor, recovery(null));
    await api.call('DELETE', `/api/v1/monitors/${monitors[2]?.id}`);
    await api.call('DELETE', `/api/v1/monitors/${monitors[3]?.id}`);
    expect((await api.call<Problem>('DELETE', path)).body.detail).toContain('recovery of the monitor "\\"E\\"".');
    await patch(monitors[4] as Monitor, { recovery: null });
    expect((await api.call('DELETE', path)).status).toBe(204);
  });

  it('keeps its credential from becoming one that it could not use', async () => {
    const { id } = await createCredential(api);
    const path = `${CREDENTIALS}/${id}`;
    await createMonitor(api, { name: 'Linux', ...recovery(id, 'ssh-systemd') });
    await createMonitor(api, { name: 'Windows', ...recovery(id, 'windows-rpc') });
    const change = (body: object) => api.call<Problem>('PATCH', path, { body });
    for (const [body, detail] of [
      [
        { uses: ['smtp-auth'] },
        'the monitors "Linux", "Windows": it may not be used for recovery: add recovery to its uses, or name another one.',
      ],
      [
        { login: { kind: 'ssh-key', username: 'root', privateKey: privateKey() } },
        'the monitor "Windows": it is of kind ssh-key, and windows-rpc takes password.',
      ],
    ] as const) {
      const answer = await change(body);
      expect(answer.status).toBe(409);
      expect(answer.body.detail).toBe(`The credential is used for the recovery of ${detail}`);
    }
    expect((await change({ login: passwordLogin('new'), uses: ['recovery', 'smtp-auth'] })).status).toBe(200);
    expect((await api.call<{ version: number }>('GET', path)).body.version).toBe(2);
  });
});

describe('a save and a removal at once', () => {
  it('never leave a monitor with a credential that is gone or unfit', async () => {
    const monitor = await createMonitor(api);
    for (let round = 0; round < 20; round += 1) {
      const { id } = await createCredential(api);
      const path = `${CREDENTIALS}/${id}`;
      const [saved, other] = await Promise.all([
        patch(monitor, recovery(id)),
        round % 2 === 0 ? api.call('DELETE', path) : api.call('PATCH', path, { body: { uses: ['smtp-auth'] } }),
      ]);
      expect([
        [200, 409],
        [422, 204],
        [422, 200],
      ]).toContainEqual([saved.status, other.status]);
      await patch(monitor, { recovery: null });
    }
  });

  it('wait for each other, whoever comes first', async () => {
    const monitor = await createMonitor(api);
    const { id } = await createCredential(api);
    const path = `${CREDENTIALS}/${id}`;
    const runner = api.dataSource.createQueryRunner();
    const waiting = () =>
      waitFor(
        async () => {
          const rows = await api.dataSource.query<unknown[]>(
            `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
          );
          return rows.length > 0;
        },
        { what: 'somebody to wait for a lock' },
      );
    try {
      // As a save does that has looked the credential up.
      await runner.startTransaction();
      await runner.query('SELECT 1 FROM credential WHERE id = $1 FOR SHARE', [id]);
      const removal = api.call<Problem>('DELETE', path);
      await waiting();
      await runner.query(`UPDATE monitor SET recovery = $2::jsonb, recovery_credential_id = $3 WHERE id = $1`, [
        monitor.id,
        JSON.stringify({ machine: 'mx1', port: null, method: 'ssh-systemd', credentialId: id, services: [] }),
        id,
      ]);
      await runner.commitTransaction();
      expect((await removal).status).toBe(409);
      await patch(monitor, { recovery: null });

      // As a removal does.
      await runner.startTransaction();
      await runner.query('DELETE FROM credential WHERE id = $1', [id]);
      const save = patch(monitor, recovery(id));
      await waiting();
      await runner.commitTransaction();
      expect((await save).status).toBe(422);
    } finally {
      if (runner.isTransactionActive) await runner.rollbackTransaction();
      await runner.release();
    }
  });

  it('are refused by the database itself where the code would fail to', async () => {
    const { id } = await createCredential(api);
    const monitor = await createMonitor(api, recovery(id));
    await expect(api.dataSource.query('DELETE FROM credential WHERE id = $1', [id])).rejects.toThrow(/foreign key/);
    await expect(
      api.dataSource.query('UPDATE monitor SET recovery_credential_id = NULL WHERE id = $1', [monitor.id]),
    ).rejects.toThrow(/monitor_recovery_credential_same/);
  });
});

describe('the migration', () => {
  it('gives recoveries that were stored before a port', async () => {
    const database = await createMigratedDatabase('credential_migration');
    try {
      while (await hasCredentials(database.dataSource)) await database.dataSource.undoLastMigration();
      await database.dataSource.query(
        `INSERT INTO device (id, name, address, version) VALUES (gen_random_uuid(), 'A', 'mx1', 1)`,
      );
      await database.dataSource.query(
        `INSERT INTO monitor (id, device_id, name, enabled, store_statistics, target, timing, notification, recovery, sites, version)
         SELECT gen_random_uuid(), id, 'A', true, true, '{}', '{}', '{}', '{"machine":"mx1","credentialId":null}'::jsonb, '{default}', 1
         FROM device`,
      );
      await database.dataSource.runMigrations();
      expect(await database.dataSource.query('SELECT recovery, recovery_credential_id AS id FROM monitor')).toEqual([
        { recovery: { machine: 'mx1', credentialId: null, port: null }, id: null },
      ]);
    } finally {
      await database.drop();
    }
  });
});

async function hasCredentials(dataSource: DataSource): Promise<boolean> {
  const [row] = await dataSource.query<{ there: boolean }[]>(`SELECT to_regclass('credential') IS NOT NULL AS there`);
  return row?.there === true;
}

describe('the audit log', () => {
  const entries = async (query: string): Promise<Page<AuditEntry>> =>
    (await api.call<Page<AuditEntry>>('GET', `/api/v1/audit?${query}`)).body;

  it('tells who did what, newest first and in pages, also of what is gone', async () => {
    const { id, name } = await createCredential(api, { name: 'Audited' });
    await api.call('PATCH', `${CREDENTIALS}/${id}`, { body: { name: 'Renamed' } });
    await api.call('DELETE', `${CREDENTIALS}/${id}`);
    const about = `subjectType=credential&subjectId=${id}`;
    const entry = { actor: 'admin', subjectType: 'credential', subjectId: id };
    const details = { kind: 'password', uses: ['recovery'] };
    const { items } = await entries(about);
    expect(items).toMatchObject([
      { ...entry, action: 'credential-deleted', subjectName: 'Renamed', details },
      { ...entry, action: 'credential-changed', subjectName: 'Renamed', details: { ...details, changed: ['name'] } },
      { ...entry, action: 'credential-created', subjectName: name, details },
    ]);
    const first = await entries(`${about}&limit=1`);
    expect(first.items).toEqual(items.slice(0, 1));
    expect((await entries(`${about}&limit=2&cursor=${first.nextCursor}`)).items).toEqual(items.slice(1));
    expect((await entries(`${about}&action=credential-changed&actor=admin`)).items).toEqual(items.slice(1, 2));
    expect((await entries(`${about}&actor=somebody`)).items).toEqual([]);
    const bad = await api.call<Problem>('GET', '/api/v1/audit?action=x&subjectType=y&actor=&colour=z');
    expect(bad.body.errors?.map(({ field }) => field).sort()).toEqual(['action', 'actor', 'colour', 'subjectType']);
    expect((await api.call('DELETE', '/api/v1/audit')).status).toBe(404);
  });

  it('and what it tells of are stored together or not at all', async () => {
    const kept = await createCredential(api);
    const path = `${CREDENTIALS}/${kept.id}`;
    await api.dataSource.query(`ALTER TABLE audit ADD CONSTRAINT nobody CHECK (actor <> 'admin') NOT VALID`);
    try {
      const body = { name: 'Never', uses: ['recovery'], login: passwordLogin() };
      for (const [method, address, sent] of [
        ['POST', CREDENTIALS, body],
        ['PATCH', path, { name: 'Never' }],
        ['DELETE', path, undefined],
      ] as const) {
        expect((await api.call(method, address, { body: sent })).status).toBe(500);
      }
    } finally {
      await api.dataSource.query('ALTER TABLE audit DROP CONSTRAINT nobody');
    }
    expect((await api.call('GET', path)).body).toEqual(kept);
    expect(await api.dataSource.query(`SELECT 1 FROM credential WHERE name = 'Never'`)).toEqual([]);
  });

  it('loses what is older than two years, and nothing else', async () => {
    const before = (await entries('limit=500')).items;
    await api.dataSource.query(
      `INSERT INTO audit (at, actor, action, subject_type, details)
       SELECT now() - age, 'test', 'secrets-rotated', 'secrets', '{}'
       FROM unnest('{731 days 1 hour,800 days,900 days}'::interval[]) age`,
    );
    const audit = new AuditRepository(api.dataSource);
    expect(await audit.deleteOld(2)).toBe(2);
    expect(await audit.deleteOld(2)).toBe(1);
    expect(await audit.deleteOld(2)).toBe(0);
    expect((await entries('limit=500')).items).toEqual(before);
  });
});
