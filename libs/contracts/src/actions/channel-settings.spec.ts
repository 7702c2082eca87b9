import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { keptSecretSchema, plainSecretSchema, sealedSecretSchema, writtenSecretSchema } from '../secret.js';
import { emailSettings } from './email.js';
import { externalProcessSettings } from './external-process.js';
import { snmpTrapSettings } from './snmp-trap.js';
import { syslogSettings } from './syslog.js';
import { textLogSettings } from './text-log.js';

function problemsOf(schema: z.ZodType, settings: unknown): string[] {
  const { error } = schema.safeParse(settings);
  return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
}

const mail = { from: 'monitor@example.com', to: ['ops@example.com'], relays: [{ host: 'mx.example.com' }] };

describe('the least that is asked for', () => {
  test.each([
    { type: 'email', schema: emailSettings(plainSecretSchema), settings: mail },
    { type: 'syslog', schema: syslogSettings(plainSecretSchema), settings: { host: 'logs.example.com' } },
    {
      type: 'snmp-trap v2c',
      schema: snmpTrapSettings(plainSecretSchema),
      settings: { version: 'v2c', host: 'nms.example.com', community: 'public' },
    },
    {
      type: 'snmp-trap v3',
      schema: snmpTrapSettings(plainSecretSchema),
      settings: {
        version: 'v3',
        host: 'nms.example.com',
        user: 'monitor',
        authenticationPassword: 'a-password',
        privacyPassword: 'another-one',
      },
    },
    { type: 'text-log', schema: textLogSettings(plainSecretSchema), settings: { file: 'alerts.log' } },
    { type: 'external-process', schema: externalProcessSettings(plainSecretSchema), settings: { program: 'page-me' } },
  ])('$type is enough, and what it becomes is read again as it is', ({ schema, settings }) => {
    const read = schema.parse(settings);
    expect(schema.parse(read)).toEqual(read);
  });

  test('a relay is one for submission, with TLS', () => {
    expect(emailSettings(plainSecretSchema).parse(mail).relays).toEqual([
      {
        host: 'mx.example.com',
        port: 587,
        security: 'starttls-required',
        user: null,
        password: null,
        trustedAuthorities: null,
        allowInvalidCertificate: false,
      },
    ]);
  });
});

test('secrets may be in any of their forms', () => {
  const relay = { host: 'mx.example.com', user: 'me' };
  const forms = [
    { schema: emailSettings(writtenSecretSchema), password: 'x' },
    { schema: emailSettings(keptSecretSchema), password: { keep: '0123456789abcdef' } },
    { schema: emailSettings(sealedSecretSchema), password: { sealed: 'abc' } },
  ];
  for (const { schema, password } of forms) {
    expect(problemsOf(schema, { ...mail, relays: [{ ...relay, password }] })).toEqual([]);
  }
});

describe('a message says what is wrong and what would be right', () => {
  const tooMany = Array.from({ length: 51 }, (_, index) => `user${index}@example.com`);
  const credentials = { user: 'me', password: 'x' };

  test.each([
    [{ from: 'monitor' }, 'from: must be an address such as ops@example.com'],
    [{ from: 'a@b.example\r\nBcc: c@d.example' }, 'from: must be an address such as ops@example.com'],
    [{ to: [] }, 'to: must name at least one address'],
    [{ to: tooMany }, 'to: must be at most 50 addresses'],
    [{ to: tooMany.slice(20), bcc: tooMany.slice(20) }, 'to: must be at most 50 addresses together with cc and bcc'],
    [{ relays: [] }, 'relays: must name at least one relay'],
    [{ relays: [{ host: 'mx', user: 'me' }] }, 'relays.0.password: user and password must be given both or neither'],
    [
      { relays: [{ host: 'mx', security: 'starttls-if-offered', ...credentials }] },
      'relays.0.security: must be starttls-required or tls where there is a password: otherwise anybody on the way may read it',
    ],
    [
      { relays: [{ host: 'mx', trustedAuthorities: 'x' }] },
      'relays.0.trustedAuthorities: must be one or more certificates in PEM, each from BEGIN CERTIFICATE to END CERTIFICATE',
    ],
  ])('email %j', (changes, problem) => {
    expect(problemsOf(emailSettings(plainSecretSchema), { ...mail, ...changes })).toEqual([problem]);
  });

  test.each([
    [{ appName: 'two words' }, 'appName: must be 1 to 48 printable ASCII characters without spaces'],
    [
      { structuredDataId: 'twotwenty' },
      'structuredDataId: must be a name, @ and the number of an enterprise: name@32473',
    ],
    [{ maxBytes: 100 }, 'maxBytes: must be 480 to 65000'],
  ])('syslog %j', (changes, problem) => {
    expect(problemsOf(syslogSettings(plainSecretSchema), { host: 'logs', ...changes })).toEqual([problem]);
  });

  const v3 = {
    version: 'v3',
    host: 'nms',
    user: 'me',
    authenticationPassword: 'a-password',
    privacyPassword: 'another-one',
  };
  test.each([
    [{ ...v3, version: 'v1' }, 'version: must be v2c or v3'],
    [{ ...v3, privacyPassword: null }, 'privacyPassword: must be given, or be null where privacy is none'],
    [
      { ...v3, authenticationPassword: 'short' },
      'authenticationPassword: must be at least 8 characters, as SNMP v3 asks for',
    ],
    [{ ...v3, privacy: 'none' }, 'privacyPassword: must be given, or be null where privacy is none'],
    [{ ...v3, engineId: 'xyz' }, 'engineId: must be 5 to 32 octets in hexadecimal, such as 80001f880474776f'],
    [{ ...v3, engineId: '0000000000' }, 'engineId: must not be all 00 or all ff (RFC 3411 §5)'],
    [
      { ...v3, enterpriseOid: '.1.3.6.1.4.1.9' },
      'enterpriseOid: must be an OID below 1.3.6.1.4.1 without a dot in front, such as 1.3.6.1.4.1.32473.1',
    ],
  ])('snmp-trap %j', (settings, problem) => {
    expect(problemsOf(snmpTrapSettings(plainSecretSchema), settings)).toEqual([problem]);
  });

  test('text-log and external-process take no path', () => {
    const name =
      'must be the name of a file without its folder: 1 to 64 of A-Z, a-z, 0-9, . _ and -, not beginning with . _ or -';
    expect(problemsOf(textLogSettings(plainSecretSchema), { file: '../passwd' })).toEqual([`file: ${name}`]);
    const program = { program: '/bin/sh' };
    expect(problemsOf(externalProcessSettings(plainSecretSchema), program)).toEqual([`program: ${name}`]);
  });
});
