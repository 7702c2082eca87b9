import type { StoredAction } from '@twotwenty/contracts/alert';
import type { AuditEntry } from '@twotwenty/contracts/audit';
import type { Credential } from '@twotwenty/contracts/credential';
import type { Page } from '@twotwenty/contracts/http';
import { CredentialRepository } from '@twotwenty/database/repositories/credential.repository';
import { openSettings } from '@twotwenty/secrets/action-secrets';
import { openLogin } from '@twotwenty/secrets/login-secrets';
import { SecretBox } from '@twotwenty/secrets/secret-box';
import { startProcess, type ManagedProcess } from '@twotwenty/testing/managed-process';
import { repositoryRoot } from '@twotwenty/testing/repository-root';
import { waitFor } from '@twotwenty/testing/wait-for';
import { createCipheriv, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ALERTS, createAlert, emailAction, slackAction } from '../support/alerts.js';
import { startApi, type TestApi } from '../support/api.js';
import { createCredential, CREDENTIALS, everythingIn, passwordLogin } from '../support/credentials.js';

const BIN = join(repositoryRoot, 'apps/cli/bin/twotwenty.mjs');
const newKey = (): string => randomBytes(32).toString('base64');
const SLACK_URL = 'https://hooks.slack.com/services/T0/B0/secret1';

let api: TestApi;
let key: string;
/** Has the new key alone. */
let after: SecretBox;

beforeEach(async () => {
  api = await startApi('secrets_rotation');
  key = newKey();
  after = new SecretBox(key);
});
afterEach(() => api.stop());

function startRotation(
  args: readonly string[] = [],
  env: Record<string, string | undefined> = {},
): Promise<ManagedProcess> {
  const keys = { SECRETS_KEY: key, SECRETS_KEYS_ACCEPTED: api.secretsKey };
  return startProcess({
    label: 'rotation',
    command: process.execPath,
    args: [BIN, 'secrets', 'rotate', ...args],
    env: { DATABASE_URL: api.databaseUrl, ...keys, ...env },
  });
}

async function rotate(...given: Parameters<typeof startRotation>): Promise<{ code: number | null; output: string }> {
  const child = await startRotation(...given);
  const { code } = await child.exited;
  const output = child.logs();
  for (const secret of ['geheim', SLACK_URL, key, api.secretsKey]) expect(output).not.toContain(secret);
  return { code, output };
}

async function rotateForJson(env: Record<string, string | undefined> = {}): Promise<unknown> {
  return JSON.parse((await rotate(['--json'], env)).output);
}

async function loginOf(id: string, box: SecretBox): Promise<unknown> {
  const credential = await new CredentialRepository(api.dataSource).find(id);
  return credential === null ? null : openLogin(credential, box);
}

async function actionsOf(id: string): Promise<StoredAction[]> {
  const [row] = await api.dataSource.query<{ actions: StoredAction[] }[]>('SELECT actions FROM alert WHERE id = $1', [
    id,
  ]);
  return row?.actions ?? [];
}

async function openedActions(id: string, box: SecretBox): Promise<unknown[]> {
  return (await actionsOf(id)).map((action) => openSettings(action, box));
}

const relays = [
  { host: 'one.example.net', password: 'geheim 1' },
  { host: 'two.example.net', password: 'geheim 2' },
];

describe('twotwenty secrets rotate', () => {
  it('seals everything with the new key, and nobody who edits notices', async () => {
    const alert = await createAlert(api, { actions: [slackAction(1), emailAction(2, relays)] });
    const credential = await createCredential(api);
    const alertPath = `${ALERTS}/${alert.id}`;
    const credentialPath = `${CREDENTIALS}/${credential.id}`;
    const { warnings: _, ...read } = alert;

    const before = await everythingIn(api.dataSource);
    expect(await rotateForJson({})).toMatchObject({ keyId: after.keyId, resealed: 4, current: 0, unopened: [] });
    expect(await everythingIn(api.dataSource)).not.toBe(before);
    expect(await openedActions(alert.id, after)).toMatchObject([{ url: SLACK_URL }, { relays }]);
    expect(await loginOf(credential.id, after)).toMatchObject({ password: 'geheim' });
    expect(await everythingIn(api.dataSource)).not.toContain(api.secrets.keyId);

    // Read before and written after: versions and what stands for the secrets are the same.
    expect((await api.call('GET', alertPath)).body).toEqual(read);
    expect((await api.call('GET', credentialPath)).body).toEqual(credential);
    const match = { headers: { 'if-match': '"1"' } };
    const actions = [...read.actions].reverse();
    expect((await api.call('PATCH', alertPath, { body: { actions }, ...match })).status).toBe(200);
    const login = { ...credential.login, username: 'admin' };
    expect((await api.call('PATCH', credentialPath, { body: { login }, ...match })).status).toBe(200);
    expect(await openedActions(alert.id, after)).toMatchObject([{ relays }, { url: SLACK_URL }]);
    expect(await loginOf(credential.id, after)).toMatchObject({ username: 'admin', password: 'geheim' });

    // A second run finds nothing to do, and each run is written down.
    const stored = await everythingIn(api.dataSource);
    expect(await rotateForJson()).toMatchObject({ resealed: 0, current: 4, unopened: [] });
    const { items } = (await api.call<Page<AuditEntry>>('GET', '/api/v1/audit?subjectType=secrets')).body;
    expect(items).toMatchObject([
      { actor: 'cli', action: 'secrets-rotated', details: { keyId: after.keyId, resealed: 0, current: 4 } },
      { actor: 'cli', action: 'secrets-rotated', details: { keyId: after.keyId, resealed: 4, unopened: 0 } },
    ]);
    const withoutAudit = (text: string): string[] => text.split('\n').filter((line) => !line.startsWith('audit: '));
    expect(withoutAudit(await everythingIn(api.dataSource))).toEqual(withoutAudit(stored));
  });

  it('tells with --dry-run what it would do, and changes nothing', async () => {
    await createAlert(api);
    await createCredential(api);
    const before = await everythingIn(api.dataSource);
    const { code, output } = await rotate(['--dry-run']);
    expect(code).toBe(0);
    expect(output).toBe(
      `Nothing was changed. To be sealed again with the key ${after.keyId}: 2\nSealed with it already: 0\n`,
    );
    expect(await everythingIn(api.dataSource)).toBe(before);
  });

  it('names what no key opens, does everything else, and can be run again with the right key', async () => {
    const { id } = await createAlert(api, { name: 'Mail "team"', actions: [slackAction(1), emailAction(2, relays)] });
    const other = await createCredential(api, { name: 'Of another key' });
    const strange = new SecretBox(newKey());
    const [slack, email] = await actionsOf(id);
    if (slack === undefined || email === undefined) throw new Error('the actions are gone');
    const foreign = { ...slack, settings: { ...slack.settings, url: { sealed: strange.seal(SLACK_URL, slack.id) } } };
    await api.dataSource.query('UPDATE alert SET actions = $2::jsonb WHERE id = $1', [
      id,
      JSON.stringify([email, foreign]),
    ]);

    const { code, output } = await rotate();
    expect(code).toBe(1);
    expect(output).toContain(`Sealed again with the key ${after.keyId}: 3\n`);
    expect(output).toContain('Opened by none of the keys: 1\n  alert "Mail \\"team\\"": actions.1.settings.url\n');
    const [again, asBefore] = await actionsOf(id);
    expect(asBefore).toEqual(foreign);
    expect(again === undefined ? null : openSettings(again, after)).toMatchObject({ relays });

    // With a key that is nobody's, nothing opens and nothing is lost.
    const before = await everythingIn(api.dataSource);
    const wrong = { SECRETS_KEY: newKey(), SECRETS_KEYS_ACCEPTED: newKey() };
    expect((await rotate(['--dry-run'], wrong)).code).toBe(1);
    expect(await rotateForJson(wrong)).toMatchObject({
      resealed: 0,
      unopened: expect.arrayContaining([
        { type: 'credential', id: other.id, name: 'Of another key', secret: 'login.password' },
      ]) as unknown,
    });
    const withoutAudit = (text: string): string => text.replaceAll(/^audit: .*\n/gm, '');
    expect(withoutAudit(await everythingIn(api.dataSource))).toBe(withoutAudit(before));
  });

  it('takes along what the first version sealed, and what stood for it', async () => {
    const { id } = await createAlert(api);
    const [action] = await actionsOf(id);
    if (action === undefined) throw new Error('the action is gone');
    const url = { sealed: sealV1(SLACK_URL, action.id, api.secretsKey) };
    await api.dataSource.query('UPDATE alert SET actions = $2::jsonb WHERE id = $1', [
      id,
      JSON.stringify([{ ...action, settings: { ...action.settings, url } }]),
    ]);
    const path = `${ALERTS}/${id}`;
    const read = (await api.call<{ actions: object[] }>('GET', path)).body;
    expect(await rotateForJson()).toMatchObject({ resealed: 1 });
    expect((await api.call('GET', path)).body).toEqual(read);
    expect((await api.call('PATCH', path, { body: { actions: read.actions } })).status).toBe(200);
    expect(await openedActions(id, after)).toMatchObject([{ url: SLACK_URL }]);
  });

  it('goes on where it was killed', async () => {
    const credentials: Credential[] = [];
    for (let index = 0; index < 10; index += 1) {
      credentials.push(await createCredential(api, { login: passwordLogin(`geheim ${index}`) }));
    }
    const ids = credentials.map(({ id }) => id).sort();
    const held = ids[5];
    const runner = api.dataSource.createQueryRunner();
    try {
      await runner.startTransaction();
      await runner.query('SELECT 1 FROM credential WHERE id = $1 FOR UPDATE', [held]);
      const child = await startRotation();
      await waitFor(async () => (await waitingForLock()) > 0, { what: 'the rotation to come to the row' });
      await child.kill();
    } finally {
      await runner.rollbackTransaction();
      await runner.release();
    }
    expect(await sealedWith(after.keyId)).toEqual(ids.slice(0, 5));
    const both = new SecretBox(key, [api.secretsKey]);
    for (const { id } of credentials) expect(await loginOf(id, both)).toMatchObject({ username: 'root' });

    expect(await rotateForJson()).toMatchObject({ resealed: 5, current: 5, unopened: [] });
    expect(await sealedWith(after.keyId)).toEqual(ids);
    for (const [index, { id }] of credentials.entries()) {
      expect(await loginOf(id, after)).toMatchObject({ password: `geheim ${index}` });
    }
  });

  it('loses no change that is made meanwhile', async () => {
    const { id, login } = await createCredential(api);
    const runner = api.dataSource.createQueryRunner();
    try {
      await runner.startTransaction();
      await runner.query(`UPDATE credential SET login = login || '{"username":"admin"}' WHERE id = $1`, [id]);
      const child = await startRotation(['--json']);
      await waitFor(async () => (await waitingForLock()) > 0, { what: 'the rotation to come to the row' });
      await runner.commitTransaction();
      expect((await child.exited).code).toBe(0);
    } finally {
      if (runner.isTransactionActive) await runner.rollbackTransaction();
      await runner.release();
    }
    expect(await loginOf(id, after)).toEqual({ ...login, username: 'admin', password: 'geheim' });
  });

  it('says what is wrong with its settings', async () => {
    const unset = { DATABASE_URL: '', SECRETS_KEY: '', SECRETS_KEYS_ACCEPTED: 'geheim-key' };
    const nothing = await startRotation([], unset);
    expect((await nothing.exited).code).toBe(3);
    expect(nothing.logs()).toMatch(
      /DATABASE_URL: [\s\S]*SECRETS_KEY: must be set[\s\S]*SECRETS_KEYS_ACCEPTED: must be/,
    );
    expect(nothing.logs()).not.toContain('geheim-key');

    const away = new URL(api.databaseUrl);
    away.pathname = '/nowhere';
    away.password = 'geheim-pw';
    const nowhere = await startRotation([], { DATABASE_URL: away.href });
    expect((await nowhere.exited).code).toBe(2);
    expect(nowhere.logs()).toMatch(/^error: the secrets could not all be looked at: /);
    expect(nowhere.logs()).not.toContain('geheim');

    const help = await startRotation(['--help'], unset);
    expect((await help.exited).code).toBe(0);
    expect(help.logs()).toContain('--dry-run');
  });

  async function waitingForLock(): Promise<number> {
    const [row] = await api.dataSource.query<{ count: number }[]>(
      `SELECT count(*)::int AS count FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'twotwenty secrets' AND wait_event_type = 'Lock'`,
    );
    return row?.count ?? 0;
  }

  async function sealedWith(keyId: string): Promise<string[]> {
    const rows = await api.dataSource.query<{ id: string }[]>(
      `SELECT id FROM credential WHERE login->'password'->>'sealed' LIKE $1 ORDER BY id`,
      [`v2:${keyId}:%`],
    );
    return rows.map(({ id }) => id);
  }
});

/** As the first version sealed: without the ids of key and secret. */
function sealV1(secret: string, place: string, withKey: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(withKey, 'base64'), nonce).setAAD(Buffer.from(place));
  const sealed = Buffer.concat([nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `v1:${sealed.toString('base64')}`;
}
