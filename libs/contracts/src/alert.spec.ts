import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  actionViewSchema,
  alertInputSchema,
  alertPatchSchema,
  alertSchema,
  savedAlertSchema,
  servingAlertsSchema,
  storedActionSchema,
  toDomainAlert,
} from './alert.js';
import { describeIssues } from './parse-each.js';

const id = (digit: number): string => `00000000-0000-4000-8000-00000000000${digit}`;
const office = { monday: '0'.repeat(32) + '1'.repeat(40) + '0'.repeat(24) };
const week = Object.fromEntries(
  ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map((day) => [day, office.monday]),
);

const settings = { url: 'https://hooks.slack.com/services/T0/B0/x' };
const slack = { type: 'slack', settings };

function problemsOf(input: unknown): string {
  const result = alertInputSchema.safeParse(input);
  return result.success ? '' : describeIssues(result.error);
}

/** What is wrong with an alert of one action that is right but for the changes. */
function problemsOfAction(changes: object): string {
  return problemsOf({ name: 'Mail team', actions: [{ id: id(1), ...slack, ...changes }] });
}

describe('an alert', () => {
  it('needs little: the rest has defaults', () => {
    const alert = alertInputSchema.parse({ name: 'Mail team', actions: [{ id: id(1), ...slack }] });
    expect(alert.assignment).toEqual({ to: 'chosen', monitorIds: [], deviceIds: [], tags: [] });
    expect(alert.actions).toMatchObject([{ enabled: true, range: '1-', schedule: null, fallbackActionId: null }]);
    expect(alert.actions[0]).toMatchObject({
      onFailure: { subject: '{{state}}: {{monitor}} ({{address}})' },
      onRecovery: { ignoreSchedule: false },
    });
  });

  it('is what the decisions take', () => {
    const input = alertInputSchema.parse({
      name: 'Mail team',
      assignment: { to: 'all' },
      actions: [{ id: id(1), ...slack, range: '5-, 1,2', schedule: { timeZone: 'Europe/Berlin', days: week } }],
    });
    expect(input.actions[0]?.range).toBe('1-2,5-');
    const [action] = toDomainAlert({ ...input, id: id(9) }).actions;
    expect(action?.range).toEqual([
      { from: 1, to: 2 },
      { from: 5, to: null },
    ]);
  });

  it('has every action disabled while it is itself', () => {
    const input = alertInputSchema.parse({ name: 'x', enabled: false, actions: [{ id: id(1), ...slack }] });
    expect(toDomainAlert({ ...input, id: id(9) }).actions).toMatchObject([{ enabled: false }]);
    expect(input.actions[0]?.enabled).toBe(true);
  });

  it.each<[object, string]>([
    [{ range: '5-3' }, 'actions.0.range: 5-3 ends before it begins: write 3-5'],
    [{ type: 'pigeon' }, 'actions.0.type: must be one of email, webhook, slack, '],
    [{ type: undefined }, 'actions.0.type: must be one of email, webhook, slack, '],
    [
      { schedule: { timeZone: 'Berlin', days: { ...week, monday: '0'.repeat(95) } } },
      'actions.0.schedule.timeZone: must be a time zone of the IANA database such as Europe/Berlin or UTC; ' +
        'actions.0.schedule.days.monday: monday has 95 quarter hours, 96 are needed',
    ],
    [{ onFailure: { subject: 'a\nb', text: 'c' } }, 'actions.0.onFailure.subject: must not contain control characters'],
    [{ onFailure: { subject: 'a', text: '' } }, 'actions.0.onFailure.text: must not be empty'],
    [{ onFailure: { subject: 'a', text: 'b\0' } }, 'actions.0.onFailure.text: must not contain control characters'],
    [
      { onFailure: { subject: 'a', text: 'b'.repeat(8193) } },
      'actions.0.onFailure.text: must be at most 8192 characters',
    ],
    [{ fallbackActionId: id(1) }, 'actions.0.fallbackActionId: is the action itself: name another one, or null'],
    [
      { fallbackActionId: id(2) },
      'actions.0.fallbackActionId: is no action of this alert: name one of its actions, or null',
    ],
    [
      { type: 'pagerduty', settings: { routingKey: 'a'.repeat(32) }, groupSeconds: 60 },
      'actions.0.groupSeconds: must be 0 for pagerduty: it gets an event for each incident, and groups them itself',
    ],
    [{ settings: undefined }, 'actions.0.settings.url: must be a text of 1 to 8192 characters, or the {"keep":"…"}'],
    [{ settings: { url: '' } }, 'actions.0.settings.url: must be a text of 1 to 8192 characters'],
    [{ settings: { url: { keep: '../etc' } } }, 'actions.0.settings.url.keep: must be the 16 hexadecimal digits'],
    [{ settings: null }, 'actions.0.settings: Invalid input: expected object, received null'],
    [{ settings: { ...settings, colour: 'red' } }, 'actions.0.settings: Unrecognized key: "colour"'],
    [{ colour: 'red' }, 'actions.0: Unrecognized key: "colour"'],
  ])('is refused for an action with %j', (changes, problem) => {
    expect(problemsOfAction(changes)).toContain(problem);
  });

  it('gives each action an id of its own, and lets two stand in for each other', () => {
    const [one, two] = [id(1), id(2)];
    const twice = [
      { id: one, ...slack },
      { id: one, ...slack },
    ];
    expect(problemsOf({ name: 'x', actions: twice })).toBe(
      'actions.1.id: is that of an action before: give each its own',
    );
    const both = [
      { id: one, ...slack, fallbackActionId: two },
      { id: two, ...slack, fallbackActionId: one },
    ];
    expect(problemsOf({ name: 'x', actions: both })).toBe('');
  });

  it.each([
    ['restart-services', {}, { approval: false, timeoutSeconds: 120 }],
    ['reboot-server', { approval: true, timeoutSeconds: 900 }, { approval: true, timeoutSeconds: 900 }],
    ['recovery-program', { program: 'repair.sh' }, { approval: false, passCredential: false, arguments: [] }],
  ])('may repair: %s with %j', (type, written, read) => {
    const input = alertInputSchema.parse({ name: 'x', actions: [{ id: id(1), type, settings: written, range: '2-' }] });
    expect(input.actions).toMatchObject([{ type, range: '2-', enabled: true, settings: read }]);
    for (const field of ['onFailure', 'onRecovery', 'groupSeconds']) expect(input.actions[0]).not.toHaveProperty(field);
    expect(toDomainAlert({ ...input, id: id(9) }).actions).toMatchObject([
      { type, needsApproval: read.approval, onRecovery: null, groupSeconds: 0 },
    ]);
  });

  it.each<[object, string]>([
    [{ settings: { timeoutSeconds: 4 } }, 'actions.0.settings.timeoutSeconds: must be 5 to 900 seconds'],
    [{ settings: { timeoutSeconds: 901 } }, 'actions.0.settings.timeoutSeconds: must be 5 to 900 seconds'],
    [
      { settings: { approval: 'yes' } },
      'actions.0.settings.approval: Invalid input: expected boolean, received string',
    ],
    [{ settings: { machine: 'mx1' } }, 'actions.0.settings: Unrecognized key: "machine"'],
    [{ onFailure: null }, 'actions.0: Unrecognized key: "onFailure"'],
    [{ groupSeconds: 5 }, 'actions.0: Unrecognized key: "groupSeconds"'],
    [
      { type: 'recovery-program', settings: { program: '../repair.sh' } },
      'actions.0.settings.program: must be the name of a file without its folder',
    ],
  ])('is refused for a repair with %j', (changes, problem) => {
    expect(problemsOfAction({ type: 'reboot-server', settings: {}, ...changes })).toContain(problem);
  });

  it('has nothing repaired because somebody could not be told', () => {
    const repair = { type: 'reboot-server', settings: {} };
    const standingIn = (first: object, second: object): string =>
      problemsOf({
        name: 'x',
        actions: [
          { id: id(1), ...first, fallbackActionId: id(2) },
          { id: id(2), ...second },
        ],
      });
    expect(standingIn(slack, repair)).toBe(
      'actions.0.fallbackActionId: is a repair: nothing is repaired because somebody could not be told',
    );
    expect(standingIn(repair, slack)).toBe('');
    expect(standingIn(repair, repair)).toBe('');
  });

  it('keeps the lines of a text, with one kind of line end', () => {
    const onFailure = { subject: 's', text: 'a\r\nb\rc\td' };
    const alert = alertInputSchema.parse({ name: 'x', actions: [{ id: id(1), ...slack, onFailure }] });
    expect(alert.actions[0]).toMatchObject({ onFailure: { text: 'a\nb\nc\td' } });
  });

  it('is changed field by field, without defaults', () => {
    expect(alertPatchSchema.parse({ name: 'New' })).toEqual({ name: 'New' });
  });

  it('takes a secret as text or as what was read in its place, and knows each in its form', () => {
    const url = { keep: '0123456789abcdef' };
    const parse = (written: unknown) =>
      alertInputSchema.parse({ name: 'x', actions: [{ id: id(1), type: 'slack', settings: { url: written } }] });
    expect(parse('https://x').actions[0]?.settings).toMatchObject({ url: { secret: 'https://x' } });
    expect(parse(url).actions[0]?.settings).toMatchObject({ url });
    const [action] = parse(url).actions;
    expect(actionViewSchema.parse(action)).toEqual(action);
    expect(storedActionSchema.safeParse(action).success).toBe(false);
  });

  it('can be described to clients: what they write, and what they read', () => {
    for (const schema of [alertInputSchema, alertPatchSchema]) {
      expect(JSON.stringify(z.toJSONSchema(schema, { io: 'input' }))).toContain('"settings"');
    }
    for (const schema of [alertSchema, savedAlertSchema, servingAlertsSchema]) {
      expect(JSON.stringify(z.toJSONSchema(schema, { io: 'output' }))).toContain('"keep"');
    }
  });
});
