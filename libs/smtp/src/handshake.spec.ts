import { describe, expect, it } from 'vitest';
import { handshakeTrouble, secureContextFor } from './handshake.js';
import { lossOf } from './loss.js';

const anError = (code: string, syscall?: string): NodeJS.ErrnoException =>
  Object.assign(new Error(code), { code, ...(syscall === undefined ? {} : { syscall }) });

describe('handshakeTrouble', () => {
  it.each([
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls-not-tls'],
    ['ERR_SSL_UNSUPPORTED_PROTOCOL', 'tls-no-common-version'],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'tls-no-common-version'],
    ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'tls-refused'],
    ['ERR_SSL_TLSV1_UNRECOGNIZED_NAME', 'tls-refused'],
    ['ERR_SSL_EXCESSIVE_MESSAGE_SIZE', 'tls-certificate-too-large'],
    ['ERR_SSL_OF_THE_FUTURE', 'tls-failed'],
  ])('%s is %s', (errno, code) => {
    expect(handshakeTrouble(lossOf(anError(errno)))).toEqual({ code, detail: errno });
  });

  it('tells a close from a reset', () => {
    expect(handshakeTrouble(lossOf(anError('ECONNRESET')))).toEqual({ code: 'tls-closed', detail: null });
    expect(handshakeTrouble(lossOf(anError('ECONNRESET', 'read')))).toEqual({ code: 'connection-reset', detail: null });
  });
});

describe('secureContextFor', () => {
  it('is made once for the same authorities', () => {
    const own: readonly string[] = [];
    expect(secureContextFor(null)).toBe(secureContextFor(null));
    expect(secureContextFor(own)).toBe(secureContextFor(own));
    expect(secureContextFor(own)).not.toBe(secureContextFor(null));
  });
});
