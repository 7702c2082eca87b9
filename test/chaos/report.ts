import { countRepeats } from './checker/notices.js';
import { returnsOf } from './checker/returns.js';
import { groupBy, type ActRecord, type Fault, type History } from './checker/history.js';

/** One cause makes many faults of a kind, which must not hide those of others. */
const MAX_SHOWN_OF_A_KIND = 12;

/** The run for people: what was done, what came of it, and every fault with the acts about that time. */
export function reportText(seed: number, history: History, faults: readonly Fault[]): string {
  const time = (ms: number): string => `${((ms - history.startedMs) / 1000).toFixed(1)} s`;
  return [
    `chaos with seed ${seed}: ${faults.length === 0 ? 'no fault' : `${faults.length} faults`}`,
    ...countLines(history),
    '',
    'slot  began      back       half of the verdicts after  acts',
    ...returnsOf(history).map(({ slot, acts, returnedMs, afterMs }) => {
      const began = Math.min(...acts.map(({ beganMs }) => beganMs));
      const after = afterMs === null ? 'never' : `${(afterMs / 1000).toFixed(1)} s`;
      const names = acts.map(({ name, what }) => `${name} (${what})`).join(' + ');
      return [String(slot).padEnd(4), time(began).padEnd(9), time(returnedMs).padEnd(9), after.padEnd(26), names].join(
        '  ',
      );
    }),
    ...[...groupBy(faults, ({ check }) => check)].flatMap(([check, group]) => [
      ...group.slice(0, MAX_SHOWN_OF_A_KIND).map((fault) => faultLine(fault, history.acts, time)),
      ...(group.length > MAX_SHOWN_OF_A_KIND ? [`… and ${group.length - MAX_SHOWN_OF_A_KIND} more: ${check}`] : []),
    ]),
  ].join('\n');
}

function countLines(history: History): string[] {
  const { monitors, outages, results, events, incidents, told } = history;
  const failed = results.filter(({ passed }) => !passed).length;
  const lost = events.filter(({ type }) => type === 'test-unknown').length;
  const sessions = [...history.sessions.values()].reduce((total, count) => total + count, 0);
  return [
    `  ${monitors.length} monitors, ${outages.length} outages of ${new Set(outages.map(({ address }) => address)).size} targets`,
    `  ${sessions} sessions, ${results.length} results (${failed} failed), ${lost} tests lost`,
    `  ${incidents.length} incidents, ${told.length} notices, ${countRepeats(history)} of them repeated under their key`,
  ];
}

function faultLine(
  { check, address, atMs, what }: Fault,
  acts: readonly ActRecord[],
  time: (ms: number) => string,
): string {
  const about = acts
    .filter(({ beganMs, returnedMs }) => atMs !== null && beganMs - 1000 <= atMs && returnedMs + 20_000 >= atMs)
    .map((act) => `${act.name} (${act.what}) from ${time(act.beganMs)} to ${time(act.returnedMs)}`);
  return [
    `✗ ${check}: ${address === null ? '' : `${address}: `}${what}`,
    `    ${atMs === null ? 'at no certain time' : `at ${time(atMs)}, ${new Date(atMs).toISOString()}`}`,
    ...about.map((act) => `    about then: ${act}`),
  ].join('\n');
}
