import type { Alert } from '@twotwenty/contracts/alert';
import { useAlerts, useAlertWarnings } from '../../api/alerts.js';
import { useChoices, type Choice } from '../../api/search.js';
import { Loading } from '../../app/Loading.js';
import { NoAnswer } from '../../app/NoAnswer.js';
import { useOutage } from '../../app/use-outage.js';
import { itemsOf } from '../../table/pages-of.js';
import { ShowMore } from '../../table/ShowMore.js';
import { Unreadable } from '../../table/Unreadable.js';
import { AlertCard } from './AlertCard.js';
import classes from './AlertsPage.module.css';
import { AlertsSummary } from './AlertsSummary.js';
import { EmptyAlerts } from './EmptyAlerts.js';
import { formatServed, namedIds, type Names } from './served.js';

/** Who is told what, and whether it would reach them. */
export function AlertsPage() {
  const query = useAlerts();
  const outage = useOutage(query);
  const { items, unreadable } = itemsOf(query.data);
  const warnings = useAlertWarnings(items.map(({ id }) => id));
  const names = useServedNames(items);
  if (query.data === undefined) {
    return query.error === null ? <Loading what="the alerts" /> : <NoAnswer error={query.error} />;
  }
  return (
    <>
      <AlertsSummary alerts={items} hasMore={query.hasNextPage} warnings={warnings} outage={outage} />
      {items.length === 0 && unreadable === 0 && <EmptyAlerts />}
      <div className={classes.cards}>
        {items.map((alert) => (
          <AlertCard
            key={alert.id}
            alert={alert}
            served={formatServed(alert, names.monitors, names.devices)}
            warnings={warnings.get(alert.id) ?? []}
          />
        ))}
      </div>
      <Unreadable count={unreadable} what="alerts" />
      <ShowMore query={query}>Show more alerts</ShowMore>
    </>
  );
}

/** The names that are shown of what alerts serve; nothing else is asked for. */
function useServedNames(alerts: readonly Alert[]): { readonly monitors: Names; readonly devices: Names } {
  const { monitorIds, deviceIds } = namedIds(alerts);
  return { monitors: namesOf(useChoices('monitors', monitorIds)), devices: namesOf(useChoices('devices', deviceIds)) };
}

function namesOf(choices: ReadonlyMap<string, Choice | null>): Names {
  return new Map([...choices].flatMap(([id, choice]) => (choice === null ? [] : [[id, choice.name]])));
}
