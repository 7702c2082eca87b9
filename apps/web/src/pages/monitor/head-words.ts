import type { Monitor } from '@twotwenty/contracts/monitor';
import { formatDuration } from '../../time/relative-time.js';

type Head = Pick<Monitor, 'state' | 'notification'>;

/** `1 of 3 to the first alert`, `5 in a row, the next alert at 6`; null while nothing is judged. */
export function failuresWords({ state, notification: { failuresPerAlert, maxAlerts } }: Head): string | null {
  if (state.hold !== null) return null;
  const { failures, alerts } = state;
  if (alerts === 0) {
    return failures === 0 ? `0 of ${failuresPerAlert}` : `${failures} of ${failuresPerAlert} to the first alert`;
  }
  const next = (Math.floor(failures / failuresPerAlert) + 1) * failuresPerAlert;
  return alerts < maxAlerts ? `${failures} in a row, the next alert at ${next}` : `${failures} in a row`;
}

/** `1 of 3`, `3 of 3, no more are raised`; null while nothing is judged. */
export function alertsWords({ state, notification: { maxAlerts } }: Head): string | null {
  if (state.hold !== null) return null;
  return `${state.alerts} of ${maxAlerts}${state.alerts >= maxAlerts ? ', no more are raised' : ''}`;
}

/** `mx1.example.com:25`, `[2001:db8::1]:25`. */
export function hostAndPort({ host, port }: Monitor['target']): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** How often it is tested, in a sentence. */
export function timingSentence({ timing }: Pick<Monitor, 'timing'>): string {
  const { up, warn, down, lost } = timing.delaySeconds;
  const time = (seconds: number) => (seconds < 1 ? `${seconds}\u00a0s` : formatDuration(seconds * 1000));
  return (
    `Every ${time(up)} while it is Up, ${time(warn)} while Warn, ${time(down)} while Down and ${time(lost)} while Lost; ` +
    `a test may take ${time(timing.maxTestDurationSeconds)}.`
  );
}

/** When people are told, in a sentence. */
export function notificationSentence({ notification }: Pick<Monitor, 'notification'>): string {
  const { failuresPerAlert, maxAlerts } = notification;
  const each = failuresPerAlert === 1 ? 'every failure' : `every ${failuresPerAlert} failures in a row`;
  const most = maxAlerts === 1 ? 'one alert' : `${maxAlerts} alerts`;
  return `An alert after ${each}; after ${most} it is Lost, and nothing more is raised until it recovers.`;
}

/** From where it is tested, and how many have to see it fail. */
export function sitesSentence({
  sites,
  sitesToFail,
  confirmFrom,
}: Pick<Monitor, 'sites' | 'sitesToFail' | 'confirmFrom'>) {
  const asked = sites.length === 1 ? `From ${sites[0]}` : `From ${sites.join(', ')}`;
  const needed =
    sitesToFail === null ? 'most of those that report' : sitesToFail === 1 ? 'one of them' : `${sitesToFail} of them`;
  const vote = sites.length === 1 ? '' : `; it fails when seen to fail by ${needed}`;
  return `${asked}${vote}${confirmFrom === null ? '' : `; a failure is to be confirmed by ${confirmFrom}`}.`;
}

const SECURITY: Readonly<Record<Monitor['target']['security'], string>> = {
  none: 'without TLS',
  starttls: 'with STARTTLS',
  tls: 'with TLS from the start',
};

/** What is asked, in a few words. */
export function targetWords(target: Monitor['target']): string {
  return `${hostAndPort(target)}, ${SECURITY[target.security]}`;
}
