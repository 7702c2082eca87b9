import type { SiteNoticeKind } from '../alerting/notice-kinds.js';
import { incidentValues, shortened, type NoticeFacts } from '../alerting/notice-values.js';
import type { Template } from '../alerting/template.js';
import { NO_VALUES, type TokenValues } from '../alerting/template-tokens.js';

/** What is known when a notice about a site is written. */
export interface SiteNoticeFacts extends Pick<NoticeFacts, 'incident' | 'now' | 'timeZone' | 'link'> {
  readonly kind: SiteNoticeKind;
  readonly site: string;
  /** Why, in one sentence; empty for what takes bad news back. */
  readonly reason: string;
  /** How many monitors it tests, and how many of them no other site tests that is live. */
  readonly monitors: number;
  readonly monitorsWithoutData: number;
}

interface SiteNotice {
  /** The site's states before and after. */
  readonly before: string;
  readonly after: string;
  readonly lookAt: string;
  readonly template: Template;
}

/** What is said of a site. Actions have no templates of their own for this: theirs speak of a monitor. */
const SITE_NOTICES: Readonly<Record<SiteNoticeKind, SiteNotice>> = {
  'site-lost': {
    before: 'Live',
    after: 'Lost',
    lookAt: 'The workers there: whether they run, and whether they reach the queue.',
    template: {
      subject: 'Site {{site}} is lost',
      text: [
        '{{reason}}',
        '',
        'Since:    {{incident-start}}, for {{incident-duration}}',
        'Monitors: {{site-monitors}}',
        'Look at:  {{look-at}}',
        '',
        'Monitors keep their states: that a site is lost says nothing of the servers.',
        '{{link}}',
      ].join('\n'),
    },
  },
  'site-back': {
    before: 'Lost',
    after: 'Live',
    lookAt: '',
    template: {
      subject: 'Site {{site}} is back after {{incident-duration}}',
      text: [
        'A worker of the site {{site}} was heard of. It was lost for {{incident-duration}}.',
        '',
        'From:     {{incident-start}}',
        'To:       {{time}}',
        'Monitors: {{site-monitors}}',
        '',
        '{{link}}',
      ].join('\n'),
    },
  },
  'site-suspect': {
    before: 'Live',
    after: 'Suspect',
    lookAt: 'The network there: what the machine reaches, its DNS servers, firewall and provider.',
    template: {
      subject: 'Site {{site}} is suspect: nearly everything fails there',
      text: [
        '{{reason}}',
        '',
        'Since:    {{incident-start}}, for {{incident-duration}}',
        'Monitors: {{site-monitors}}',
        'Look at:  {{look-at}}',
        '',
        'What it sees fail by the network counts for nothing until targets answer there again.',
        '{{link}}',
      ].join('\n'),
    },
  },
  'site-trusted': {
    before: 'Suspect',
    after: 'Live',
    lookAt: '',
    template: {
      subject: 'Site {{site}} is trusted again after {{incident-duration}}',
      text: [
        'Targets answer at the site {{site}} again: what it sees counts as before.',
        '',
        'From:     {{incident-start}}',
        'To:       {{time}}',
        'Monitors: {{site-monitors}}',
        '',
        '{{link}}',
      ].join('\n'),
    },
  },
};

/** What a notice about a site says. */
export function siteTemplate(kind: SiteNoticeKind): Template {
  return SITE_NOTICES[kind].template;
}

/** The facts of a notice about a site as the tokens show them; what is about a monitor is empty. Pure. */
export function siteNoticeValues(facts: SiteNoticeFacts): TokenValues {
  const { kind, site, reason, link } = facts;
  const { before, after, lookAt } = SITE_NOTICES[kind];
  return shortened({
    ...NO_VALUES,
    kind,
    site,
    state: after,
    'state-before': before,
    reason,
    code: reason === '' ? '' : kind,
    'look-at': lookAt,
    alert: '1',
    'max-alerts': '1',
    'site-monitors': monitorsInWords(facts),
    ...incidentValues(facts),
    link,
  });
}

function monitorsInWords({
  monitors,
  monitorsWithoutData,
}: Pick<SiteNoticeFacts, 'monitors' | 'monitorsWithoutData'>): string {
  if (monitors === 0) return 'none is tested from there';
  const without = monitorsWithoutData === 0 ? 'none' : String(monitorsWithoutData);
  return `${monitors} tested from there, ${without} of them without any site that is live`;
}
