import { getRouteApi, Link } from '@tanstack/react-router';
import type { Monitor } from '@twotwenty/contracts/monitor';
import type { Site } from '@twotwenty/contracts/site';
import { isNotFound } from '../../api/client.js';
import { useMonitor } from '../../api/monitors.js';
import { useSites } from '../../api/sites.js';
import { Loading } from '../../app/Loading.js';
import { NoAnswer } from '../../app/NoAnswer.js';
import { Notice } from '../../app/Notice.js';
import { SummaryBar } from '../../app/SummaryBar.js';
import { editDraftKey } from './draft-keys.js';
import { MonitorEditor } from './MonitorEditor.js';
import classes from './MonitorEditor.module.css';
import { valuesOf } from './monitor-values.js';
import { useMonitorEditor } from './use-monitor-editor.js';

const route = getRouteApi('/monitors/$monitorId/edit');

/** Changes a monitor. */
export function EditMonitorPage() {
  const { monitorId } = route.useParams();
  const query = useMonitor(monitorId);
  const sites = useSites();
  const isGone = isNotFound(query.error);
  if (isGone && query.data === undefined) {
    return <Notice title="There is no such monitor">It may have been removed since the link was made.</Notice>;
  }
  const error = query.error ?? sites.error;
  if (query.data === undefined || sites.data === undefined) {
    return error === null ? <Loading what="the monitor" /> : <NoAnswer error={error} />;
  }
  return <EditMonitor key={query.data.id} monitor={query.data} sites={sites.data.items} isGone={isGone} />;
}

interface EditMonitorProps {
  readonly monitor: Monitor;
  readonly sites: readonly Site[];
  /** It was deleted while it was edited. */
  readonly isGone: boolean;
}

function EditMonitor({ monitor, sites, isGone }: EditMonitorProps) {
  const control = useMonitorEditor({ monitor, initial: valuesOf(monitor), draftKey: editDraftKey(monitor.id) });
  return (
    <>
      <SummaryBar
        title={`Edit ${monitor.name} · TwoTwenty`}
        mood="idle"
        icon="uninitialized"
        headline={`Edit ${monitor.name}`}
        detail={
          <>
            Changes take effect at the next test.{' '}
            <Link to="/monitors/$monitorId" params={{ monitorId: monitor.id }} className={classes.headLink}>
              See the monitor
            </Link>
          </>
        }
      />
      {isGone && (
        <p role="alert" className={classes.kept}>
          Somebody deleted this monitor meanwhile, with its history. What you typed is still here, to be read and
          copied; it can not be saved any more.
        </p>
      )}
      <MonitorEditor monitor={monitor} control={control} sites={sites} />
    </>
  );
}
