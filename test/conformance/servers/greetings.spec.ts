import type { ProbeTarget } from '@twotwenty/domain/probe';
import { probe } from '@twotwenty/smtp/probe';
import { startExim } from '@twotwenty/testing/exim';
import { startSmtpSink } from '@twotwenty/testing/smtp-sink';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestServer } from '@twotwenty/testing/server-process';

const target: ProbeTarget = {
  host: '127.0.0.1',
  port: 25,
  security: 'none',
  addressFamily: 'any',
  tls: { certificate: 'require', warnDays: null, failDays: null },
  ehloName: null,
  strictQuit: true,
};

describe.each([
  { name: 'Exim', start: () => startExim() },
  { name: 'smtp-sink', start: () => startSmtpSink() },
])('$name', ({ start }) => {
  let server: TestServer;
  beforeAll(async () => void (server = await start()));
  afterAll(() => server.stop());

  test.each([null, 'probe.test'])('passes with the EHLO name %s', async (ehloName) => {
    const result = await probe({ ...target, port: server.port, ehloName }, { maxTestDurationMs: 10_000 });
    expect(result).toMatchObject({ ok: true, failure: null, quit: { code: 221 }, anomalies: [] });
  });
});
