import { FAILURE_PREVIEW, RECOVERY_PREVIEW, type TokenValues } from '@twotwenty/domain/alerting/template-tokens';
import { onTestFinished } from 'vitest';
import type { DeliveryContext, Notice } from '../channel.js';
import { createHttpClient, type HttpClientOptions } from './node-http-client.js';
import type { HttpClient } from './http-client.js';

/** A notice of a failure; `overrides` as wanted. */
export function aNotice(overrides: Partial<Notice> = {}): Notice {
  return {
    id: '0192f0c1-aaaa-7c3a-9b1d-2f5a8c6e4b10',
    kind: 'failure',
    subject: 'Down: MX Frankfurt (mx1.example.com)',
    text: 'MX Frankfurt is Down: 554 5.3.2 No service here\n\nLook at: access lists',
    incidents: [FAILURE_PREVIEW],
    at: new Date('2026-03-02T02:14:45.000Z'),
    ...overrides,
  };
}

/** A notice of a recovery. */
export function aRecovery(overrides: Partial<Notice> = {}): Notice {
  return aNotice({ kind: 'recovery', subject: 'Up again: MX Frankfurt', incidents: [RECOVERY_PREVIEW], ...overrides });
}

/** The facts of an incident. */
export function anIncident(overrides: Partial<TokenValues> = {}): TokenValues {
  return { ...FAILURE_PREVIEW, ...overrides };
}

/** Texts that mean something to one markup or another, and characters of all sorts. */
export const NASTY_NAME =
  'MX <b>"&\'</b> *_~`|# [click](https://evil.example) <!channel> @everyone {{x}} \u{1f642} ⚠️ ж';

/** An HTTP client that is closed when the test ends. */
export function aClient(options: HttpClientOptions = {}): HttpClient {
  const client = createHttpClient(options);
  onTestFinished(() => client.close());
  return client;
}

/** A delivery that may take as long as the test. */
export function unhurried(): DeliveryContext {
  return { signal: new AbortController().signal };
}
