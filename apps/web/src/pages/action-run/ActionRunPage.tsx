import { getRouteApi } from '@tanstack/react-router';
import type { ActionRunDetail } from '@twotwenty/contracts/action-run';
import { useRun } from '../../api/action-runs.js';
import { isNotFound } from '../../api/client.js';
import { useMonitor } from '../../api/monitors.js';
import { Loading } from '../../app/Loading.js';
import { NoAnswer } from '../../app/NoAnswer.js';
import { Notice } from '../../app/Notice.js';
import { Section } from '../../app/Section.js';
import { RepairReport } from '../../repairs/RepairReport.js';
import { RunOutcome } from '../../repairs/RunOutcome.js';
import { RunButtons } from './RunButtons.js';
import { RunFacts } from './RunFacts.js';
import { RunSummary } from './RunSummary.js';

const route = getRouteApi('/action-runs/$runId');

/** All about one run. Notices link here for repairs that wait; nothing happens before somebody confirms it. */
export function ActionRunPage() {
  const { runId } = route.useParams();
  const query = useRun(runId);
  if (query.data !== undefined) return <Run run={query.data} />;
  if (isNotFound(query.error)) return <Notice title="There is no such run">It may have been removed meanwhile.</Notice>;
  if (query.error !== null) return <NoAnswer error={query.error} />;
  return <Loading what="the action run" />;
}

function Run({ run }: { readonly run: ActionRunDetail }) {
  const { data: monitor } = useMonitor(run.monitorId);
  const cameOfIt = run.skip !== null || run.error !== null || run.response !== null || run.repair?.effect;
  return (
    <>
      <RunSummary run={run} monitorName={run.monitorName} />
      <RunButtons key={run.id} run={run} />
      {cameOfIt && (
        <Section title="What came of it">
          <RunOutcome run={run} />
        </Section>
      )}
      {run.repair !== null && (
        <Section title="Repair">
          <RepairReport repair={run.repair} />
        </Section>
      )}
      <Section title="Run">
        <RunFacts run={run} monitor={monitor} />
      </Section>
    </>
  );
}
