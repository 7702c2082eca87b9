import { openEnded, sampleNotice } from '@twotwenty/actions/sample-notice.fixture';
import { createSnmpTrapChannel, type SnmpTrapSettings } from '@twotwenty/actions/snmp-trap/snmp-trap-channel';
import { snmpTrapSettings } from '@twotwenty/contracts/actions/snmp-trap';
import { plainSecretSchema } from '@twotwenty/contracts/secret';
import { type Snmptrapd, startSnmptrapd } from '@twotwenty/testing/snmptrapd';
import { waitFor } from '@twotwenty/testing/wait-for';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const channel = createSnmpTrapChannel();
const schema = snmpTrapSettings(plainSecretSchema);
const AUTHENTICATION_PASSWORD = 'authentic-secret';
const PRIVACY_PASSWORD = 'private-secret';
const ENGINE_ID = '80001f880474776f7477656e7479';
let manager: Snmptrapd;

beforeAll(async () => {
  const users = [
    { name: 'aes', protocols: `SHA-256 "${AUTHENTICATION_PASSWORD}" AES "${PRIVACY_PASSWORD}"` },
    { name: 'aes256', protocols: `SHA-512 "${AUTHENTICATION_PASSWORD}" AES-256 "${PRIVACY_PASSWORD}"` },
    { name: 'open', protocols: `SHA "${AUTHENTICATION_PASSWORD}"` },
  ];
  manager = await startSnmptrapd([
    'authCommunity log public',
    ...users.flatMap(({ name, protocols }) => [
      // For traps, whose engine is ours, and for informs, whose engine is the manager's.
      `createUser -e 0x${ENGINE_ID} ${name} ${protocols}`,
      `createUser ${name} ${protocols}`,
      `authUser log ${name} ${name === 'open' ? 'auth' : 'priv'}`,
    ]),
  ]);
});
afterAll(() => manager.stop());

function settingsFor(changes: Record<string, unknown>): SnmpTrapSettings {
  return schema.parse({ host: '127.0.0.1', port: manager.port, ...changes });
}

const passwords = { authenticationPassword: AUTHENTICATION_PASSWORD, privacyPassword: PRIVACY_PASSWORD };
const v2c = { version: 'v2c', community: 'public' };
const v3 = { version: 'v3', user: 'aes', ...passwords };

let count = 0;

describe.each([
  { name: 'v2c', settings: v2c },
  { name: 'v3 with SHA-256 and AES-128', settings: v3 },
  {
    name: 'v3 with SHA-512 and AES-256',
    settings: { ...v3, user: 'aes256', authentication: 'sha512', privacy: 'aes256-blumenthal' },
  },
  {
    name: 'v3 with SHA-1 and no privacy',
    settings: { ...v3, user: 'open', authentication: 'sha', privacy: 'none', privacyPassword: null },
  },
])('$name', ({ settings }) => {
  test.each([false, true])('reaches snmptrapd (acknowledged: %s)', async (inform) => {
    const subject = `Down: number ${(count += 1)}`;
    const outcome = await channel.deliver(sampleNotice({ subject }), settingsFor({ ...settings, inform }), openEnded());
    expect(outcome).toMatchObject({
      ok: true,
      response: expect.stringMatching(inform ? /^acknow/ : /^sent/) as string,
    });
    const line = await waitFor(
      () =>
        manager
          .logs()
          .split('\n')
          .find((text) => text.includes(subject)),
      {
        what: 'the notification in the log',
      },
    );
    expect(line).toContain('.1.3.6.1.6.3.1.1.4.1.0 = OID: .1.3.6.1.4.1.8072.9999.9999.220.0.1\t');
    expect(line).toMatch(/\.220\.1\.4\.0 = STRING: "?MX Frankfurt"?\t/);
    expect(line).toMatch(/\.220\.1\.7\.0 = Gauge32: 25\t/);
  });
});

test('a recovery has its own OID, below the one that is set', async () => {
  const notice = sampleNotice({ kind: 'recovery', subject: 'Up: elsewhere' });
  const enterpriseOid = '1.3.6.1.4.1.32473.7';
  expect(
    await channel.deliver(notice, settingsFor({ ...v2c, inform: true, enterpriseOid }), openEnded()),
  ).toMatchObject({
    ok: true,
  });
  await waitFor(() => /OID: \.1\.3\.6\.1\.4\.1\.32473\.7\.0\.2\t.*Up: elsewhere/.test(manager.logs()), { what: 'it' });
});

describe('an inform that the manager refuses is for good, and tells no secret', () => {
  test.each([
    { what: 'a wrong password', changes: { authenticationPassword: 'a-wrong-password' }, error: /Wrong Digest/ },
    { what: 'an unknown user', changes: { user: 'stranger' }, error: /Unknown User/ },
  ])('$what', async ({ changes, error }) => {
    const outcome = await channel.deliver(
      sampleNotice(),
      settingsFor({ ...v3, inform: true, ...changes }),
      openEnded(),
    );
    expect(outcome).toMatchObject({ ok: false, retryable: false, error: expect.stringMatching(error) as string });
    expect(JSON.stringify(outcome)).not.toMatch(/secret|wrong-password/);
  });
});

test('an inform that nobody acknowledges ends with the delivery', async () => {
  const settings = settingsFor({ ...v2c, community: 'unknown-community', inform: true });
  const outcome = await channel.deliver(sampleNotice(), settings, { signal: AbortSignal.timeout(100) });
  expect(outcome).toMatchObject({ ok: false, retryable: true });
  expect(outcome).toHaveProperty('error', expect.stringMatching(/the time for the delivery was over$/));
});
