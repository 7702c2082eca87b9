import { describe, expect, it } from 'vitest';
import { checkEscalation, checkOutages } from './escalation.js';
import type { EventRow, IncidentRow } from './history.js';
import { event, madeUp, MONITOR, resultsOf } from './made-up.fixture.js';

const POLICY = { failuresPerAlert: 2, maxAlerts: 2 };
const changed = (test: number, from: string, to: string): EventRow => event(test, 'state-changed', { from, to });
const alert = (test: number, number: number): EventRow =>
  event(test, 'alert-raised', { number, failures: number * 2, incidentId: 'i' });
const recovered = (test: number, alerts: number): EventRow => event(test, 'recovered', { alerts, incidentId: 'i' });

const WHOLE = [
  changed(1, 'uninitialized', 'up'),
  changed(2, 'up', 'warn'),
  changed(3, 'warn', 'down'),
  alert(3, 1),
  changed(5, 'down', 'lost'),
  alert(5, 2),
  changed(7, 'lost', 'up'),
  recovered(7, 2),
];

describe('checkEscalation', () => {
  const results = resultsOf('pfffffp');

  it('finds nothing in an outage that went the whole way', () => {
    expect(checkEscalation(madeUp({ results, events: WHOLE }), POLICY)).toEqual([]);
  });

  it('knows that a lost test changes nothing', () => {
    const events = [
      changed(1, 'uninitialized', 'up'),
      changed(2, 'up', 'warn'),
      event(3, 'test-unknown'),
      changed(4, 'warn', 'down'),
      alert(4, 1),
    ];
    expect(checkEscalation(madeUp({ results: resultsOf('pf-f'), events }), POLICY)).toEqual([]);
  });

  it('finds a report that changed something after the end of its test', () => {
    const events = [changed(1, 'uninitialized', 'up'), event(2, 'test-unknown'), changed(2, 'up', 'warn')];
    expect(checkEscalation(madeUp({ results: resultsOf('pf'), events }), POLICY)).toMatchObject([
      { what: 'event 2 should be "none" and is "test 2: up to warn"' },
    ]);
  });

  it('knows that a warning that passes tells nothing', () => {
    const events = [changed(1, 'uninitialized', 'up'), changed(2, 'up', 'warn'), changed(3, 'warn', 'up')];
    expect(checkEscalation(madeUp({ results: resultsOf('pfp'), events }), POLICY)).toEqual([]);
  });

  it.each([
    [
      'a missing alert',
      WHOLE.filter((one) => one !== WHOLE[5]),
      'event 6 should be "test 5: alert 2 at failure 4" and is "test 7: lost to up"',
    ],
    [
      'an alert twice',
      WHOLE.toSpliced(4, 0, alert(3, 1)),
      'event 5 should be "test 5: down to lost" and is "test 3: alert 1 at failure 2"',
    ],
    [
      'a second recovery',
      [...WHOLE, recovered(7, 2)],
      'event 9 should be "none" and is "test 7: recovered after 2 alerts"',
    ],
    ['a missing recovery', WHOLE.slice(0, -1), 'event 8 should be "test 7: recovered after 2 alerts" and is "none"'],
  ])('finds %s', (_, events, what) => {
    expect(checkEscalation(madeUp({ results, events }), POLICY)).toMatchObject([{ address: MONITOR.address, what }]);
  });
});

describe('checkOutages', () => {
  const outages = [{ address: MONITOR.address, behaviour: 'silent' as const, fromMs: 1500, toMs: 6500 }];
  const incident: IncidentRow = { id: 'i', key: 1, startedMs: 2000, endedMs: 7000, ending: 'recovered', alerts: 2 };
  const check = (changes: Partial<IncidentRow> | null, events = WHOLE) =>
    checkOutages(madeUp({ outages, events, incidents: changes === null ? [] : [{ ...incident, ...changes }] }), 5000);

  it('finds nothing where the outage has its incident', () => {
    expect(check({})).toEqual([]);
  });

  it('finds an outage that nobody saw, if it was long enough', () => {
    expect(check(null)).toMatchObject([{ check: 'outages are seen', atMs: 1500, what: '5 s silent: no incident' }]);
    expect(checkOutages(madeUp({ outages }), 5001)).toEqual([]);
  });

  it('finds an outage that was taken for two', () => {
    const two = [incident, { ...incident, id: 'j', startedMs: 4000 }];
    expect(checkOutages(madeUp({ outages, incidents: two, events: WHOLE }), 0)[0]).toMatchObject({
      what: '5 s silent: 2 incidents',
    });
  });

  it.each([
    ['is open', { ending: null, endedMs: null }, WHOLE, 'it ended as null'],
    ['counts wrongly', { alerts: 3 }, WHOLE, 'it has 2 alerts and counts 3'],
    ['skips an alert', {}, [alert(3, 1), alert(5, 3), recovered(7, 2)], 'its alerts are 1, 3'],
    ['never recovers', {}, [alert(3, 1), alert(5, 2)], 'it has 0 recoveries'],
    ['recovers twice', {}, [...WHOLE, recovered(8, 2)], 'it has 2 recoveries'],
  ])('finds an incident that %s', (_, changes, events, what) => {
    expect(check(changes, events)).toMatchObject([{ check: 'incidents are whole', what }]);
  });
});
