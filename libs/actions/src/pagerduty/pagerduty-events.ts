import type { PagerdutySettings } from '@twotwenty/contracts/actions/pagerduty';
import { nameOf } from '@twotwenty/domain/alerting/digest';
import { toneOf } from '@twotwenty/domain/alerting/notice-kinds';
import type { TokenValues } from '@twotwenty/domain/alerting/template-tokens';
import type { Notice } from '../channel.js';
import { fitText, oneLine } from '../http/fit-text.js';
import { linkOf, linkTitleOf } from '../http/link-of.js';

/** Limits of PagerDuty, characters. */
const MAX_SUMMARY = 1024;
const MAX_DEDUP_KEY = 255;

/** An event of the Events API v2, without the routing key. */
export type PagerdutyEvent = Readonly<Record<string, unknown>> & { readonly event_action: 'trigger' | 'resolve' };

/**
 * The events of a notice: one for each incident, which PagerDuty knows again by its id. A test is an incident of its own
 * that ends at once, so that it goes all the way and leaves nothing open.
 */
export function pagerdutyEvents(notice: Notice, severity: PagerdutySettings['severity']): PagerdutyEvent[] {
  if (notice.kind === 'test') {
    const key = `twotwenty-test-${notice.id}`;
    return [triggerOf(notice, notice.incidents[0], key, 'info'), resolveOf(key)];
  }
  return notice.incidents.map((incident) => {
    const key = incident['incident-id'];
    return toneOf(notice.kind) === 'recovery' ? resolveOf(key) : triggerOf(notice, incident, key, severity);
  });
}

function triggerOf(notice: Notice, incident: TokenValues, key: string, severity: string): PagerdutyEvent {
  const link = linkOf({ incidents: [incident] });
  const isAlone = notice.incidents.length === 1;
  // The subject of a group tells of all of it, and one made of tokens may be empty, which PagerDuty refuses.
  const subject = isAlone ? oneLine(notice.subject) : '';
  const summary = subject || oneLine(`${incident.state}: ${nameOf(incident)} (${incident.address || 'site'})`);
  return {
    event_action: 'trigger',
    dedup_key: fitText(key, MAX_DEDUP_KEY),
    client: 'TwoTwenty',
    payload: {
      summary: fitText(summary, MAX_SUMMARY),
      source: incident.address || nameOf(incident) || 'TwoTwenty',
      severity,
      timestamp: notice.at.toISOString(),
      ...withoutEmpty({ component: nameOf(incident), group: incident.device, class: incident.code }),
      custom_details: { ...withoutEmpty(incident), ...(isAlone ? { text: notice.text } : {}) },
    },
    ...(link === null ? {} : { client_url: link, links: [{ href: link, text: linkTitleOf(notice) }] }),
  };
}

function resolveOf(key: string): PagerdutyEvent {
  return { event_action: 'resolve', dedup_key: fitText(key, MAX_DEDUP_KEY) };
}

function withoutEmpty(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
}
