import { getRouteApi, Link } from '@tanstack/react-router';
import type { Alert } from '@twotwenty/contracts/alert';
import { useAlert } from '../../api/alerts.js';
import { isNotFound } from '../../api/client.js';
import { Loading } from '../../app/Loading.js';
import { NoAnswer } from '../../app/NoAnswer.js';
import { SummaryBar } from '../../app/SummaryBar.js';
import { useOutage } from '../../app/use-outage.js';
import { NEW_ALERT } from './alert-draft.js';
import { AlertEditor } from './AlertEditor.js';
import classes from './AlertEditor.module.css';
import { UnknownAlert } from './UnknownAlert.js';

const route = getRouteApi('/alerts/$alertId');

/** One alert, to be looked at and changed. */
export function EditAlertPage() {
  const { alertId } = route.useParams();
  const query = useAlert(alertId);
  const outage = useOutage(query);
  const { data: alert, error } = query;
  if (alert === undefined) {
    if (error === null) return <Loading what="the alert" />;
    return isNotFound(error) ? <UnknownAlert /> : <NoAnswer error={error} />;
  }
  return (
    <>
      <SummaryBar
        title={`${alert.name} · TwoTwenty`}
        mood="idle"
        icon={alert.enabled ? 'uninitialized' : 'disabled'}
        headline={alert.name}
        detail={<Detail alert={alert} />}
        outage={outage}
      />
      <AlertEditor
        key={alert.id}
        alert={alert}
        begun={NEW_ALERT}
        draftName={`alert.${alert.id}`}
        onSaved={() => undefined}
      />
    </>
  );
}

function Detail({ alert }: { readonly alert: Alert }) {
  const first = alert.assignment.to === 'chosen' ? alert.assignment.monitorIds[0] : undefined;
  return (
    <span className={classes.links}>
      {!alert.enabled && 'Disabled: nobody is told by it. '}
      <Link to="/action-runs" search={{ alertId: alert.id }}>
        What it did
      </Link>
      {' · '}
      <Link to="/simulator" search={first === undefined ? {} : { monitorId: first }}>
        Play a downtime through
      </Link>
    </span>
  );
}
