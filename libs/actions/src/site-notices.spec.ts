import { siteNoticeValues } from '@twotwenty/domain/sites/site-notices';
import { describe, expect, it } from 'vitest';
import { discordMessage } from './discord/discord-message.js';
import { htmlOf } from './email/html-text.js';
import { linkTitleOf } from './http/link-of.js';
import { pagerdutyEvents } from './pagerduty/pagerduty-events.js';
import { sampleNotice } from './sample-notice.fixture.js';
import { slackMessage } from './slack/slack-message.js';
import { bindingsOf, notificationOid } from './snmp-trap/bindings.js';
import { syslogMessage } from './syslog/syslog-message.js';
import { teamsMessage } from './teams/teams-card.js';
import type { Notice } from './channel.js';

/** A notice about a site, as channels get it. */
function siteNotice(kind: 'site-lost' | 'site-back'): Notice {
  const values = siteNoticeValues({
    kind,
    site: 'frankfurt',
    reason: kind === 'site-lost' ? 'The last worker of the site was stopped.' : '',
    monitors: 1,
    monitorsWithoutData: 1,
    incident: { id: 'incident', startedAt: new Date('2026-03-02T02:12:45Z') },
    now: new Date('2026-03-02T02:14:45Z'),
    timeZone: 'UTC',
    link: 'https://monitor.example.com/sites',
  });
  return sampleNotice({ kind, subject: 'Site frankfurt', text: 'It is so.', incidents: [values] });
}

const lost = siteNotice('site-lost');
const back = siteNotice('site-back');

describe('channels tell of a site', () => {
  it('as an incident that begins and ends, where they know such', () => {
    expect(pagerdutyEvents(lost, 'critical')).toMatchObject([
      {
        event_action: 'trigger',
        dedup_key: 'incident',
        payload: { summary: 'Site frankfurt', source: 'frankfurt', component: 'frankfurt', class: 'site-lost' },
        links: [{ href: 'https://monitor.example.com/sites', text: 'Open the sites' }],
      },
    ]);
    expect(pagerdutyEvents(back, 'critical')).toEqual([{ event_action: 'resolve', dedup_key: 'incident' }]);
  });

  it('in the colours of bad and of good news', () => {
    const colour = (notice: Notice) => JSON.stringify(discordMessage(notice, null)).match(/"color":(\d+)/)?.[1];
    expect([colour(lost), colour(back)]).toEqual([colour(sampleNotice()), colour(sampleNotice({ kind: 'recovery' }))]);
    expect(JSON.stringify(teamsMessage(lost))).toContain('"Attention"');
    expect(JSON.stringify(teamsMessage(back))).toContain('"Good"');
    expect(htmlOf(lost)).toContain('#b3261e');
  });

  it('and call upon people for bad news alone', () => {
    expect(JSON.stringify(slackMessage(lost, 'here'))).toContain('<!here>');
    expect(JSON.stringify(slackMessage(back, 'here'))).not.toContain('<!here>');
  });

  it('with a link to the sites', () => {
    expect(JSON.stringify(slackMessage(lost, 'none'))).toContain('<https://monitor.example.com/sites|Open the sites>');
    expect(linkTitleOf(sampleNotice())).toBe('Open the monitor');
  });

  it('with its name, by what programs read', () => {
    const origin = {
      facility: 'local0',
      severity: 'error',
      hostname: 'monitor',
      appName: 'twotwenty',
      processId: 1,
      structuredDataId: 'twotwenty@32473',
    } as const;
    const message = syslogMessage(lost, origin, 2048).toString();
    expect(message).toContain(' site-lost [');
    expect(message).toContain(' site="frankfurt"');
    expect(message).not.toContain('monitor=');
    expect(notificationOid('site-lost', '1.2')).toBe('1.2.0.4');
    expect(bindingsOf(back, '1.2').find(({ oid }) => oid === '1.2.1.19.0')?.value).toBe('frankfurt');
  });
});
