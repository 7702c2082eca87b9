import type { ProbeReport } from '@twotwenty/contracts/jobs';
import type { LockedState } from '@twotwenty/database/repositories/decision.repository';
import { describe, expect, it } from 'vitest';
import { evaluateExpired, evaluateReports, failurePossible } from './evaluation.js';
import { EARLIER, locked, NOW, POLICY } from './locked-state.fixture.js';

let ids = 0;
const newId = (): string => `incident ${(ids += 1)}`;

function passedTest(number: number): NonNullable<LockedState['lastTest']> {
  return { number, at: NOW.toISOString(), verdict: 'pass', reason: null, votes: { default: vote(true) } };
}

function report(overrides: Partial<ProbeReport> = {}): ProbeReport {
  return {
    monitor: 1,
    test: 5,
    passed: true,
    suspect: false,
    failure: null,
    replyCode: 220,
    timings: { dnsMs: null, connectMs: 1, greetingMs: 2, ehloMs: null, tlsMs: null, quitMs: 1, totalMs: 4 },
    tls: null,
    latenessMs: 3,
    detail: null,
    ...overrides,
  };
}

const tls: ProbeReport['tls'] = {
  protocol: 'TLSv1.3',
  cipher: 'TLS_AES_256_GCM_SHA384',
  certificate: {
    subject: 'CN=mx1.example.com',
    issuer: 'CN=Example Issuer',
    notBefore: '2025-01-01T00:00:00.000Z',
    notAfter: '2027-01-01T00:00:00.000Z',
    fingerprint: 'a'.repeat(64),
    names: ['mx1.example.com'],
    serialNumber: '0A',
    key: 'RSA 2048',
    signatureAlgorithm: 'sha256WithRSAEncryption',
    daysLeft: 365,
  },
  issuers: [],
  valid: true,
};

const failed = report({
  passed: false,
  replyCode: null,
  failure: { phase: 'connect', code: 'connect-refused', message: 'The connection was refused.' },
  detail: { address: '192.0.2.1', reply: null, extensions: null, anomalies: [], transcript: [] },
});

describe('evaluateReports', () => {
  it('closes the test, keeps the result, and is due again after the delay of the new state', () => {
    const { changes, decided, ignored } = evaluateReports(
      [locked({ status: 'uninitialized' })],
      'default',
      [report()],
      newId,
    );
    expect({ decided, ignored }).toEqual({ decided: 1, ignored: 0 });
    expect(changes.states).toMatchObject([{ status: 'up', inFlight: false, dueAt: new Date(NOW.getTime() + 300_000) }]);
    expect(changes.states[0]?.lastTest).toMatchObject({ number: 5, verdict: 'pass', reason: null });
    expect(changes.events).toMatchObject([
      { type: 'state-changed', testNumber: 5, data: { from: 'uninitialized', to: 'up' } },
    ]);
    expect(changes.results).toMatchObject([{ at: NOW, site: 'default', passed: true, replyCode: 220, detail: null }]);
  });

  it('opens an incident at the first failure and tells the reason', () => {
    const warned = locked({ status: 'warn', failures: 1, firstFailureAt: EARLIER });
    const { changes } = evaluateReports([warned], 'default', [failed], () => 'new incident');
    expect(changes.newIncidents).toEqual([{ id: 'new incident', monitorKey: 1, startedAt: EARLIER }]);
    expect(changes.incidentChanges).toEqual([{ id: 'new incident', alerts: 1, endedAt: null, ending: null }]);
    expect(changes.events.map(({ type }) => type)).toEqual(['state-changed', 'alert-raised']);
    expect(changes.events[1]).toMatchObject({
      reason: 'connect: The connection was refused.',
      data: { number: 1, failures: 2, incidentId: 'new incident' },
    });
    expect(changes.results[0]?.detail).toMatchObject({ address: '192.0.2.1', message: 'The connection was refused.' });
  });

  it('raises nothing while something the monitor depends on is out, and says so', () => {
    const warned = locked({ status: 'warn', failures: 1, firstFailureAt: EARLIER, masked: true });
    const { changes } = evaluateReports([warned], 'default', [failed], newId);
    expect(changes.states).toMatchObject([{ status: 'warn', failures: 1 }]);
    expect(changes.states[0]?.lastTest?.reason).toBe(
      'connect: The connection was refused. (no alert: a monitor that this one depends on is out)',
    );
    expect(changes.events).toEqual([]);
  });

  it('says nothing of dependencies when the test passed', () => {
    const { changes } = evaluateReports([locked({ masked: true })], 'default', [report()], newId);
    expect(changes.states[0]?.lastTest).toMatchObject({ verdict: 'pass', reason: null });
  });

  it('keeps the results of a monitor under muted maintenance, and decides nothing', () => {
    const muted = locked({ status: 'uninitialized', hold: 'maintenance', maintenance: 'mute' });
    const { changes, decided } = evaluateReports([muted], 'default', [failed], newId);
    expect(decided).toBe(1);
    expect(changes.states).toMatchObject([
      { status: 'uninitialized', failures: 0, inFlight: false, dueAt: new Date(NOW.getTime() + 300_000) },
    ]);
    expect(changes.states[0]?.lastTest).toMatchObject({ number: 5, verdict: 'fail' });
    expect(changes.results).toHaveLength(1);
    expect(changes.events).toEqual([]);
  });

  it.each(['disabled', 'suspended', 'maintenance'] as const)('ignores reports under the hold %s', (hold) => {
    const held = locked({ status: 'uninitialized', hold, maintenance: hold === 'maintenance' ? 'stop' : 'mute' });
    const { changes, ignored } = evaluateReports([held], 'default', [failed], newId);
    expect(ignored).toBe(1);
    expect(changes.states).toEqual([]);
    expect(changes.results).toEqual([]);
  });

  it('closes the incident at the recovery', () => {
    const lost = locked({
      status: 'lost',
      failures: 4,
      alerts: 2,
      firstFailureAt: EARLIER,
      incidentId: 'old incident',
    });
    const { changes } = evaluateReports([lost], 'default', [report()], newId);
    expect(changes.incidentChanges).toEqual([{ id: 'old incident', alerts: 2, endedAt: NOW, ending: 'recovered' }]);
    expect(changes.states).toMatchObject([{ incidentId: null, firstFailureAt: null, failures: 0, alerts: 0 }]);
  });

  it('takes a report once, however often it comes in one message', () => {
    const { changes, ignored } = evaluateReports([locked()], 'default', [failed, failed, report()], newId);
    expect(ignored).toBe(2);
    expect(changes.states).toMatchObject([{ status: 'warn', failures: 1 }]);
    expect(changes.results).toHaveLength(1);
  });

  it.each([
    ['of another test', locked(), report({ test: 4, tls }), 'default'],
    ['of a site that was not asked', locked(), report(), 'paris'],
    ['of a site that has reported', locked({ votes: { default: vote(true) } }), report(), 'default'],
    ['that comes again after the verdict', locked({ inFlight: false, lastTest: passedTest(5) }), report(), 'default'],
    ['during a hold', locked({ hold: 'disabled', inFlight: false, sites: [] }), report(), 'default'],
    ['of a monitor that is gone', locked({ monitorKey: 2 }), report(), 'default'],
  ])('ignores a report %s', (_why, state, late, site) => {
    const { changes, ignored } = evaluateReports([state], site, [late], newId);
    expect(ignored).toBe(1);
    expect([changes.states, changes.events, changes.results, changes.certificates]).toEqual([[], [], [], []]);
  });

  it('keeps the votes of a test with the test once it is decided', () => {
    const { changes } = evaluateReports([locked({ lastTest: passedTest(4) })], 'default', [report()], newId);
    expect(changes.states).toMatchObject([
      { votes: {}, lastTest: { number: 5, votes: { default: { passed: true } } } },
    ]);
  });

  it('keeps them with the state until then', () => {
    const state = locked({ sites: ['default', 'paris', 'tokyo'], lastTest: passedTest(4) });
    const { changes } = evaluateReports([state], 'default', [report()], newId);
    expect(changes.states).toMatchObject([{ votes: { default: { passed: true } }, lastTest: passedTest(4) }]);
  });

  it('keeps a vote that comes after the verdict, and nothing else of it', () => {
    const lastTest = passedTest(5);
    const dueAt = new Date(NOW.getTime() + 300_000);
    const closed = locked({
      inFlight: false,
      dueAt,
      sites: ['default', 'paris'],
      lastTest,
    });
    const { changes, decided } = evaluateReports([closed], 'paris', [failed], newId);
    expect(decided).toBe(0);
    expect(changes.states).toMatchObject([{ status: 'up', failures: 0, inFlight: false, dueAt }]);
    expect(changes.states[0]?.lastTest).toMatchObject({
      verdict: 'pass',
      votes: { default: { passed: true }, paris: { passed: false } },
    });
    expect(changes.results).toMatchObject([{ site: 'paris', passed: false }]);
    expect(changes.events).toEqual([]);
  });

  it('keeps what was seen of TLS, also where the probe failed and statistics are off', () => {
    const { changes } = evaluateReports(
      [locked({ policy: { ...POLICY, storeStatistics: false } })],
      'default',
      [{ ...failed, tls }, report({ tls })],
      newId,
    );
    expect(changes.certificates).toEqual([{ monitorKey: 1, site: 'default', at: NOW, tls }]);
  });

  it('takes the vote of a test of a former server, and not what it saw of TLS', () => {
    const former = [locked({ certificatesAfterTest: 5 })];
    const { changes, decided } = evaluateReports(former, 'default', [report({ tls })], newId);
    expect(decided).toBe(1);
    expect(changes.certificates).toEqual([]);
    const next = [locked({ certificatesAfterTest: 4 })];
    expect(evaluateReports(next, 'default', [report({ tls })], newId).changes.certificates).toHaveLength(1);
  });

  it('stores no result where statistics are off, but decides', () => {
    const { changes } = evaluateReports(
      [locked({ policy: { ...POLICY, storeStatistics: false } })],
      'default',
      [failed],
      newId,
    );
    expect(changes.results).toEqual([]);
    expect(changes.states).toMatchObject([{ status: 'warn' }]);
  });
});

describe('reports of a site that is suspect', () => {
  const suspect: ProbeReport = {
    ...failed,
    suspect: true,
    failure: { phase: 'connect', code: 'connect-timeout', message: 'The connection was not established in time.' },
  };

  it('end the only site’s test without a verdict at once, and are kept as what they are', () => {
    const { changes, decided } = evaluateReports([locked()], 'default', [suspect], newId);
    expect(decided).toBe(1);
    expect(changes.states).toMatchObject([{ status: 'up', failures: 0, inFlight: false }]);
    expect(changes.states[0]?.lastTest).toMatchObject({
      verdict: 'unknown',
      reason: 'not counted, as the site itself was in trouble: default',
      votes: { default: { passed: false, missing: 'site-suspect', code: 'connect-timeout' } },
    });
    expect(changes.events).toMatchObject([{ type: 'test-unknown', data: { votes: { default: 'suspect' } } }]);
    expect(changes.results).toMatchObject([{ passed: false, suspect: true, code: 'connect-timeout' }]);
  });

  it('are neither failures nor reports, where other sites have voted', () => {
    const sites = ['default', 'lyon', 'oslo'];
    const state = locked({ sites, votes: { default: vote(false) } });
    const first = evaluateReports([state], 'lyon', [suspect], newId);
    expect(first.decided).toBe(0);
    const votes = first.changes.states[0]?.votes ?? {};
    const passing = evaluateReports([{ ...state, votes }], 'oslo', [report()], newId);
    expect(passing.changes.states[0]?.lastTest).toMatchObject({
      verdict: 'pass',
      reason: 'default: connect: refused; not counted, as the site itself was in trouble: lyon',
    });
    const failing = evaluateReports([{ ...state, votes }], 'oslo', [failed], newId);
    expect(failing.changes.states[0]?.lastTest).toMatchObject({ verdict: 'fail' });
    expect(failing.changes.events).toMatchObject([
      { type: 'state-changed', data: { votes: { default: 'failed', lyon: 'suspect', oslo: 'failed' } } },
    ]);
    const blind = evaluateReports([{ ...state, votes }], 'oslo', [suspect], newId);
    expect(blind.changes.states[0]?.lastTest).toMatchObject({ verdict: 'unknown' });
  });

  it('count once: the same site says nothing more on this test', () => {
    const { changes, ignored } = evaluateReports([locked()], 'default', [suspect, suspect, failed], newId);
    expect(ignored).toBe(2);
    expect(changes.results).toHaveLength(1);
    expect(changes.events).toHaveLength(1);
  });

  it('are votes all the same where the probe passed', () => {
    const { changes } = evaluateReports([locked()], 'default', [report({ suspect: true })], newId);
    expect(changes.states[0]?.lastTest).toMatchObject({ verdict: 'pass', reason: null });
    expect(changes.results).toMatchObject([{ passed: true, suspect: false }]);
  });

  it('name who was suspect beside who has not reported', () => {
    const state = locked({ sites: ['default', 'lyon'] });
    const { changes } = evaluateReports([state], 'lyon', [suspect], newId);
    const [saved] = changes.states;
    const { changes: end } = evaluateExpired([{ ...state, votes: saved?.votes ?? {} }], newId);
    expect(end.events).toMatchObject([
      {
        type: 'test-unknown',
        reason: 'no report in time from default; not counted, as the site itself was in trouble: lyon',
        data: { votes: { default: 'missing', lyon: 'suspect' } },
      },
    ]);
  });
});

describe('failurePossible', () => {
  it('is so for monitors that fail now, or were seen to fail by another site', () => {
    const isPossible = failurePossible([failed, report({ monitor: 2 }), report({ monitor: 3 })]);
    const votes = { paris: vote(false) };
    expect(isPossible({ monitorKey: 1, votes: {} })).toBe(true);
    expect(isPossible({ monitorKey: 2, votes: {} })).toBe(false);
    expect(isPossible({ monitorKey: 3, votes })).toBe(true);
  });
});

describe('evaluateExpired', () => {
  it('is unknown without reports, changes no counter, and names who is missing', () => {
    const { changes, decided } = evaluateExpired(
      [locked({ status: 'warn', failures: 1, firstFailureAt: EARLIER })],
      newId,
    );
    expect(decided).toBe(1);
    expect(changes.states).toMatchObject([
      { status: 'warn', failures: 1, inFlight: false, dueAt: new Date(NOW.getTime() + 60_000) },
    ]);
    expect(changes.events).toMatchObject([{ type: 'test-unknown', reason: 'no report in time from default' }]);
  });

  it('judges by the votes that are there', () => {
    const state = locked({ sites: ['default', 'paris'], votes: { default: vote(false) } });
    const { changes } = evaluateExpired([state], newId);
    expect(changes.states).toMatchObject([{ status: 'warn', failures: 1 }]);
    expect(changes.events).toMatchObject([{ type: 'state-changed', reason: 'default: connect: refused' }]);
  });
});

function vote(passed: boolean) {
  return passed
    ? { passed, phase: null, code: null, message: null, replyCode: 220, totalMs: 4 }
    : { passed, phase: 'connect' as const, code: 'connect-refused', message: 'refused', replyCode: null, totalMs: 4 };
}
