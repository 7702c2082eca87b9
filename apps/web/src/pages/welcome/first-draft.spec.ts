import { alertInputSchema, alertSchema, type Alert } from '@twotwenty/contracts/alert';
import { describe, expect, it } from 'vitest';
import {
  alertOf,
  deviceOf,
  draftField,
  draftProblems,
  EMPTY_DRAFT,
  monitorOf,
  tellsTheSame,
  type FirstDraft,
} from './first-draft.js';

const ID = '018f0000-0000-7000-8000-000000000000';
const draft = (change: Partial<FirstDraft>): FirstDraft => ({ ...EMPTY_DRAFT, host: 'mx1.example.com', ...change });
const badFields = (change: Partial<FirstDraft>) => draftProblems(draft(change)).map(({ field }) => field);

describe('the first draft', () => {
  it('becomes a device and a monitor of the same name', () => {
    expect(deviceOf(draft({ host: ' mx1.example.com ' }))).toEqual({
      name: 'mx1.example.com',
      address: 'mx1.example.com',
    });
    expect(monitorOf(draft({ preset: 'smtps' }), ID)).toEqual({
      deviceId: ID,
      name: 'mx1.example.com',
      target: { host: 'mx1.example.com', port: 465, security: 'tls' },
    });
  });

  it('takes a host that is longer than a name may be', () => {
    const host = `${'a'.repeat(60)}.${'b'.repeat(60)}.example`;
    expect(deviceOf(draft({ host })).name).toHaveLength(64);
    expect(badFields({ host })).toEqual([]);
  });

  it.each([
    [{ channel: 'webhook', url: 'https://example.com/hook' }],
    [{ channel: 'slack', url: 'https://hooks.slack.com/services/T/B/X' }],
    [{ channel: 'ntfy', topic: 'mail-42' }],
    [{ channel: 'email', to: 'ops@example.com', relay: 'relay.example.com' }],
    [{ channel: 'email', to: 'ops@example.com', relay: 'relay.example.com', user: 'ops', password: 'secret' }],
  ] as const)('becomes an alert that is accepted: %j', (change) => {
    expect(draftProblems(draft(change))).toEqual([]);
    expect(alertInputSchema.safeParse(alertOf(draft(change), ID)).success).toBe(true);
  });

  it('makes no alert unless one is wanted', () => {
    expect(alertOf(draft({ url: 'left over' }), ID)).toBeNull();
  });
});

describe('tellsTheSame', () => {
  const stored = (change: Partial<FirstDraft>, more: Partial<Alert> = {}): Alert =>
    alertSchema.parse({
      ...alertInputSchema.parse(alertOf(draft(change), ID)),
      id: ID,
      version: 1,
      createdAt: '2026-01-01T00:00:00Z',
      updatedAt: '2026-01-01T00:00:00Z',
      ...more,
    });
  const mail = { channel: 'email', to: 'ops@example.com', relay: 'relay.example.com' } as const;

  it('is an alert for all that goes to the same place', () => {
    expect(tellsTheSame(draft({ ...mail, relay: 'other.example.com', to: 'OPS@example.com' }), stored(mail))).toBe(
      true,
    );
    expect(tellsTheSame(draft({ channel: 'ntfy', topic: 'a' }), stored({ channel: 'ntfy', topic: 'a' }))).toBe(true);
  });

  it('is none that goes elsewhere, is off, or is for some alone', () => {
    expect(tellsTheSame(draft({ ...mail, to: 'boss@example.com' }), stored(mail))).toBe(false);
    expect(tellsTheSame(draft({ channel: 'ntfy', topic: 'a' }), stored(mail))).toBe(false);
    expect(tellsTheSame(draft(mail), stored(mail, { enabled: false }))).toBe(false);
    const some = { to: 'chosen', monitorIds: [ID], deviceIds: [], tags: [] } as const;
    expect(
      tellsTheSame(draft(mail), stored(mail, { assignment: { ...some, monitorIds: [ID], deviceIds: [], tags: [] } })),
    ).toBe(false);
  });
});

describe('draftProblems', () => {
  it.each([
    [{ host: '' }, ['host']],
    [{ host: 'no host' }, ['host']],
    [{ host: 'x'.repeat(300) }, ['host']],
    [{ channel: 'webhook' }, ['url']],
    [{ channel: 'slack', url: 'hooks' }, ['url']],
    [{ channel: 'ntfy', topic: 'a b' }, ['topic']],
    [{ channel: 'email' }, ['to', 'relay']],
    [{ channel: 'email', to: 'ops', relay: 'relay.example.com' }, ['to']],
    [{ channel: 'email', to: 'ops@example.com', relay: 'relay.example.com', user: 'ops' }, ['password']],
    [{ host: '', channel: 'webhook', url: 'x' }, ['host', 'url']],
  ] as const)('of %j names %j', (change, fields) => {
    expect(badFields(change)).toEqual(fields);
  });
});

describe('draftField', () => {
  it.each([
    ['name', 'host'],
    ['target.host', 'host'],
    ['actions.0.settings.relays.0.password', 'password'],
    ['actions.0.settings.url', 'url'],
    ['sites.0', 'sites.0'],
  ])('%s is %s', (field, expected) => {
    expect(draftField(field)).toBe(expected);
  });
});
