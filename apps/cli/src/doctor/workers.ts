import { VERSION } from '@twotwenty/config/version';
import type { Worker } from '@twotwenty/contracts/worker';
import { healthFindings } from '@twotwenty/domain/sites/health-findings';
import { type Finding, ok, warning } from './finding.js';
import { selfCheckFindings } from './reverse-dns.js';

/**
 * What is to be said of the workers that a controller knows. It knows every run of the last day: one that was killed is
 * told of only if nothing came after it at the same host and site.
 */
export function judgeWorkers(workers: readonly Worker[]): Finding[] {
  const places = new Map<string, Worker[]>();
  for (const worker of workers) {
    const place = JSON.stringify([worker.site, worker.hostname]);
    places.set(place, [...(places.get(place) ?? []), worker]);
  }
  const findings = [...places.values()].flatMap(judgePlace);
  if (workers.some(({ live }) => live)) return findings;
  return [...findings, warning('workers', 'No worker is live: nothing is tested.', 'Start one for each site.')];
}

function judgePlace(runs: readonly Worker[]): Finding[] {
  const live = runs.filter((run) => run.live);
  if (live.length > 0) return live.flatMap(judgeLive);
  const [newest] = [...runs].sort((left, right) => Date.parse(right.lastSeenAt) - Date.parse(left.lastSeenAt));
  // One that said that it stops was stopped on purpose.
  if (newest === undefined || newest.stopping) return [];
  const message = `It was heard of last at ${newest.lastSeenAt}.`;
  return [warning(subjectOf(newest), message, 'If it should run, see its log.')];
}

function judgeLive(worker: Worker): Finding[] {
  const { version, health, selfCheck } = worker;
  const subject = subjectOf(worker);
  const findings = [ok(subject, `TwoTwenty ${version} is live.`)];
  if (version !== VERSION) {
    const message = `It is version ${version}, this program is ${VERSION}.`;
    findings.push(warning(subject, message, 'Run the same version everywhere.'));
  }
  if (health !== null)
    findings.push(...healthFindings(health).map(({ message, fix }) => warning(subject, message, fix)));
  return selfCheck === null ? findings : [...findings, ...selfCheckFindings(subject, selfCheck)];
}

function subjectOf({ site, hostname }: Worker): string {
  return `worker ${hostname} (${site})`;
}
