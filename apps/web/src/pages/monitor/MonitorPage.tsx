import { getRouteApi, Link } from '@tanstack/react-router';
import type { Monitor } from '@twotwenty/contracts/monitor';
import { isNotFound } from '../../api/client.js';
import { useResults } from '../../api/monitor-history.js';
import { useMonitor } from '../../api/monitors.js';
import { Loading } from '../../app/Loading.js';
import { NoAnswer } from '../../app/NoAnswer.js';
import { Notice } from '../../app/Notice.js';
import { useOutage, type Outage } from '../../app/use-outage.js';
import { AlertsSection } from './AlertsSection.js';
import { AvailabilityTiles } from './AvailabilityTiles.js';
import { Heartbeat, MAX_BEATS } from './beats/Heartbeat.js';
import { CertificateSection } from './CertificateSection.js';
import { ResponseTimes } from './chart/ResponseTimes.js';
import { MonitorHead } from './MonitorHead.js';
import classes from './MonitorPage.module.css';
import { SettingsSection } from './SettingsSection.js';
import { SiteVotes } from './SiteVotes.js';
import { MonitorTimeline } from './timeline/MonitorTimeline.js';
import { Transcripts } from './transcripts/Transcripts.js';

const route = getRouteApi('/monitors/$monitorId');

/** Everything about one monitor: how it stands, how it was, what the sites see, and what was done about it. */
export function MonitorPage() {
  const { monitorId } = route.useParams();
  const query = useMonitor(monitorId);
  const outage = useOutage(query);
  if (isNotFound(query.error)) return <NoMonitor known={query.data} />;
  if (query.data !== undefined) return <MonitorView key={monitorId} monitor={query.data} outage={outage} />;
  if (query.error !== null) return <NoAnswer error={query.error} />;
  return <Loading what="the monitor" />;
}

/** @param known the monitor as it was, if it was removed while it was looked at */
function NoMonitor({ known }: { readonly known: Monitor | undefined }) {
  return (
    <Notice title={known === undefined ? 'There is no such monitor' : `${known.name} was deleted`}>
      {known === undefined
        ? 'It may have been deleted, or the address is not complete. '
        : 'Somebody deleted this monitor while you looked at it, with its history. '}
      <Link to="/">All monitors</Link>
    </Notice>
  );
}

function MonitorView({ monitor, outage }: { readonly monitor: Monitor; readonly outage: Outage | null }) {
  const { lastTest } = monitor.state;
  const asked = monitor.sites.length + (monitor.confirmFrom === null ? 0 : 1);
  const results = useResults(monitor.id, MAX_BEATS, asked, lastTest?.at).data ?? [];
  return (
    <>
      <MonitorHead monitor={monitor} results={results} outage={outage} />
      <Heartbeat monitor={monitor} results={results} />
      <AvailabilityTiles monitorId={monitor.id} />
      <ResponseTimes monitor={monitor} />
      <div className={classes.columns}>
        <div className={classes.column}>
          <SiteVotes monitor={monitor} />
          <Transcripts results={results} />
          <MonitorTimeline monitorId={monitor.id} />
        </div>
        <div className={classes.column}>
          <SettingsSection monitor={monitor} />
          <AlertsSection monitorId={monitor.id} />
          {monitor.target.security !== 'none' && <CertificateSection monitorId={monitor.id} />}
        </div>
      </div>
    </>
  );
}
