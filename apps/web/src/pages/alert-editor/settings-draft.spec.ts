import { actionSchema, actionViewSchema } from '@twotwenty/contracts/alert';
import { describe, expect, it } from 'vitest';
import { ACTION_KINDS, ACTION_TYPES, destinationOf, type ActionType } from './action-kinds.js';
import {
  HIDE_SECRET,
  linesOf,
  missingFields,
  newSettings,
  settingsDraftOf,
  withNewSecrets,
  withoutSecrets,
  WRITE_SECRET,
  writtenSettings,
  type SettingsDraft,
} from './settings-draft.js';

const ID = '00000000-0000-4000-8000-000000000001';
const KEPT = { keep: '0123456789abcdef' };

/** The least that each type needs, as it is read back. */
const LEAST: Readonly<Record<ActionType, Record<string, unknown>>> = {
  email: {
    from: 'm@example.com',
    to: ['a@example.com', 'b@example.com'],
    relays: [{ host: 'mx', user: 'me', password: KEPT }],
  },
  sms: { url: 'https://sms.example.com/', recipients: ['+491701234567'], parameters: [{ name: 'key', value: KEPT }] },
  slack: { url: KEPT },
  teams: { url: KEPT },
  discord: { url: KEPT },
  telegram: { botToken: KEPT, chatId: '-100123' },
  ntfy: { topic: 'mail' },
  pagerduty: { routingKey: KEPT },
  webhook: { url: 'https://hooks.example.com/', headers: [{ name: 'X-Key', value: KEPT }] },
  syslog: { host: 'logs.example.com' },
  'snmp-trap': { version: 'v2c', host: 'nms.example.com', community: KEPT },
  'text-log': { file: 'alerts.log' },
  'external-process': { program: 'page-me', arguments: ['--to', ' two\nlines '] },
  'restart-services': {},
  'reboot-server': { approval: true },
  'recovery-program': { program: 'repair' },
};
const V3 = { version: 'v3', host: 'nms', user: 'me', authenticationPassword: KEPT, privacyPassword: KEPT };

const CASES: readonly (readonly [ActionType, Record<string, unknown>])[] = [
  ...ACTION_TYPES.map((type) => [type, LEAST[type]] as const),
  ['snmp-trap', V3],
];

function fieldsOf(type: ActionType) {
  return ACTION_KINDS[type].fields;
}

describe('the fields of every kind', () => {
  it.each(CASES)('take %s apart and put it together again: %j', (type, least) => {
    const { settings } = actionViewSchema.parse({ id: ID, type, settings: least });
    const draft = settingsDraftOf(fieldsOf(type), settings);
    const written = writtenSettings(fieldsOf(type), draft, WRITE_SECRET);
    expect(actionViewSchema.parse({ id: ID, type, settings: written }).settings).toEqual(settings);
    // None of its settings is missing from the form.
    expect(fieldsOf(type).map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(settings)));
  });

  it.each(CASES)('begin %s with what the contract takes where nothing is said', (type, least) => {
    const begun = newSettings(fieldsOf(type));
    const versioned = typeof least['version'] === 'string' ? { ...begun, version: least['version'] } : begun;
    const written = writtenSettings(fieldsOf(type), versioned, HIDE_SECRET);
    const { settings } = actionViewSchema.parse({ id: ID, type, settings: least });
    const optional = Object.keys(settings).filter((name) => !(name in least) && name in written);
    for (const name of optional) expect([name, written[name]]).toEqual([name, settings[name]]);
  });
});

describe('secrets', () => {
  const fields = fieldsOf('email');
  const stored = settingsDraftOf(fields, { relays: [{ host: 'mx', password: KEPT }] });
  const typed: SettingsDraft = { relays: [{ host: 'mx', password: { kept: null, text: 'hunter2' } }] };

  it('are kept until another one is typed', () => {
    expect(stored['relays']).toMatchObject([{ password: { kept: KEPT, text: null } }]);
    expect(writtenSettings(fields, stored, WRITE_SECRET)['relays']).toMatchObject([{ password: KEPT }]);
    expect(writtenSettings(fields, typed, WRITE_SECRET)['relays']).toMatchObject([{ password: 'hunter2' }]);
  });

  it('do not leave the page with drafts and previews', () => {
    expect(JSON.stringify(withoutSecrets(typed))).not.toContain('hunter2');
    expect(withoutSecrets(stored)).toEqual(stored);
    const hidden = writtenSettings(fields, typed, HIDE_SECRET);
    expect(JSON.stringify(hidden)).not.toContain('hunter2');
    expect(hidden['relays']).toMatchObject([{ password: { keep: '0000000000000000' } }]);
  });

  it('belong to one action, and are typed again for another', () => {
    expect(withNewSecrets(stored)['relays']).toMatchObject([{ password: { kept: null, text: '' } }]);
    expect(withNewSecrets(typed)).toEqual(typed);
  });

  it('are asked for where they are needed', () => {
    expect(missingFields(fieldsOf('webhook'), { headers: [{ name: 'a' }] }, 'x')).toEqual([
      ['x.headers.0.value', 'must not be empty'],
    ]);
    expect(missingFields(fieldsOf('ntfy'), { ...newSettings(fieldsOf('ntfy')), failurePriority: '' }, 'x')).toEqual([
      ['x.failurePriority', 'must not be empty'],
    ]);
  });
});

describe('what is written', () => {
  it('has no field that is not shown', () => {
    const written = writtenSettings(fieldsOf('snmp-trap'), newSettings(fieldsOf('snmp-trap')), WRITE_SECRET);
    expect(written).not.toHaveProperty('user');
    expect(written).toHaveProperty('community');
  });

  it('has null where an optional field is empty', () => {
    const written = writtenSettings(fieldsOf('syslog'), newSettings(fieldsOf('syslog')), WRITE_SECRET);
    expect(written).toMatchObject({ port: null, hostname: null });
    const action = { id: ID, type: 'syslog', settings: { ...written, host: 'logs' } };
    expect(actionSchema.safeParse(action).success).toBe(true);
  });
});

it('linesOf leaves out what is empty', () => {
  expect(linesOf(' a@x \n\n b@x\n')).toEqual(['a@x', 'b@x']);
});

it('destinationOf says where it goes', () => {
  const { settings } = actionViewSchema.parse({ id: ID, type: 'email', settings: LEAST.email });
  expect(destinationOf('email', settingsDraftOf(fieldsOf('email'), settings))).toBe('a@example.com, b@example.com');
  expect(destinationOf('slack', newSettings(fieldsOf('slack')))).toBe('');
});
