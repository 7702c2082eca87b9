import type { AuditEntry } from '@twotwenty/contracts/audit';
import type { Credential } from '@twotwenty/contracts/credential';
import type { Page, Problem } from '@twotwenty/contracts/http';
import { CredentialRepository } from '@twotwenty/database/repositories/credential.repository';
import { openLogin } from '@twotwenty/secrets/login-secrets';
import { createTestDatabase } from '@twotwenty/testing/postgres';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareApps } from '../support/app-processes.js';
import { badFields, startApi, type TestApi } from '../support/api.js';
import { createCredential, CREDENTIALS, everythingIn, passwordLogin, privateKey } from '../support/credentials.js';

const KEEP = { keep: expect.stringMatching(/^[0-9a-f]{16}$/) as string };
let api: TestApi;

beforeAll(async () => {
  api = await startApi('api_credentials');
});
afterAll(() => api.stop());

const get = async (id: string): Promise<Credential> => (await api.call<Credential>('GET', `${CREDENTIALS}/${id}`)).body;

/** The login of a credential as whoever logs in with it has it. */
async function opened(id: string): Promise<unknown> {
  const credential = await new CredentialRepository(api.dataSource).find(id);
  if (credential === null) throw new Error('there is no such credential');
  return openLogin(credential, api.secrets);
}

async function auditOf(id: string): Promise<AuditEntry[]> {
  const query = `/api/v1/audit?subjectType=credential&subjectId=${id}`;
  return (await api.call<Page<AuditEntry>>('GET', query)).body.items;
}

describe('a credential', () => {
  it.each([
    ['a password', { kind: 'password', username: 'root', password: 'geheim' }, { domain: null, password: KEEP }],
    [
      'a password of a domain',
      { kind: 'password', username: 'admin', domain: 'CORP', password: 'ge heim ü' },
      { password: KEEP },
    ],
    ['a key', { kind: 'ssh-key', username: 'root', privateKey: privateKey() }, { privateKey: KEEP, passphrase: null }],
    [
      'a key with a passphrase',
      { kind: 'ssh-key', username: 'root', privateKey: privateKey(), passphrase: 'geheim' },
      { privateKey: KEEP, passphrase: KEEP },
    ],
    ['a token', { kind: 'token', token: 'geheim' }, { username: null, token: KEEP }],
  ])('with %s is given back without its secrets, and opens for use', async (_title, login, read) => {
    const name = `With ${randomUUID()}`;
    const body = { name, uses: ['smtp-auth', 'recovery'], login };
    const created = await api.call<Credential>('POST', CREDENTIALS, { body });

    expect(created.status).toBe(201);
    expect(created.headers.get('etag')).toBe('"1"');
    expect(created.body).toMatchObject({ name, uses: ['smtp-auth', 'recovery'], version: 1 });
    expect(created.body.login).toEqual({ ...login, ...read });
    expect(await get(created.body.id)).toEqual(created.body);
    expect(await opened(created.body.id)).toMatchObject(login);
  });

  it.each<[string, object, string[]]>([
    ['no fields at all', { name: undefined, uses: undefined, login: undefined }, ['login', 'name', 'uses']],
    ['an empty name', { name: ' ' }, ['name']],
    ['a name with NUL', { name: 'a\0' }, ['name']],
    ['no use', { uses: [] }, ['uses']],
    ['an unknown use', { uses: ['recovery', 'ftp'] }, ['uses.1']],
    ['a use twice', { uses: ['recovery', 'recovery'] }, ['uses']],
    ['an unknown kind', { login: { kind: 'pin' } }, ['login.kind']],
    ['no kind', { login: { password: 'x' } }, ['login.kind']],
    ['nothing of a password', { login: { kind: 'password' } }, ['login.password', 'login.username']],
    ['a password on two lines', { login: passwordLogin('a\nb') }, ['login.password']],
    ['an empty password', { login: passwordLogin('') }, ['login.password']],
    ['a password that is kept from nowhere', { login: passwordLogin({ keep: '0'.repeat(16) }) }, ['login.password']],
    ['a password that is an object', { login: passwordLogin({ secret: 'x' }) }, ['login.password']],
    ['a user name on two lines', { login: passwordLogin('x', { username: 'a\nb' }) }, ['login.username']],
    ['an unknown field', { login: passwordLogin('x', { token: 'y' }), colour: 'red' }, ['colour', 'login.token']],
    [
      'a key that is none',
      { login: { kind: 'ssh-key', username: '', privateKey: 'geheim', passphrase: '' } },
      ['login.passphrase', 'login.privateKey', 'login.username'],
    ],
    ['a token on two lines', { login: { kind: 'token', token: 'a\nb' } }, ['login.token']],
  ])('is neither created with nor changed to %s', async (_title, fields, named) => {
    const stored = await createCredential(api);
    const before = await everythingIn(api.dataSource);
    const body = { name: 'Bad', uses: ['recovery'], login: passwordLogin(), ...fields };
    const created = await api.call<Problem>('POST', CREDENTIALS, { body });
    expect(created.status).toBe(422);
    expect(badFields(created)).toEqual(named);
    expect(JSON.stringify(created.body)).not.toContain('geheim');
    if (!Object.values(fields).includes(undefined)) {
      const changed = await api.call<Problem>('PATCH', `${CREDENTIALS}/${stored.id}`, { body: fields });
      expect(changed.status).toBe(422);
      expect(badFields(changed)).toEqual(named);
    }
    expect(await everythingIn(api.dataSource)).toBe(before);
  });

  it('has a name of its own, whatever its case', async () => {
    const { id } = await createCredential(api, { name: 'Öfen der Küche' });
    const other = await createCredential(api);
    const name = 'ÖFEN DER KÜCHE';
    const body = { name, uses: ['recovery'], login: passwordLogin() };
    for (const answer of [
      await api.call<Problem>('POST', CREDENTIALS, { body }),
      await api.call<Problem>('PATCH', `${CREDENTIALS}/${other.id}`, { body: { name } }),
    ]) {
      expect(answer.status).toBe(409);
      expect(answer.body.detail).toBe(`There is a credential "${name}" already.`);
    }
    const renamed = await api.call<Credential>('PATCH', `${CREDENTIALS}/${id}`, { body: { name } });
    expect(renamed.body.name).toBe(name);
    expect(await auditOf(other.id)).toHaveLength(1);
  });

  it('is changed field by field, and keeps the secrets that are not written anew', async () => {
    const login = { kind: 'ssh-key', username: 'root', privateKey: privateKey(), passphrase: 'geheim' };
    const created = await createCredential(api, { login });
    const path = `${CREDENTIALS}/${created.id}`;
    const change = (body: object) => api.call<Credential>('PATCH', path, { body });

    expect((await change({ login: { ...created.login, username: 'admin' } })).body).toEqual({
      ...created,
      login: { ...created.login, username: 'admin' },
      version: 2,
      updatedAt: expect.any(String) as string,
    });
    expect(await opened(created.id)).toEqual({ ...login, username: 'admin' });

    await change({ login: { ...created.login, passphrase: null }, uses: ['recovery', 'smtp-auth'] });
    expect(await opened(created.id)).toEqual({ ...login, passphrase: null });

    await change({ login: { ...created.login, passphrase: 'another', privateKey: login.privateKey } });
    expect(await opened(created.id)).toEqual({ ...login, passphrase: 'another' });
    expect((await get(created.id)).login).not.toEqual(created.login);

    // What is written as it was read is no change.
    const read = await get(created.id);
    expect((await change({ name: read.name, uses: read.uses, login: read.login })).body).toEqual(read);
    expect((await auditOf(created.id)).map(({ action, details }) => [action, details['changed']])).toEqual([
      ['credential-changed', ['login.passphrase', 'login.privateKey']],
      ['credential-changed', ['login.passphrase', 'login.username', 'uses']],
      ['credential-changed', ['login.username']],
      ['credential-created', undefined],
    ]);
  });

  it('takes no secret from another field, another kind or another credential', async () => {
    const created = await createCredential(api);
    const other = await createCredential(api);
    if (created.login.kind !== 'password') throw new Error('it is of another kind');
    const { password } = created.login;
    for (const [id, login, field] of [
      [created.id, { kind: 'token', token: password }, 'login.token'],
      [other.id, passwordLogin(password), 'login.password'],
    ] as const) {
      const answer = await api.call<Problem>('PATCH', `${CREDENTIALS}/${id}`, { body: { login } });
      expect(answer.status).toBe(422);
      expect(answer.body.errors).toEqual([
        { field, message: 'keeps a secret that this credential does not have there: write the secret itself' },
      ]);
    }
  });

  it('is changed and removed only by who has seen it', async () => {
    const { id } = await createCredential(api);
    const path = `${CREDENTIALS}/${id}`;
    const stale = { headers: { 'if-match': '"7"' } };
    expect((await api.call('PATCH', path, { body: { uses: ['smtp-auth'] }, ...stale })).status).toBe(412);
    expect((await api.call('DELETE', path, stale)).status).toBe(412);
    const fresh = { headers: { 'if-match': '"1"' } };
    const changed = await api.call('PATCH', path, { body: { uses: ['smtp-auth'] }, ...fresh });
    expect(changed.headers.get('etag')).toBe('"2"');
    expect((await api.call('DELETE', path, { headers: { 'if-match': '"2"' } })).status).toBe(204);
    for (const [method, body] of [['GET'], ['DELETE'], ['PATCH', {}]] as const) {
      expect((await api.call(method, path, { body })).status).toBe(404);
    }
  });
});

describe('the list of credentials', () => {
  it('is by name, in pages', async () => {
    const names = ['b', 'a', 'c'].map((letter) => `0 list ${letter}`);
    for (const name of names) await createCredential(api, { name });
    const first = (await api.call<Page<Credential>>('GET', `${CREDENTIALS}?limit=2`)).body;
    expect(first.items.map(({ name }) => name)).toEqual(['0 list a', '0 list b']);
    const next = `${CREDENTIALS}?limit=1&cursor=${first.nextCursor}`;
    const second = (await api.call<Page<Credential>>('GET', next)).body;
    expect(second.items.map(({ name }) => name)).toEqual(['0 list c']);
  });
});

describe('the secrets of credentials', () => {
  it('are in no answer, in nothing that is stored and in no log', async () => {
    const database = await createTestDatabase('credential_logs');
    const apps = await prepareApps({ databaseUrl: database.url, redisUrl: null });
    try {
      const controller = await apps.start('controller', { LOG_LEVEL: 'trace' });
      const key = privateKey();
      const login = { kind: 'ssh-key', username: 'root', privateKey: key, passphrase: 'geheim-1' };
      const input = { name: 'A', uses: ['recovery'], login };
      const { id } = await apps.api<Credential>('POST', '/credentials', input);
      const answers = [
        await apps.api('GET', `/credentials/${id}`),
        await apps.api('GET', '/credentials'),
        await apps.api('PATCH', `/credentials/${id}`, { login: passwordLogin('geheim-2') }),
        await apps.api('GET', '/audit'),
        await apps.api('POST', '/credentials', { ...input, colour: 'red' }).catch(String),
        await apps.api('POST', '/credentials', input).catch(String),
        await apps.api('PATCH', `/credentials/${id}`, { login: { ...login, username: '' } }).catch(String),
      ];
      const secret = new RegExp(`geheim|${key.split('\n')[1]?.slice(0, 20).replace(/\W/g, '\\$&')}`);
      expect(key).toMatch(secret);
      expect(JSON.stringify(answers)).not.toMatch(secret);
      const dump = await dumpOf(database.url);
      expect(dump).toMatch(/credential: .*v2:/);
      expect(dump).not.toMatch(secret);
      expect(controller.logs()).toContain('listening');
      expect(controller.logs()).not.toMatch(secret);
    } finally {
      await apps.stop();
      await database.drop();
    }
  });

  async function dumpOf(url: string): Promise<string> {
    const { createDataSource } = await import('@twotwenty/database/data-source');
    const dataSource = createDataSource({ url, applicationName: 'test', poolSize: 1 });
    await dataSource.initialize();
    try {
      return await everythingIn(dataSource);
    } finally {
      await dataSource.destroy();
    }
  }
});
