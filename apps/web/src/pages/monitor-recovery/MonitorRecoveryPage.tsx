import { getRouteApi } from '@tanstack/react-router';
import { RefusedError } from '../../api/client.js';
import { useMonitor } from '../../api/monitors.js';
import { Loading } from '../../app/Loading.js';
import { NoAnswer } from '../../app/NoAnswer.js';
import { Notice } from '../../app/Notice.js';
import { SummaryBar } from '../../app/SummaryBar.js';
import { RecoveryForm } from './RecoveryForm.js';

const route = getRouteApi('/monitors/$monitorId/recovery');

/** Where the repairs of a monitor act, and as whom. */
export function MonitorRecoveryPage() {
  const { monitorId } = route.useParams();
  const query = useMonitor(monitorId);
  const { data: monitor, error } = query;
  if (monitor === undefined) {
    if (error === null) return <Loading what="the monitor" />;
    return isUnknown(error) ? <UnknownMonitor /> : <NoAnswer error={error} />;
  }
  const machine = monitor.recovery?.machine;
  return (
    <>
      <SummaryBar
        title={`Repairs of ${monitor.name} · TwoTwenty`}
        mood="idle"
        icon="uninitialized"
        headline={`Repairs of ${monitor.name}`}
        detail={
          machine === undefined
            ? 'No machine is named yet: repairs for this monitor are refused.'
            : `They act on ${machine}. What they do, and when, is set with the alerts.`
        }
      />
      <RecoveryForm key={monitor.id} monitor={monitor} />
    </>
  );
}

function isUnknown(error: Error): boolean {
  return error instanceof RefusedError && error.status === 404;
}

function UnknownMonitor() {
  return <Notice title="There is no such monitor">It may have been removed since the link was made.</Notice>;
}
