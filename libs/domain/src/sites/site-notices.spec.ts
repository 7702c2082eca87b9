import { describe, expect, it } from 'vitest';
import { digest } from '../alerting/digest.js';
import { isAboutSite, NOTICE_KINDS, SITE_NOTICE_KINDS, takenBackBy, toneOf } from '../alerting/notice-kinds.js';
import { render, unknownTokens } from '../alerting/template.js';
import { siteNoticeValues, siteTemplate, type SiteNoticeFacts } from './site-notices.js';

const facts: SiteNoticeFacts = {
  kind: 'site-lost',
  site: 'frankfurt',
  reason: 'The last worker of the site was stopped.',
  monitors: 12,
  monitorsWithoutData: 10,
  incident: { id: 'incident', startedAt: new Date('2026-03-02T11:58:00Z') },
  now: new Date('2026-03-02T12:00:00Z'),
  timeZone: 'UTC',
  link: 'https://monitor.example.com/sites',
};

describe('notices about sites', () => {
  it.each<[SiteNoticeFacts['kind'], string[]]>([
    [
      'site-lost',
      [
        'Site frankfurt is lost',
        'The last worker of the site was stopped.',
        '',
        'Since:    2026-03-02 11:58:00 +00:00, for 2 min',
        'Monitors: 12 tested from there, 10 of them without any site that is live',
        'Look at:  The workers there: whether they run, and whether they reach the queue.',
        '',
        'Monitors keep their states: that a site is lost says nothing of the servers.',
        'https://monitor.example.com/sites',
      ],
    ],
    [
      'site-back',
      [
        'Site frankfurt is back after 2 min',
        'A worker of the site frankfurt was heard of. It was lost for 2 min.',
        '',
        'From:     2026-03-02 11:58:00 +00:00',
        'To:       2026-03-02 12:00:00 +00:00',
        'Monitors: 12 tested from there, 10 of them without any site that is live',
        '',
        'https://monitor.example.com/sites',
      ],
    ],
  ])('say %s in words', (kind, lines) => {
    const { subject, text } = siteTemplate(kind);
    const values = siteNoticeValues({ ...facts, kind });
    expect(`${render(subject, values)}\n${render(text, values)}`.split('\n')).toEqual(lines);
    expect(values).toMatchObject({ kind, site: 'frankfurt', monitor: '', address: '', 'incident-id': 'incident' });
  });

  it.each(SITE_NOTICE_KINDS)('name no token for %s that there is not', (kind) => {
    const { subject, text } = siteTemplate(kind);
    expect(unknownTokens(subject + text)).toEqual([]);
  });

  it('count the monitors', () => {
    const said = (monitors: number, monitorsWithoutData: number) =>
      siteNoticeValues({ ...facts, monitors, monitorsWithoutData })['site-monitors'];
    expect([said(0, 0), said(3, 0), said(3, 2)]).toEqual([
      'none is tested from there',
      '3 tested from there, none of them without any site that is live',
      '3 tested from there, 2 of them without any site that is live',
    ]);
  });

  it('are told together by their sites', () => {
    const values = ['frankfurt', 'tokyo'].map((site) => siteNoticeValues({ ...facts, site }));
    expect(digest('site-lost', values)).toEqual({
      subject: '2 sites lost: frankfurt, tokyo',
      text: [
        '2 sites are lost:',
        '',
        '- Lost: frankfurt The last worker of the site was stopped.',
        '- Lost: tokyo The last worker of the site was stopped.',
      ].join('\n'),
    });
  });
});

describe('kinds of notices', () => {
  it('come in pairs of bad news and what takes it back', () => {
    expect(NOTICE_KINDS.map((kind) => [kind, toneOf(kind), takenBackBy(kind), isAboutSite(kind)])).toEqual([
      ['failure', 'failure', 'recovery', false],
      ['recovery', 'recovery', 'recovery', false],
      ['site-lost', 'failure', 'site-back', true],
      ['site-back', 'recovery', 'site-back', true],
      ['site-suspect', 'failure', 'site-trusted', true],
      ['site-trusted', 'recovery', 'site-trusted', true],
    ]);
    expect([toneOf('test'), isAboutSite('test')]).toEqual(['test', false]);
  });
});
