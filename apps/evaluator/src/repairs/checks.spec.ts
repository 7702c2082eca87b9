import type { RecoveryMethod, ServiceListing } from '@twotwenty/actions/recovery/recovery-method';
import type { CheckEnding } from '@twotwenty/database/repositories/recovery-check.repository';
import { createLogger } from '@twotwenty/observability/logger';
import { sealLogin } from '@twotwenty/secrets/login-secrets';
import { SecretBox } from '@twotwenty/secrets/secret-box';
import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { startChecks } from './checks.js';

const PASSWORD = 'the-password';
const credentialId = randomUUID();
const secrets = new SecretBox(randomBytes(32).toString('base64'));

/** What is stored of a list of services. */
async function lookAt(listing: ServiceListing): Promise<CheckEnding> {
  const method: RecoveryMethod = {
    check: () => Promise.reject(new Error('it was not to be checked')),
    run: () => Promise.reject(new Error('nothing was to be done')),
    listServices: () => Promise.resolve(listing),
  };
  const input = { kind: 'services' as const, machine: 'mx1.example.com', method: 'ssh-windows' as const, credentialId };
  const password = { kind: 'password' as const, username: 'repair', domain: null, password: { secret: PASSWORD } };
  const { login } = sealLogin(credentialId, password, undefined, secrets);
  const waiting = [{ id: randomUUID(), input: { ...input, port: null, services: [] } }];
  return new Promise((resolve, reject) => {
    const checks = startChecks({
      checks: {
        take: () => Promise.resolve(waiting.splice(0)),
        finish: (_id, ending) => {
          void checks.stop().then(() => resolve(ending), reject);
          return Promise.resolve();
        },
      },
      credentials: { find: () => Promise.resolve({ id: credentialId, name: 'MX', uses: ['recovery'], login }) },
      secrets,
      hostKeys: { check: () => Promise.resolve(null) },
      resolve: () => Promise.resolve({ result: 'done', addresses: ['192.0.2.7'], foundBy: 'dns' }),
      methods: { 'ssh-systemd': method, 'ssh-windows': method, 'windows-rpc': method },
      logger: createLogger('test', 'fatal'),
    });
  });
}

describe('a check of a machine', () => {
  it('stores services without secrets, and without what Postgres would refuse', async () => {
    const { state, services } = await lookAt({
      result: 'done',
      services: [{ name: 'SMTPSVC', description: `Mail\0 \ud800 ${PASSWORD}`, state: null }],
    });
    expect(state).toBe('done');
    expect(services).toEqual([{ name: 'SMTPSVC', description: 'Mail\ufffd \ufffd [secret]', state: null }]);
  });
});
