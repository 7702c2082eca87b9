import { storedActionSchema, type StoredAction } from '@twotwenty/contracts/alert';
import type { TakenRun } from '@twotwenty/database/repositories/delivery.repository';
import type { AlertRow } from '@twotwenty/database/repositories/stand-ins';
import { FAILURE_PREVIEW } from '@twotwenty/domain/alerting/template-tokens';
import { siteNoticeValues } from '@twotwenty/domain/sites/site-notices';
import { describe, expect, it } from 'vitest';
import { compose, tellsNothingNew } from './compose.js';

const ACTION_ID = '00000000-0000-4000-8000-000000000001';

function action(changes: object = {}): StoredAction {
  const settings = { url: 'http://127.0.0.1/' };
  return storedActionSchema.parse({ id: ACTION_ID, type: 'webhook', settings, ...changes });
}

function alert(...actions: StoredAction[]): AlertRow {
  return { id: 'alert', name: 'Night shift', enabled: true, assignment: { to: 'all' }, actions };
}

function run(changes: Partial<TakenRun> = {}): TakenRun {
  return {
    id: 'run',
    deliveryId: 'delivery',
    sequence: '1',
    alertId: 'alert',
    alertName: 'Mail team',
    actionId: ACTION_ID,
    actionType: 'webhook',
    kind: 'failure',
    alertNumber: 1,
    standsInForActionId: null,
    attempts: 1,
    startedAt: new Date('2026-03-02T02:14:45Z'),
    facts: FAILURE_PREVIEW,
    at: new Date('2026-03-02T02:14:45Z'),
    hasTold: false,
    ...changes,
  };
}

describe('compose', () => {
  it('writes the notice with the template and the name of the alert as they are now', () => {
    const onFailure = { subject: '{{alert-name}}: {{monitor}}', text: '{{reason}}\n{{unknown}}' };
    const mended = action({ onFailure });
    expect(compose([run()], alert(mended))).toEqual({
      action: mended,
      notice: {
        id: 'delivery',
        kind: 'failure',
        subject: 'Night shift: MX Frankfurt',
        text: `${FAILURE_PREVIEW.reason}\n{{unknown}}`,
        incidents: [{ ...FAILURE_PREVIEW, 'alert-name': 'Night shift' }],
        at: new Date('2026-03-02T02:14:45Z'),
      },
    });
  });

  it('makes one message of several incidents', () => {
    const composed = compose([run(), run({ id: 'other' })], alert(action()));
    expect(composed).toMatchObject({
      notice: { id: 'delivery', subject: '2 monitors out: MX Frankfurt, MX Frankfurt' },
    });
  });

  it('takes nothing that a server said for a token, in a message of several incidents', () => {
    const said = run({ facts: { ...FAILURE_PREVIEW, reason: '554 {{tags}}' } });
    expect(compose([said, run()], alert(action()))).toHaveProperty(
      'notice.text',
      expect.stringContaining('554 {{tags}}'),
    );
  });

  it('leaves out what an older version did not know', () => {
    const { code: _, ...older } = FAILURE_PREVIEW;
    const composed = compose(
      [run({ facts: older as typeof FAILURE_PREVIEW })],
      alert(action({ onFailure: { subject: 'Code: {{code}}.', text: 'x' } })),
    );
    expect(composed).toMatchObject({ notice: { subject: 'Code: .' } });
  });

  it.each([
    ['the alert was deleted', undefined, {}, 'removed'],
    ['the action was removed', alert(), {}, 'removed'],
    ['it was disabled', alert(action({ enabled: false })), {}, 'disabled'],
    ['its alert was disabled', { ...alert(action()), enabled: false }, {}, 'disabled'],
    ['failures are not told any more', alert(action({ onFailure: null })), {}, 'failure-notices-off'],
    ['recoveries are not', alert(action({ onRecovery: null })), { kind: 'recovery' }, 'recovery-notices-off'],
  ] as const)('leaves it out when %s', (_, stored, changes, code) => {
    expect(compose([run(changes)], stored)).toMatchObject({ skip: { code } });
  });

  it('tries a channel whatever its action is set to', () => {
    const off = alert(action({ enabled: false, onFailure: null }));
    expect(compose([run({ kind: 'test' })], off)).toMatchObject({
      notice: { kind: 'test', subject: 'Trial of Night shift' },
    });
  });
});

describe('tellsNothingNew', () => {
  it.each<[string, Partial<TakenRun>, boolean]>([
    ['a failure', {}, false],
    ['a recovery whose failure was told', { kind: 'recovery', hasTold: true }, false],
    ['a recovery whose failure was never told', { kind: 'recovery' }, true],
    ['a recovery in place of another action', { kind: 'recovery', standsInForActionId: ACTION_ID }, false],
  ])('%s', (_, changes, expected) => {
    expect(tellsNothingNew(run(changes))).toBe(expected);
  });
});

describe('a notice about a site', () => {
  const facts = siteNoticeValues({
    kind: 'site-lost',
    site: 'frankfurt',
    reason: 'The last worker of the site was stopped.',
    monitors: 1,
    monitorsWithoutData: 0,
    incident: { id: 'incident', startedAt: new Date('2026-03-02T02:12:45Z') },
    now: new Date('2026-03-02T02:14:45Z'),
    timeZone: 'UTC',
    link: 'https://monitor.example.com/sites',
  });
  const lost = run({ kind: 'site-lost', facts });
  const back = run({ kind: 'site-back', facts, hasTold: true });

  it('has words of its own, whatever the templates of the action say', () => {
    const composed = compose([lost], alert(action({ onFailure: { subject: '{{monitor}}', text: '{{address}}' } })));
    expect(composed).toMatchObject({
      notice: {
        kind: 'site-lost',
        subject: 'Site frankfurt is lost',
        text: expect.stringContaining('The last worker of the site was stopped.') as string,
        incidents: [{ site: 'frankfurt', 'alert-name': 'Night shift' }],
      },
    });
    expect(compose([back], alert(action()))).toMatchObject({
      notice: { subject: 'Site frankfurt is back after 2 min' },
    });
  });

  it('is left out where the action does not tell such news any more', () => {
    expect(compose([lost], alert(action({ onFailure: null })))).toMatchObject({
      skip: { code: 'failure-notices-off' },
    });
    expect(compose([back], alert(action({ onRecovery: null })))).toMatchObject({
      skip: { code: 'recovery-notices-off' },
    });
    expect(compose([lost], alert(action({ enabled: false })))).toMatchObject({ skip: { code: 'disabled' } });
  });

  it('tells of several sites together', () => {
    const other = run({ kind: 'site-lost', facts: { ...facts, site: 'tokyo' } });
    expect(compose([lost, other], alert(action()))).toMatchObject({
      notice: { subject: '2 sites lost: frankfurt, tokyo' },
    });
  });

  it('of a return says nothing new to those who never heard of the loss', () => {
    expect([tellsNothingNew(back), tellsNothingNew({ ...back, hasTold: false }), tellsNothingNew(lost)]).toEqual([
      false,
      true,
      false,
    ]);
  });
});
