import type { RecoveryMethod, ServiceListing } from '@twotwenty/actions/recovery/recovery-method';
import { MAX_LISTED_SERVICES } from '@twotwenty/contracts/recovery-check';
import type { UsedCredential } from '@twotwenty/database/repositories/credential.repository';
import type { CheckEnding } from '@twotwenty/database/repositories/recovery-check.repository';
import { createLogger } from '@twotwenty/observability/logger';
import type { Periodic } from '@twotwenty/observability/periodic';
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

/** An evaluator that looks at the services of machines, and what is told of each. */
function startLooking(
  machines: readonly string[],
  listServices: RecoveryMethod['listServices'],
  finish: (machine: string, ending: CheckEnding) => Promise<void>,
): Periodic {
  const method = {
    check: () => Promise.reject(new Error('nobody asked for that')),
    listServices,
    run: () => Promise.reject(new Error('a check repairs nothing')),
  };
  const fields = {
    kind: 'services',
    method: 'ssh-systemd',
    credentialId: CREDENTIAL,
    port: null,
    services: [],
  } as const;
  const waiting = machines.map((machine) => ({ id: machine, input: { ...fields, machine, services: [] } }));
  return startChecks({
    // One at a time, as if people asked one after the other.
    checks: { take: () => Promise.resolve(waiting.splice(0, 1)), finish },
    credentials: { find: () => Promise.resolve(credential) },
    secrets,
    hostKeys: { check: () => Promise.resolve(null) },
    programFolder: null,
    resolve: () => Promise.resolve({ result: 'done', addresses: ['192.0.2.1'], foundBy: 'dns' }),
    methods: { 'ssh-systemd': method, 'ssh-windows': method, 'windows-rpc': method },
    logger: createLogger('test', 'fatal'),
  });
}

/** How a look at the services of a machine ends that has these. */
async function listed(listing: ServiceListing): Promise<CheckEnding> {
  let looking: Periodic | undefined;
  const ending = await new Promise<CheckEnding>((resolve) => {
    looking = startLooking(
      ['mx1'],
      () => Promise.resolve(listing),
      (_machine, found) => Promise.resolve(resolve(found)),
    );
  });
  await looking?.stop();
  return ending;
}

describe('checks of machines', () => {
  it('do not wait for one that does not answer, nor for one whose ending can not be stored', async () => {
    let looking: Periodic | undefined;
    const seen: string[] = [];
    await new Promise<void>((resolve) => {
      const untilStopped = (signal: AbortSignal): Promise<never> =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))));
      looking = startLooking(
        ['silent', 'unstorable', 'mx1'],
        ({ machine }, { signal }) =>
          machine === 'silent' ? untilStopped(signal) : Promise.resolve({ result: 'done', services: [] }),
        (machine) => {
          seen.push(machine);
          if (machine === 'unstorable') return Promise.reject(new Error('the database is away'));
          return Promise.resolve(resolve());
        },
      );
    });
    expect(seen).toEqual(['unstorable', 'mx1']);
    await looking?.stop();
    expect(seen).toEqual(['unstorable', 'mx1']);
  });
});

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
