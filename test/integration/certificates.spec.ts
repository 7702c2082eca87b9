import type { SiteCertificates, TlsReport } from '@twotwenty/contracts/certificate';
import { siteCertificatesSchema } from '@twotwenty/contracts/certificate';
import type { Result } from '@twotwenty/contracts/history';
import type { Page } from '@twotwenty/contracts/http';
import { probeReportSchema, type ProbeReport } from '@twotwenty/contracts/jobs';
import type { Monitor } from '@twotwenty/contracts/monitor';
import { decideReports } from '@twotwenty/evaluator/evaluator';
import { probe } from '@twotwenty/smtp/probe';
import { createTestCertificates } from '@twotwenty/testing/certificates';
import { toReport } from '@twotwenty/worker/report';
import { createLogger } from '@twotwenty/observability/logger';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { decisionsOn } from '../support/decisions.js';
import { startApi, type TestApi } from '../support/api.js';
import { startTlsMailServer } from '../support/tls-mail-server.js';
import { aTlsReport } from '../support/certificates.js';
import { createMonitors } from '../support/monitors.js';

const logger = createLogger('test', 'fatal');
const OLD = 'a'.repeat(64);
const NEW = 'b'.repeat(64);
let api: TestApi;
let monitor: Monitor;
let testNumber = 0;

beforeAll(async () => {
  api = await startApi('certificates');
  await api.call('POST', '/api/v1/sites', { body: { name: 'paris' } });
});
afterAll(() => api.stop());

beforeEach(async () => {
  [monitor] = (await create(1)) as [Monitor];
});

function create(count: number): Promise<Monitor[]> {
  const target = { host: 'mx1.example.com', security: 'starttls' } as const;
  return createMonitors(api.dataSource, count, target, { sites: ['default', 'paris'] });
}

/** Begins a test of each monitor, as the schedule does. @returns their keys */
async function begin(monitors: readonly Monitor[]): Promise<number[]> {
  testNumber += 1;
  const [rows] = await api.dataSource.query<[{ key: number }[], number]>(
    `UPDATE monitor_state state
     SET test_number = $2, in_flight = true, due_at = now() + interval '1 minute', sites = monitor.sites, votes = '{}'
     FROM monitor WHERE monitor.key = state.monitor_key AND monitor.id = ANY($1) RETURNING monitor.key`,
    [monitors.map(({ id }) => id), testNumber],
  );
  return rows.map(({ key }) => key);
}

function report(key: number, tls: TlsReport | null, fields: Partial<ProbeReport> = {}): ProbeReport {
  return probeReportSchema.parse({
    monitor: key,
    test: testNumber,
    passed: true,
    suspect: false,
    failure: null,
    replyCode: 220,
    timings: { dnsMs: null, connectMs: 1, greetingMs: 2, ehloMs: 3, tlsMs: 4, quitMs: 1, totalMs: 11 },
    tls,
    latenessMs: 1,
    detail: null,
    ...fields,
  });
}

async function decide(site: string, reports: readonly ProbeReport[]): Promise<void> {
  const decisions = decisionsOn(api.dataSource);
  expect(await decideReports({ decisions, logger }, site, reports)).toEqual([]);
}

/** One more test of the monitor, seen by one site. */
async function see(tls: TlsReport | null, site = 'default'): Promise<void> {
  const [key = 0] = await begin([monitor]);
  await decide(site, [report(key, tls)]);
}

async function certificates(id = monitor.id): Promise<SiteCertificates['items']> {
  const { status, body } = await api.call<SiteCertificates>('GET', `/api/v1/monitors/${id}/certificates`);
  expect(status).toBe(200);
  expect(siteCertificatesSchema.parse(body)).toEqual(body);
  return body.items;
}

/** The place of the row on the disk, which every write changes. */
async function versions(): Promise<unknown> {
  return api.dataSource.query(
    `SELECT certificate.ctid, certificate.xmin, certificate.xmax FROM monitor_certificate certificate
     JOIN monitor ON monitor.key = certificate.monitor_key WHERE monitor.id = $1`,
    [monitor.id],
  );
}

async function age(interval: string): Promise<void> {
  await api.dataSource.query(
    `UPDATE monitor_certificate SET checked_at = checked_at - $1::interval, first_seen_at = first_seen_at - $1::interval`,
    [interval],
  );
}

describe('the certificate in use', () => {
  it('is nothing before a test', async () => {
    expect(await certificates()).toEqual([]);
  });

  it('is kept for each site', async () => {
    const [key = 0] = await begin([monitor]);
    await decide('paris', [report(key, aTlsReport(20, NEW))]);
    await decide('default', [report(key, aTlsReport(60, OLD))]);
    const seen = await certificates();

    expect(seen).toMatchObject([
      { site: 'default', ...aTlsReport(60, OLD), certificate: { fingerprint: OLD, daysLeft: 60 } },
      { site: 'paris', certificate: { fingerprint: NEW, daysLeft: 20 } },
    ]);
    expect(seen[0]?.firstSeenAt).toBe(seen[0]?.checkedAt);
  });

  it('counts the days that are left when it is read', async () => {
    await see({ ...aTlsReport(-3), certificate: { ...aTlsReport(-3).certificate, daysLeft: 400 } });

    expect(await certificates()).toMatchObject([{ certificate: { daysLeft: -3 } }]);
  });

  it('is written only when it changed or an hour has passed', async () => {
    const tls = aTlsReport();
    await see(tls);
    await age('59 minutes');
    const before = await versions();
    const [first] = await certificates();

    await see({ ...tls, certificate: { ...tls.certificate, daysLeft: 59 } });
    expect(await versions()).toEqual(before);

    await age('1 minute');
    await see(tls);
    const [second] = await certificates();
    expect(Date.parse(second?.checkedAt ?? '')).toBeGreaterThan(Date.parse(first?.checkedAt ?? ''));
    expect(Date.parse(second?.firstSeenAt ?? '')).toBe(Date.parse(first?.firstSeenAt ?? '') - 60_000);
  });

  it('changes at once, and is seen first then', async () => {
    await see(aTlsReport(2, OLD));
    await age('10 minutes');
    const [old] = await certificates();
    await see({ ...aTlsReport(2, OLD), cipher: 'TLS_CHACHA20_POLY1305_SHA256' });
    const [other] = await certificates();
    await see(aTlsReport(90, NEW));
    const [renewed] = await certificates();

    expect(other).toMatchObject({ cipher: 'TLS_CHACHA20_POLY1305_SHA256', firstSeenAt: old?.firstSeenAt });
    expect(renewed).toMatchObject({ certificate: { fingerprint: NEW, daysLeft: 90 } });
    expect(renewed?.firstSeenAt).toBe(renewed?.checkedAt);
  });

  it('stays when a test sees none', async () => {
    await see(aTlsReport());
    const before = await certificates();
    await see(null);

    expect(await certificates()).toEqual(before);
  });

  it('is not taken from a report that is ignored', async () => {
    const [key = 0] = await begin([monitor]);
    await decide('default', [report(key, aTlsReport(60, OLD)), report(key, aTlsReport(9, NEW))]);
    await decide('default', [
      report(key, aTlsReport(9, NEW)),
      report(key, aTlsReport(9, NEW), { test: testNumber - 1 }),
    ]);
    await decide('default', [report(2_000_000_000, aTlsReport(9, NEW))]);
    await decide('nowhere', [report(key, aTlsReport(9, NEW))]);

    expect(await certificates()).toMatchObject([{ site: 'default', certificate: { fingerprint: OLD } }]);
  });

  it('takes two statements a batch at most, one while nothing changes, none without TLS', async () => {
    const many = await create(30);
    const statementsOf = async (tls: TlsReport | null): Promise<string[]> => {
      const keys = await begin(many);
      return logged(() =>
        decide(
          'default',
          keys.map((key) => report(key, tls)),
        ),
      );
    };
    const about = (statements: string[]): string[] => statements.filter((sql) => sql.includes('monitor_certificate'));
    const tls = aTlsReport();

    // The first test changes the states, which is one more event.
    await statementsOf(null);
    const without = await statementsOf(null);
    expect(about(without)).toEqual([]);
    expect(about(await statementsOf(tls))).toHaveLength(2);
    expect(await certificates(many[29]?.id)).toHaveLength(1);
    const unchanged = await statementsOf(tls);
    expect(about(unchanged)).toHaveLength(1);
    expect(unchanged).toHaveLength(without.length + 1);
  });

  it('is not shown for a site that is not asked any more, nor without TLS', async () => {
    await see(aTlsReport());
    await see(aTlsReport(), 'paris');
    const change = (body: object) => api.call('PATCH', `/api/v1/monitors/${monitor.id}`, { body });

    await change({ sites: ['default'] });
    expect(await certificates()).toMatchObject([{ site: 'default' }]);
    await change({ target: { security: 'none' } });
    expect(await certificates()).toEqual([]);
  });

  it('is forgotten when the monitor gets another server, and not for another name', async () => {
    await see(aTlsReport());
    const change = (body: object) => api.call('PATCH', `/api/v1/monitors/${monitor.id}`, { body });

    await change({ name: 'Other', target: { strictQuit: true } });
    expect(await certificates()).toHaveLength(1);
    await change({ target: { host: 'mx2.example.com' } });
    expect(await certificates()).toEqual([]);
  });

  it.each([{ host: 'mx2.example.com' }, { port: 2525 }, { security: 'tls' }])(
    'is not taken from a test of the server before the change of %o',
    async (target) => {
      const [key = 0] = await begin([monitor]);
      await decide('default', [report(key, aTlsReport(60, OLD))]);
      const { status } = await api.call('PATCH', `/api/v1/monitors/${monitor.id}`, { body: { target } });
      expect(status).toBe(200);
      await decide('paris', [report(key, aTlsReport(60, OLD))]);
      expect(await certificates()).toEqual([]);
      const { body } = await api.call<Monitor>('GET', `/api/v1/monitors/${monitor.id}`);
      expect(body.state.lastTest?.votes).toMatchObject({ default: { passed: true }, paris: { passed: true } });

      await see(aTlsReport(90, NEW), 'paris');
      expect(await certificates()).toMatchObject([{ site: 'paris', certificate: { fingerprint: NEW } }]);
    },
  );

  it('goes with its site or its monitor', async () => {
    const count = async (): Promise<number> =>
      (await api.dataSource.query<unknown[]>('SELECT 1 FROM monitor_certificate')).length;
    await api.dataSource.query('DELETE FROM monitor_certificate');
    await api.call('POST', '/api/v1/sites', { body: { name: 'rome' } });
    await api.call('PATCH', `/api/v1/monitors/${monitor.id}`, { body: { sites: ['default', 'rome'] } });
    await see(aTlsReport());
    await see(aTlsReport(), 'rome');
    expect(await count()).toBe(2);

    await api.call('PATCH', `/api/v1/monitors/${monitor.id}`, { body: { sites: ['default'] } });
    expect((await api.call('DELETE', '/api/v1/sites/rome')).status).toBe(204);
    expect(await count()).toBe(1);
    expect((await api.call('DELETE', `/api/v1/monitors/${monitor.id}`)).status).toBe(204);
    expect(await count()).toBe(0);
  });

  it('is kept without statistics too', async () => {
    await api.call('PATCH', `/api/v1/monitors/${monitor.id}`, { body: { storeStatistics: false } });
    await see(aTlsReport());

    expect(await certificates()).toHaveLength(1);
  });
});

describe('what a real handshake shows', () => {
  it('reaches the API from the probe, within the limits of the contract', async () => {
    const made = await createTestCertificates();
    const certificate = await made.get('with-intermediate');
    const server = await startTlsMailServer('starttls', { cert: certificate.chain, key: certificate.key });
    const target = { ...monitor.target, host: '127.0.0.1', port: server.port };
    const [key = 0] = await begin([monitor]);
    const order = {
      monitor: key,
      test: testNumber,
      maxTestDurationMs: 5000,
      expiresAtMs: 1,
      dueAtMs: 1,
      keepTranscript: true,
      well: true,
      reportWithinMs: 0,
    };
    const result = await probe(target, { ...order, trustedCertificates: [made.authority] });
    await server.stop();
    await decide('default', [probeReportSchema.parse(toReport({ ...order, target }, result, 1))]);

    expect(await certificates()).toEqual([
      {
        site: 'default',
        firstSeenAt: expect.any(String) as string,
        checkedAt: expect.any(String) as string,
        ...result.tls,
      },
    ]);
    expect(result.tls).toMatchObject({ valid: true, issuers: [{}] });
    const { body } = await api.call<Page<Result>>('GET', `/api/v1/monitors/${monitor.id}/results`);
    expect(body.items).toMatchObject([
      { passed: true, replyPermanence: null, detail: { tls: result.tls, extensions: result.extensions } },
    ]);
    expect(body.items[0]?.timings.ehloMs).toBeGreaterThan(0);
  });
});

describe('a result with TLS', () => {
  it('shows what the session showed', async () => {
    const [key = 0] = await begin([monitor]);
    const tls = aTlsReport(-1);
    const detail = {
      address: '192.0.2.1',
      reply: { code: 421, lines: ['4.3.2 later'], enhancedCode: '4.3.2' },
      extensions: ['SIZE 1000', '8BITMIME'],
      anomalies: [],
      transcript: [],
    };
    const failure = { phase: 'tls', code: 'certificate-expired', message: 'It has expired.' } as const;
    await decide('default', [report(key, tls, { passed: false, failure, replyCode: 421, detail })]);
    const { body } = await api.call<Page<Result>>('GET', `/api/v1/monitors/${monitor.id}/results`);

    expect(body.items).toMatchObject([
      {
        phase: 'tls',
        code: 'certificate-expired',
        replyCode: 421,
        replyPermanence: 'temporary',
        timings: { ehloMs: 3, tlsMs: 4 },
        detail: { ...detail, tls, message: 'It has expired.' },
      },
    ]);
  });
});

/** The statements that run meanwhile, as they go to Postgres. */
async function logged(work: () => Promise<void>): Promise<string[]> {
  const statements: string[] = [];
  const query = vi.spyOn(pg.Client.prototype, 'query');
  try {
    await work();
    for (const [given] of query.mock.calls) statements.push(textOf(given));
  } finally {
    query.mockRestore();
  }
  return statements;
}

function textOf(query: unknown): string {
  if (typeof query === 'string') return query;
  return typeof query === 'object' && query !== null && 'text' in query ? String(query.text) : '';
}
