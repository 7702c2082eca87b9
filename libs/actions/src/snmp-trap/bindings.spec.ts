import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { repositoryRoot } from '@twotwenty/testing/repository-root';
import { sampleNotice } from '../sample-notice.fixture.js';
import { bindingsOf, notificationOid } from './bindings.js';

const ENTERPRISE = '1.3.6.1.4.1.8072.9999.9999.220';
const mib = readFileSync(join(repositoryRoot, 'docs/mib/TWOTWENTY-MIB.txt'), 'utf8');

/** By the number below `twoTwentyObjects`. */
const objects = new Map(
  [...mib.matchAll(/^(\w+) OBJECT-TYPE\n\s+SYNTAX\s+(\w+)[^]*?::= \{ twoTwentyObjects (\d+) \}/gm)].map(
    ([, name = '', syntax = '', number]) => [Number(number), { name, syntax }],
  ),
);

test('every object is sent as the MIB defines it, in its order', () => {
  const bindings = bindingsOf(sampleNotice(), ENTERPRISE);
  expect(bindings.map(({ oid }) => oid)).toEqual([...objects.keys()].map((number) => `${ENTERPRISE}.1.${number}.0`));
  expect(bindings.map(({ value }) => (typeof value === 'number' ? 'Unsigned32' : 'SnmpAdminString'))).toEqual(
    [...objects.values()].map(({ syntax }) => syntax),
  );
  const values = new Map(bindings.map(({ value }, index) => [objects.get(index + 1)?.name, value]));
  expect(Object.fromEntries(values)).toMatchObject({
    twoTwentyNoticeSubject: 'Down: MX Frankfurt (mx1.example.com)',
    twoTwentyMonitorName: 'MX Frankfurt',
    twoTwentyTargetPort: 25,
    twoTwentyAlertNumber: 1,
    twoTwentyFailures: 3,
    twoTwentyState: 'Down',
  });
});

const KINDS = ['failure', 'recovery', 'test', 'site-lost', 'site-back', 'site-suspect', 'site-trusted'] as const;

test('every notification names all objects and has the number of its kind', () => {
  const notifications = [...mib.matchAll(/NOTIFICATION-TYPE\n\s+OBJECTS \{([^}]*)\}[^]*?twoTwentyNotifications (\d)/g)];
  for (const [, names = ''] of notifications) {
    expect(names.split(',').map((name) => name.trim())).toEqual([...objects.values()].map(({ name }) => name));
  }
  const oids = KINDS.map((kind) => notificationOid(kind, ENTERPRISE));
  expect(oids).toEqual(notifications.map(([, , number]) => `${ENTERPRISE}.0.${number}`));
});

test('a long text is cut to what the MIB allows, between characters', () => {
  const [, subject] = bindingsOf(sampleNotice({ subject: 'ü'.repeat(200) }), ENTERPRISE);
  expect(Buffer.byteLength(String(subject?.value))).toBeLessThanOrEqual(255);
  expect(subject?.value).toBe(`${'ü'.repeat(126)}…`);
});
