import type { ServiceListing } from '@twotwenty/actions/recovery/recovery-method';
import { MAX_LISTED_SERVICES } from '@twotwenty/contracts/recovery-check';
import type { UsedCredential } from '@twotwenty/database/repositories/credential.repository';
import type { CheckEnding } from '@twotwenty/database/repositories/recovery-check.repository';
import { createLogger } from '@twotwenty/observability/logger';
import { sealLogin } from '@twotwenty/secrets/login-secrets';
import { SecretBox } from '@twotwenty/secrets/secret-box';
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { startChecks } from './checks.js';

const CREDENTIAL = '018f0000-0000-7000-8000-00000000000c';
const secrets = new SecretBox(randomBytes(32).toString('base64'));
const plain = { kind: 'password', username: 'root', domain: null, password: { secret: 'the-password' } } as const;
const credential = {
  id: CREDENTIAL,
  name: 'Root',
  uses: ['recovery'],
  login: sealLogin(CREDENTIAL, plain, undefined, secrets).login,
} as UsedCredential;

/** How a look at the services of a machine ends that has these. */
async function listed(listing: ServiceListing): Promise<CheckEnding> {
  const method = {
    check: () => Promise.reject(new Error('nobody asked for that')),
    listServices: () => Promise.resolve(listing),
    run: () => Promise.reject(new Error('a check repairs nothing')),
  };
  const input = { kind: 'services', machine: 'mx1', method: 'ssh-systemd', credentialId: CREDENTIAL } as const;
  const waiting = [{ id: 'check', input: { ...input, port: null, services: [] } }];
  return new Promise((resolve) => {
    const checks = startChecks({
      checks: {
        take: () => Promise.resolve(waiting.splice(0)),
        finish: (_id, found) => {
          void checks.stop();
          return Promise.resolve(resolve(found));
        },
      },
      credentials: { find: () => Promise.resolve(credential) },
      secrets,
      hostKeys: { check: () => Promise.resolve(null) },
      resolve: () => Promise.resolve({ result: 'done', addresses: ['192.0.2.1'], foundBy: 'dns' }),
      methods: { 'ssh-systemd': method, 'ssh-windows': method, 'windows-rpc': method },
      logger: createLogger('test', 'fatal'),
    });
  });
}

describe('a list of the services of a machine', () => {
  it('is kept without what can not be stored, and without secrets', async () => {
    const services = [
      { name: 'post\0fix', description: 'a\ud800b the-password', state: 'active\0' },
      { name: 'dovecot', description: '', state: null },
    ];
    const { state, services: kept } = await listed({ result: 'done', services });
    expect(state).toBe('done');
    expect(kept).toEqual([
      {
        name: 'post\ufffdfix',
        description: 'a\ufffdb [secret]',
        state: 'active\ufffd',
      },
      { name: 'dovecot', description: '', state: null },
    ]);
  });

  it('is cut where nobody reads on', async () => {
    const services = Array.from({ length: MAX_LISTED_SERVICES + 1 }, (_, index) => ({
      name: `unit-${index}`,
      description: '',
      state: null,
    }));
    const { services: kept, summary } = await listed({ result: 'done', services });
    expect(kept).toHaveLength(MAX_LISTED_SERVICES);
    expect(summary).toBe(`${MAX_LISTED_SERVICES + 1} services.`);
  });
});
