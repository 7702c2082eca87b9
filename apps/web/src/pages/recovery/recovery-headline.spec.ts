import type { HostKey } from '@twotwenty/contracts/host-key';
import type { RecoverySettings } from '@twotwenty/contracts/recovery-settings';
import { describe, expect, it } from 'vitest';
import { byNeed, recoveryHeadline } from './recovery-headline.js';

const AT = '2026-01-02T03:04:05.000Z';
const shown = { type: 'ssh-ed25519', fingerprint: `SHA256:${'a'.repeat(43)}`, at: AT };

function hostKey(machine: string, offered: HostKey['offered']): HostKey {
  return { id: '00000000-0000-4000-8000-000000000001', machine, port: 22, pinned: shown, offered };
}

function settings(stopped: boolean): RecoverySettings {
  const limits = { cooldownSeconds: 300, maxPerMachinePerDay: 6 };
  return { stopped, stopReason: '', ...limits, version: 1, updatedAt: AT, updatedBy: null };
}

const calm = hostKey('a', null);
const changed = hostKey('b', shown);

describe('recoveryHeadline', () => {
  it.each([
    [true, [changed], 'warn', 'All repairs are stopped'],
    [false, [calm, changed], 'warn', '1 machine shows another host key'],
    [false, [changed, changed], 'warn', '2 machines show another host key'],
    [false, [calm], 'up', 'Repairs may begin'],
  ] as const)('stopped: %s, %j', (stopped, keys, mood, text) => {
    expect(recoveryHeadline(settings(stopped), keys)).toEqual({ mood, text });
  });
});

describe('byNeed', () => {
  it('begins with the keys that wait for a person', () => {
    const other = hostKey('c', null);
    expect(byNeed([calm, other, changed])).toEqual([changed, calm, other]);
  });
});
