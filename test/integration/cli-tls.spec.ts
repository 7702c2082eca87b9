import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { ProbeResult } from '@twotwenty/domain/probe';
import { type CertificateKind, createTestCertificates, type TestCertificates } from '@twotwenty/testing/certificates';
import { repositoryRoot } from '@twotwenty/testing/repository-root';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startTlsMailServer } from '../support/tls-mail-server.js';

const BIN = join(repositoryRoot, 'apps/cli/bin/twotwenty.mjs');
let certificates: TestCertificates;

beforeAll(async () => {
  certificates = await createTestCertificates();
});

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Probes a server with such a certificate, whose authority is trusted. */
async function probe(security: 'tls' | 'starttls', kind: CertificateKind, ...flags: string[]): Promise<Run> {
  const { chain: cert, key } = await certificates.get(kind);
  const server = await startTlsMailServer(security, { cert, key });
  onTestFinished(() => server.stop());
  const args = ['probe', `127.0.0.1:${server.port}`, '--security', security, '--ca-file', certificates.authorityFile];
  return new Promise((resolve) => {
    execFile(process.execPath, [BIN, ...args, ...flags], (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

describe.each(['starttls', 'tls'] as const)('twotwenty probe --security %s', (security) => {
  it('passes with a certificate that is valid, and shows it', async () => {
    const { code, stdout, stderr } = await probe(security, 'with-intermediate');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^PASSED/);
    expect(stdout).toMatch(/^TLS {6}TLSv1\.3, TLS_AES_256_GCM_SHA384\nValid {4}yes/m);
    expect(stdout).toMatch(/^Names {4}localhost, mta\.test, 127\.0\.0\.1, /m);
    expect(stdout).toMatch(/\(36[45] days left\)$/m);
    expect(stdout).toMatch(/^Chain {4}CN=TwoTwenty Test Intermediate \(20/m);
    expect(stdout.includes('Offers   8BITMIME, SIZE 1000\n')).toBe(security === 'starttls');
  });

  it('gives everything as JSON', async () => {
    const { stdout } = await probe(security, 'valid', '--format', 'json', '--ehlo', 'me.test');
    expect(JSON.parse(stdout) as ProbeResult).toMatchObject({
      ok: true,
      extensions: ['8BITMIME', 'SIZE 1000'],
      tls: { protocol: 'TLSv1.3', valid: true, certificate: { subject: 'CN=mta.test', key: 'RSA 2048' } },
      target: { security },
      anomalies: [],
    });
  });

  it('fails with one that is not, unless it is to be reported only', async () => {
    const failed = await probe(security, 'untrusted');
    expect(failed.code).toBe(2);
    expect(failed.stdout).toContain('certificate-untrusted');
    expect(failed.stdout).toMatch(/^Valid {4}NO$/m);

    const reported = await probe(security, 'untrusted', '--certificate', 'report');
    expect(reported.code).toBe(0);
    expect(reported.stdout).toMatch(/^Anomaly {2}tls: .*\[certificate-untrusted\]$/m);
    expect((await probe(security, 'untrusted', '--certificate', 'report', '--format', 'nagios')).code).toBe(0);
  });

  it('trusts no authority but those that are named', async () => {
    const { code, stdout } = await probe(security, 'untrusted', '--ca-file', certificates.authorityFile);
    expect(code).toBe(2);
    expect(stdout).toContain('certificate-untrusted');
  });

  it('takes several files of authorities', async () => {
    const stranger = await certificates.get('self-signed');
    const { code } = await probe(security, 'self-signed', '--ca-file', stranger.chainFile);
    expect(code).toBe(0);
    expect((await probe(security, 'valid', '--ca-file', stranger.chainFile)).code).toBe(0);
  });

  it.each<[CertificateKind, string[], number, RegExp]>([
    ['valid', [], 0, /^SMTP OK - 220 .* tls=\d+\.\d{4}s;;;0 .*certificate_days=36[45];14:;\n$/],
    ['expires-soon', [], 1, /^SMTP WARNING - tls: .*expires soon: 10 days.* certificate_days=10;14:;\n$/],
    ['expires-soon', ['--warn-days', '10'], 0, /^SMTP OK .*certificate_days=10;10:;\n$/],
    ['expires-soon', ['--warn-days=30', '--fail-days=11'], 2, /^SMTP CRITICAL - tls: .*certificate_days=10;30:;11:\n$/],
    ['expired', [], 2, /^SMTP CRITICAL - tls: .*expired.*certificate_days=-2;14:;\n$/],
    [
      'expired',
      ['--certificate=report', '--warn-days=none'],
      1,
      /^SMTP WARNING - tls: .*expired.*certificate_days=-2;;\n$/,
    ],
  ])('tells Nagios of a certificate that is %s, with %j: %i', async (kind, flags, expected, line) => {
    const { code, stdout } = await probe(security, kind, '--format', 'nagios', ...flags);
    expect(stdout).toMatch(line);
    expect(code).toBe(expected);
  });

  it('ends with 0 for a script although the certificate expires soon', async () => {
    const { code, stdout } = await probe(security, 'expires-soon');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Anomaly .*\[certificate-expires-soon\]$/m);
  });
});
