import { groupBy, type EventRow, type Fault, type History, type IncidentRow } from './history.js';
import { testsOf, type TestFacts } from './tests.js';

/** The settings that all monitors of a run have. */
export interface EscalationPolicy {
  readonly failuresPerAlert: number;
  readonly maxAlerts: number;
}

/**
 * The events of each monitor of one site are those that its results ask for, by the table of states. Monitors of several
 * sites are left out: which of their votes came before the verdict cannot be told afterwards.
 */
export function checkEscalation(history: History, policy: EscalationPolicy): Fault[] {
  const events = groupBy(
    history.events.filter(({ type }) => type !== 'test-unknown'),
    ({ key }) => key,
  );
  return [...testsOf(history)].flatMap(([{ key, address, sites }, tests]) => {
    if (sites.length > 1) return [];
    const wanted = expectedEvents(tests, policy);
    const found = (events.get(key) ?? []).map(inWords);
    const at = wanted.findIndex((event, index) => event !== found[index]);
    if (at < 0 && found.length === wanted.length) return [];
    const place = at < 0 ? wanted.length : at;
    const atMs = events.get(key)?.[place]?.atMs ?? null;
    const what = `event ${place + 1} should be "${wanted[place] ?? 'none'}" and is "${found[place] ?? 'none'}"`;
    return [{ check: 'events follow the tests', address, atMs, what }];
  });
}

function inWords({ type, test, data }: EventRow): string {
  switch (type) {
    case 'state-changed':
      return `test ${test}: ${data['from']} to ${data['to']}`;
    case 'alert-raised':
      return `test ${test}: alert ${data['number']} at failure ${data['failures']}`;
    case 'recovered':
      return `test ${test}: recovered after ${data['alerts']} alerts`;
    default:
      return `test ${test}: ${type}`;
  }
}

/** The table of states, written anew: what the product decides must agree with it. */
function expectedEvents(tests: readonly TestFacts[], { failuresPerAlert, maxAlerts }: EscalationPolicy): string[] {
  const events: string[] = [];
  let status = 'uninitialized';
  let failures = 0;
  let alerts = 0;
  for (const { number, results, unknownMs } of tests) {
    const result = results.find(({ suspect }) => !suspect);
    if (result === undefined || unknownMs !== null) continue;
    const become = (to: string): void => {
      if (status !== to) events.push(`test ${number}: ${status} to ${to}`);
      status = to;
    };
    if (result.passed) {
      become('up');
      if (alerts > 0) events.push(`test ${number}: recovered after ${alerts} alerts`);
      failures = alerts = 0;
      continue;
    }
    failures += 1;
    if (failures < failuresPerAlert) become('warn');
    if (status === 'lost' || failures % failuresPerAlert !== 0) continue;
    alerts += 1;
    if (alerts === 1) become('down');
    if (alerts === maxAlerts) become('lost');
    events.push(`test ${number}: alert ${alerts} at failure ${failures}`);
  }
  return events;
}

/** Every outage that was long enough has its one incident with alerts, and each incident its one recovery. */
export function checkOutages(history: History, longEnoughMs: number): Fault[] {
  const incidents = groupBy(history.incidents, ({ key }) => key);
  const faults: Fault[] = [];
  for (const { key, address } of history.monitors) {
    for (const { fromMs, toMs, behaviour } of history.outages.filter((outage) => outage.address === address)) {
      const within = (incidents.get(key) ?? []).filter((one) => one.startedMs >= fromMs && one.startedMs <= toMs);
      const seconds = Math.round((toMs - fromMs) / 1000);
      const fault = (what: string): void =>
        void faults.push({
          check: 'outages are seen',
          address,
          atMs: fromMs,
          what: `${seconds} s ${behaviour}: ${what}`,
        });
      if (toMs - fromMs >= longEnoughMs && within.length === 0) fault('no incident');
      if (within.length > 1) fault(`${within.length} incidents`);
    }
    for (const incident of incidents.get(key) ?? []) faults.push(...incidentFaults(incident, address, history.events));
  }
  return faults;
}

function incidentFaults(incident: IncidentRow, address: string, events: readonly EventRow[]): Fault[] {
  const own = events.filter(({ data }) => data['incidentId'] === incident.id);
  const numbers = own.filter(({ type }) => type === 'alert-raised').map(({ data }) => Number(data['number']));
  const recoveries = own.filter(({ type }) => type === 'recovered').length;
  const problems: string[] = [];
  if (!numbers.every((number, index) => number === index + 1)) problems.push(`its alerts are ${numbers.join(', ')}`);
  if (numbers.length !== incident.alerts || numbers.length === 0) {
    problems.push(`it has ${numbers.length} alerts and counts ${incident.alerts}`);
  }
  if (incident.ending !== 'recovered') problems.push(`it ended as ${incident.ending}`);
  if (recoveries !== 1) problems.push(`it has ${recoveries} recoveries`);
  return problems.map((what) => ({ check: 'incidents are whole', address, atMs: incident.startedMs, what }));
}
