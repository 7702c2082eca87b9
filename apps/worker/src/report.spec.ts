import { probeReportSchema, type ProbeOrder } from '@twotwenty/contracts/jobs';
import { PHASES, type ProbeResult } from '@twotwenty/domain/probe';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { patienceMs, toReport } from './report.js';

const order: ProbeOrder = {
  monitor: 1,
  test: 2,
  target: {
    host: 'mx.test',
    port: 25,
    security: 'none',
    tls: { certificate: 'require', warnDays: 14, failDays: null },
    addressFamily: 'any',
    ehloName: null,
    strictQuit: false,
  },
  maxTestDurationMs: 1000,
  expiresAtMs: 10,
  dueAtMs: 5,
  keepTranscript: false,
  well: true,
  reportWithinMs: 0,
};

const result: ProbeResult = {
  ok: true,
  failure: null,
  reply: { code: 220, lines: ['mx.test ESMTP'], enhancedCode: null },
  quit: { code: 221 },
  extensions: null,
  tls: null,
  anomalies: [],
  timings: { dnsMs: 0.5, connectMs: 1, greetingMs: 2, ehloMs: null, tlsMs: null, quitMs: 1, totalMs: 4.5 },
  target: { host: 'mx.test', port: 25, security: 'none', address: '192.0.2.1' },
  transcript: [{ atMs: 1, direction: '<', text: '220 mx.test ESMTP' }],
};

const printable = (maxLength: number) => fc.string({ unit: fc.constantFrom('a', ' ', '\\', '…', 'é'), maxLength });
const finding = fc.record({
  phase: fc.constantFrom(...PHASES),
  code: fc.constant('server-silent'),
  message: printable(5000),
});

describe('patienceMs', () => {
  const patient: ProbeOrder = { ...order, expiresAtMs: 100_000, reportWithinMs: 6000 };
  const failure = { phase: 'connect', code: 'connect-refused', message: 'refused' } as const;

  it('lets wait what is as it was, and no news', () => {
    expect(patienceMs(patient, result, 92_500)).toBe(6000);
    expect(patienceMs({ ...patient, well: false }, result, 92_500)).toBe(0);
    expect(patienceMs({ ...patient, keepTranscript: true }, result, 92_500)).toBe(0);
    expect(patienceMs(patient, { ...result, ok: false, failure }, 92_500)).toBe(0);
  });

  it('does not reach beyond the expiry of the order', () => {
    expect(patienceMs(patient, result, 99_000)).toBe(1000);
    expect(patienceMs(patient, result, 130_000)).toBe(0);
  });
});

describe('toReport', () => {
  it('carries figures alone for a session in which nothing was remarkable', () => {
    expect(toReport(order, result, 8)).toMatchObject({ passed: true, replyCode: 220, latenessMs: 3, detail: null });
  });

  it('carries the record of a failure, of an anomaly, and where somebody asked', () => {
    const failure = { phase: 'connect', code: 'connect-refused', message: 'refused' } as const;
    expect(toReport(order, { ...result, ok: false, failure }, 8).detail).toMatchObject({ address: '192.0.2.1' });
    expect(toReport(order, { ...result, anomalies: [failure] }, 8).detail?.anomalies).toEqual([failure]);
    expect(toReport({ ...order, keepTranscript: true }, result, 8).detail?.transcript).toHaveLength(1);
  });

  it('is always understood by the evaluator, whatever a server said', () => {
    const results = fc.record({
      failure: finding,
      lines: fc.array(printable(70_000), { maxLength: 600, size: 'large' }),
      anomalies: fc.array(finding, { maxLength: 100 }),
      transcript: fc.array(
        fc.record({ atMs: fc.nat({ max: 300_000 }), direction: fc.constant('<' as const), text: printable(9000) }),
        {
          maxLength: 100,
        },
      ),
    });
    fc.assert(
      fc.property(results, ({ failure, lines, anomalies, transcript }) => {
        const said = {
          ...result,
          ok: false,
          failure,
          reply: { code: 554, lines, enhancedCode: null },
          anomalies,
          transcript,
        };
        const parsed = probeReportSchema.safeParse(toReport(order, said, 8));
        expect(parsed.error?.issues ?? []).toEqual([]);
        expect(JSON.stringify(parsed.data?.detail?.reply).length).toBeLessThan(16_000);
      }),
      { numRuns: 50 },
    );
  });
});
