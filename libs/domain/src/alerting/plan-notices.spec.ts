import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contains } from './alert-range.js';
import { actionOf, alertOf, dailySchedule } from './alerting.fixture.js';
import type { Action } from './alert.js';
import { planFallback, planNotices, type Occasion, type PastRun, type PlannedRun } from './plan-notices.js';

const now = new Date('2026-03-02T12:00:00Z');
const incident = { id: 'incident', startedAt: new Date('2026-03-02T11:58:00Z') };
const outside = dailySchedule('UTC', 0, 8);
const raised = (number: number): Occasion => ({ type: 'alert-raised', incident, number, failures: number * 3 });
const recovered = (alerts: number): Occasion => ({ type: 'recovered', incident, alerts });

/** What history holds of a plan once everything was done. */
function done(plan: readonly PlannedRun[], outcome: 'pending' | 'delivered' | 'failed' = 'delivered'): PastRun[] {
  return plan.map(({ decision, ...run }) => ({ ...run, outcome: decision === 'send' ? outcome : null }));
}

const told = (plan: readonly PlannedRun[]): string[] =>
  plan.map((run) => `${run.actionId}: ${run.decision === 'send' ? 'send' : run.reason.code}`);

describe('planNotices', () => {
  it.each<[string, Action, string]>([
    ['as it is', actionOf('a'), 'send'],
    ['disabled', actionOf('a', { enabled: false }), 'disabled'],
    ['without failures', actionOf('a', { onFailure: null }), 'failure-notices-off'],
    ['with another range', actionOf('a', { range: '1,3-' }), 'out-of-range'],
    ['outside its schedule', actionOf('a', { schedule: outside }), 'outside-schedule'],
    ['within its schedule', actionOf('a', { schedule: dailySchedule('Asia/Tokyo', 21, 22) }), 'send'],
    [
      'with several reasons: the first counts',
      actionOf('a', { enabled: false, range: '1', schedule: outside }),
      'disabled',
    ],
  ])('for alert 2: an action %s', (_, action, expected) => {
    expect(told(planNotices(raised(2), [alertOf('x', action)], [], now))).toEqual([`a: ${expected}`]);
  });

  it.each<[string, Action, string]>([
    ['as it is', actionOf('a'), 'send'],
    ['disabled', actionOf('a', { enabled: false }), 'disabled'],
    ['without recoveries', actionOf('a', { onRecovery: null }), 'recovery-notices-off'],
    ['whose range names no recovery', actionOf('a', { range: '1' }), 'send'],
    ['outside its schedule', actionOf('a', { schedule: outside }), 'outside-schedule'],
    [
      'that recovers at any time',
      actionOf('a', { schedule: outside, onRecovery: { subject: '', text: '', ignoreSchedule: true } }),
      'send',
    ],
  ])('for the recovery after a failure notice: an action %s', (_, action, expected) => {
    const history = done(planNotices(raised(1), [alertOf('x', actionOf('a'))], [], now));
    expect(told(planNotices(recovered(2), [alertOf('x', action)], history, now))).toEqual([`a: ${expected}`]);
  });

  it.each([
    ['delivered', 'send'],
    ['pending', 'send'],
    ['failed', 'no-failure-notice-sent'],
  ] as const)('the recovery after a failure notice that is %s', (outcome, expected) => {
    const alerts = [alertOf('x', actionOf('a'))];
    const history = done(planNotices(raised(1), alerts, [], now), outcome);
    expect(told(planNotices(recovered(1), alerts, history, now))).toEqual([`a: ${expected}`]);
  });

  it('takes back nothing of another incident, alert or action', () => {
    const alerts = [alertOf('x', actionOf('a'))];
    const [sent] = done(planNotices(raised(1), alerts, [], now));
    const others = ['incidentId', 'alertId', 'actionId'].map((key) => ({ ...sent, [key]: 'other' }) as PastRun);
    expect(told(planNotices(recovered(1), alerts, others, now))).toEqual(['a: no-failure-notice-sent']);
  });

  it('says why in words', () => {
    const alert = alertOf('x', actionOf('a', { range: '3-' }), actionOf('b', { schedule: outside }));
    expect(planNotices(raised(2), [alert], [], now).map((run) => run.reason?.message)).toEqual([
      'Alert 2 is not in its range 3-.',
      'It is outside its weekly schedule (UTC).',
    ]);
  });

  it('orders by name and id of the alert, then as the actions come, in whatever order they are given', () => {
    const one = alertOf('B team', actionOf('z'), actionOf('a'));
    const two = { ...alertOf('A team', actionOf('m')), id: '2' };
    const three = { ...alertOf('A team', actionOf('k')), id: '1' };
    const orders = [
      [one, two, three],
      [three, two, one, two],
      [two, three, one],
    ];
    for (const alerts of orders) {
      expect(planNotices(raised(1), alerts, [], now).map((run) => run.actionId)).toEqual(['k', 'm', 'z', 'a']);
    }
  });
});

describe('planFallback', () => {
  const main = actionOf('main', { fallbackActionId: 'spare' });
  const planFor = (spare: Action, history: PastRun[] = []): PlannedRun | null => {
    const alert = alertOf('x', main, spare);
    const [failed] = planNotices(raised(1), [alert], [], now);
    return failed === undefined ? null : planFallback(failed, alert, history, now);
  };

  it('lets the other action stand in, whatever its range', () => {
    const run = planFor(actionOf('spare', { range: '5-' }));
    expect(run).toMatchObject({ actionId: 'spare', decision: 'send', alertNumber: 1, standsInForActionId: 'main' });
  });

  it('but not when it was run for this already', () => {
    const spare = actionOf('spare');
    const history = done(planNotices(raised(1), [alertOf('x', main, spare)], [], now));
    expect(planFor(spare, history)?.reason?.code).toBe('already-planned');
  });

  it('also when it was skipped because of its range', () => {
    const spare = actionOf('spare', { range: '2-' });
    const history = done(planNotices(raised(1), [alertOf('x', main, spare)], [], now));
    expect(planFor(spare, history)?.decision).toBe('send');
  });

  it.each<[Action, string]>([
    [actionOf('spare', { enabled: false }), 'disabled'],
    [actionOf('spare', { onFailure: null }), 'failure-notices-off'],
    [actionOf('spare', { schedule: outside }), 'outside-schedule'],
  ])('and not when it must not (%#)', (spare, expected) => {
    expect(planFor(spare)?.reason?.code).toBe(expected);
  });

  it('is null without one, with one that is gone, and with itself', () => {
    for (const fallbackActionId of [null, 'gone', 'main']) {
      const alert = alertOf('x', { ...main, fallbackActionId }, actionOf('spare'));
      const [failed] = planNotices(raised(1), [alert], [], now);
      expect(failed && planFallback(failed, alert, [], now)).toBeNull();
    }
  });
});

describe('for any alerts and any incident', () => {
  const templates = fc.constantFrom(null, { subject: 's', text: 't' });
  const actions = fc.record({
    enabled: fc.constantFrom(true, true, false),
    onFailure: templates,
    onRecovery: fc.constantFrom(
      null,
      { subject: 's', text: 't', ignoreSchedule: true },
      { subject: 's', text: 't', ignoreSchedule: false },
    ),
    range: fc.constantFrom('1-', '1', '2-3', '2-', '1,4-'),
    schedule: fc.constantFrom(null, null, dailySchedule('Europe/Berlin', 8, 18), outside),
  });
  const alertLists = fc
    .array(fc.array(actions, { maxLength: 4 }), { maxLength: 4 })
    .map((lists) =>
      lists.map((list, at) =>
        alertOf(`alert ${at % 3}`, ...list.map((changes, index) => actionOf(`${at}.${index}`, changes))),
      ),
    )
    .map((alerts) => alerts.map((alert, at) => ({ ...alert, id: `${at}` })));
  const hours = fc.array(fc.nat({ max: 23 }), { minLength: 1, maxLength: 5 });
  const outcomes = fc.constantFrom('pending', 'delivered', 'failed');

  it('each action has one entry an occasion; nothing is sent twice; recoveries follow failure notices alone', () => {
    fc.assert(
      fc.property(alertLists, hours, outcomes, fc.boolean(), (alerts, atHours, outcome, isReplayed) => {
        const history: PastRun[] = [];
        const sent: string[] = [];
        const occasions = [...atHours.map((_, index) => raised(index + 1)), recovered(atHours.length)];
        occasions.forEach((occasion, index) => {
          const at = new Date(`2026-03-02T${String(atHours[index] ?? 12).padStart(2, '0')}:00:00Z`);
          const actionIds = alerts.flatMap((alert) => alert.actions.map((action) => action.id));
          for (let time = 0; time < (isReplayed ? 2 : 1); time += 1) {
            const plan = planNotices(occasion, alerts, history, at);
            expect(plan.map((run) => run.actionId).sort()).toEqual([...actionIds].sort());
            for (const run of plan.filter(({ decision }) => decision === 'send')) {
              const key = `${run.alertId} ${run.actionId} ${run.kind} ${run.alertNumber}`;
              expect(sent).not.toContain(key);
              sent.push(key);
              const action = alerts.flatMap((alert) => alert.actions).find(({ id }) => id === run.actionId);
              expect(action?.enabled).toBe(true);
              if (run.kind === 'failure') expect(contains(action?.range ?? [], run.alertNumber)).toBe(true);
              else expect(sent.some((other) => other.startsWith(`${run.alertId} ${run.actionId} failure`))).toBe(true);
              if (run.kind === 'recovery') expect(outcome).not.toBe('failed');
            }
            history.push(...done(plan, outcome));
          }
        });
      }),
    );
  });
});

describe('what happened to a site', () => {
  const lost = { type: 'site-lost', incident } as const;
  const back = { type: 'site-back', incident } as const;

  it.each<[string, Action, string[]]>([
    ['as it is', actionOf('a'), ['a: send']],
    ['with any range', actionOf('a', { range: '7-' }), ['a: send']],
    ['disabled', actionOf('a', { enabled: false }), ['a: disabled']],
    ['without failures', actionOf('a', { onFailure: null }), ['a: failure-notices-off']],
    ['outside its schedule', actionOf('a', { schedule: outside }), ['a: outside-schedule']],
    ['that repairs', actionOf('a', { type: 'reboot-server' }), []],
  ])('its loss: an action %s', (_, action, expected) => {
    expect(told(planNotices(lost, [alertOf('x', action)], [], now))).toEqual(expected);
  });

  it('is told once, and its return to those who heard of the loss', () => {
    const alert = alertOf(
      'x',
      actionOf('a'),
      actionOf('b', { schedule: outside }),
      actionOf('c', { onRecovery: null }),
    );
    const loss = planNotices(lost, [alert], [], now);
    const history = done(loss);
    expect(told(planNotices(lost, [alert], history, now))).toEqual([
      'a: already-planned',
      'b: already-planned',
      'c: already-planned',
    ]);
    const ret = planNotices(back, [alert], history, now);
    expect(told(ret)).toEqual(['a: send', 'b: no-failure-notice-sent', 'c: recovery-notices-off']);
    expect(ret[0]).toMatchObject({ kind: 'site-back', alertNumber: 1, incidentId: incident.id });
  });
});
