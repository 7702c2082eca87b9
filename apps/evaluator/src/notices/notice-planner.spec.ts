import { targetInputSchema } from '@twotwenty/contracts/target';
import type { NoticeOccasion, PlanningMaterial, ServingAlert } from '@twotwenty/database/repositories/notice-plan';
import { parseAlertRange } from '@twotwenty/domain/alerting/alert-range';
import { DEFAULT_FAILURE_TEMPLATE, DEFAULT_RECOVERY_TEMPLATE } from '@twotwenty/domain/alerting/template';
import type { Occasion } from '@twotwenty/domain/alerting/plan-notices';
import { describe, expect, it } from 'vitest';
import { createNoticePlanner } from './notice-planner.js';

type ServingAction = ServingAlert['actions'][number];

const incident = { id: 'incident', startedAt: new Date('2026-03-02T02:12:40Z') };
const range = parseAlertRange('1-');
if (!range.ok) throw new Error(range.problem);
const laterAlerts = [{ from: 2, to: null }];

const telling: ServingAction = {
  id: 'action',
  type: 'webhook',
  enabled: true,
  onFailure: DEFAULT_FAILURE_TEMPLATE,
  onRecovery: { ...DEFAULT_RECOVERY_TEMPLATE, ignoreSchedule: false },
  range: range.value,
  schedule: null,
  fallbackActionId: null,
  groupSeconds: 30,
  needsApproval: false,
};

/** A repair as the decisions take it. */
function repair(what: 'restart' | 'reboot', needsApproval: boolean): ServingAction {
  const type = what === 'restart' ? 'restart-services' : 'reboot-server';
  return { ...telling, id: what, type, needsApproval, onFailure: SAYS_NOTHING, onRecovery: null, groupSeconds: 0 };
}

const SAYS_NOTHING = { subject: '', text: '' };

const serving: ServingAlert = {
  id: 'alert',
  name: 'Mail team',
  assignment: { to: 'all' },
  monitorKeys: new Set([1]),
  actions: [telling],
};

const target = targetInputSchema.parse({ host: 'mx1.example.com' });
const monitor = { monitorKey: 1, id: 'monitor-id', name: 'MX 1', tags: ['mx'], device: 'gw', target };
const material: PlanningMaterial = { monitors: new Map([[1, monitor]]), alerts: [serving], history: [] };

function servedBy(...actions: ServingAction[]): PlanningMaterial {
  return { ...material, alerts: [{ ...serving, actions }] };
}

function occasion(event: Occasion, monitorKey = 1): NoticeOccasion {
  return {
    monitorKey,
    occasion: event,
    facts: {
      stateBefore: 'warn',
      state: 'down',
      failures: 3,
      alertNumber: 1,
      maxAlerts: 3,
      incident,
      test: {
        number: 7,
        failure: null,
        reply: null,
        timings: null,
        address: null,
        sites: { failed: ['default'], passed: [], silent: [] },
      },
      now: new Date('2026-03-02T02:14:45Z'),
    },
  };
}

let ids = 0;
const plan = createNoticePlanner({
  timeZone: 'UTC',
  publicUrl: 'https://monitor.example.com/mail',
  newId: () => `id ${(ids += 1)}`,
});
const raised: Occasion = { type: 'alert-raised', incident, number: 1, failures: 3 };
const recovered: Occasion = { type: 'recovered', incident, alerts: 1 };

describe('the planner of notices', () => {
  it('makes a notice of an alert, and a run for each action', () => {
    const { notices, runs } = plan([occasion(raised)], material);
    expect(notices).toMatchObject([
      { subject: { type: 'monitor', key: 1 }, incidentId: 'incident', kind: 'failure', alertNumber: 1 },
    ]);
    expect(notices[0]?.facts).toMatchObject({
      monitor: 'MX 1',
      link: 'https://monitor.example.com/mail/monitors/monitor-id',
    });
    expect(runs).toMatchObject([
      {
        noticeId: notices[0]?.id,
        alertName: 'Mail team',
        actionType: 'webhook',
        groupSeconds: 30,
        plan: { decision: 'send' },
      },
    ]);
  });

  it('tells the recovery to those who are told of the failure in the same batch', () => {
    const { runs } = plan([occasion(raised), occasion(recovered)], material);
    expect(runs.map(({ plan: { kind, decision } }) => [kind, decision])).toEqual([
      ['failure', 'send'],
      ['recovery', 'send'],
    ]);
    const [alone] = plan([occasion(recovered)], material).runs;
    expect(alone?.plan.reason?.code).toBe('no-failure-notice-sent');
  });

  it('lets what tells somebody wait for its turn, and a repair for its release or for nothing', () => {
    const { runs } = plan([occasion(raised)], servedBy(telling, repair('restart', false), repair('reboot', true)));
    expect(runs.map(({ actionType, state, groupSeconds }) => [actionType, state, groupSeconds])).toEqual([
      ['webhook', 'pending', 30],
      ['restart-services', 'ready', 0],
      ['reboot-server', 'awaiting-approval', 0],
    ]);
  });

  it('tells of the repairs that an alert begins, and where those are released that wait', () => {
    const { notices, runs } = plan(
      [occasion(raised)],
      servedBy(telling, repair('restart', false), repair('reboot', true)),
    );
    const reboot = runs.find(({ actionType }) => actionType === 'reboot-server');
    expect(notices[0]?.facts.repairs).toBe(
      'restart-services begins by itself; ' +
        `reboot-server waits for you: https://monitor.example.com/mail/action-runs/${encodeURIComponent(reboot?.id ?? '')}`,
    );
  });

  it.each([
    ['is disabled', { enabled: false }],
    ['is for a later alert', { range: laterAlerts }],
  ])('names no repair that %s', (_title, fields) => {
    const { notices, runs } = plan([occasion(raised)], servedBy(telling, { ...repair('restart', false), ...fields }));
    expect(notices[0]?.facts.repairs).toBe('');
    expect(
      runs.filter(({ actionType, plan: { decision } }) => actionType !== 'webhook' && decision === 'send'),
    ).toEqual([]);
  });

  it('plans no repair for a recovery', () => {
    const { notices, runs } = plan(
      [occasion(raised), occasion(recovered)],
      servedBy(telling, repair('restart', false)),
    );
    const ofRecovery = runs.filter(({ plan: { kind, decision } }) => kind === 'recovery' && decision === 'send');
    expect(ofRecovery.map(({ actionType }) => actionType)).toEqual(['webhook']);
    expect(notices.at(-1)).toMatchObject({ kind: 'recovery', facts: { repairs: '' } });
  });

  it('makes nothing for a monitor that nobody is told about, or that is gone', () => {
    expect(plan([occasion(raised)], { ...material, alerts: [] })).toEqual({ notices: [], runs: [] });
    expect(plan([occasion(raised, 2)], material)).toEqual({ notices: [], runs: [] });
  });
});
