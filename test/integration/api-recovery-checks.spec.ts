import type { Problem } from '@twotwenty/contracts/http';
import { recoveryCheckSchema, type RecoveryCheck } from '@twotwenty/contracts/recovery-check';
import { RecoveryCheckRepository } from '@twotwenty/database/repositories/recovery-check.repository';
import { startRecovery } from '@twotwenty/evaluator/repairs/recovery';
import { createLogger } from '@twotwenty/observability/logger';
import type { Periodic } from '@twotwenty/observability/periodic';
import { waitFor } from '@twotwenty/testing/wait-for';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { badFields, startApi, type TestApi } from '../support/api.js';
import { auditOf } from '../support/audit.js';
import { createCredential, passwordLogin, privateKey } from '../support/credentials.js';
import { lookOutFor } from '../support/lookout.js';

const CHECKS = '/api/v1/recovery-checks';
let api: TestApi;

beforeAll(async () => {
  api = await startApi('api_recovery_checks');
});
afterAll(() => api.stop());

const ID = randomUUID();
const connection = (fields: object = {}): object => ({
  kind: 'connection',
  machine: 'mx1.example.com',
  method: 'ssh-systemd',
  credentialId: ID,
  ...fields,
});

const count = async (): Promise<unknown> => api.dataSource.query('SELECT count(*) FROM recovery_check');

describe('a check of a machine', () => {
  it.each<[string, object, string[]]>([
    ['nothing', {}, ['kind']],
    ['an unknown kind', { kind: 'reboot', machine: 'mx1' }, ['kind']],
    ['no machine', { kind: 'resolve' }, ['machine']],
    ['what would be an option', { kind: 'resolve', machine: '-oProxyCommand=x' }, ['machine']],
    ['a name with a command', { kind: 'resolve', machine: 'mx1;reboot' }, ['machine']],
    [
      'more than a name needs',
      { kind: 'resolve', machine: 'mx1', credentialId: ID, port: 22 },
      ['credentialId', 'port'],
    ],
    ['no credential', connection({ credentialId: null }), ['credentialId']],
    ['a credential that is no id', connection({ credentialId: 'root' }), ['credentialId']],
    [
      'every field wrong',
      connection({ machine: '', method: 'telnet', port: 0, credentialId: 7, task: 'shutdown', services: 'postfix' }),
      ['credentialId', 'machine', 'method', 'port', 'services', 'task'],
    ],
    ['33 services', connection({ services: Array.from({ length: 33 }, (_, index) => `unit-${index}`) }), ['services']],
    ['a service twice', connection({ services: ['postfix', 'postfix'] }), ['services']],
    ['a list of services with a task', { ...connection({ task: 'reboot-server' }), kind: 'services' }, ['task']],
    ['an unknown field', connection({ command: 'id' }), ['command']],
    ['a program in another folder', { kind: 'program', program: '../sh', user: '' }, ['program', 'user']],
  ])('is refused with %s', async (_title, body, named) => {
    const before = await count();
    const answer = await api.call<Problem>('POST', CHECKS, { body });
    expect(answer.status).toBe(422);
    expect([...new Set(badFields(answer))]).toEqual(named);
    expect(await count()).toEqual(before);
  });

  const EVIL = [
    '; rm -rf /',
    '$(reboot)',
    '`reboot`',
    "a'b",
    'a"b',
    'a\nb',
    '-H',
    '--no-block',
    '',
    'a|b',
    'a\0b',
    '*',
  ];
  const METHODS = ['ssh-systemd', 'ssh-windows', 'windows-rpc'];

  it.each(METHODS.flatMap((method) => EVIL.map((service) => [method, service])))(
    'by %s is refused with the service %j',
    async (method, service) => {
      const body = connection({ method, services: ['postfix', service] });
      const answer = await api.call<Problem>('POST', CHECKS, { body });
      expect(answer.status).toBe(422);
      expect(badFields(answer)).toEqual(['services.1']);
    },
  );

  it('says which kinds and which names there are', async () => {
    const unknown = await api.call<Problem>('POST', CHECKS, { body: { kind: 'reboot' } });
    expect(unknown.body.errors).toEqual([
      { field: 'kind', message: 'must be one of resolve, connection, services, program' },
    ]);
    const service = await api.call<Problem>('POST', CHECKS, { body: connection({ services: ['$(reboot)'] }) });
    expect(service.body.errors).toEqual([
      { field: 'services.0', message: 'must be the name of a systemd unit, such as postfix or postfix@-.service' },
    ]);
  });

  it('is asked for, waits, and is written down', async () => {
    const answer = await api.call<RecoveryCheck>('POST', CHECKS, { body: connection({ services: [' postfix '] }) });
    expect(answer.status).toBe(202);
    expect(answer.headers.get('location')).toBe(`${CHECKS}/${answer.body.id}`);
    expect(recoveryCheckSchema.parse(answer.body)).toEqual(answer.body);
    expect(answer.body).toMatchObject({
      kind: 'connection',
      machine: 'mx1.example.com',
      method: 'ssh-systemd',
      state: 'pending',
      requestedBy: 'admin',
      finishedAt: null,
      code: null,
    });
    expect((await api.call('GET', `${CHECKS}/${answer.body.id}`)).body).toEqual(answer.body);
    expect((await auditOf(api, 'machine'))[0]).toMatchObject({
      actor: 'admin',
      action: 'recovery-checked',
      subjectName: 'mx1.example.com',
      details: { kind: 'connection', credentialId: ID },
    });
    await api.dataSource.query('DELETE FROM recovery_check');
    for (const id of [answer.body.id, 'x']) expect((await api.call('GET', `${CHECKS}/${id}`)).status).toBe(404);
  });
});

describe('a check that an evaluator carries out', () => {
  const running: Periodic[] = [];
  afterEach(async () => {
    await Promise.all(running.splice(0).map((recovery) => recovery.stop()));
  });

  function start(): void {
    const { dataSource, secrets } = api;
    const logger = createLogger('test', 'fatal');
    const recovery = startRecovery({ dataSource, secrets, programFolder: null, logger });
    const { repairs, checks } = recovery;
    running.push(lookOutFor(dataSource, { repairs, checks }), recovery);
  }

  const read = async (id: string): Promise<RecoveryCheck> =>
    recoveryCheckSchema.parse((await api.call('GET', `${CHECKS}/${id}`)).body);

  async function ended(id: string): Promise<RecoveryCheck> {
    const isOver = async () => (await read(id)).finishedAt !== null;
    await waitFor(isOver, { what: 'the check to be over', timeoutMs: 25_000 });
    return read(id);
  }

  async function ask(body: object): Promise<string> {
    const answer = await api.call<RecoveryCheck>('POST', CHECKS, { body });
    expect(answer.status).toBe(202);
    return answer.body.id;
  }

  async function check(body: object): Promise<RecoveryCheck> {
    start();
    return ended(await ask(body));
  }

  /** A port at which nobody listens. */
  async function refusedPort(): Promise<number> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    await new Promise((resolve) => server.close(resolve));
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  it('says that no program may be run where no folder is given for them', async () => {
    const found = await check({ kind: 'program', program: 'restart-mail' });
    expect(found).toMatchObject({ state: 'failed', machine: null, method: null, code: 'program-refused' });
    expect(found.error).toContain('no folder of programs');
  });

  it('finds the addresses of a machine', async () => {
    expect(await check({ kind: 'resolve', machine: '127.0.0.1' })).toMatchObject({
      state: 'done',
      addresses: ['127.0.0.1'],
      method: null,
      code: null,
      error: null,
    });
    expect((await ended(await ask({ kind: 'resolve', machine: 'localhost' }))).addresses).toContain('127.0.0.1');
  });

  it.each(['resolve', 'connection', 'services'])('says of an unknown machine what to look at: %s', async (kind) => {
    const more = kind === 'resolve' ? {} : { method: 'ssh-systemd', credentialId: (await createCredential(api)).id };
    const { error, ...found } = await check({ kind, machine: 'no-such-machine.invalid', ...more });
    expect(found).toMatchObject({ state: 'failed', code: 'unknown-host', summary: null, addresses: [], services: [] });
    expect(found.lookAt).toContain('name service');
    expect(error).toContain('no-such-machine.invalid');
  });

  it.each(['connection', 'services'])('says that nobody listens at a port: %s', async (kind) => {
    const [port, { id: credentialId }] = [await refusedPort(), await createCredential(api)];
    const fields = { kind, credentialId, machine: '127.0.0.1', port, services: ['postfix'] };
    const { error, ...found } = await check(connection(fields));
    expect(found).toMatchObject({ state: 'failed', code: 'unreachable', method: 'ssh-systemd', services: [] });
    expect(found.lookAt).toContain('firewall');
    expect(error).toContain(`127.0.0.1:${port}`);
    expect(JSON.stringify(found)).not.toContain('geheim');
  });

  it.each([
    ['for another use', 'ssh-systemd', { uses: ['smtp-auth'] }, 'credential-not-allowed'],
    ['that is a token', 'ssh-systemd', { login: { kind: 'token', token: 'geheim' } }, 'credential-unfit'],
    [
      'that is a key where keys are not known',
      'windows-rpc',
      { login: { kind: 'ssh-key', username: 'root', privateKey: privateKey() } },
      'credential-unfit',
    ],
  ])('uses no credential %s', async (_title, method, fields, code) => {
    const { id: credentialId } = await createCredential(api, fields);
    const found = await check(connection({ method, credentialId, machine: '127.0.0.1', port: await refusedPort() }));
    expect(found).toMatchObject({ state: 'failed', code });
  });

  it('uses no credential that is gone, or whose secret can not be opened', async () => {
    expect(await check(connection({ credentialId: randomUUID(), machine: '127.0.0.1' }))).toMatchObject({
      state: 'failed',
      code: 'no-credential',
    });
    const [one, two] = [await createCredential(api), await createCredential(api, { login: passwordLogin('anders') })];
    await api.dataSource.query(
      'UPDATE credential SET login = (SELECT login FROM credential WHERE id = $2) WHERE id = $1',
      [one.id, two.id],
    );
    expect(await ended(await ask(connection({ credentialId: one.id, machine: '127.0.0.1' })))).toMatchObject({
      state: 'failed',
      code: 'secret-unreadable',
    });
  });

  it('is begun again when whoever began it died, and ends once', async () => {
    const id = await ask({ kind: 'resolve', machine: '127.0.0.1' });
    const checks = new RecoveryCheckRepository(api.dataSource);
    expect((await checks.take(10, 3_600_000)).map((taken) => taken.id)).toEqual([id]);
    expect(await checks.take(10, 3_600_000)).toEqual([]);
    expect((await read(id)).state).toBe('running');
    await api.dataSource.query(`UPDATE recovery_check SET running_until = now() - interval '1 second' WHERE id = $1`, [
      id,
    ]);
    start();
    const first = await ended(id);
    expect(first).toMatchObject({ state: 'done', addresses: ['127.0.0.1'] });
    const late = { summary: 'Late.', addresses: [], services: [], steps: [], output: '' };
    await checks.finish(id, { ...late, state: 'failed', code: 'time-limit', error: 'Late.' });
    expect(await read(id)).toEqual(first);
  });
});
