import { storedActionSchema } from '@twotwenty/contracts/alert';
import type { RepairEnding, TakenRepair } from '@twotwenty/database/repositories/repair.repository';
import { createLogger } from '@twotwenty/observability/logger';
import { sealLogin } from '@twotwenty/secrets/login-secrets';
import { SecretBox } from '@twotwenty/secrets/secret-box';
import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { carryOut, type CarryOutDependencies } from './carry-out.js';

const secrets = new SecretBox(randomBytes(32).toString('base64'));
const credentialId = randomUUID();
const password = { kind: 'password' as const, username: 'repair', domain: null, password: { secret: 'secret' } };

/** A repair that nothing speaks against. */
function takenRepair(): TakenRepair {
  const now = new Date();
  return {
    id: randomUUID(),
    attempts: 1,
    countedAttempts: 1,
    incidentId: randomUUID(),
    alertId: randomUUID(),
    alertName: 'Mail team',
    actionId: randomUUID(),
    type: 'restart-services',
    alertNumber: 1,
    releasedAt: now,
    facts: {} as TakenRepair['facts'],
    monitorId: randomUUID(),
    monitorName: 'MX 1',
    recovery: { machine: 'mx1.example.com', port: null, method: 'ssh-systemd', credentialId, services: ['postfix'] },
    host: '192.0.2.7',
    hold: null,
    isIncidentOpen: true,
    isStopped: false,
    action: storedActionSchema.parse({ id: randomUUID(), type: 'restart-services', settings: {} }),
    now,
  };
}

interface Outcome {
  readonly endings: RepairEnding[];
  putBack: number;
}

/** What becomes of a repair, with all that is not told going well. */
function rehearse(changes: Partial<CarryOutDependencies>): { outcome: Outcome; dependencies: CarryOutDependencies } {
  const outcome: Outcome = { endings: [], putBack: 0 };
  const { login } = sealLogin(credentialId, password, undefined, secrets);
  const dependencies: CarryOutDependencies = {
    repairs: {
      reserve: () => Promise.resolve({ decision: 'run' }),
      setPlace: () => Promise.resolve(),
      giveLeave: () => Promise.resolve({ given: true }),
      progress: () => Promise.resolve(),
      putBack: () => {
        outcome.putBack += 1;
        return Promise.resolve();
      },
      finish: (_repair, ending) => {
        outcome.endings.push(ending);
        return Promise.resolve();
      },
    },
    credentials: { find: () => Promise.resolve({ id: credentialId, name: 'MX', uses: ['recovery'], login }) },
    secrets,
    hostKeys: { check: () => Promise.resolve(null) },
    resolve: () => Promise.resolve({ result: 'done', addresses: ['192.0.2.7'], foundBy: 'dns' }),
    doRepair: () => Promise.resolve({ result: 'done', summary: 'It was restarted.', exitStatus: 0 }),
    leaseMs: 20_000,
    logger: createLogger('test', 'fatal'),
    ...changes,
  };
  return { outcome, dependencies };
}

describe('carryOut', () => {
  it('hands a repair on when the process stops while the name of the machine is looked up', async () => {
    const stopping = new AbortController();
    const { outcome, dependencies } = rehearse({
      resolve: () => {
        stopping.abort();
        return Promise.resolve({ result: 'failed', code: 'time-limit', detail: null, exitStatus: null });
      },
    });
    await carryOut(dependencies, takenRepair(), stopping.signal);
    expect(outcome).toEqual({ endings: [], putBack: 1 });
  });
});
