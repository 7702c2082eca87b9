import { describe, expect, it } from 'vitest';
import { machineKeys } from './machine-keys.js';
import { judgeMachine, judgeRepair, REPAIR_VALID_MS, type RepairFacts } from './repair-guard.js';

const NOW = new Date('2026-03-02T03:12:40Z');
const ago = (ms: number): Date => new Date(NOW.getTime() - ms);

const WELL: RepairFacts = {
  type: 'restart-services',
  isWanted: true,
  isIncidentOpen: true,
  hold: null,
  isStopped: false,
  releasedAt: ago(1000),
  now: NOW,
  hasMachine: true,
  hasServices: true,
  credential: 'fit',
  needsCredential: true,
};

function decisionOf(changes: Partial<RepairFacts>): string {
  const judgement = judgeRepair({ ...WELL, ...changes });
  return judgement.decision === 'run' ? 'run' : `${judgement.decision} ${judgement.code}`;
}

describe('judgeRepair', () => {
  it('lets a repair begin that nothing speaks against', () => {
    expect(decisionOf({})).toBe('run');
  });

  it.each<[string, Partial<RepairFacts>, string]>([
    ['the action is gone', { isWanted: false }, 'skip disabled'],
    ['the outage is over', { isIncidentOpen: false }, 'skip over'],
    ['the monitor is under maintenance', { hold: 'maintenance' }, 'skip held'],
    ['the monitor is suspended', { hold: 'suspended' }, 'skip held'],
    ['the stop switch is on', { isStopped: true }, 'skip repairs-stopped'],
    ['it is too late', { releasedAt: ago(REPAIR_VALID_MS + 1) }, 'skip too-late'],
    ['no machine is named', { hasMachine: false }, 'refuse no-machine'],
    ['no credential is named', { credential: 'missing' }, 'refuse no-credential'],
    ['the credential is for something else', { credential: 'not-allowed' }, 'refuse credential-not-allowed'],
    ['the credential is of another kind', { credential: 'unfit' }, 'refuse credential-unfit'],
    ['no services are named', { hasServices: false }, 'refuse no-services'],
  ])('does not when %s', (_, changes, expected) => {
    expect(decisionOf(changes)).toBe(expected);
  });

  it('asks for no services to reboot', () => {
    expect(decisionOf({ type: 'reboot-server', hasServices: false })).toBe('run');
  });

  it('asks for a machine and a credential only where the action needs them', () => {
    const program = { type: 'recovery-program', hasMachine: false, hasServices: false, credential: 'missing' } as const;
    expect(decisionOf({ ...program, needsCredential: false })).toBe('run');
    expect(decisionOf({ ...program, needsCredential: true })).toBe('refuse no-credential');
  });

  it('does not complain about the settings of a repair that nobody wants any more', () => {
    expect(decisionOf({ isIncidentOpen: false, hasMachine: false })).toBe('skip over');
  });
});

describe('judgeMachine', () => {
  const limits = { cooldownSeconds: 300, maxPerDay: 3 };
  const judge = (actedAt: Date[], isBusy = false, lastApart = actedAt[0] ?? null): string => {
    const judgement = judgeMachine(limits, { isBusy, actedAt, lastApart }, NOW);
    return judgement.decision === 'skip' ? judgement.code : judgement.decision;
  };

  it('lets one repair after the other at a machine', () => {
    expect(judge([])).toBe('run');
    expect(judge([], true)).toBe('wait');
  });

  it('keeps the cooldown to the second', () => {
    expect(judge([ago(299_999)])).toBe('cooldown');
    expect(judge([ago(300_000)])).toBe('run');
  });

  it('lets what stands in for a failed repair begin at once, within the limit of the day', () => {
    expect(judge([ago(1000)], false, null)).toBe('run');
    expect(judge([ago(1000), ago(2000), ago(3000)], false, null)).toBe('daily-limit');
  });

  it('keeps what stands in apart from other repairs of the machine', () => {
    expect(judge([ago(1000), ago(60_000)], false, ago(60_000))).toBe('cooldown');
  });

  it('ends at the limit of the day', () => {
    expect(judge([ago(400_000), ago(800_000)])).toBe('run');
    expect(judge([ago(400_000), ago(800_000), ago(900_000)])).toBe('daily-limit');
  });
});

describe('machineKeys', () => {
  it('knows a machine by its name and its addresses, however they are written', () => {
    expect(machineKeys('MX1.Example.com.', ['192.0.2.7', '2001:DB8::7'])).toEqual([
      '192.0.2.7',
      '2001:db8::7',
      'mx1.example.com',
    ]);
    expect(machineKeys('192.0.2.7', ['192.0.2.7'])).toEqual(['192.0.2.7']);
    expect(machineKeys('2001:DB8:0:0::7', ['2001:db8::7', '::ffff:192.0.2.7', 'fe80::0:1%eth0'])).toEqual([
      '192.0.2.7',
      '2001:db8::7',
      'fe80::1%eth0',
    ]);
  });
});
