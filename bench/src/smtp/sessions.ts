import { probe } from '@twotwenty/smtp/probe';
import { bareImplicitTlsSession, bareSession, bareStartTlsSession } from './bare-sessions.js';
import { CERTIFICATE_HOST } from './certificate.js';
import type { Session } from './lanes.js';
import type { Dialogue, EngineName } from './orders.js';

const MAX_TEST_DURATION_MS = 30_000;
const TLS_POLICY = { certificate: 'require', warnDays: null, failDays: null } as const;

/**
 * The sessions of an engine.
 * @param certificate the one to trust, in PEM; not looked at without TLS
 */
export function sessionOf(engine: EngineName, dialogue: Dialogue, certificate: string): Session {
  if (engine === 'probe') return dialogue === 'plain' ? plainProbe : tlsProbe(dialogue, certificate);
  if (dialogue === 'plain') return bareSession;
  return dialogue === 'tls' ? bareImplicitTlsSession(certificate) : bareStartTlsSession(certificate);
}

/** The probe as the worker uses it. */
async function plainProbe(host: string, port: number): Promise<boolean> {
  const target = {
    host,
    port,
    security: 'none',
    tls: TLS_POLICY,
    addressFamily: 'any',
    ehloName: null,
    strictQuit: false,
  } as const;
  return (await probe(target, { maxTestDurationMs: MAX_TEST_DURATION_MS })).ok;
}

/** The same with TLS. All addresses go by the name in the certificate, so that the certificate is valid. */
function tlsProbe(security: 'starttls' | 'tls', certificate: string): Session {
  const trustedCertificates = [certificate];
  return async (address, port) => {
    const target = {
      host: CERTIFICATE_HOST,
      port,
      security,
      tls: TLS_POLICY,
      addressFamily: 'any',
      ehloName: security === 'starttls' ? 'probe.test' : null,
      strictQuit: false,
    } as const;
    const result = await probe(target, {
      maxTestDurationMs: MAX_TEST_DURATION_MS,
      lookup: () => Promise.resolve([{ address, family: 4 }]),
      trustedCertificates,
    });
    return result.ok;
  };
}
