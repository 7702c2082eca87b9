import type { ProbeTimings, ProbeTarget, SmtpReply } from '../probe.js';
import type { OpenIncident } from '../monitor-state.js';
import type { Status } from '../status.js';
import type { MonitorNoticeKind } from './notice-kinds.js';
import { NO_VALUES, type TokenValues } from './template-tokens.js';
import { MINUTE_MS, offsetMsAt, wallTimeAt } from './zoned-time.js';

/** What is known when a notice is written. */
export interface NoticeFacts {
  readonly kind: MonitorNoticeKind;
  readonly monitor: { readonly name: string; readonly device: string; readonly tags: readonly string[] };
  readonly target: Pick<ProbeTarget, 'host' | 'port' | 'security'>;
  readonly alertName: string;
  readonly stateBefore: Status;
  readonly state: Status;
  readonly failures: number;
  /** The number of the alert; for a recovery that of the last one. */
  readonly alertNumber: number;
  readonly maxAlerts: number;
  readonly incident: OpenIncident;
  readonly test: {
    readonly number: number;
    readonly failure: {
      readonly phase: string;
      readonly code: string;
      readonly message: string;
      readonly lookAt: string;
    } | null;
    readonly reply: Pick<SmtpReply, 'code' | 'lines'> | null;
    readonly timings: ProbeTimings | null;
    /** The address that was used. */
    readonly address: string | null;
    readonly sites: {
      readonly failed: readonly string[];
      readonly passed: readonly string[];
      readonly silent: readonly string[];
    };
  };
  readonly now: Date;
  /** By the IANA database: the zone in which times are shown. */
  readonly timeZone: string;
  readonly link: string;
  /** Repairs that are planned with it, each in a few words. */
  readonly repairs: readonly string[];
}

/** No single value is longer: a server may send 512 lines of 512 octets. */
export const MAX_VALUE_LENGTH = 1024;

/** The facts of a notice as the tokens show them, each on one line. Pure: no clock, no default zone. */
export function noticeValues(facts: NoticeFacts): TokenValues {
  return shortened({
    ...NO_VALUES,
    ...monitorValues(facts),
    ...testValues(facts.test),
    ...incidentValues(facts),
  });
}

/** No value is longer than `MAX_VALUE_LENGTH`. */
export function shortened(values: TokenValues): TokenValues {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, shorten(value)])) as TokenValues;
}

function monitorValues({ monitor, target, alertName, kind, ...facts }: NoticeFacts) {
  return {
    monitor: monitor.name,
    device: monitor.device,
    tags: monitor.tags.join(', '),
    address: target.host,
    port: String(target.port),
    security: target.security,
    kind,
    state: stateName(facts.state),
    'state-before': stateName(facts.stateBefore),
    failures: String(facts.failures),
    alert: String(facts.alertNumber),
    'max-alerts': String(facts.maxAlerts),
    'alert-name': alertName,
    link: facts.link,
    repairs: facts.repairs.join('; '),
  };
}

function testValues({ failure, reply, sites, timings, address, number }: NoticeFacts['test']) {
  const listed = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.join(', '));
  return {
    reason: failure?.message ?? '',
    code: failure?.code ?? '',
    'look-at': failure?.lookAt ?? '',
    phase: failure?.phase ?? '',
    'reply-code': reply === null ? '' : String(reply.code),
    reply: reply?.lines.join(' ') ?? '',
    timings: timings === null ? '' : describeTimings(timings),
    'total-ms': timings === null ? '' : String(Math.round(timings.totalMs)),
    'ip-address': address ?? '',
    sites: `failed: ${listed(sites.failed)}; passed: ${listed(sites.passed)}; no answer: ${listed(sites.silent)}`,
    'sites-failed': sites.failed.join(', '),
    'sites-passed': sites.passed.join(', '),
    'test-number': String(number),
  };
}

/** What bad news of any kind has in common: since when, and until when. */
export function incidentValues({ incident, now, timeZone }: Pick<NoticeFacts, 'incident' | 'now' | 'timeZone'>) {
  return {
    'incident-id': incident.id,
    'incident-start': formatInstant(incident.startedAt, timeZone),
    'incident-duration': formatDuration(now.getTime() - incident.startedAt.getTime()),
    time: formatInstant(now, timeZone),
    'time-utc': now.toISOString(),
  };
}

function stateName(status: Status): string {
  return status.charAt(0).toUpperCase() + status.slice(1);
}

const PHASE_TIMES = ['dns', 'connect', 'tls', 'greeting', 'ehlo', 'quit', 'total'] as const;

function describeTimings(timings: ProbeTimings): string {
  const parts = PHASE_TIMES.map((phase) => [phase, timings[`${phase}Ms`]] as const);
  return parts.flatMap(([phase, ms]) => (ms === null ? [] : [`${phase} ${Math.round(ms)} ms`])).join(', ');
}

/** Such as `2 h 5 min` or `45 s`: the two largest units that say something. Negative lengths count as none. */
export function formatDuration(durationMs: number): string {
  const seconds = Math.max(0, Math.floor(durationMs / 1000));
  const units = [
    ['d', Math.floor(seconds / 86_400)],
    ['h', Math.floor(seconds / 3600) % 24],
    ['min', Math.floor(seconds / 60) % 60],
    ['s', seconds % 60],
  ] as const;
  const first = units.findIndex(([, count]) => count > 0);
  if (first === -1) return '0 s';
  const told = units.slice(first, first + 2).filter(([, count]) => count > 0);
  return told.map(([unit, count]) => `${count} ${unit}`).join(' ');
}

/** The clocks of a zone with their distance from UTC, such as `2026-03-02 03:12:40 +01:00`: also clear in the hour they show twice. */
export function formatInstant(at: Date, timeZone: string): string {
  const wall = new Date(wallTimeAt(timeZone, at.getTime())).toISOString();
  const offsetMinutes = Math.round(offsetMsAt(timeZone, at.getTime()) / MINUTE_MS);
  const distance = Math.abs(offsetMinutes);
  const twoDigits = (value: number): string => String(value).padStart(2, '0');
  const offset = `${twoDigits(Math.floor(distance / 60))}:${twoDigits(distance % 60)}`;
  return `${wall.slice(0, 10)} ${wall.slice(11, 19)} ${offsetMinutes < 0 ? '-' : '+'}${offset}`;
}

function shorten(value: string): string {
  const characters = Array.from(value);
  return characters.length <= MAX_VALUE_LENGTH ? value : `${characters.slice(0, MAX_VALUE_LENGTH - 1).join('')}…`;
}
