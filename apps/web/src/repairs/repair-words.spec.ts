import type { RepairEffect } from '@twotwenty/contracts/action-run';
import type { Monitor } from '@twotwenty/contracts/monitor';
import { describe, expect, it } from 'vitest';
import { formatExact } from '../time/relative-time.js';
import { againWarning, effectSentences, plannedPlace } from './repair-words.js';

const ACTED = '2026-01-02T03:04:05.000Z';
const AWAY = '2026-01-02T03:04:20.000Z';
const BACK = '2026-01-02T03:04:40.000Z';
const ENDED = '2026-01-02T03:04:48.000Z';

const none: RepairEffect = { outcome: 'not-yet', at: null, failedTests: 0, wentAwayAt: null, cameBackAt: null };

function sentences(type: string, effect: Partial<RepairEffect>): string[] {
  const told = effectSentences(type, { actedAt: ACTED, effect: { ...none, ...effect } });
  return told.map((text) => text.replaceAll('\u00a0', ' '));
}

describe('effectSentences', () => {
  it.each([
    [{ outcome: 'answered', at: ENDED }, 'The server answered 43 s later.'],
    [
      { outcome: 'answered', at: ENDED, failedTests: 1 },
      'The server answered 43 s later: 1 session failed until then.',
    ],
    [{ failedTests: 5 }, 'Still no answer: 5 sessions failed since.'],
    [{}, 'No answer yet.'],
    [{ outcome: 'interrupted', at: ENDED }, 'The outage was ended by a hold, before a test passed.'],
  ] as const)('%j is told', (effect, text) => {
    expect(sentences('restart-services', effect)).toEqual([text]);
  });

  it.each([
    [{}, 'The machine was not seen to go away yet.'],
    [{ outcome: 'answered', at: ENDED }, 'The machine was not seen to go away.'],
    [{ wentAwayAt: AWAY }, `The machine went away at ${formatExact(AWAY)}, and did not come back yet.`],
    [
      { wentAwayAt: AWAY, cameBackAt: BACK },
      `The machine went away at ${formatExact(AWAY)}, came back at ${formatExact(BACK)}.`,
    ],
  ] as const)('of a reboot %j is told too', (effect, text) => {
    expect(sentences('reboot-server', effect)[1]).toBe(text.replaceAll('\u00a0', ' '));
  });

  it('has nothing to tell while nothing was done', () => {
    expect(effectSentences('reboot-server', { actedAt: null, effect: null })).toEqual([]);
  });
});

describe('plannedPlace', () => {
  const recovery = {
    machine: 'mx1.example.com',
    port: null,
    method: 'ssh-systemd',
    credentialId: null,
    services: ['postfix', 'dovecot'],
  } as const;

  const target = { host: 'mail.example.com' };
  const monitor = (of: Monitor['recovery']) => ({ recovery: of, target });

  it('names the services where they are asked for', () => {
    const place = monitor({ ...recovery, services: [...recovery.services] });
    const whole = { machine: 'mx1.example.com', services: 'postfix, dovecot' };
    expect(plannedPlace('restart-services', place)).toEqual(whole);
    expect(plannedPlace('recovery-program', place)).toEqual(whole);
    expect(plannedPlace('reboot-server', place)).toEqual({ machine: 'mx1.example.com', services: null });
  });

  it('says what is missing', () => {
    const refused = 'none is named by the monitor: it will be refused';
    expect(plannedPlace('reboot-server', monitor(null))).toEqual({ machine: refused, services: null });
    expect(plannedPlace('restart-services', monitor(null))).toEqual({ machine: refused, services: null });
    expect(plannedPlace('restart-services', monitor({ ...recovery, services: [] })).services).toBe(
      'none are named by the monitor: it will be refused',
    );
    expect(plannedPlace('recovery-program', monitor(null))).toEqual({ machine: 'mail.example.com', services: null });
  });
});

describe('againWarning', () => {
  it('warns more of a repair that may have been done', () => {
    expect(againWarning('failed')).toBe('The machine will be asked again.');
    expect(againWarning('unknown')).toContain('Nobody knows');
  });
});
