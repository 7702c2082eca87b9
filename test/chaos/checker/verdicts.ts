import { groupBy, type Fault, type History, type Outage } from './history.js';
import { isExplained, RETURN_MS, testsOf } from './tests.js';

/**
 * What sites saw is what was: a failure needs an outage between the end of the test before and the result, a pass needs
 * a moment without one. What a site that is in trouble saw is no word about a target; that it was needs an act.
 */
export function checkVerdicts(history: History): Fault[] {
  const outages = groupBy(history.outages, ({ address }) => address);
  return [...testsOf(history)].flatMap(([{ address }, tests]) =>
    tests.flatMap(({ number, results, afterMs }) =>
      results.flatMap(({ passed, suspect, atMs, site, code }) => {
        const own = outages.get(address) ?? [];
        if (suspect) {
          if (!passed && isExplained(history, afterMs - RETURN_MS, atMs)) return [];
          const what = `test ${number} was suspect at ${site} (${code}) without cause`;
          return [{ check: 'no false suspicion', address, atMs, what }];
        }
        if (passed ? !isCovered(own, afterMs, atMs) : own.some((one) => overlaps(one, afterMs, atMs))) return [];
        const what = passed
          ? `test ${number} passed at ${site} during an outage`
          : `test ${number} failed at ${site} (${code}) while the target was well`;
        return [{ check: passed ? 'no false pass' : 'no false failure', address, atMs, what }];
      }),
    ),
  );
}

/** A target that was well all the time has a monitor that was up all the time. */
export function checkWell({ monitors, outages, events }: History): Fault[] {
  const failing = new Set(outages.map(({ address }) => address));
  const well = new Map(
    monitors.filter(({ address }) => !failing.has(address)).map(({ key, address }) => [key, address]),
  );
  return events.flatMap(({ key, type, data, atMs }) => {
    const address = well.get(key);
    if (address === undefined || type !== 'state-changed' || data['to'] === 'up') return [];
    return [{ check: 'no false alarm', address, atMs, what: `became ${data['to']} although its target was well` }];
  });
}

function overlaps({ fromMs, toMs }: Outage, afterMs: number, untilMs: number): boolean {
  return fromMs <= untilMs && toMs >= afterMs;
}

/** Whether there was an outage all the time. */
function isCovered(outages: readonly Outage[], afterMs: number, untilMs: number): boolean {
  return outages.some(({ fromMs, toMs }) => fromMs < afterMs && toMs > untilMs);
}
