import type { SiteNoticePlanner } from '@twotwenty/database/repositories/site-notices';
import { planNotices } from '@twotwenty/domain/alerting/plan-notices';
import { siteNoticeValues } from '@twotwenty/domain/sites/site-notices';
import type { NoticePlannerOptions } from './notice-planner.js';
import { ofIncident, pageOf, toNewRuns } from './planned-runs.js';

/** Makes what decides who is told of what happened to a site: one notice for each, whatever monitors it tests. */
export function createSiteNoticePlanner({ timeZone, publicUrl, newId }: NoticePlannerOptions): SiteNoticePlanner {
  return (occasions, { alerts, history }) => {
    const planned = occasions.map(({ siteKey, occasion, facts }) => {
      const { type: kind, incident } = occasion;
      const at = facts.now;
      const noticeId = newId();
      const plans = planNotices(occasion, alerts, ofIncident(history, incident.id), at);
      const values = siteNoticeValues({ ...facts, kind, incident, timeZone, link: pageOf(publicUrl, 'sites') });
      return {
        notice: {
          id: noticeId,
          subject: { type: 'site', key: siteKey } as const,
          incidentId: incident.id,
          kind,
          alertNumber: 1,
          facts: values,
          at,
        },
        runs: toNewRuns({ noticeId, at, newId }, plans, alerts),
      };
    });
    return {
      notices: planned.filter(({ runs }) => runs.length > 0).map(({ notice }) => notice),
      runs: planned.flatMap(({ runs }) => runs),
    };
  };
}
